import Files
import Model

/// A line of a journal.
struct JournalLine: Sendable, Hashable {
  let head: LineHead
  /// Where it is in the journal's bytes, without its newline.
  let range: Range<Int>
}

/// What a journal holds: every whole line, up to the one that a killed run may have left torn.
struct JournalFile {
  let path: String
  /// The whole lines, in the order of their arrival.
  let lines: [JournalLine]
  /// The bytes of the whole lines, each with its newline.
  let bytes: [UInt8]
  /// How many bytes follow the last whole line; they were never acknowledged.
  let tornBytes: Int

  /// Reads a day's journal; one that is not there is empty.
  ///
  /// A last line that is cut off or cannot be read is torn: a power cut may leave its end on the disk
  /// without its middle. An earlier line that cannot be read is damage.
  init(_ name: JournalName, in archive: Archive) throws(ArchiveError) {
    let path = archive.journalPath(of: name.day, name.shard)
    let operations = archive.operations
    var bytes = try onDisk { () throws(FileError) -> [UInt8] in
      if try operations.status(path) == .missing { return [] }
      do throws(FileError) {
        return try readFile(path, limit: .max - 1, using: operations)
      } catch {
        // Another shard may have sealed it meanwhile.
        if try operations.status(path) == .missing { return [] }
        throw error
      }
    }
    var lines: [JournalLine] = []
    var start = 0
    var reader = LineReader()
    while let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      do throws(LineProblem) {
        let head = try reader.head(of: bytes[start..<newline])
        lines.append(JournalLine(head: head, range: start..<newline))
      } catch {
        if newline == bytes.count - 1 { break }
        throw .damaged(path: path, .line(lines.count + 1, error))
      }
      start = newline + 1
    }
    tornBytes = bytes.count - start
    bytes.removeLast(tornBytes)
    self.path = path
    self.lines = lines
    self.bytes = bytes
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
      try operations.syncFolder(incomingFolder)
    }
  }
}
