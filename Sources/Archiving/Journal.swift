import Files
public import Model
public import Replies
import Synchronization

extension Archive {
  /// Opens a day's journal for appending and completes what an earlier run began.
  ///
  /// Creates the archive where it is missing. Whole lines of a killed run are kept, a torn one is cut
  /// off, an interrupted sealing is completed. The journal holds the archive's lock until it is sealed,
  /// closed or gone.
  /// - Parameters:
  ///   - shard: Whose journal it is; shards may run at once. Nil for the run of the whole roster, which has the
  ///     archive for itself.
  ///   - timeZone: The IANA time zone whose calendar day this is; kept in the manifest.
  public func openJournal(
    on day: CalendarDay, of shard: Shard? = nil, timeZone: String
  ) throws(ArchiveError) -> Journal {
    try Journal(on: day, of: shard, timeZone: timeZone, archive: self)
  }
}

/// The replies of one day as they arrive; each is on the disk before the next is asked for.
///
/// Safe to use from several tasks at once.
public final class Journal: Sendable {
  public let day: CalendarDay
  /// Nil for the run of the whole roster.
  public let shard: Shard?
  public let path: String
  /// How many replies of an earlier run, not sealed by it, were taken over.
  public let recoveredReplies: Int
  /// What opening had to repair; empty where all was well.
  public let warnings: [Diagnostic]
  private let archive: Archive
  private let timeZone: String
  private let state: Mutex<State>

  private struct State {
    /// Empty once the journal has let go of the archive.
    var locks: [FileLock]
    var file: AppendFile?
    var lines: [JournalLine]
    /// The length of all lines with their newlines.
    var length: Int
    /// What the day has of this shard: in its parts and in the journal.
    var replies: Set<ReplyKey>
    /// Whether the parts and the manifest are on the disk, so that only the journal is left to remove.
    var isSealed = false
    /// What sealing returned.
    var manifest: Manifest?

    var replied: Set<KOLID> { Set(replies.map(\.kolID)) }
  }

  init(
    on day: CalendarDay, of shard: Shard?, timeZone: String, archive: Archive
  ) throws(ArchiveError) {
    let operations = archive.operations
    let path = archive.journalPath(of: day, shard)
    let locks = try Self.lock(archive, for: shard)
    try onDisk { () throws(FileError) in try createFolder(archive.folder, using: operations) }
    if try archive.exists(archive.prunedPath(of: day)) { throw .prunedDay(path: archive.prunedPath(of: day)) }
    try archive.refuseLink(archive.asideFolder(of: day))
    // Another shard's temporary file may be under way.
    for folder in shard == nil ? [archive.dayFolder(of: day), archive.asideFolder(of: day)] : [] {
      guard try archive.exists(folder) else { continue }
      try onDisk { () throws(FileError) in try removeTemporaryFiles(in: folder, using: operations) }
    }
    let found = try JournalFile(path, in: archive)
    var replies = Set(found.lines.map { ReplyKey(kolID: $0.head.kolID, endpoint: $0.head.endpoint) })
    for manifest in try archive.manifests(on: day) where manifest.shard == shard {
      replies.formUnion(try archive.sealedReplies(of: manifest))
    }
    let isSealed = try Self.completeSealing(
      Sealing(
        found.lines, in: path, on: day, of: shard, timeZone: timeZone,
        replied: Set(replies.map(\.kolID)), failures: [], archive: archive))
    let lines = isSealed ? [] : found.lines
    let length = isSealed ? 0 : found.length
    let file = try onDisk { () throws(FileError) in
      let file = try AppendFile(path: path, using: operations)
      // Also for what a killed run wrote without waiting for the disk.
      try file.truncate(to: length)
      try operations.syncFolder(archive.workFolder)
      try operations.syncFolder(archive.folder)
      return file
    }
    self.day = day
    self.shard = shard
    self.path = path
    self.archive = archive
    self.timeZone = timeZone
    recoveredReplies = lines.count
    warnings = found.warning.map { [$0] } ?? []
    state = Mutex(
      State(locks: locks, file: file, lines: lines, length: length, replies: replies))
  }

  /// The KOLs with a reply of an endpoint that day, in the sealed parts and in the journal.
  public func repliedIDs(_ endpoint: Endpoint) -> Set<KOLID> {
    state.withLock { state in
      Set(state.replies.filter { $0.endpoint == endpoint.name }.map(\.kolID))
    }
  }

  /// Reads a reply and appends it.
  public func append(_ reply: Reply) throws(ArchiveError) {
    let arrived: ArrivedReply
    do throws(LineProblem) {
      var reader = LineReader()
      arrived = try reader.arrival(reply.body, of: reply.kolID)
    } catch {
      throw .unusableReply(reply.kolID, error)
    }
    try append(reply, arrived)
  }

