import Files
import Model

/// Turns a day's journal into parts and a manifest; then the journal can be removed.
///
///     lines in id order ──► parts ──► manifest
///
/// Each step is on the disk before the next begins, and each finds out by itself whether it was done
/// before. So a run that was stopped anywhere is completed by running it again.
struct Sealing {
  let archive: Archive
  let day: CalendarDay
  /// Whose journal it is; nil for the run of the whole roster.
  let shard: Shard?
  let timeZone: String
  /// Where the journal is; its lines are read when they are needed, a gzip member's at a time.
  let journalPath: String
  /// The journal's lines as the parts will hold them, in an order that does not depend on their arrival.
  let chunks: [ArraySlice<JournalLine>]
  /// How many KOLs have a reply in the journal.
  private let kols: Int
  /// In id order, of two for one KOL the later, without those who have a reply that day.
  private let failures: [FetchFailure]
  /// The names of what is written; nil where there is nothing to write.
  let name: RunName?

  /// - Parameter replied: Every KOL with a reply of this shard that day, in its parts or in the journal.
  init(
    _ lines: [JournalLine], in journalPath: String, on day: CalendarDay, of shard: Shard?, timeZone: String,
    replied: Set<KOLID>, failures: [FetchFailure], archive: Archive
  ) throws(ArchiveError) {
    self.archive = archive
    self.day = day
    self.shard = shard
    self.timeZone = timeZone
    self.journalPath = journalPath
    kols = Set(lines.map(\.head.kolID)).count
    let byID = Dictionary(failures.map { ($0.kolID, $0) }, uniquingKeysWith: { _, later in later })
    self.failures = byID.values.filter { !replied.contains($0.kolID) }.sorted { $0.kolID < $1.kolID }
    let sorted = try Self.sorted(lines) { (line) throws(ArchiveError) in
      try Self.bytes(of: line, in: journalPath, archive.operations)
    }
    chunks = Self.chunks(of: sorted, limit: archive.limits.bytesPerPart)
    name = Self.name(sorted, self.failures, shard)
  }

  /// Replies alone name a run that has any: a run that was killed does not know its failures any more.
  private static func name(
    _ sorted: [JournalLine], _ failures: [FetchFailure], _ shard: Shard?
  ) -> RunName? {
    var digest = SHA256Digest.Running()
    for line in sorted { digest.update(Array(line.digest.hex.utf8)) }
    if sorted.isEmpty {
      for failure in failures {
        digest.update(Array("\(failure.kolID) \(failure.reason.rawValue) \(failure.attempts)\n".utf8))
      }
    }
    return sorted.isEmpty && failures.isEmpty ? nil : RunName(shard: shard, digest: digest.digest)
  }

  private var folder: String { archive.dayFolder(of: day) }
  private var operations: FileOperations { archive.operations }

  /// Seals and returns the run's manifest; nil where there is nothing to write.
  func run() throws(ArchiveError) -> Manifest? {
    guard let name else { return nil }
    if let found = try sealed(as: name) {
      // Also for what an earlier run renamed without living to see it on the disk.
      try onDisk { () throws(FileError) in try operations.syncFolder(folder) }
      return found
    }
    try onDisk { () throws(FileError) in
      try createFolder(folder, using: operations)
      try operations.syncFolder(archive.folder)
    }
    try archive.createAttributes()
    try removeUnnamedParts()
    var parts: [Manifest.Part] = []
    for (number, chunk) in chunks.enumerated() {
      parts.append(try part(chunk, PartName(run: name, number: number)))
    }
    let manifest = Manifest(
      day: day, run: name, timeZone: timeZone, kols: kols, parts: parts, failures: failures,
      previous: try previousLink(), origin: try archive.originToRecord(after: parts))
    // One more than there are lines for came from elsewhere.
    for found in try archive.parts(inFolderOf: day, of: name) where found.number >= parts.count {
      throw .unlistedPart(path: archive.path(of: found, on: day))
    }
    let json = manifest.json
    try onDisk { () throws(FileError) in
      try writeFileDurably(json, to: archive.manifestPath(of: day, name), replacing: true, using: operations)
      try operations.syncFolder(folder)
    }
    return manifest
  }

  /// Whether an earlier run wrote some of what this would write, or all of it.
  func wasBegun() throws(ArchiveError) -> Bool {
    guard let name, !chunks.isEmpty else { return false }
    if try sealed(as: name) != nil { return true }
    if try !archive.parts(inFolderOf: day, of: name).isEmpty { return true }
    return try !unnamedParts().isEmpty
  }

  /// The manifest that has these lines already: this run's, or the last of a day before runs had names.
  private func sealed(as name: RunName) throws(ArchiveError) -> Manifest? {
    if let found = try archive.manifest(on: day, of: name) {
      guard try isTail(of: found) else {
        throw .damaged(
          path: archive.manifestPath(of: day, name), .manifest("it does not list what it is named after"))
      }
      return found
    }
    guard !chunks.isEmpty, let found = try archive.manifest(on: day, of: RunName(shard: shard)) else {
      return nil
    }
    return try isTail(of: found) ? found : nil
  }

  /// Whether the journal's lines are in the last parts of a manifest.
  private func isTail(of manifest: Manifest) throws(ArchiveError) -> Bool {
    let tail = manifest.parts.suffix(chunks.count)
    guard tail.map(\.lines) == chunks.map(\.count) else { return false }
    for (part, chunk) in zip(tail, chunks) {
      guard try holds(chunk, path: joinPath(folder, part.name), listedAs: part) else { return false }
    }
    return true
  }

  /// What a version without names had written when it was killed.
  private func unnamedParts() throws(ArchiveError) -> [PartName] {
    let run = RunName(shard: shard)
    return try archive.unlistedParts(archive.manifest(on: day, of: run), on: day, of: run)
  }

