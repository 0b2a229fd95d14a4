import Archiving
import Model

/// Seals what earlier runs had fetched when they were killed: a shard its own, the whole run everyone's.
func sealLeftovers(
  in archive: Archive, on today: CalendarDay, _ timeZone: String, _ shard: Shard?, _ diary: Diary
) throws(ArchiveError) {
  let contents = try archive.contents()
  diary.tell(contents.warnings)
  // The run's own journal of today is taken over when it is opened.
  for left in contents.unsealed where left != JournalName(day: today, shard: shard) {
    if let shard, left.shard != shard { continue }
    guard let journal = try sealed(left, in: archive, timeZone) else {
      diary.tell(
        Diagnostic(
          .warning,
          "what an earlier run fetched on \(left.day) stays unsealed, because that day has been pruned since",
          hint: "it is in \(archive.journalPath(of: left.day, left.shard)); "
            + "remove that file if it is not needed"
        ))
      continue
    }
    diary.tell(journal.warnings)
    guard journal.recoveredReplies > 0 else { continue }
    diary.tell(
      Diagnostic(
        .note,
        "kept \(journal.recoveredReplies) replies of \(left.day) that an earlier run had not sealed"))
  }
}

/// The journal of an earlier run, sealed; nil where its day was pruned, for nothing can be added to such a day.
private func sealed(
  _ left: JournalName, in archive: Archive, _ timeZone: String
) throws(ArchiveError) -> Journal? {
  do throws(ArchiveError) {
    let journal = try archive.openJournal(on: left.day, of: left.shard, timeZone: timeZone)
    _ = try journal.seal(failures: [])
    return journal
  } catch {
    guard case .prunedDay = error else { throw error }
    return nil
  }
}
