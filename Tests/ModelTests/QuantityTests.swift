import Testing

@testable import Model

struct QuantityTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("180.0", 180_000_000), ("0.0209", 20_900), ("1e3", 1_000_000_000),
    ("1.5E-2", 15_000), ("8418", 8_418_000_000), ("0.0000005", 1), ("0.0000004", 0),
    ("-0.0000005", -1), ("123456.7890125", 123_456_789_013), ("9223372036854.775807", Int64.max),
    ("0e9999", 0), ("0.000000000000000000000000000000000000001", 0),
  ])
  func numbersAreReadExactly(text: String, millionths: Int64) {
    #expect(Quantity(decimal: text)?.millionths == millionths)
  }

  @Test(arguments: [
    "", "-", "01", "1.", ".5", "+1", "1e", "1e+", "NaN", "Infinity", "1,000", "0x1F", "1 ", " 1",
    "１２", "1\u{301}", "9223372036854.775808", "1e13", "12345678901234567890", "1e99999",
  ])
  func otherTextsAndHugeNumbersAreNone(text: String) {
    #expect(Quantity(decimal: text) == nil)
  }

  @Test(arguments: UInt64(0)..<200)
  func theTextOfAQuantityReadsBackAsItself(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let quantity = Quantity(millionths: Int64.random(in: -(1 << 60)...(1 << 60), using: &random))
    #expect(Quantity(decimal: quantity.description) == quantity)
  }

  @Test func quotientsRoundHalfAwayFromZero() throws {
    let quote = try #require(Quantity(180))
    let interactions = try #require(Quantity(91))
    #expect(quote.divided(by: interactions)?.description == "1.978022")
    #expect(quote.divided(by: interactions, times: 1_000)?.description == "1978.021978")
    let minusOne = Quantity(millionths: -1)
    #expect(minusOne.divided(by: try #require(Quantity(2)))?.millionths == -1)
    #expect(Quantity(millionths: 1).divided(by: try #require(Quantity(3)))?.millionths == 0)
  }

  @Test func noQuotientWithoutADivisorOrRange() throws {
    let one = try #require(Quantity(1))
    #expect(one.divided(by: Quantity(millionths: 0)) == nil)
    #expect(Quantity(millionths: .max).divided(by: Quantity(millionths: 1)) == nil)
    #expect(Quantity(millionths: .min).divided(by: one)?.millionths == nil)
    // The quotient is the largest that fits 64 bits, and its remainder rounds it up.
    let price = try #require(Quantity(decimal: "2545650682171.918123"))
    #expect(price.divided(by: try #require(Quantity(138)), times: 1_000) == nil)
    #expect(Quantity(millionths: .min).subtracting(one) == nil)
    #expect(Quantity(Int64.max) == nil)
  }
}
