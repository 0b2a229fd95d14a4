/// Reads one byte that a URL or HTML spells with an escape, as links do.
enum EscapedByte {
  /// The byte and where its spelling ends; nil where the text does not start with an escape for one byte.
  static func read<Text: RandomAccessCollection<UInt8>>(
    _ text: Text
  ) -> (value: UInt8, end: Int)? where Text.Index == Int {
    switch text.first {
    case UInt8(ascii: "%"):
      return number(text.dropFirst(), digits: 2, radix: 16)
    case UInt8(ascii: "&"): return reference(text.dropFirst())
    default: return nil
    }
  }

  private static let names: [(name: StaticString, value: UInt8)] = [
    ("amp;", UInt8(ascii: "&")), ("lt;", UInt8(ascii: "<")), ("gt;", UInt8(ascii: ">")),
    ("quot;", UInt8(ascii: "\"")), ("apos;", UInt8(ascii: "'")),
  ]

  /// Reads what follows the `&`.
  private static func reference<Text: RandomAccessCollection<UInt8>>(
    _ text: Text
  ) -> (value: UInt8, end: Int)? where Text.Index == Int {
    for (name, value) in names {
      let spelling = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
      if text.starts(with: spelling) { return (value, text.startIndex + spelling.count) }
    }
    guard text.first == UInt8(ascii: "#") else { return nil }
    let rest = text.dropFirst()
    let isHex = rest.first == UInt8(ascii: "x") || rest.first == UInt8(ascii: "X")
    let body = isHex ? rest.dropFirst() : rest
    // Leading zeros are allowed, but not for ever.
    let digits = body.prefix(8).prefix { digit($0, radix: isHex ? 16 : 10) != nil }
    guard let (value, end) = number(digits, digits: digits.count, radix: isHex ? 16 : 10) else {
      return nil
    }
    return (value, text.dropFirst(end - text.startIndex).first == UInt8(ascii: ";") ? end + 1 : end)
  }

  /// Reads exactly so many digits that make a number below 256.
  private static func number<Text: RandomAccessCollection<UInt8>>(
    _ text: Text, digits: Int, radix: Int
  ) -> (value: UInt8, end: Int)? where Text.Index == Int {
    let spelling = text.prefix(digits)
    guard digits > 0, spelling.count == digits else { return nil }
    var value = 0
    for byte in spelling {
      guard let digit = digit(byte, radix: radix) else { return nil }
      value = value * radix + digit
    }
    return UInt8(exactly: value).map { ($0, spelling.endIndex) }
  }

  private static func digit(_ byte: UInt8, radix: Int) -> Int? {
    let value: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
    default: return nil
    }
    return Int(value) < radix ? Int(value) : nil
  }
}
