/// The escapes themselves: percent, backslash and ampersand.
extension SpellingReader {
  typealias Escaped = (value: UInt32, isScalar: Bool)

  /// Reads what follows an opener; nil where that makes no escape.
  mutating func readEscape(_ opener: UInt8, _ cursor: inout Cursor) -> Escaped? {
    switch opener {
    case UInt8(ascii: "%"): readPercent(&cursor)
    case UInt8(ascii: "\\"): readBackslash(&cursor)
    case UInt8(ascii: "&"): readReference(&cursor)
    default: nil
    }
  }

  /// `%2f`, and `%u002f`.
  private mutating func readPercent(_ cursor: inout Cursor) -> Escaped? {
    let start = cursor
    if let value = readDigits(2, &cursor) { return (value, false) }
    cursor.place = start.place
    guard next(&cursor) == UInt8(ascii: "u"), let value = readDigits(4, &cursor) else { return nil }
    return (value, true)
  }

  /// `\u002f`, `\u{2f}`, `\U0000002f`, `\x2f`, `\x{2f}`, `\057`, `\n`, `\/`, and a line's end that is none.
  private mutating func readBackslash(_ cursor: inout Cursor) -> Escaped? {
    let start = cursor
    if let first = nextShown(&cursor), first == 0x0A || first == 0x0D { return (UInt32(first), false) }
    cursor.place = start.place
    guard let letter = next(&cursor) else { return nil }
    switch letter {
    case UInt8(ascii: "u"):
      if let value = readBraced(&cursor) { return (value, true) }
      guard let value = readDigits(4, &cursor) else { return nil }
      return (readLowHalf(of: value, &cursor) ?? value, true)
    case UInt8(ascii: "U"):
      return readDigits(8, &cursor).map { ($0, true) }
    case UInt8(ascii: "x"):
      if let value = readBraced(&cursor) { return (value, true) }
      return readDigits(2, &cursor).map { ($0, false) }
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      return readOctal(letter, &cursor)
    case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "v"):
      // Which control does not matter: none shows.
      return (0x0A, false)
    default:
      return isLetter(letter) || isDigit(letter) ? nil : (UInt32(letter), false)
    }
  }

  /// The digits between braces; nil, and nothing read, where there are none.
  private mutating func readBraced(_ cursor: inout Cursor) -> UInt32? {
    let start = cursor.place
    if next(&cursor) == UInt8(ascii: "{"), let value = readNumber(radix: 16, &cursor),
      next(&cursor) == UInt8(ascii: "}")
    {
      return value
    }
    cursor.place = start
    return nil
  }

  /// A scalar beyond U+FFFF has two escapes in JSON.
  private mutating func readLowHalf(of high: UInt32, _ cursor: inout Cursor) -> UInt32? {
    guard (0xD800...0xDBFF).contains(high) else { return nil }
    let start = cursor.place
    if next(&cursor) == UInt8(ascii: "\\"), next(&cursor) == UInt8(ascii: "u"),
      let low = readDigits(4, &cursor), (0xDC00...0xDFFF).contains(low)
    {
      return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
    cursor.place = start
    return nil
  }

  private mutating func readOctal(_ first: UInt8, _ cursor: inout Cursor) -> Escaped? {
    var value = UInt32(first & 7)
    for _ in 0..<2 {
      let start = cursor.place
      guard let digit = next(&cursor), (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else {
        cursor.place = start
        break
      }
      value = value << 3 | UInt32(digit & 7)
    }
    return value < 0x100 ? (value, false) : nil
  }

  /// `&#47;`, `&#x2f;` and `&sol;`, each also without the semicolon.
  private mutating func readReference(_ cursor: inout Cursor) -> Escaped? {
    let start = cursor
    var value: UInt32?
    if next(&cursor) == UInt8(ascii: "#") {
      let digits = cursor.place
      if let mark = next(&cursor), mark | 0x20 == UInt8(ascii: "x") {
        value = readNumber(radix: 16, &cursor)
      } else {
        cursor.place = digits
        value = readNumber(radix: 10, &cursor)
      }
    } else {
      cursor.place = start.place
      value = readName(&cursor)
    }
    guard let value, value <= 0x10FFFF else { return nil }
    let end = cursor.place
    if next(&cursor) != UInt8(ascii: ";") { cursor.place = end }
    return (value, true)
  }

  /// The longest name of a reference that stands here.
  private mutating func readName(_ cursor: inout Cursor) -> UInt32? {
    let names = ReferenceNames.all
    var node = ReferenceNames.root
    var found: (value: UInt32, end: Int)?
    while let letter = next(&cursor), let behind = names.node(behind: letter, from: node) {
      node = behind
      if let value = names.value(at: node) { found = (value, cursor.place) }
    }
    guard let found else { return nil }
    cursor.place = found.end
    return found.value
  }

  /// Exactly so many hexadecimal digits.
  private mutating func readDigits(_ count: Int, _ cursor: inout Cursor) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let byte = next(&cursor), let digit = digitValue(byte), value < 1 << 28 else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  /// All digits that follow; zeros may lead, as many as a spelling holds.
  private mutating func readNumber(radix: UInt32, _ cursor: inout Cursor) -> UInt32? {
    var value: UInt32 = 0
    var hasDigits = false
    while true {
      let end = cursor.place
      guard let byte = next(&cursor), let digit = digitValue(byte), digit < radix else {
        cursor.place = end
        return hasDigits ? value : nil
      }
      value = value * radix + digit
      hasDigits = true
      guard value <= 0x10FFFF else { return nil }
    }
  }
}

private func digitValue(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}
