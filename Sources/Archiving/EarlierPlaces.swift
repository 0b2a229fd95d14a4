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
      } else if name.utf8.elementsEqual(label.utf8) || (shard == nil && Self.isLock(name)),
        try isLockFile(path)
      {
        try onDisk { () throws(FileError) in try removeFile(path, using: operations) }
      }
    }
    guard shard == nil, try names(in: earlierFolder).isEmpty else { return }
    try onDisk { () throws(FileError) in
      try operations.removeFolder(earlierFolder)
      try operations.syncFolder(folder)
    }
  }

  /// Whether a name is that of a lock: `lock`, or `lock-s0003of0016`.
  private static func isLock(_ name: String) -> Bool {
    if name.utf8.elementsEqual("lock".utf8) { return true }
    return name.utf8.starts(with: "lock-".utf8)
      && Shard(label: name.utf8.dropFirst("lock-".utf8.count)) != nil
  }

  /// Whether a file is empty or has a process's number, as a lock has.
  private func isLockFile(_ path: String) throws(ArchiveError) -> Bool {
    guard case .file(0...32, _) = try status(path) else { return false }
    return try onDisk { () throws(FileError) in
      try readFile(path, using: operations).allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "\n")
      }
    }
  }
}
