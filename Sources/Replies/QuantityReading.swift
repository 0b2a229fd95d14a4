import Model

extension Quantity {
  /// Reads the bytes of a JSON number; nil where it is out of range.
  init?(number bytes: UnsafeBufferPointer<UInt8>) {
    if let short = Self(shortDecimal: bytes) {
      self = short
    } else {
      self.init(decimal: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Reads a number that was sent as a string: a plain decimal, or one with `w` behind it for ten thousands.
  ///
  /// Nil for anything else, such as an exponent, a sign in front, a group separator or white space.
  init?(text bytes: UnsafeBufferPointer<UInt8>) {
    let inTenThousands = bytes.last == UInt8(ascii: "w")
    let decimal = inTenThousands ? bytes.dropLast() : bytes[...]
    let allowed = decimal.allSatisfy {
      Self.isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    guard allowed else { return nil }
    self.init(decimal: String(decoding: decimal, as: UTF8.self) + (inTenThousands ? "e4" : ""))
  }

  /// Nearly every number of a reply, read in one pass: up to 12 digits and 6 decimal places, no exponent.
  private init?(shortDecimal bytes: UnsafeBufferPointer<UInt8>) {
    let negative = bytes.first == UInt8(ascii: "-")
    var value: Int64 = 0
    var integerDigits = 0
    var places = -1
    for byte in bytes.dropFirst(negative ? 1 : 0) {
      if Self.isDigit(byte) {
        if places >= 0 { places += 1 } else { integerDigits += 1 }
        guard integerDigits <= 12, places <= 6 else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      } else {
        guard byte == UInt8(ascii: "."), places < 0 else { return nil }
        places = 0
      }
    }
    guard integerDigits > 0, places != 0 else { return nil }
    for _ in max(places, 0)..<6 { value *= 10 }
    self.init(millionths: negative ? -value : value)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
