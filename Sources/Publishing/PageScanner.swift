/// The links and the ids of a page.
struct PageScan: Sendable, Hashable {
  /// The values of `href`, `src` and `xlink:href`, in order, with character references undone.
  var links: [[UInt8]] = []
  var ids: Set<[UInt8]> = []
}

/// Reads the tags of a page that kolsite wrote; it knows no more HTML than such a page has.
struct PageScanner {
  private let bytes: [UInt8]
  private var place = 0
  private var scan = PageScan()

  static func scan(_ bytes: [UInt8]) -> PageScan {
    var scanner = PageScanner(bytes)
    scanner.run()
    return scanner.scan
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func run() {
    while let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = open + 1
      guard place < bytes.count else { return }
      if bytes[place...].starts(with: "!--".utf8) {
        skip(past: Self.commentEnd)
      } else if Self.isLetter(bytes[place]) {
        let name = takeName()
        takeAttributes()
        // Their text has no tags.
        if isName(name, Self.script) { skip(past: Self.scriptEnd) }
        if isName(name, Self.style) { skip(past: Self.styleEnd) }
      }
    }
  }

  /// Passes over a name and tells where it is.
  private mutating func takeName() -> Range<Int> {
    let start = place
    while place < bytes.count, !Self.isSpace(bytes[place]), !Self.endsName(bytes[place]) { place += 1 }
    return start..<place
  }

  /// Compares a name without case.
  /// - Parameter expected: In lower case.
  private func isName(_ name: Range<Int>, _ expected: [UInt8]) -> Bool {
    guard name.count == expected.count else { return false }
    return zip(name, expected).allSatisfy { place, letter in
      bytes[place] == letter || (Self.isLetter(letter) && bytes[place] | 0x20 == letter)
    }
  }

  /// Reads everything up to the tag's `>`.
  private mutating func takeAttributes() {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: ">") {
        place += 1
        return
      }
      let name = takeName()
      if name.isEmpty {
        place += 1
        continue
      }
      skipSpace()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { continue }
      place += 1
      skipSpace()
      let value = takeValue()
      if isName(name, Self.id) {
        scan.ids.insert(Self.unescaped(bytes[value], escape: UInt8(ascii: "&")))
      } else if isName(name, Self.href) || isName(name, Self.src) || isName(name, Self.xlinkHref) {
        scan.links.append(Self.unescaped(bytes[value], escape: UInt8(ascii: "&")))
      }
    }
  }

  /// Passes over a value and tells where it is, without its quotes.
  private mutating func takeValue() -> Range<Int> {
    guard place < bytes.count else { return place..<place }
    let quote = bytes[place]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { place += 1 }
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if isQuoted ? byte == quote : Self.isSpace(byte) || byte == UInt8(ascii: ">") { break }
      place += 1
    }
    let value = start..<place
    if isQuoted, place < bytes.count { place += 1 }
    return value
  }

  private mutating func skipSpace() {
    while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
  }

  private mutating func skip(past end: [UInt8]) {
    while place < bytes.count, !bytes[place...].starts(with: end) { place += 1 }
    place = min(place + end.count, bytes.count)
  }

  /// Undoes one kind of escape, `%` or `&`; what is not an escape for one byte stays as it is.
  static func unescaped(_ text: ArraySlice<UInt8>, escape: UInt8) -> [UInt8] {
    var result: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == escape, let (value, end) = EscapedByte.read(text[place...]) {
        result.append(value)
        place = end
      } else {
        result.append(text[place])
        place += 1
      }
    }
    return result
  }

  private static let id = Array("id".utf8)
  private static let href = Array("href".utf8)
  private static let src = Array("src".utf8)
  private static let xlinkHref = Array("xlink:href".utf8)
  private static let script = Array("script".utf8)
  private static let style = Array("style".utf8)
  private static let scriptEnd = Array("</script".utf8)
  private static let styleEnd = Array("</style".utf8)
  private static let commentEnd = Array("-->".utf8)

  private static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "<"):
      true
    default: false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
