import Files
import Images
public import Model

/// Adds pictures to an archive. It holds the archive's lock, as a fetch does, until it is let go.
public struct AvatarWriter {
  private let store: AvatarStore
  private let shard: Shard?
  private let day: CalendarDay
  private let locks: [FileLock]
  /// The lines of the day's own file.
  private var records: [AvatarRecord.Key: AvatarRecord] = [:]
  private var isChanged = false

  private var archive: Archive { store.archive }

  /// Opens the pictures for writing.
  /// - Parameters:
  ///   - shard: Nil for the run of the whole roster.
  ///   - day: The day under which the run is filed.
  public init(
    _ store: AvatarStore, of shard: Shard?, on day: CalendarDay
  ) throws(ArchiveError) {
    self.store = store
    self.shard = shard
    self.day = day
    let archive = store.archive
    locks = try Journal.lock(archive, for: shard)
    // Only the whole run is alone.
    if shard == nil, try archive.exists(archive.avatarFolder) {
      try onDisk { () throws(FileError) in
        try removeTemporaryFiles(in: archive.avatarFolder, using: archive.operations)
      }
    }
    for record in try archive.avatarRecords(on: day, of: shard).records { records[record.key] = record }
  }

  /// Keeps a picture; it is on the disk when this returns, and counts from ``save()`` on.
  /// - Returns: Why it cannot be shown; nil where it was kept.
  public mutating func keep(
    _ bytes: [UInt8], for sources: [AvatarSource]
  ) throws(ArchiveError) -> AvatarProblem? {
    guard bytes.count <= AvatarLimits.bytes else { return .tooLarge }
    guard let header = ImageHeader(bytes),
      let name = AvatarFileName(of: bytes, format: header.format.fileExtension)
    else { return .format }
    guard AvatarStore.isShowable(header) else { return .dimensions }
    let path = joinPath(archive.avatarFolder, name.description)
    let operations = archive.operations
    try archive.refuseLink(archive.avatarFolder)
    try onDisk { () throws(FileError) in
      try createFolder(parentFolder(of: path), using: operations)
      try writeFileDurably(bytes, to: path, replacing: true, using: operations)
    }
    note(.file(name), for: sources)
    return nil
  }

  /// Takes note that a picture was asked for in vain, so that it is not asked for again the same day.
  public mutating func note(_ problem: AvatarProblem, for sources: [AvatarSource]) {
    note(.failed(problem.rawValue), for: sources)
  }

  /// Writes the lines and waits until they are on the disk.
  public mutating func save() throws(ArchiveError) {
    guard isChanged else { return }
    let lines = records.values.sorted(by: AvatarRecord.precedes).map { $0.line + [UInt8(ascii: "\n")] }
    let (path, operations, folder) = (
      archive.avatarLinesPath(of: day, shard), archive.operations, archive.folder
    )
    try onDisk { () throws(FileError) in
      try createFolder(parentFolder(of: path), using: operations)
      try writeFileDurably(Array(lines.joined()), to: path, replacing: true, using: operations)
      try operations.syncFolder(folder)
    }
    isChanged = false
  }

  /// The last that became of an address that day is what counts.
  private mutating func note(_ outcome: AvatarRecord.Outcome, for sources: [AvatarSource]) {
    for source in sources {
      let key = AvatarRecord.Key(source)
      records[key] = AvatarRecord(key: key, outcome: outcome)
    }
    isChanged = true
  }
}
