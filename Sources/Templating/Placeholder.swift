/// A value on its way through Markdown: letters that its parser can not take for syntax.
///
/// It is U+E000, a letter for the kind, the payload's bytes in lower-case hexadecimal, and U+E001. Templates
/// may not contain these two characters, and values are never in the text, so none can be forged.
struct Placeholder: Hashable {
  let kind: Kind
  let payload: [UInt8]

  enum Kind: UInt8 {
    /// The payload is the number of a value in a template's text, in decimal.
    case value = 0x76  // v
    /// The payload of each of these is the place of a part that is written once the values are known.
    case block = 0x62  // b
    case code = 0x63  // c
    case link = 0x61  // a
    case linkEnd = 0x65  // e
    case image = 0x69  // i
    /// The payload is the line and file of a fence; it never shows.
    case location = 0x6C  // l
  }

  static let opening: Unicode.Scalar = "\u{E000}"
  static let closing: Unicode.Scalar = "\u{E001}"

  init(_ kind: Kind, _ payload: some Sequence<UInt8>) {
    self.kind = kind
    self.payload = Array(payload)
  }

  init(_ kind: Kind, _ text: String) {
    self.init(kind, text.utf8)
  }

  /// - Parameter index: A number of a value, or a place.
  init(_ kind: Kind, _ index: Int) {
    self.init(kind, String(index))
  }

  /// The payload as a number or a place; nil where it is none.
  var index: Int? { Int(String(decoding: payload, as: UTF8.self)) }

  /// The letters that stand for the value, in UTF-8.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * payload.count + 7)
    bytes.append(contentsOf: Self.openingBytes)
    bytes.append(kind.rawValue)
    for byte in payload {
      bytes.append(Self.hexDigit(byte >> 4))
      bytes.append(Self.hexDigit(byte & 0x0F))
    }
    bytes.append(contentsOf: Self.closingBytes)
    return bytes
  }

  /// A stretch of a text that holds placeholders.
  enum Piece: Hashable {
    case literal(ArraySlice<UInt8>)
    case placeholder(Placeholder)
  }

  /// Whether a text holds a character that only placeholders may have.
  static func occurs(in text: String) -> Bool {
    text.unicodeScalars.contains { $0 == opening || $0 == closing }
  }

  /// A text without the two characters.
  static func without(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars.filter {
      $0 != opening && $0 != closing
    }
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }

  /// Takes a text apart. What only looks like a placeholder stays literal.
  static func pieces(of bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var literalStart = 0
    var index = 0
    while let start = bytes[index...].firstIndex(of: openingBytes[0]) {
      guard let (placeholder, end) = decode(bytes, at: start) else {
        index = start + 1
        continue
      }
      if literalStart < start { pieces.append(.literal(bytes[literalStart..<start])) }
      pieces.append(.placeholder(placeholder))
      literalStart = end
      index = end
    }
    if literalStart < bytes.count { pieces.append(.literal(bytes[literalStart...])) }
    return pieces
  }

  private static let openingBytes: [UInt8] = [0xEE, 0x80, 0x80]
  private static let closingBytes: [UInt8] = [0xEE, 0x80, 0x81]

  /// Decodes the placeholder that starts at an index; nil where none does.
  private static func decode(_ bytes: [UInt8], at start: Int) -> (Placeholder, end: Int)? {
    guard bytes[start...].starts(with: openingBytes), start + 3 < bytes.count,
      let kind = Kind(rawValue: bytes[start + 3])
    else { return nil }
    var payload: [UInt8] = []
    var index = start + 4
    while index + 1 < bytes.count, let high = nibble(bytes[index]), let low = nibble(bytes[index + 1]) {
      payload.append(high << 4 | low)
      index += 2
    }
    guard bytes[index...].starts(with: closingBytes) else { return nil }
    return (Placeholder(kind, payload), index + 3)
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
