import Archiving
import Model

extension Run {
  /// Seals what earlier runs had fetched when they were killed: a shard its own, the whole run everyone's.
  func sealLeftovers(
    in archive: Archive, on today: CalendarDay, _ timeZone: String, _ shard: Shard?,
    report: inout RunReport
  ) throws(RunFailure) {
    let contents = try archiving { () throws(ArchiveError) in try archive.contents() }
    tell(contents.warnings, report: &report)
    // The run's own journal of today is taken over when it is opened.
    for left in contents.unsealed where left != JournalName(day: today, shard: shard) {
      if let shard, left.shard != shard { continue }
      guard let journal = try sealed(left, in: archive, timeZone) else {
        tell(
          [
            Diagnostic(
              .warning,
              "what an earlier run fetched on \(left.day) stays unsealed, because that day has been pruned since",
              hint: "it is in \(archive.journalPath(of: left.day, left.shard)); "
                + "remove that file if it is not needed"
            )
          ], report: &report)
        continue
      }
      tell(journal.warnings, report: &report)
      guard journal.recoveredReplies > 0 else { continue }
      tell(
        [
          Diagnostic(
            .note,
            "kept \(journal.recoveredReplies) replies of \(left.day) that an earlier run had not sealed")
        ], report: &report)
    }
  }

  /// The journal of an earlier run, sealed; nil where its day was pruned, for nothing can be added to such a day.
  private func sealed(
    _ left: JournalName, in archive: Archive, _ timeZone: String
  ) throws(RunFailure) -> Journal? {
    try archiving { () throws(ArchiveError) in
      do throws(ArchiveError) {
        let journal = try archive.openJournal(on: left.day, of: left.shard, timeZone: timeZone)
        _ = try journal.seal(failures: [])
        return journal
      } catch {
        guard case .prunedDay = error else { throw error }
        return nil
      }
    }
  }

  /// Names what looks like a day of the archive and is none.
  func tellStrays(
    in archive: Archive, upTo day: CalendarDay, report: inout RunReport
  ) throws(RunFailure) {
    let contents = try archiving { () throws(ArchiveError) in try archive.contents(upTo: day) }
    tell(contents.warnings, report: &report)
  }

  /// Sample data and real data never share an archive.
  func refuseOtherKind(
    of archive: Archive, than wanted: Settings.Environment
  ) throws(RunFailure) {
    let found = try archiving { () throws(ArchiveError) in try archive.newestEnvironment() }
    guard let found, (found == "sandbox") != (wanted.name == "sandbox") else { return }
    throw RunFailure(
      .archive,
      found == "sandbox"
        ? "\(archive.folder) holds sample data from the sandbox"
        : "\(archive.folder) holds real replies, and this run would add sample data",
      hint: found == "sandbox"
        ? "remove the folder or choose another with --archive, so that sample and real data never mix"
        : "choose another folder with --archive and another with --output")
  }
}

/// Turns the archive's errors into a run's failure.
func archiving<Result>(
  _ work: () throws(ArchiveError) -> Result
) throws(RunFailure) -> Result {
  do throws(ArchiveError) {
    return try work()
  } catch {
    throw RunFailure(.archive, [error.diagnostic])
  }
}
