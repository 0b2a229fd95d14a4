/// Where in a frame's HTML a value stands, as far as it decides what may be written there.
enum FramePlace: Hashable {
  /// Between tags.
  case text
  /// In a tag, but not in a quoted value.
  case tag
  /// In a quoted value. `isPath` says that the value's beginning has already fixed scheme and host, if
  /// the value is an address.
  case attribute(name: String, isPath: Bool)
  /// In `script` or `style`.
  case rawText(element: String)
  /// In a comment.
  case comment
}

/// Follows the HTML of a frame; it knows as much of HTML as well-formed frames need.
struct FramePlaceFinder {
  private(set) var place = FramePlace.text
  private var word: [UInt8] = []
  private var tagPart = TagPart.elementName
  private var element = ""
  private var quote: UInt8 = 0
  /// The last bytes, in lower case, to see where a comment or a script ends.
  private var recent: [UInt8] = []

  private enum TagPart {
    case elementName
    case attributeName
    case afterEquals
    case unquotedValue
  }

  /// Goes on over literal bytes.
  mutating func advance(over bytes: some Sequence<UInt8>) {
    for byte in bytes {
      let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
      recent.append(lower)
      if recent.count > 32 { recent.removeFirst(16) }
      advance(over: lower)
    }
  }

  private mutating func advance(over byte: UInt8) {
    switch place {
    case .text:
      if byte == UInt8(ascii: "<") { begin(.elementName) }
    case .comment:
      if endsWith("-->") { place = .text }
    case .rawText(let name):
      if endsWith("</\(name)") {
        begin(.elementName)
        word = Array("/\(name)".utf8)
      }
    case .tag:
      advanceInTag(over: byte)
    case .attribute(let name, let isPath):
      if byte == quote {
        begin(.attributeName)
      } else {
        place = .attribute(name: name, isPath: isPath || fixesHost(byte))
      }
    }
  }

  private mutating func advanceInTag(over byte: UInt8) {
    if tagPart == .elementName, endsWith("<!--") {
      place = .comment
      return
    }
    let isBlank = byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    switch (tagPart, byte) {
    case (.elementName, UInt8(ascii: ">")):
      endElementName()
      endTag()
    case (_, UInt8(ascii: ">")):
      endTag()
    case (.elementName, _):
      if isBlank {
        endElementName()
        begin(.attributeName)
      } else {
        word.append(byte)
      }
    case (.attributeName, UInt8(ascii: "=")):
      tagPart = .afterEquals
    case (.attributeName, UInt8(ascii: "/")):
      word = []
    case (.attributeName, _):
      // A new name begins after white space, unless an equals sign is still to come.
      if isBlank { word.append(UInt8(ascii: " ")) } else { appendToName(byte) }
    case (.afterEquals, UInt8(ascii: "\"")), (.afterEquals, UInt8(ascii: "'")):
      quote = byte
      place = .attribute(name: attributeName, isPath: false)
    case (.afterEquals, _):
      if !isBlank { tagPart = .unquotedValue }
    case (.unquotedValue, _):
      if isBlank { begin(.attributeName) }
    }
  }

  private mutating func begin(_ part: TagPart) {
    place = .tag
    tagPart = part
    word = []
  }

  private mutating func endElementName() {
    element = String(decoding: word, as: UTF8.self)
  }

  private mutating func endTag() {
    place = element == "script" || element == "style" ? .rawText(element: element) : .text
  }

  private mutating func appendToName(_ byte: UInt8) {
    if word.last == UInt8(ascii: " ") { word = [] }
    word.append(byte)
  }

  private var attributeName: String {
    String(decoding: word.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }

  /// Whether a byte of an address ends its scheme and host: a query, a fragment, or a slash after a name.
  private func fixesHost(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "?"), UInt8(ascii: "#"): true
    case UInt8(ascii: "/"):
      switch recent.dropLast().last {
      case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "'"), nil: false
      default: true
      }
    default: false
    }
  }

  private func endsWith(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return recent.count >= bytes.count && recent.suffix(bytes.count).elementsEqual(bytes)
  }
}
