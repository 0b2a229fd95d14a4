import Testing

@testable import Files

struct SHA256DigestTests {
  /// Of FIPS 180-4's examples, and a length where the padding needs a block of its own.
  static let known: [(bytes: [UInt8], hex: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test(arguments: known.indices) func digestsKnownBytes(index: Int) {
    let (bytes, hex) = Self.known[index]
    #expect(SHA256Digest(of: bytes).hex == hex)
  }

  @Test func piecesGiveTheDigestOfTheWhole() {
    let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for size in [1, 3, 63, 64, 65, 128, 699, 700] {
      var running = SHA256Digest.Running()
      for start in stride(from: 0, to: bytes.count, by: size) {
        running.update(Array(bytes[start..<min(start + size, bytes.count)]))
        running.update([])
      }
      #expect(running.digest == SHA256Digest(of: bytes))
      #expect(running.digest == SHA256Digest(of: bytes))
    }
  }

  @Test func aCopyGoesOnByItself() {
    var first = SHA256Digest.Running()
    first.update(Array("ab".utf8))
    var second = first
    first.update(Array("c".utf8))
    second.update(Array("d".utf8))
    #expect(first.digest == SHA256Digest(of: Array("abc".utf8)))
    #expect(second.digest == SHA256Digest(of: Array("abd".utf8)))
  }

  @Test func readsOnlyLowerCaseDigits() {
    #expect(SHA256Digest(hex: SHA256Digest(of: []).hex) == SHA256Digest(of: []))
    #expect(SHA256Digest(hex: "ba") == nil)
    #expect(SHA256Digest(hex: String(repeating: "A", count: 64)) == nil)
    #expect(hexadecimal([0, 15, 160, 255]) == "000fa0ff")
  }
}
