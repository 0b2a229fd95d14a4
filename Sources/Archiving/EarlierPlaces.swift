import Files
import Model

// Versions before this one had locks and journals elsewhere: in the archive's `.incoming`, where they were committed
// with it, and in the `.kolsite/archive` of its project, which nobody finds who sees the archive alone.
extension Archive {
  /// The folders that earlier versions used and that are there.
  func earlierFolders() throws(ArchiveError) -> [String] {
    var folders: [String] = []
    for place in earlierPlaces where try status(place) == .folder { folders.append(place) }
    return folders
  }

  /// Where an archive that is there may have them.
  static func earlierPlaces(of folder: String) -> [String] {
    [joinPath(folder, ".incoming")] + (projectPlace(of: folder).map { [$0] } ?? [])
  }

  /// In the project in whose `Content` the archive really lies; nil where it lies in none.
  private static func projectPlace(of folder: String) -> String? {
    guard let real = try? realPath(folder) else { return nil }
    let parts = real.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    guard let content = parts.dropLast().lastIndex(where: { $0.utf8.elementsEqual("Content".utf8) }) else {
      return nil
    }
    let name = parts[(content + 1)...].joined(separator: "/")
    let suffix =
      name.utf8.elementsEqual("snapshots".utf8) ? "" : "-\(SHA256Digest(of: Array(name.utf8)).hex.prefix(8))"
    return "/" + (parts[..<content] + [".kolsite", "archive\(suffix)"]).joined(separator: "/")
  }

  /// Every file with replies of a journal, in the order in which they are to be read: one that is taken over meanwhile
  /// is then found in its new place.
  func journalPaths(of name: JournalName) throws(ArchiveError) -> [String] {
    var paths: [String] = []
    for place in try earlierFolders() + [workFolder] where try exists(joinPath(place, name.description)) {
      paths.append(joinPath(place, name.description))
    }
    return paths
  }

  /// The same of every journal, oldest day first.
  func unsealedPaths(after day: CalendarDay? = nil) throws(ArchiveError) -> [String] {
    var paths: [String] = []
    for name in try unsealed() where day.map({ name.day > $0 }) ?? true {
      paths += try journalPaths(of: name)
    }
    return paths
  }

  /// Takes over the journals of earlier versions and removes what is left of them; a shard does so with its own files.
  ///
  /// Only for the holder of the lock.
  func clearEarlierFolders(for shard: Shard?) throws(ArchiveError) {
    for place in earlierPlaces {
      for path in [parentFolder(of: place), place] where path != folder { try refuseLink(path) }
    }
    for place in try earlierFolders() { try clear(place, for: shard) }
  }

  private func clear(_ place: String, for shard: Shard?) throws(ArchiveError) {
    let label = shard.map { "lock-\($0.label)" } ?? "lock"
    // An earlier version may be at work.
    let lock = try exists(joinPath(place, label)) ? lock(joinPath(place, label)) : nil
    defer { withExtendedLifetime(lock) {} }
    for name in try names(in: place) {
      let path = joinPath(place, name)
      if let journal = JournalName(name) {
        if shard == nil || journal.shard == shard { try takeOver(path, as: journal) }
      } else if name.utf8.elementsEqual(label.utf8) || (shard == nil && Self.isLock(name)),
        try isLockFile(path)
      {
        try onDisk { () throws(FileError) in try removeFile(path, using: operations) }
      }
    }
    guard shard == nil, try names(in: place).isEmpty else { return }
    try onDisk { () throws(FileError) in
      try operations.removeFolder(place)
      try operations.syncFolder(parentFolder(of: place))
    }
  }

  /// Whether a name is that of a lock: `lock`, `lock-reading`, or `lock-s0003of0016`.
  private static func isLock(_ name: String) -> Bool {
    if ["lock", "lock-reading"].contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return true }
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

  /// Adds an earlier journal's replies to the one that takes its place, then removes it.
  ///
  /// A run that is stopped in between has them twice, and the next adds none that is there.
  private func takeOver(_ path: String, as name: JournalName) throws(ArchiveError) {
    let found = try JournalFile(path, in: self)
    let place = journalPath(of: name.day, name.shard)
    let there = try JournalFile(place, in: self)
    let known = Set(there.lines.map(\.digest))
    try onDisk { () throws(FileError) in
      let file = try AppendFile(path: place, using: operations)
      defer { file.close() }
      try file.truncate(to: there.length)
      var batch: [UInt8] = []
      for line in found.lines where !known.contains(line.digest) {
        batch += try readFile(path, in: line.range, using: operations) + [UInt8(ascii: "\n")]
        guard batch.count >= Self.batchSize else { continue }
        try file.append(batch)
        batch = []
      }
      try file.append(batch)
      try removeFile(path, using: operations)
      try operations.syncFolder(parentFolder(of: path))
    }
  }

  private static let batchSize = 1 << 20
}
