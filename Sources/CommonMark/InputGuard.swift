/// Refuses, in one pass over the bytes, what libcmark 0.30.2 would parse in more than linear time.
///
/// Two inputs are known: images opened inside images (`![[]()` repeated), where each closing bracket
/// walks over all open images of its paragraph, and nested containers followed by blank lines, where
/// each blank line walks down all containers. So the images of a paragraph, the blank lines in a row and
/// the containers that one line opens are limited. Containers opened over many lines need no limit here:
/// each such line must be indented past all of them, so its length pays for the walk.
struct InputGuard {
  static let imagesInParagraph = 1000
  static let blankLinesInARow = 100

  private let limits: MarkdownLimits
  private var images = 0
  private var blankLines = 0

  private init(limits: MarkdownLimits) {
    self.limits = limits
  }

  static func check(_ source: String, limits: MarkdownLimits) throws(MarkdownError) {
    let bytes = Array(source.utf8)
    guard bytes.count <= limits.bytes else {
      throw .tooLarge(bytes: bytes.count, limit: limits.bytes)
    }
    var guarding = InputGuard(limits: limits)
    var line = 1
    var start = 0
    while start < bytes.count {
      let end =
        bytes[start...].firstIndex { $0 == UInt8.lineFeed || $0 == UInt8.carriageReturn } ?? bytes.count
      try guarding.check(bytes[start..<end], line: line)
      let isPair = end + 1 < bytes.count && bytes[end] == .carriageReturn && bytes[end + 1] == .lineFeed
      start = end + (isPair ? 2 : 1)
      line += 1
    }
  }

  private mutating func check(_ text: ArraySlice<UInt8>, line: Int) throws(MarkdownError) {
    guard text.contains(where: { !$0.isBlank }) else {
      blankLines += 1
      images = 0
      guard blankLines <= Self.blankLinesInARow else {
        throw .tooManyBlankLines(line: line, limit: Self.blankLinesInARow)
      }
      return
    }
    blankLines = 0
    if startsItem(text) { images = 0 }
    guard containersOpened(by: text) <= limits.depth else {
      throw .tooDeep(line: line, limit: limits.depth)
    }
    for index in text.indices.dropLast()
    where text[index] == UInt8(ascii: "!") && text[index + 1] == UInt8(ascii: "[") {
      images += 1
    }
    guard images <= Self.imagesInParagraph else {
      throw .tooManyImages(line: line, limit: Self.imagesInParagraph)
    }
  }

  /// Whether the line certainly ends the paragraph before it: it begins a bullet item that has text.
  private func startsItem(_ text: ArraySlice<UInt8>) -> Bool {
    let rest = text.drop { $0 == UInt8(ascii: " ") }
    guard rest.startIndex - text.startIndex < 4, let bullet = rest.first, bullet.isBullet else {
      return false
    }
    let content = rest.dropFirst()
    return content.first == UInt8(ascii: " ") && content.contains { !$0.isBlank }
  }

  /// At most so many quotes and lists start or go on in the line: its leading markers.
  private func containersOpened(by text: ArraySlice<UInt8>) -> Int {
    if isThematicBreak(text) { return 0 }
    var count = 0
    var rest = text.drop(while: \.isBlank)
    while let byte = rest.first {
      let after: ArraySlice<UInt8>
      if byte == UInt8(ascii: ">") {
        rest = rest.dropFirst().drop(while: \.isBlank)
        count += 1
        continue
      } else if byte.isBullet {
        after = rest.dropFirst()
      } else {
        let digits = rest.prefix(while: \.isDigit)
        let delimiter = rest[digits.endIndex...].first
        guard !digits.isEmpty, delimiter == UInt8(ascii: ".") || delimiter == UInt8(ascii: ")") else { break }
        after = rest[(digits.endIndex + 1)...]
      }
      guard after.first?.isBlank ?? true else { break }
      rest = after.drop(while: \.isBlank)
      // A marker opens a list and an item.
      count += 2
    }
    return count
  }

  private func isThematicBreak(_ text: ArraySlice<UInt8>) -> Bool {
    let marks = text.lazy.filter { !$0.isBlank }
    guard let first = marks.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "*") else {
      return false
    }
    return marks.allSatisfy { $0 == first }
  }
}

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isBullet: Bool {
    self == UInt8(ascii: "-") || self == UInt8(ascii: "+") || self == UInt8(ascii: "*")
  }
}
