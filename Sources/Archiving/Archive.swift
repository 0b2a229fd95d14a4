public import Files
import Model

/// The dated replies in a folder: plain files that any engine reads without kolsite.
///
///     date=2026-11-23/part-0000.jsonl.gz   one line a reply; written once, never changed
///     date=2026-11-23/manifest.json        what the parts must be, and who failed that day
///     .incoming/2026-11-23.jsonl           the journal of a fetch under way
///
/// A day's parts together are the day. For one KOL the latest `fetchedAt` wins; of two at the same
/// second the later part, then the later line. The journal is no part of a day until it is sealed.
public struct Archive: Sendable {
  public let folder: String
  let operations: FileOperations
  let limits: Limits

  /// Names an archive; the folder need not exist yet.
  public init(folder: String, using operations: FileOperations = .real) {
    self.init(folder: folder, using: operations, limits: Limits())
  }

  init(folder: String, using operations: FileOperations, limits: Limits) {
    self.folder = folder
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

// Where things are.
extension Archive {
  var incomingFolder: String { joinPath(folder, ".incoming") }

  func dayFolder(of day: CalendarDay) -> String { joinPath(folder, "date=\(day)") }

  func manifestPath(of day: CalendarDay) -> String { joinPath(dayFolder(of: day), "manifest.json") }

  func path(of part: PartName, on day: CalendarDay) -> String {
    joinPath(dayFolder(of: day), part.description)
  }

  func journalPath(of day: CalendarDay) -> String { joinPath(incomingFolder, "\(day).jsonl") }

  /// The day that a folder's name says; nil for any other name.
  static func day(ofFolder name: String) -> CalendarDay? {
    let prefix = "date=".utf8
    guard name.utf8.starts(with: prefix) else { return nil }
    return CalendarDay(String(decoding: name.utf8.dropFirst(prefix.count), as: UTF8.self))
  }

  /// The day that a journal's name says; nil for any other name.
  static func day(ofJournal name: String) -> CalendarDay? {
    guard name.utf8.count == 16, name.utf8.suffix(6).elementsEqual(".jsonl".utf8) else { return nil }
    return CalendarDay(String(decoding: name.utf8.prefix(10), as: UTF8.self))
  }
}

extension Archive {
  func status(_ path: String) throws(ArchiveError) -> FileStatus {
    try onDisk { () throws(FileError) in try operations.status(path) }
  }

  func exists(_ path: String) throws(ArchiveError) -> Bool {
    try status(path) != .missing
  }

  func hasJournal(_ day: CalendarDay) throws(ArchiveError) -> Bool {
    try exists(journalPath(of: day))
  }
}

/// The name of a part: `part-0000.jsonl.gz`, counted from 0 within a day.
struct PartName: Sendable, Hashable, Comparable {
  /// At least 0.
  let number: Int

  init(number: Int) {
    self.number = number
  }

  /// Reads a name; nil for anything that this type would not have written.
  init?(_ text: String) {
    let prefix = "part-".utf8
    let suffix = ".jsonl.gz".utf8
    let bytes = text.utf8
    guard bytes.starts(with: prefix), bytes.count > prefix.count + suffix.count,
      let number = Int(
        String(decoding: bytes.dropFirst(prefix.count).dropLast(suffix.count), as: UTF8.self)),
      (0...999_999_999).contains(number)
    else { return nil }
    self.number = number
    guard description.utf8.elementsEqual(bytes) else { return nil }
  }

  static func < (left: PartName, right: PartName) -> Bool { left.number < right.number }
}

extension PartName: CustomStringConvertible {
  var description: String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return "part-\(zeros)\(digits).jsonl.gz"
  }
}