  /// Appends a reply and waits until it is on the disk.
  ///
  /// After a failed write every later append fails with the same error; what was appended before is
  /// kept, and opening the journal again finds it.
  /// - Parameter arrived: The reply's body as it was read when it came, so that it need not be read again.
  public func append(_ reply: Reply, _ arrived: ArrivedReply) throws(ArchiveError) {
    let line = try Self.line(of: reply, arrived, limit: archive.limits.bytesPerLine)
    let head = LineHead(
      kolID: reply.kolID, endpoint: reply.endpoint.name, fetchedAt: reply.fetchedAt,
      environment: reply.environment)
    try state.withLock { (state) throws(ArchiveError) in
      guard let file = state.file else { throw .journalClosed(path: path) }
      try onDisk { () throws(FileError) in try file.append(line + [UInt8(ascii: "\n")]) }
      let end = state.length + line.count
      state.lines.append(
        JournalLine(head: head, range: state.length..<end, digest: SHA256Digest(of: line)))
      state.length = end + 1
      state.replies.insert(ReplyKey(kolID: head.kolID, endpoint: head.endpoint))
    }
  }

  /// Seals the journal into the day's folder and ends it.
  ///
  /// Without a line and without a failure nothing is written. A seal that failed may be tried again, here
  /// or by opening the day's journal again; the replies are safe either way.
  /// - Parameter failures: The KOLs that were asked for in vain; those with a reply that day are left out.
  /// - Returns: The run's manifest; nil where it has none.
  @discardableResult
  public func seal(failures: [FetchFailure]) throws(ArchiveError) -> Manifest? {
    try state.withLock { (state) throws(ArchiveError) in
      guard !state.locks.isEmpty else { throw .journalClosed(path: path) }
      state.file?.close()
      state.file = nil
      if !state.isSealed {
        state.manifest = try Sealing(
          state.lines, in: path, on: day, of: shard, timeZone: timeZone, replied: state.replied,
          failures: failures, archive: archive
        ).run()
        state.isSealed = true
      }
      try archive.removeJournal(of: day, shard)
      state.locks = []
      return state.manifest
    }
  }

  /// Lets go of the archive without sealing; what was appended stays for the next run, and an empty journal does not.
  public func close() {
    state.withLock { state in
      state.file?.close()
      state.file = nil
      if !state.locks.isEmpty, case .file(size: 0, modified: _)? = try? archive.status(path) {
        try? archive.removeJournal(of: day, shard)
      }
      state.locks = []
    }
  }

  /// Completes a sealing that was interrupted; false where none was.
  private static func completeSealing(_ sealing: Sealing) throws(ArchiveError) -> Bool {
    let (archive, day) = (sealing.archive, sealing.day)
    if sealing.name == nil {
      // Parts that came from nowhere are an error even without a line to seal.
      for run in try archive.runsWithFiles(on: day) where run.shard == sealing.shard {
        try archive.checkParts(on: day, of: run)
      }
    }
    guard try sealing.wasBegun() else { return false }
    _ = try sealing.run()
    try archive.removeJournal(of: day, sealing.shard)
    return true
  }

  /// Writes a line that can be read later, by what was found when its reply was read: that the body is a profile of the
  /// KOL stays true for the same tokens on one line, one level deeper. All else on the line is written here.
  private static func line(
    of reply: Reply, _ arrived: ArrivedReply, limit: Int
  ) throws(ArchiveError) -> [UInt8] {
    do throws(LineProblem) {
      guard reply.body.count < limit / 2 else { throw .tooLong }
      guard arrived.depth < JSONReader.deepest else { throw .notJSON("\(JSONError.tooDeep)") }
      guard arrived.kolID == reply.kolID, Timestamp(reply.fetchedAt.description) == reply.fetchedAt else {
        throw .notJSON("it would read back as another reply")
      }
      let line = ReplyLine.text(of: reply, minifiedBody: arrived.line)
      guard line.count <= limit else { throw .tooLong }
      guard firstNewline(in: line[...]) == nil else { throw .notJSON("it is not one line") }
      return line
    } catch {
      throw .unusableReply(reply.kolID, error)
    }
  }

  /// The archive's lock, which shards share, and a shard's own.
  static func lock(
    _ archive: Archive, for shard: Shard?
  ) throws(ArchiveError) -> [FileLock] {
    try archive.createWorkFolder()
    var locks = [try archive.lock(archive.lockPath, isShared: shard != nil)]
    if let shard { locks.append(try archive.lock(archive.lockPath(of: shard))) }
    // Who held the lock before may have removed what was in the folder.
    try archive.createWorkFolder()
    try archive.clearEarlierFolders(for: shard)
    return locks
  }
}
