/// What values and styles of a logo say.
extension SVGLogo {
  /// Whether a style has an address that is not of the file; an escape could hide one.
  static func loads(_ text: [UInt8]) -> Bool {
    if text.contains(UInt8(ascii: "\\")) || has("image-set(", in: text) { return true }
    let mark = Array("url(".utf8)
    for start in text.indices where text[start...].starts(with: mark) {
      let target = Array(text[(start + mark.count)...].drop { "\"'".utf8.contains($0) }.prefix(40))
      if target.first != UInt8(ascii: "#"), !isPicture(target), !isFont(target) { return true }
    }
    return false
  }

  /// Whether an address is a picture of pixels in itself.
  static func isPicture(_ text: [UInt8]) -> Bool {
    ["png", "jpeg", "jpg", "gif", "webp"].contains { text.starts(with: "data:image/\($0);".utf8) }
  }

  /// Whether an address is a font in itself; before there was a type for fonts each had one of its own.
  private static func isFont(_ text: [UInt8]) -> Bool {
    ["font/", "application/font-", "application/x-font-", "application/vnd.ms-fontobject"].contains {
      text.starts(with: "data:\($0)".utf8)
    }
  }

  static func has(_ word: String, in text: [UInt8]) -> Bool {
    text.indices.contains { text[$0...].starts(with: word.utf8) }
  }

  /// With references undone; nil where there is one that XML itself does not know, or a bare `&`.
  static func decoded(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var result: [UInt8] = []
    var rest = value
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "&") else {
        result.append(byte)
        continue
      }
      // The longest is that of the last character, with some zeros before it.
      guard let end = rest.prefix(32).firstIndex(of: UInt8(ascii: ";")),
        let character = scalar(of: rest[..<end])
      else { return nil }
      result += String(character).utf8
      rest = rest[(end + 1)...]
    }
    return result[...]
  }

  /// What a reference stands for, without its `&` and `;`.
  private static func scalar(of reference: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let name = String(decoding: reference, as: UTF8.self)
    switch name {
    case "amp": return "&"
    case "apos": return "'"
    case "gt": return ">"
    case "lt": return "<"
    case "quot": return "\""
    default:
      guard name.utf8.first == UInt8(ascii: "#") else { return nil }
      let isHex = name.utf8.dropFirst().first == UInt8(ascii: "x")
      let digits = reference.dropFirst(isHex ? 2 : 1)
      guard digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else { return nil }
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
      return number.flatMap { Unicode.Scalar($0) }
    }
  }

  /// In lower case and without blanks and controls.
  static func folded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.filter { $0 > 0x20 }.map {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
    }
  }
}
