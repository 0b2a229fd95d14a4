import Testing

@testable import Secrets

struct FindingTests {
  static let token = "s3cr%t/+&\"<\u{4F60}>?=kEY"

  /// Each spelling, between bytes that end no word.
  static let spellings: [String] = {
    let bytes = Array(token.utf8)
    let percent = bytes.map { "%" + hex($0, upper: true) }.joined()
    let references = bytes.map { "&#\($0);" }.joined()
    return [
      token, percent, percent.lowercased(), references,
      bytes.map { "&#x\(hex($0, upper: false));" }.joined(),
      bytes.map { "&#X00\(hex($0, upper: true))" }.joined(),
      bytes.map { "&#0000000000\($0);" }.joined(),
      bytes.map { "\\u{0000000000\(hex($0, upper: true))}" }.joined(),
      bytes.map { "\\u00" + hex($0, upper: false) }.joined(),
      "s3cr%25t%2F+%26%22%3C%E4%BD%A0%3E%3F=kEY",
      "s3cr%t/+&amp;&quot;&lt;\u{4F60}&gt;?=kEY",
      "s3cr%t\\/+&\\\"<\u{4F60}>?=kEY",
      bytes.map { hex($0, upper: false) }.joined(),
      bytes.map { hex($0, upper: true) }.joined(),
    ]
  }()

  static func hex(_ byte: UInt8, upper: Bool) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: upper)
  }

  @Test(arguments: spellings)
  func findsEverySpelling(spelling: String) {
    let scanner = SecretSpellings([Array(Self.token.utf8)])
    #expect(scanner.finds(in: Array(spelling.utf8)))
    #expect(scanner.finds(in: Array("<p>%&\\\(spelling)\u{301}</p>".utf8)))
    #expect(!scanner.finds(in: Array(spelling.utf8.dropLast(3))))
    #expect(!scanner.finds(in: Array(spelling.utf8.dropFirst(3))))
  }

  @Test func findsAnyMixtureOfSpellings() {
    let scanner = SecretSpellings([Array(Self.token.utf8)])
    var seed: UInt64 = 7
    func random(below limit: UInt64) -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (seed >> 33) % limit
    }
    for _ in 0..<500 {
      let text = Self.token.utf8.flatMap { byte -> [UInt8] in
        switch random(below: 5) {
        case 0: Array("%\(Self.hex(byte, upper: true))".utf8)
        case 1: Array("&#\(byte);".utf8)
        case 2: Array("\\u00\(Self.hex(byte, upper: false))".utf8)
        default: [byte]
        }
      }
      let before = (0..<random(below: 4)).map { _ in UInt8(random(below: 256)) }
      #expect(scanner.finds(in: before + text))
      #expect(!scanner.finds(in: before + text.dropLast(6)))
    }
  }

  @Test(arguments: 0..<3, [false, true])
  func findsBase64AtEveryOffset(before: Int, isForURLs: Bool) {
    let text = [UInt8](repeating: 0x7E, count: before) + Array(Self.token.utf8) + Array("~~".utf8)
    let encoded = base64(text, isForURLs: isForURLs)
    let scanner = SecretSpellings([Array(Self.token.utf8)])
    #expect(scanner.finds(in: encoded))
    #expect(scanner.finds(in: Array("data:text/plain;base64,".utf8) + encoded))
    let percent = encoded.flatMap {
      $0 == UInt8(ascii: "+") ? Array("%2B".utf8) : $0 == UInt8(ascii: "/") ? Array("%2f".utf8) : [$0]
    }
    #expect(scanner.finds(in: percent))
    #expect(!scanner.finds(in: base64(text.reversed(), isForURLs: isForURLs)))
  }

  @Test func findsNothingWithoutSecrets() {
    #expect(!SecretSpellings([]).finds(in: Array("abc".utf8)))
    #expect(!SecretSpellings([[]]).finds(in: Array("abc".utf8)))
    #expect(!SecretSpellings([Array("abc".utf8)]).finds(in: []))
  }

  @Test func looksForAShortSecretOnlyAsItIs() {
    let scanner = SecretSpellings([Array("ab".utf8)])
    #expect(scanner.finds(in: Array("xaby".utf8)))
    #expect(scanner.finds(in: Array("a%62".utf8)))
    #expect(!scanner.finds(in: Array("6162".utf8)))
  }

  @Test func findsAnyOfSeveral() {
    let scanner = SecretSpellings([Array("first-secret".utf8), Array("second-secret".utf8)])
    #expect(scanner.finds(in: Array("a second-secret".utf8)))
    #expect(!scanner.finds(in: Array("a third-secret".utf8)))
  }

  /// Written bit by bit, so that it shares nothing with the code under test.
  private func base64(_ bytes: [UInt8], isForURLs: Bool) -> [UInt8] {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (isForURLs ? "-_" : "+/")
    let alphabet = Array(letters.utf8)
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    return stride(from: 0, to: bits.count, by: 6).map { start in
      let group = (bits[start...].prefix(6) + [0, 0, 0, 0, 0]).prefix(6)
      return alphabet[group.reduce(0) { $0 * 2 + Int($1) }]
    }
  }
}
