import Model
import Testing

struct SeedsTests {
  /// The values that the authors of FNV give.
  @Test(
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func theHashIsFNV1a(text: String, hash: UInt64) {
    #expect(stableHash(of: text.utf8) == hash)
  }

  /// The values that the author of SplitMix64 gives for the seed 1234567.
  @Test func theNumbersAreSplitMix64s() {
    let known: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(known.map { _ in generator.next() } == known)
    for skipped in known.indices {
      var later = SeededGenerator(seed: 1_234_567, skipping: skipped)
      #expect(later.next() == known[skipped])
    }
  }
}