  /// Removes such parts where they hold these lines.
  private func removeUnnamedParts() throws(ArchiveError) {
    for (name, chunk) in zip(try unnamedParts(), chunks) {
      let path = archive.path(of: name, on: day)
      guard try holds(chunk, path: path, listedAs: nil) else { throw .unlistedPart(path: path) }
      try onDisk { () throws(FileError) in try removeFile(path, using: operations) }
    }
  }

  // MARK: Parts

  /// Writes a part, or takes over the one that an interrupted run wrote.
  private func part(
    _ chunk: ArraySlice<JournalLine>, _ name: PartName
  ) throws(ArchiveError) -> Manifest.Part {
    let path = archive.path(of: name, on: day)
    if try archive.exists(path) {
      guard try holds(chunk, path: path, listedAs: nil) else { throw .unlistedPart(path: path) }
      let file = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
      return Manifest.Part(
        name: name.description, sha256: SHA256Digest(of: file), bytes: file.count, lines: chunk.count)
    }
    var file = try onDisk { () throws(FileError) in try DurableFile(path, using: operations) }
    var hash = SHA256Digest.Running()
    var size = 0
    var rest = chunk
    while !rest.isEmpty {
      let member = try member(rest.prefix(archive.limits.linesPerMember), path: path)
      rest = rest.dropFirst(archive.limits.linesPerMember)
      hash.update(member)
      size += member.count
      try onDisk { () throws(FileError) in try file.append(member) }
    }
    try onDisk { () throws(FileError) in try file.commit() }
    return Manifest.Part(name: name.description, sha256: hash.digest, bytes: size, lines: chunk.count)
  }

  /// Some lines as a gzip member.
  private func member(
    _ lines: ArraySlice<JournalLine>, path: String
  ) throws(ArchiveError) -> [UInt8] {
    var text: [UInt8] = []
    for line in lines {
      text += try bytes(of: line)
      text.append(UInt8(ascii: "\n"))
    }
    do throws(GzipError) {
      return try Gzip.compress(text)
    } catch {
      throw .damaged(path: path, .gzip(error))
    }
  }

  private func bytes(of line: JournalLine) throws(ArchiveError) -> [UInt8] {
    try Self.bytes(of: line, in: journalPath, operations)
  }

  private static func bytes(
    of line: JournalLine, in path: String, _ operations: FileOperations
  ) throws(ArchiveError) -> [UInt8] {
    let bytes = try onDisk { () throws(FileError) in
      try readFile(path, in: line.range, using: operations)
    }
    guard bytes.count == line.range.count else {
      throw .damaged(
        path: path, .size(listed: line.range.upperBound + 1, found: line.range.lowerBound + bytes.count))
    }
    return bytes
  }

  /// Whether a part holds exactly these lines.
  private func holds(
    _ chunk: ArraySlice<JournalLine>, path: String, listedAs entry: Manifest.Part?
  ) throws(ArchiveError) -> Bool {
    var found = try PartLines(path: path, listedAs: entry, using: operations)
    for line in chunk {
      guard let other = try found.next(), other.bytes.elementsEqual(try bytes(of: line)) else { return false }
    }
    return try found.next() == nil
  }

  private static func chunks(
    of sorted: [JournalLine], limit: Int
  ) -> [ArraySlice<JournalLine>] {
    var chunks: [ArraySlice<JournalLine>] = []
    var start = 0
    var size = 0
    for (index, line) in sorted.enumerated() {
      if index > start && size + line.range.count >= limit {
        chunks.append(sorted[start..<index])
        start = index
        size = 0
      }
      size += line.range.count + 1
    }
    if start < sorted.count { chunks.append(sorted[start...]) }
    return chunks
  }

  /// In an order that does not depend on arrival: by KOL, endpoint, time, and at last by the bytes, which are
  /// read only for lines that are alike in all others.
  private static func sorted(
    _ lines: [JournalLine], _ bytes: (JournalLine) throws(ArchiveError) -> [UInt8]
  ) throws(ArchiveError) -> [JournalLine] {
    var sorted = lines.sorted { left, right in precedes(left.head, right.head) }
    var start = 0
    while start < sorted.count {
      let end = sorted[start...].firstIndex { precedes(sorted[start].head, $0.head) } ?? sorted.count
      if end - start > 1 {
        var alike: [(line: JournalLine, bytes: [UInt8])] = []
        for line in sorted[start..<end] { alike.append((line, try bytes(line))) }
        alike.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        sorted.replaceSubrange(start..<end, with: alike.map(\.line))
      }
      start = end
    }
    return sorted
  }

  private static func precedes(_ left: LineHead, _ right: LineHead) -> Bool {
    if left.kolID != right.kolID { return left.kolID < right.kolID }
    let (first, second) = (left.endpoint.utf8, right.endpoint.utf8)
    if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
    return left.fetchedAt < right.fetchedAt
  }

  // MARK: The link

  /// To what the manifests were as they were written, though a clone may show them with other line ends.
  private func previousLink() throws(ArchiveError) -> Manifest.Link? {
    let contents = try archive.contents(upTo: day.advanced(by: -1))
    guard let earlier = (contents.days + contents.pruned).max() else { return nil }
    var files: [Manifest.Link.File] = []
    for run in try archive.runs(on: earlier) {
      guard let file = try archive.manifestFile(on: earlier, of: run) else { continue }
      files.append(
        .init(
          name: ManifestName(run: run).description, sha256: SHA256Digest(of: withLineFeeds(file.bytes))))
    }
    return Manifest.Link(day: earlier, manifests: files)
  }
}
