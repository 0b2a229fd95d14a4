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
  /// Every KOL with a reply of this shard that day, in the parts or in the journal.
  let replied: Set<KOLID>
  let failures: [FetchFailure]

  init(
    _ lines: [JournalLine], in journalPath: String, on day: CalendarDay, of shard: Shard?, timeZone: String,
    replied: Set<KOLID>, failures: [FetchFailure], archive: Archive
  ) throws(ArchiveError) {
    self.archive = archive
    self.day = day
    self.shard = shard
    self.timeZone = timeZone
    self.journalPath = journalPath
    self.replied = replied
    self.failures = failures
    let sorted = try Self.sorted(lines) { (line) throws(ArchiveError) in
      try Self.bytes(of: line, in: journalPath, archive.operations)
    }
    chunks = Self.chunks(of: sorted, limit: archive.limits.bytesPerPart)
  }

  private var folder: String { archive.dayFolder(of: day) }
  private var operations: FileOperations { archive.operations }

  /// Seals and returns the day's manifest; nil where there is nothing to write and was nothing before.
  func run() throws(ArchiveError) -> Manifest? {
    let before = try archive.manifestFile(on: day, of: shard)
    if chunks.isEmpty && failures.isEmpty { return before?.manifest }
    try onDisk { () throws(FileError) in
      try createFolder(folder, using: operations)
      try operations.syncFolder(archive.folder)
    }
    try archive.createAttributes()
    let previous = if let before { before.manifest.previous } else { try previousLink() }
    let parts = try parts(after: before?.manifest)
    func make(replacing replaced: [SHA256Digest]) -> Manifest {
      Manifest(
        day: day, shard: shard, timeZone: before?.manifest.timeZone ?? timeZone, kols: replied.count,
        parts: parts, failures: allFailures(with: before?.manifest), previous: previous, replaces: replaced)
    }
    var manifest = make(replacing: before?.manifest.replaces ?? [])
    if let before, manifest != before.manifest {
      manifest = make(replacing: before.manifest.replaces + [SHA256Digest(of: before.bytes)])
    }
    let json = manifest.json
    try onDisk { () throws(FileError) in
      if manifest != before?.manifest {
        try writeFileDurably(
          json, to: archive.manifestPath(of: day, shard), replacing: true, using: operations)
      }
      // Also for what an earlier run renamed without living to see it on the disk.
      try operations.syncFolder(folder)
    }
    return manifest
  }

  /// Whether the journal's lines are in the last parts of a manifest already.
  func isSealed(in manifest: Manifest?) throws(ArchiveError) -> Bool {
    guard let manifest else { return false }
    let tail = manifest.parts.suffix(chunks.count)
    guard !chunks.isEmpty, tail.map(\.lines) == chunks.map(\.count) else { return false }
    for (part, chunk) in zip(tail, chunks) {
      let path = joinPath(folder, part.name)
      guard try holds(chunk, path: path, listedAs: part) else { return false }
    }
    return true
  }

  // MARK: Parts

  private func parts(after manifest: Manifest?) throws(ArchiveError) -> [Manifest.Part] {
    var parts = manifest?.parts ?? []
    if try !isSealed(in: manifest) {
      let first = (parts.last.flatMap { PartName($0.name)?.number } ?? -1) + 1
      for (index, chunk) in chunks.enumerated() {
        parts.append(try part(chunk, number: first + index))
      }
    }
    let listed = Set(parts.map(\.name))
    for name in try archive.parts(inFolderOf: day, of: shard) where !listed.contains(name.description) {
      throw .unlistedPart(path: archive.path(of: name, on: day))
    }
    return parts
  }

  /// Writes a part, or takes over the one that an interrupted run wrote.
  private func part(
    _ chunk: ArraySlice<JournalLine>, number: Int
  ) throws(ArchiveError) -> Manifest.Part {
    let name = PartName(shard: shard, number: number)
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

  // MARK: The manifest's other members

  /// The failures of KOLs that still have no reply; of two for one KOL the later.
  private func allFailures(with manifest: Manifest?) -> [FetchFailure] {
    let all = (manifest?.failures ?? []) + failures
    let byID = Dictionary(all.map { ($0.kolID, $0) }, uniquingKeysWith: { _, later in later })
    return byID.values.filter { !replied.contains($0.kolID) }.sorted { $0.kolID < $1.kolID }
  }

  /// To what the manifests were as they were written, though a clone may show them with other line ends.
  private func previousLink() throws(ArchiveError) -> Manifest.Link? {
    let contents = try archive.contents(upTo: day.advanced(by: -1))
    guard let earlier = (contents.days + contents.pruned).max() else { return nil }
    var files: [Manifest.Link.File] = []
    for shard in try archive.shards(on: earlier) {
      guard let file = try archive.manifestFile(on: earlier, of: shard) else { continue }
      files.append(
        .init(
          name: ManifestName(shard: shard).description, sha256: SHA256Digest(of: withLineFeeds(file.bytes))))
    }
    return Manifest.Link(day: earlier, manifests: files)
  }
}
