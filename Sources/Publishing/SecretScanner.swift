/// Finds secrets in bytes, in any spelling that a page could have given them.
///
/// Each byte of a secret may be spelt as itself, percent-encoded (`%2F`), as a character reference
/// (`&#47;`, `&#x2f;`, `&amp;`) or as a JSON escape (`\u002f`, `\/`), in any mixture. The secret as a whole
/// may be hexadecimal or Base64, in either alphabet and at any place of a longer text.
struct SecretScanner: Sendable {
  /// Secrets shorter than this are not looked for in hexadecimal and Base64: two digits are everywhere.
  static let shortestEncoded = 6

  private let secrets: [[UInt8]]
  private let needles: [[UInt8]]
  /// Hexadecimal in lower case; compared without case.
  private let hexNeedles: [[UInt8]]
  /// For each pair of bytes, whether any spelling starts with it; nearly all of a page is passed over by it.
  private let starts: [Bool]

  init(secrets: [[UInt8]]) {
    self.secrets = secrets.filter { !$0.isEmpty }
    let encoded = self.secrets.filter { $0.count >= Self.shortestEncoded }
    needles = encoded.flatMap(Self.base64Cores)
    hexNeedles = encoded.map { secret in
      secret.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
    }
    var starts = [Bool](repeating: false, count: 1 << 16)
    for spelling in self.secrets + needles {
      for first in Self.beginnings(of: spelling[0]) {
        // A secret of one byte may be followed by anything.
        let seconds = spelling.count > 1 ? Self.beginnings(of: spelling[1]) : Array(0...255)
        for second in seconds { starts[Self.pair(first, second)] = true }
      }
      // After an escape's first byte comes the rest of the escape.
      for (escape, second) in Self.escapes { starts[Self.pair(escape, second)] = true }
    }
    for spelling in hexNeedles {
      for first in [spelling[0], Self.upperCased(spelling[0])] {
        for second in [spelling[1], Self.upperCased(spelling[1])] {
          starts[Self.pair(first, second)] = true
        }
      }
    }
    self.starts = starts
  }

  /// Whether any secret is in the bytes.
  func finds(in bytes: [UInt8]) -> Bool {
    guard !secrets.isEmpty, !bytes.isEmpty else { return false }
    return bytes.withUnsafeBufferPointer { text in
      starts.withUnsafeBufferPointer { starts in
        let last = text.count - 1
        var place = 0
        while place < last {
          if starts[Self.pair(text[place], text[place + 1])], matches(text, at: place) { return true }
          place += 1
        }
        return matches(text, at: last)
      }
    }
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }

  /// The bytes that a spelling of one byte can begin with.
  private static func beginnings(of byte: UInt8) -> [UInt8] {
    [byte] + "%&\\".utf8
  }

  /// The first two bytes of every escape.
  private static let escapes: [(UInt8, UInt8)] =
    "0123456789abcdefABCDEF".utf8.map { (UInt8(ascii: "%"), $0) }
    + "#algq".utf8.map { (UInt8(ascii: "&"), $0) }
    + "u/\\\"".utf8.map { (UInt8(ascii: "\\"), $0) }

  private func matches(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    secrets.contains { Self.isSpelt($0[...], in: text, at: start) }
      || needles.contains { Self.isSpelt($0[...], in: text, at: start) }
      || hexNeedles.contains { text[start...].starts(with: $0) { Self.lowerCased($0) == $1 } }
  }

  /// Whether the text has the secret at a place, each byte in any spelling.
  private static func isSpelt(
    _ secret: ArraySlice<UInt8>, in text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Bool {
    var place = start
    for (position, byte) in zip(secret.indices, secret) {
      guard place < text.count else { return false }
      // An escape may also be meant literally, where the secret itself has a `%`: both are tried.
      if let (value, end) = EscapedByte.read(text[place...]), value == byte,
        isSpelt(secret[(position + 1)...], in: text, at: end)
      {
        return true
      }
      guard text[place] == byte else { return false }
      place += 1
    }
    return true
  }

  /// The part of the secret's Base64 that does not depend on its neighbours, for each of three offsets.
  private static func base64Cores(_ secret: [UInt8]) -> [[UInt8]] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let alphabets = [letters + Array("+/".utf8), letters + Array("-_".utf8)]
    var cores: [[UInt8]] = []
    for offset in 0..<3 {
      let bytes = [UInt8](repeating: 0, count: offset) + secret
      // The first whole group of six bits that lies in the secret, and the last.
      let first = (offset * 8 + 5) / 6
      let last = bytes.count * 8 / 6
      let groups = (first..<last).map { group in
        (0..<6).reduce(0) { value, bit in
          let position = group * 6 + bit
          return value << 1 | Int(bytes[position / 8] >> (7 - position % 8)) & 1
        }
      }
      for alphabet in alphabets {
        let core = groups.map { alphabet[$0] }
        if !cores.contains(core) { cores.append(core) }
      }
    }
    return cores
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func lowerCased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func upperCased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
  }
}
