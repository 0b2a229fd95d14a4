import Model
import Templating

/// Options are checked before there is data, but one that came from a tag only here.
extension BlockCall {
  /// The parts of `a, b, c`; none where the option is left out.
  func list(_ option: String) -> [String] {
    (options[option] ?? "").utf8.split(separator: UInt8(ascii: ",")).map { part in
      var bytes = Array(part.drop { $0 == UInt8(ascii: " ") })
      while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }.filter { !$0.utf8.isEmpty }
  }

  /// The columns of a table of KOLs, or the rows of a comparison; none for another block.
  func columns() throws -> [RosterColumn] {
    switch kind {
    case "kols": try list("columns").map(Self.column)
    case "compare": try list("rows").map(Self.column)
    default: []
    }
  }

  static func column(_ name: String) throws -> RosterColumn {
    guard let column = RosterColumn(name: name) else {
      throw BlockProblem(message: "there is no column “\(name)”")
    }
    return column
  }

  func limit() throws -> Int? {
    guard let text = options["limit"] else { return nil }
    guard let limit = Int(text), limit > 0 else {
      throw BlockProblem(message: "`limit` must be a whole number of at least 1, not “\(text)”")
    }
    return limit
  }

  /// The number in `90d`; 90 where the option is left out.
  func window() throws -> Int {
    guard let text = options["window"] else { return 90 }
    guard text.utf8.last == UInt8(ascii: "d"), let days = Int(text.dropLast()), (1...99_999).contains(days)
    else { throw BlockProblem(message: "`window` must be a number of days like 90d, not “\(text)”") }
    return days
  }

  /// One of ``Growth/windows``; 30 where the option is left out.
  func growthWindow() throws -> Int {
    guard let text = options["window"] else { return 30 }
    guard let window = Growth.windows.first(where: { "\($0)d" == text }) else {
      let windows = Growth.windows.map { "\($0)d" }.joined(separator: ", ")
      throw BlockProblem(message: "`window` must be one of \(windows), not “\(text)”")
    }
    return window
  }
}
