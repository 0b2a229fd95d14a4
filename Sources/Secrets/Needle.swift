/// What is looked for: a secret, or one of its encodings, as a sequence of characters each of which may be spelt in
/// any way.
struct Needle: Sendable {
  /// A character, or a byte that belongs to none.
  struct Unit: Sendable {
    /// The scalar, or the lone byte.
    let value: UInt32
    /// In UTF-8.
    let bytes: [UInt8]
  }

  let units: [Unit]
  /// What each ASCII character of a text is taken for: digits are read without case, for instance.
  let fold: [UInt8]

  /// The secret itself. What does not show is passed over in texts, so it is no part of this either.
  init(plain secret: [UInt8]) {
    // In a query a space may be a plus.
    let fold =
      secret.contains(UInt8(ascii: " "))
      ? Self.fold { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 } : Self.fold { $0 }
    let all = Self.units(of: secret)
    let visible = all.filter { !isInvisible($0.value) }
    units = (visible.isEmpty ? all : visible).map { unit in
      guard unit.value < 0x80 else { return unit }
      let byte = fold[Int(unit.value)]
      return Unit(value: UInt32(byte), bytes: [byte])
    }
    self.fold = fold
  }

  init(hexadecimal bytes: [UInt8]) {
    units = Self.units(of: bytes.flatMap { [hexDigits[Int($0 >> 4)], hexDigits[Int($0 & 15)]] })
    fold = Self.fold { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The digits that do not depend on the neighbours, for bytes that start so many behind a group of three.
  init(base64 bytes: [UInt8], offset: Int) {
    let padded = [UInt8](repeating: 0, count: offset) + bytes
    // The first whole group of six bits that lies in the bytes, and the end of the last.
    let groups = ((offset * 8 + 5) / 6)..<(padded.count * 8 / 6)
    units = Self.units(
      of: groups.map { group in
        let digit = (0..<6).reduce(0) { value, bit in
          let position = group * 6 + bit
          return value << 1 | Int(padded[position / 8] >> (7 - position % 8)) & 1
        }
        return base64Digits[digit]
      })
    fold = Self.fold {
      switch $0 {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: $0
      }
    }
  }

  /// The bytes that a unit can begin with where it is spelt as itself.
  func firstBytes(of index: Int) -> [UInt8] {
    let unit = units[index]
    guard unit.value < 0x80 else { return Array(unit.bytes.prefix(1)) }
    return (UInt8(0)..<0x80).filter { UInt32(fold[Int($0)]) == unit.value }
  }

  /// The bytes that can follow the first one.
  var bytesBehindFirst: [UInt8] {
    let all = Array(UInt8.min...UInt8.max)
    if units[0].bytes.count > 1 || units.count == 1 { return all }
    return firstBytes(of: 1) + all.filter { isOpener($0) || mayBeInvisible($0) }
  }

  private static func units(of bytes: [UInt8]) -> [Unit] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { Unit(value: UInt32($0), bytes: [$0]) }
    }
    return text.unicodeScalars.map { Unit(value: $0.value, bytes: Array(String($0).utf8)) }
  }

  private static func fold(_ map: (UInt8) -> UInt8) -> [UInt8] { (UInt8(0)..<0x80).map(map) }
}

private let hexDigits = Array("0123456789abcdef".utf8)
private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// As a query holds it: everything but letters, digits and `-._~` as `%2F`.
func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { byte -> [UInt8] in
    if isLetter(byte) || isDigit(byte) || "-._~".utf8.contains(byte) { return [byte] }
    return [UInt8(ascii: "%")]
      + [byte >> 4, byte & 15].map { digit in
        let lower = hexDigits[Int(digit)]
        return isLetter(lower) ? lower & 0xDF : lower
      }
  }
}
