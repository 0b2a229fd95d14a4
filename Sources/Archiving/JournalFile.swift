import Files
import Model

/// A line of a journal.
struct JournalLine: Sendable, Hashable {
  let head: LineHead
  /// Where it is in the journal's bytes, without its newline.
  let range: Range<Int>
  /// Of its bytes.
  let digest: SHA256Digest
}

/// What a journal holds: every whole line, up to the one that a killed run may have left torn.
///
/// The lines' bytes stay on the disk; a day of many KOLs is larger than the memory should be.
struct JournalFile {
  let path: String
  /// The whole lines, in the order of their arrival.
  private(set) var lines: [JournalLine] = []
  /// The length of the whole lines, each with its newline.
  private(set) var length = 0
  /// How many bytes follow the last whole line; they were never acknowledged.
  private(set) var tornBytes = 0

  private static let chunk = 1 << 20

  /// Reads a journal; one that is not there is empty.
  ///
  /// What is written has no CR, so one before a newline is of a clone with other line ends, and no part of the line.
  ///
  /// A last line that is cut off or cannot be read is torn: a power cut may leave its end on the disk
  /// without its middle. An earlier line that cannot be read is damage.
  init(_ path: String, in archive: Archive) throws(ArchiveError) {
    self.path = path
    var reader = LineReader()
    /// What was read and has no newline yet; it begins at `start`.
    var rest: [UInt8] = []
    var start = 0
    var unreadable: LineProblem?
    while let chunk = try Self.bytes(at: start + rest.count, of: path, archive.operations), !chunk.isEmpty {
      if let unreadable { throw .damaged(path: path, .line(lines.count + 1, unreadable)) }
      rest += chunk
      var from = 0
      while let newline = firstNewline(in: rest[from...]) {
        if let unreadable { throw .damaged(path: path, .line(lines.count + 1, unreadable)) }
        let end = newline > from && rest[newline - 1] == UInt8(ascii: "\r") ? newline - 1 : newline
        do throws(LineProblem) {
          let head = try reader.head(of: rest[from..<end])
          lines.append(
            JournalLine(
              head: head, range: (start + from)..<(start + end),
              digest: SHA256Digest(of: Array(rest[from..<end]))))
          length = start + newline + 1
        } catch {
          unreadable = error
        }
        from = newline + 1
      }
      if let unreadable, from < rest.count {
        throw .damaged(path: path, .line(lines.count + 1, unreadable))
      }
      rest.removeFirst(from)
      start += from
      guard rest.count <= archive.limits.bytesPerLine else {
        throw .damaged(path: path, .line(lines.count + 1, .tooLong))
      }
    }
    tornBytes = start + rest.count - length
  }

  /// The next bytes, none at the end; nil where the file is not there, or has just been sealed by another shard.
  private static func bytes(
    at offset: Int, of path: String, _ operations: FileOperations
  ) throws(ArchiveError) -> [UInt8]? {
    try onDisk { () throws(FileError) -> [UInt8]? in
      if try operations.status(path) == .missing { return nil }
      do throws(FileError) {
        return try readFile(path, in: offset..<(offset + chunk), using: operations)
      } catch {
        if try operations.status(path) == .missing { return nil }
        throw error
      }
    }
  }

  /// What to tell of a torn line; nil where there is none.
  var warning: Diagnostic? {
    guard tornBytes > 0 else { return nil }
    return Diagnostic(
      .warning, "the last line was cut off while it was written: its \(tornBytes) bytes are dropped",
      at: SourceLocation(file: path, line: lines.count + 1),
      hint: "the KOL on it has no reply yet and is fetched again")
  }
}

extension Archive {
  /// Removes a day's journal after its lines were sealed; the name is gone from the disk on return.
  func removeJournal(of day: CalendarDay, _ shard: Shard?) throws(ArchiveError) {
    try onDisk { () throws(FileError) in
      let path = journalPath(of: day, shard)
      if try operations.status(path) != .missing { try removeFile(path, using: operations) }
      try operations.syncFolder(workFolder)
    }
  }
}
