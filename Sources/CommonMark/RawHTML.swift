/// What a piece of raw HTML in Markdown is.
enum RawHTML {
  /// Comments and white space only: it may be removed.
  case comments
  /// A comment that never ends.
  case unclosedComment
  /// A tag, or a comment with something else beside it.
  case other

  /// Classifies the literal of an HTML node.
  init(_ literal: String) {
    var rest = Array(literal.utf8)[...]
    while true {
      rest = rest.drop { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
      guard !rest.isEmpty else {
        self = .comments
        return
      }
      guard rest.starts(with: "<!--".utf8) else {
        self = .other
        return
      }
      guard let end = Self.endOfComment(rest.dropFirst(4)) else {
        self = .unclosedComment
        return
      }
      rest = rest[end...]
    }
  }

  private static func endOfComment(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    while index + 2 < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-"),
        bytes[index + 2] == UInt8(ascii: ">")
      {
        return index + 3
      }
      index += 1
    }
    return nil
  }

  /// The beginning of the literal on one line, for a message.
  static func excerpt(_ literal: String) -> String {
    let scalars = literal.unicodeScalars
    let line = scalars.prefix { $0 != "\n" && $0 != "\r" }
    let short = line.prefix(40)
    return String(String.UnicodeScalarView(short)) + (short.endIndex != line.endIndex ? "…" : "")
  }
}
