import Model

/// An HTML tag that a frame opens.
struct FrameTag {
  /// In lower case.
  let element: String
  /// In the order written.
  var attributes: [Attribute] = []
  /// Where it begins, in the frame with its partials in it.
  let offset: Int
  /// The text inside of `script`; empty for other elements.
  var script: [UInt8] = []

  struct Attribute {
    /// In lower case.
    let name: String
    /// With character references as written. ``FrameText/value`` stands where a tag of Mustache does.
    let value: [UInt8]
    let offset: Int
  }

  subscript(name: String) -> Attribute? { attributes.first { $0.name == name } }
}

/// A frame with its partials in it, as a browser will see it: each byte of a variable's or a section's tag is one byte of
/// a kind that HTML does not have.
struct FrameText: Sendable {
  /// In the place of a variable, and of a section's tag.
  static let value: UInt8 = 0x01
  static let section: UInt8 = 0x02

  private(set) var bytes: [UInt8] = []
  /// Where each piece of a file begins in the text and in its file.
  private var pieces: [(start: Int, source: SourceLines, offset: Int)] = []
  /// Where text is inside of a section: it may be left out.
  private(set) var sections: [Range<Int>] = []
  private var open: [Int] = []

  init(_ name: String, in templates: [String: ParsedTemplate]) {
    append(name, of: templates)
  }

  func location(at offset: Int) -> SourceLocation {
    let index = pieces.lastIndex { $0.start <= offset }
    guard let piece = index.map({ pieces[$0] }) else { return SourceLocation(file: "layout.html") }
    return piece.source.location(at: piece.offset + offset - piece.start)
  }

  private mutating func append(_ name: String, of templates: [String: ParsedTemplate]) {
    guard let template = templates[name] else { return }
    var copied = 0
    for tag in template.tags {
      append(template.source.bytes[copied..<tag.range.lowerBound], of: template.source)
      let place = bytes.count
      pieces.append((place, template.source, tag.range.lowerBound))
      // A comment and a partial's tag are nothing in the page, and part no names there.
      if ![.comment, .partial].contains(tag.kind) {
        let stand = tag.kind == .variable ? Self.value : Self.section
        bytes += [UInt8](repeating: stand, count: tag.range.count)
      }
      switch tag.kind {
      case .section, .invertedSection: open.append(place)
      case .closing: if let start = open.popLast() { sections.append(start..<place) }
      case .partial: append(PartialChecker.file(ofPartial: tag.name, in: template.format), of: templates)
      case .variable, .comment: break
      }
      copied = tag.range.upperBound
    }
    append(template.source.bytes[copied...], of: template.source)
  }

  private mutating func append(_ slice: ArraySlice<UInt8>, of source: SourceLines) {
    pieces.append((bytes.count, source, slice.startIndex))
    bytes += slice
  }
}

/// Reads the tags of a frame as a browser does.
struct FrameTagScanner {
  private let bytes: [UInt8]
  private var place = 0
  private var tags: [FrameTag] = []

  /// Elements whose text has no tags.
  private static let rawText = [
    "script", "style", "title", "textarea", "xmp", "noembed", "noframes", "iframe",
  ]

  static func tags(in text: FrameText) -> [FrameTag] {
    var scanner = FrameTagScanner(bytes: text.bytes)
    scanner.scan()
    return scanner.tags
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func scan() {
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = start + 1
      guard place < bytes.count else { return }
      if bytes[place...].starts(with: "!--".utf8) {
        place += 3
        // `<!-->` and `<!--->` end where they begin.
        if !skip(over: ">"), !skip(over: "->") { skipComment() }
      } else if isLetter(bytes[place]) {
        scanTag(from: start)
      } else if bytes[place] == UInt8(ascii: "!") || bytes[place] == UInt8(ascii: "?") {
        skip(past: ">")
      } else if bytes[place] == UInt8(ascii: "/") {
        place += 1
        _ = attributes()
      }
    }
  }

  private mutating func scanTag(from start: Int) {
    let nameStart = place
    while place < bytes.count, !isBlank(bytes[place]), !endsTagName(bytes[place]) { place += 1 }
    var tag = FrameTag(element: lowercased(bytes[nameStart..<place]), offset: start)
    tag.attributes = attributes()
    if Self.rawText.contains(tag.element) {
      let from = place
      let end = "</\(tag.element)"
      while place < bytes.count, !isEnd(end) {
        place = bytes[(place + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
      }
      if tag.element == "script" { tag.script = Array(bytes[from..<place]) }
    }
    tags.append(tag)
  }

  /// Reads everything up to the tag's `>`.
  private mutating func attributes() -> [FrameTag.Attribute] {
    var found: [FrameTag.Attribute] = []
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: ">") {
        place += 1
        break
      }
      if isBlank(bytes[place]) || bytes[place] == UInt8(ascii: "/") {
        place += 1
        continue
      }
      let start = place
      // An equals sign at the beginning is part of the name.
      place += 1
      while place < bytes.count, !isBlank(bytes[place]), !endsTagName(bytes[place]),
        bytes[place] != UInt8(ascii: "=")
      {
        place += 1
      }
      let name = lowercased(bytes[start..<place])
      skipBlank()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else {
        found.append(FrameTag.Attribute(name: name, value: [], offset: start))
        continue
      }
      place += 1
      skipBlank()
      found.append(FrameTag.Attribute(name: name, value: Array(value()), offset: start))
    }
    return found
  }

  private mutating func value() -> ArraySlice<UInt8> {
    guard place < bytes.count else { return [] }
    let quote = bytes[place]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let start = place + 1
      let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
      place = min(end + 1, bytes.count)
      return bytes[start..<end]
    }
    let start = place
    while place < bytes.count, !isBlank(bytes[place]), bytes[place] != UInt8(ascii: ">") { place += 1 }
    return bytes[start..<place]
  }

  private mutating func skipBlank() {
    while place < bytes.count, isBlank(bytes[place]) { place += 1 }
  }

  private mutating func skip(over text: String) -> Bool {
    guard bytes[place...].starts(with: text.utf8) else { return false }
    place += text.utf8.count
    return true
  }

  /// A comment ends at `-->` and at `--!>`.
  private mutating func skipComment() {
    while place < bytes.count, !skip(over: "-->"), !skip(over: "--!>") { place += 1 }
  }

  /// Whether an end tag stands here, and not one of a longer name.
  private func isEnd(_ tag: String) -> Bool {
    let rest = bytes[place...]
    guard lowercased(rest.prefix(tag.utf8.count)) == tag else { return false }
    return rest.dropFirst(tag.utf8.count).first.map { isBlank($0) || endsTagName($0) } ?? true
  }

  private mutating func skip(past text: String) {
    while place < bytes.count, !bytes[place...].starts(with: text.utf8) { place += 1 }
    place = min(place + text.utf8.count, bytes.count)
  }

  /// A section's tag between attributes parts them.
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) || byte == FrameText.section
  }

  private func endsTagName(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

/// ASCII letters in lower case, as HTML compares names.
func lowercased(_ bytes: some Sequence<UInt8>) -> String {
  String(
    decoding: bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
    as: UTF8.self)
}
