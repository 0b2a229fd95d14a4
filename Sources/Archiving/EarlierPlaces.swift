import Files
import Model

// Versions before this one had locks and journals in the archive, in `.incoming`, where they were committed with it.
extension Archive {
  var earlierFolder: String { joinPath(folder, ".incoming") }

  func earlierJournalPath(of day: CalendarDay, _ shard: Shard?) -> String {
    joinPath(earlierFolder, JournalName(day: day, shard: shard).description)
  }

  /// Moves the journals to where they are now and removes what is left; a shard does so with its own files.
  ///
  /// Only for the holder of the lock. A journal whose place is taken waits until the one there is sealed.
  func clearEarlierFolder(for shard: Shard?) throws(ArchiveError) {
    guard try status(earlierFolder) == .folder else { return }
    let label = shard.map { "lock-\($0.label)" } ?? "lock"
    // An earlier version may be at work.
    let lock = try exists(joinPath(earlierFolder, label)) ? lock(joinPath(earlierFolder, label)) : nil
    defer { withExtendedLifetime(lock) {} }
    for name in try names(in: earlierFolder) {
      let path = joinPath(earlierFolder, name)
      if let journal = JournalName(name) {
        let place = journalPath(of: journal.day, journal.shard)
        guard shard == nil || journal.shard == shard, try !exists(place) else { continue }
        try onDisk { () throws(FileError) in
          try operations.rename(path, place)
          try operations.syncFolder(workFolder.path)
        }
      } else if name.utf8.elementsEqual(label.utf8) || (shard == nil && name.utf8.starts(with: "lock".utf8)) {
        try onDisk { () throws(FileError) in try removeFile(path, using: operations) }
      }
    }
    guard shard == nil, try names(in: earlierFolder).isEmpty else { return }
    try onDisk { () throws(FileError) in
      try operations.removeFolder(earlierFolder)
      try operations.syncFolder(folder)
    }
  }
}
