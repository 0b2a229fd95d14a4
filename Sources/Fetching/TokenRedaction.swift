extension APIToken {
  /// Replaces the token by `***` in every spelling in which a server may send it back.
  ///
  /// The spellings: as it is, percent-encoded, with the escapes of JSON and of C, with HTML entities
  /// (these mixed at will), as base64 at any of its three alignments, and as hexadecimal digits. Works on bytes: a
  /// combining mark behind the token does not hide it.
  public func redact(_ bytes: [UInt8]) -> [UInt8] {
    let encoded = encodings
    // Nearly all bytes cannot start a spelling; saying so first keeps large bodies cheap.
    var mayStart = [Bool](repeating: false, count: 256)
    let starts = encoded.compactMap(\.first) + secret.prefix(1) + Array("%\\&+".utf8)
    for byte in starts { mayStart[Int(byte)] = true }
    guard bytes.contains(where: { mayStart[Int($0)] }) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      if mayStart[Int(bytes[at])],
        let end = endOfToken(in: bytes, at: at) ?? Self.end(ofAny: encoded, in: bytes, at: at)
      {
        result += "***".utf8
        at = end
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return result
  }

  /// Replaces the token by `***` in a text, as ``redact(_:)-(Array)`` does for bytes.
  public func redact(_ text: String) -> String {
    String(decoding: redact(Array(text.utf8)), as: UTF8.self)
  }

  /// The end of the token where it starts at `start` in a spelling that encodes it byte by byte.
  ///
  /// A byte may be written in several ways that start alike (`%` and `%25`), so all ends that are
  /// still possible are carried along.
  private func endOfToken(in bytes: [UInt8], at start: Int) -> Int? {
    var ends: [Int] = [start]
    for byte in secret {
      var next: [Int] = []
      for end in ends {
        for spelled in Self.endsOf(byte, in: bytes, at: end) where !next.contains(spelled) {
          next.append(spelled)
        }
      }
      if next.isEmpty { return nil }
      ends = next
    }
    return ends.max()
  }

  private static func endsOf(_ byte: UInt8, in bytes: [UInt8], at start: Int) -> [Int] {
    guard start < bytes.count else { return [] }
    var ends: [Int] = []
    switch bytes[start] {
    case UInt8(ascii: "%"):
      if hexadecimal(bytes, at: start + 1, digits: 2) == UInt32(byte) { ends.append(start + 3) }
    case UInt8(ascii: "\\"):
      if start + 1 < bytes.count, bytes[start + 1] == byte { ends.append(start + 2) }
      if start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "u"),
        hexadecimal(bytes, at: start + 2, digits: 4) == UInt32(byte)
      {
        ends.append(start + 6)
      }
      // `\x2f`, and as a JSON string holds it, `\\x2f`.
      let mark = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "\\") ? start + 2 : start + 1
      if mark < bytes.count, bytes[mark] == UInt8(ascii: "x"),
        hexadecimal(bytes, at: mark + 1, digits: 2) == UInt32(byte)
      {
        ends.append(mark + 3)
      }
    case UInt8(ascii: "&"):
      for entity in entities[byte] ?? [] where bytes[start...].starts(with: entity.utf8) {
        ends.append(start + entity.utf8.count)
      }
    case UInt8(ascii: "+"):
      if byte == UInt8(ascii: " ") { ends.append(start + 1) }
    default: break
    }
    if bytes[start] == byte { ends.append(start + 1) }
    return ends
  }

  private static let entities: [UInt8: [String]] = [
    UInt8(ascii: "&"): ["&amp;", "&#38;", "&#x26;"],
    UInt8(ascii: "<"): ["&lt;", "&#60;", "&#x3c;", "&#x3C;"],
    UInt8(ascii: ">"): ["&gt;", "&#62;", "&#x3e;", "&#x3E;"],
    UInt8(ascii: "\""): ["&quot;", "&#34;", "&#x22;"],
    UInt8(ascii: "'"): ["&apos;", "&#39;", "&#x27;"], UInt8(ascii: "="): ["&#61;", "&#x3d;", "&#x3D;"],
  ]

  private static func hexadecimal(_ bytes: [UInt8], at start: Int, digits: Int) -> UInt32? {
    guard start + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[start..<(start + digits)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return value
  }
}

extension APIToken {
  /// The spellings that encode the token as a whole; those of fewer than six characters are left out,
  /// as they would hit ordinary words.
  private var encodings: [[UInt8]] {
    let spellings =
      [Self.digits(secret, upper: false), Self.digits(secret, upper: true)]
      + (0..<3).flatMap { alignment in
        [("+", "/"), ("-", "_")].map { base64(alignment: alignment, alphabetEnd: $0) }
      }
    return spellings.filter { $0.count >= 6 }
  }

  private static func end(ofAny needles: [[UInt8]], in bytes: [UInt8], at start: Int) -> Int? {
    for needle in needles
    where needle[0] == bytes[start] && bytes[start...].starts(with: needle) {
      return start + needle.count
    }
    return nil
  }

  private static func digits(_ bytes: [UInt8], upper: Bool) -> [UInt8] {
    let alphabet = Array((upper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    return bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }
  }

  /// The base64 digits that depend on nothing but the token, where it starts `alignment` bytes into a group of three.
  private func base64(alignment: Int, alphabetEnd: (String, String)) -> [UInt8] {
    let alphabet = Array(
      ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + alphabetEnd.0 + alphabetEnd.1)
        .utf8)
    let bytes = [UInt8](repeating: 0, count: alignment) + secret
    let first = (alignment * 8 + 5) / 6
    let end = bytes.count * 8 / 6
    guard first < end else { return [] }
    return (first..<end).map { digit in
      var value: UInt8 = 0
      for bit in (digit * 6)..<(digit * 6 + 6) {
        value = value << 1 | ((bytes[bit / 8] >> UInt8(7 - bit % 8)) & 1)
      }
      return alphabet[Int(value)]
    }
  }
}
