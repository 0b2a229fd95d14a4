import Testing

@testable import Secrets

/// Random compositions of spellings: each is found whole, and what stands around it stays.
struct FuzzTests {
  /// SplitMix64.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// None starts with a backslash: nobody could tell the secret's own from one that another escape needs.
  private static let tokens = [
    "joa9f3e77c0d1b2a4e5f60718293a4b5c6d7", "s3cr%t/+&\"<你>?=kEY", "kol~Tok3n/with+all=of%it&<x>\"y",
    "a%41b\\tc&amp;d_e-f.g",
    "bearer b00b b00b", "~~~~~~~~aaaaaaaa", "x\\u0061\\u0062cdefgh", "é9ÿ–漢字🙂abcdef",
  ]

  /// Texts that end no escape and begin none.
  private static let around = [
    "", " ", "\"", "<p>", "</p>\n", "{\"name\":\"", "\",\"x\":1}", "达人 ", "é", "🙂", "x=", "; ", ",\r\n", "(",
    ")", "\u{200D}", "\u{301}",
  ]

  private static let hidden = [
    "\u{200B}", "\u{200D}", "\u{AD}", "\u{202E}", "\u{1B}", "\u{0}", "\n", "\r\n", "\u{85}", "&zwj;",
    "&#8203;", "&shy;", "\\u200b",
    "\\n", "%0A", "%E2%80%8D", "%25E2%2580%258D", "\\u{feff}", "&amp;#x200d;", "\u{E0061}",
  ]

  @Test(arguments: tokens)
  func everySpellingIsFoundAndTheTextAroundStays(token: String) {
    var random = Generator(state: token.utf8.reduce(7) { ($0 &* 31) &+ UInt64($1) })
    let spellings = SecretSpellings([Array(token.utf8)])
    for round in 0..<1_500 {
      var spelt = whole(Array(token.utf8), &random)
      let mayHide = Int.random(in: 0..<3, using: &random) == 0
      // A few characters are spelt again and again, or all of them alike.
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        spelt = respelt(spelt, share: [5, 30, 100].randomElement(using: &random) ?? 5, &random)
      }
      var text = String(decoding: spelt.joined(), as: UTF8.self)
      if mayHide {
        text = spelt.map { String(decoding: $0, as: UTF8.self) }.enumerated().map { index, piece in
          index == 0 || Int.random(in: 0..<3, using: &random) > 0
            ? piece : (Self.hidden.randomElement(using: &random) ?? "") + piece
        }.joined()
      }
      let before = Self.around.randomElement(using: &random) ?? ""
      let after = Self.around.randomElement(using: &random) ?? ""
      let bytes = Array((before + text + after).utf8)
      let expected = Array((before + SecretSpellings.mark + after).utf8)
      #expect(spellings.redact(bytes) == expected, "round \(round): \(text)")
      #expect(spellings.finds(in: bytes))
    }
  }

  @Test(arguments: tokens)
  func aTextWithoutTheSecretIsNeverChanged(token: String) {
    var random = Generator(state: 11)
    let spellings = SecretSpellings([Array(token.utf8)])
    let scalars = Array(token.unicodeScalars.map(String.init))
    for _ in 0..<1_500 {
      // All but one of its characters, in any spelling, and much that looks like escapes.
      var pieces = scalars
      pieces.remove(at: Int.random(in: 0..<pieces.count, using: &random))
      guard !pieces.joined().contains(token) else { continue }
      for _ in 0..<Int.random(in: 0..<8, using: &random) {
        let noise =
          ["%", "&", "\\", "&#", "\\u", "%2", "&amp", ";", "x", "\u{200B}", "9"].randomElement(using: &random)
          ?? ""
        pieces.insert(noise, at: Int.random(in: 0...pieces.count, using: &random))
      }
      let bytes = pieces.flatMap { piece in
        Int.random(in: 0..<4, using: &random) == 0
          ? respelt([Array(piece.utf8)], share: 100, &random)[0] : Array(piece.utf8)
      }
      // The noise may make up for what was taken out; the secret's visible characters are then there.
      if spellings.finds(in: bytes) { continue }
      #expect(spellings.redact(bytes) == bytes)
    }
    let noise = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(spellings.redact(noise) == noise)
  }

  /// The secret in pieces that may each be spelt again: as it is, hexadecimal, or Base64 at some place of a longer text.
  private func whole(_ token: [UInt8], _ random: inout Generator) -> [[UInt8]] {
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      return token.flatMap { byte -> [[UInt8]] in
        let digits = FindingTests.hex(byte, upper: Bool.random(using: &random))
        return digits.utf8.map { [$0] }
      }
    case 1:
      let needle = Needle(base64: token, offset: Int.random(in: 0..<3, using: &random))
      let isForURLs = Bool.random(using: &random)
      return needle.units.map { unit in
        guard isForURLs else { return unit.bytes }
        return unit.bytes == Array("+".utf8)
          ? Array("-".utf8) : unit.bytes == Array("/".utf8) ? Array("_".utf8) : unit.bytes
      }
    default:
      return String(decoding: token, as: UTF8.self).unicodeScalars.map { Array(String($0).utf8) }
    }
  }

  /// Spells a share of the pieces, in percent, in other ways; each stays one piece.
  private func respelt(_ pieces: [[UInt8]], share: Int, _ random: inout Generator) -> [[UInt8]] {
    let alike = Bool.random(using: &random) ? Int.random(in: 0..<9, using: &random) : nil
    return pieces.enumerated().map { index, piece in
      guard Int.random(in: 0..<100, using: &random) < share, piece.count <= 12 else { return piece }
      let way = alike ?? Int.random(in: 0..<9, using: &random)
      return String(decoding: piece, as: UTF8.self).unicodeScalars.enumerated().flatMap { place, scalar in
        // A backslash before the first may as well be the text's own.
        Array(spelling(of: scalar, index == 0 && place == 0 && way == 8 ? 3 : way, &random).utf8)
      }
    }
  }

  private func spelling(of scalar: Unicode.Scalar, _ way: Int, _ random: inout Generator) -> String {
    let isUpper = Bool.random(using: &random)
    let number = String(scalar.value, radix: 16, uppercase: isUpper)
    let four = String(repeating: "0", count: max(0, 4 - number.count)) + number
    switch way {
    case 0: return scalar.utf8.map { "%" + FindingTests.hex($0, upper: isUpper) }.joined()
    case 1: return "&#\(scalar.value);"
    case 2: return "&#x\(number);"
    case 3: return "\\u{\(number)}"
    case 4:
      return scalar.value > 0xFFFF
        ? "\\U\(String(repeating: "0", count: 8 - number.count) + number)" : "\\u\(four)"
    case 5: return scalar.utf8.map { "\\x" + FindingTests.hex($0, upper: isUpper) }.joined()
    case 6: return scalar.utf16.map { "\\u" + String(UInt32($0) | 0x10000, radix: 16).dropFirst() }.joined()
    case 7:
      let names = [
        "&": "&amp;", "<": "&lt;", "\"": "&quot;", "/": "&sol;", "%": "&percnt;", "\\": "&bsol;",
        "#": "&num;",
      ]
      return names[String(scalar)] ?? "&#\(scalar.value);"
    default:
      return scalar.isASCII && scalar.properties.isAlphabetic == false && !("0"..."9").contains(scalar)
        ? "\\\(scalar)" : String(scalar)
    }
  }
}
