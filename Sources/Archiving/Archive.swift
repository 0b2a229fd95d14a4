public import Files
public import Model

/// The dated replies in a folder: plain files that any engine reads without kolsite.
///
///     date=2026-11-23/part-r0c3d5e7f9a1b2c4d-0000.jsonl.gz   one line a reply; written once, never changed
///     date=2026-11-23/manifest-r0c3d5e7f9a1b2c4d.json        what the parts of a run must be, and who failed in it
///
/// Every run has files of its own, see ``RunName``: the runs of several machines, the whole roster's or shards', are
/// united by copying, and those of several branches by merging. The journal of a fetch under way lies in a
/// folder of its own, see ``workFolder``.
///
/// A day's parts together are the day, in the order of their runs. For one KOL the latest `fetchedAt` wins; of two at
/// the same second the later part, then the later line. The journal is no part of a day until it is sealed.
public struct Archive: Sendable {
  public let folder: String
  /// Where the index is kept; nil for an archive that is read without one.
  let index: String?
  /// Where earlier versions had journals; see ``earlierFolders()``.
  let earlierPlaces: [String]
  let operations: FileOperations
  let limits: Limits

  /// Names an archive; the folder need not exist yet.
  /// - Parameter index: A folder for the index, which is a cache: whatever is in it, the same is read. Nil for none.
  public init(folder: String, index: String? = nil, using operations: FileOperations = .real) {
    self.init(folder: folder, index: index, using: operations, limits: Limits())
  }

  init(folder: String, index: String? = nil, using operations: FileOperations, limits: Limits) {
    self.folder = folder
    self.index = index
    earlierPlaces = Self.earlierPlaces(of: folder)
    self.operations = operations
    self.limits = limits
  }

  /// Sizes that a reader of the archive may rely on.
  struct Limits: Sendable {
    /// Lines in one gzip member, so that a reader needs the memory of so many replies at a time.
    var linesPerMember = 1_000
    /// Bytes of lines in one part before compression; a longer day is sealed into several parts.
    var bytesPerPart = 1 << 29
    /// Bytes of one line; kept far below ``bytesPerPart``.
    var bytesPerLine = 1 << 26
  }
}

extension Archive {
  /// Whether the folder is there, perhaps at the end of a link.
  public func hasFolder() throws(ArchiveError) -> Bool {
    try status((try? realPath(folder)) ?? folder) == .folder
  }

  /// A folder in which a fetch of a day would have to write and this user may not; nil where there is none.
  public func unwritableFolder(on day: CalendarDay) throws(ArchiveError) -> String? {
    for path in [folder, workFolder, dayFolder(of: day), asideFolder(of: day)] {
      if try exists(path), !operations.mayChange(path) { return path }
    }
    return nil
  }

  func status(_ path: String) throws(ArchiveError) -> FileStatus {
    try onDisk { () throws(FileError) in try operations.status(path) }
  }

  func exists(_ path: String) throws(ArchiveError) -> Bool {
    try status(path) != .missing
  }

  func hasJournal(_ day: CalendarDay, of shard: Shard?) throws(ArchiveError) -> Bool {
    try !journalPaths(of: JournalName(day: day, shard: shard)).isEmpty
  }
}
