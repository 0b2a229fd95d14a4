import Testing

@testable import Model

/// Quotients against exact fractions in 128 bits: whatever is done before, a number is rounded once.
struct QuantityArithmeticTests {
  /// A fraction of millionths, with the rule of rounding in its simplest form.
  private struct Fraction {
    let numerator: Int128
    let denominator: Int128

    /// To a multiple of so many millionths, half away from zero.
    func rounded(to unit: Int128) -> Int128 {
      let (part, all) = (numerator.magnitude, denominator.magnitude * unit.magnitude)
      let size = Int128((2 * part + all) / (2 * all))
      return (numerator < 0) != (denominator < 0) ? -size : size
    }
  }

  private static let units: [UInt64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  private func quotient(_ dividend: Int64, _ divisor: Int64) throws -> Quantity {
    let (whole, by) = (try #require(Quantity(dividend)), try #require(Quantity(divisor)))
    return try #require(whole.divided(by: by))
  }

  private func expect(_ quantity: Quantity?, is fraction: Fraction, _ comment: Comment) throws {
    let quantity = try #require(quantity, comment)
    #expect(Int128(quantity.millionths) == fraction.rounded(to: 1), comment)
    for unit in Self.units {
      let size = Int128(quantity.rounded(to: unit))
      #expect((quantity.isNegative ? -size : size) == fraction.rounded(to: Int128(unit)), comment)
    }
  }

  /// Dividends that make quotients near the middle between two hundredths of a percent, as well as any others.
  private func pair(_ random: inout SeededGenerator) -> (Int64, Int64) {
    let divisor = Int64.random(in: 1...2_000_000, using: &random)
    let middle = Int64.random(in: 0...40_000, using: &random) * 2 + 1
    let near = (divisor * middle + 10_000) / 20_000 + Int64.random(in: -1...1, using: &random)
    return (
      Bool.random(using: &random) ? near : Int64.random(in: -3_000_000...3_000_000, using: &random), divisor
    )
  }

  @Test(arguments: UInt64(0)..<300)
  func aQuotientIsRoundedOnceHoweverManyDecimalsAreShown(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let (a, b) = pair(&random)
      let quotient = try quotient(a, b)
      let fraction = Fraction(numerator: Int128(a) * 1_000_000, denominator: Int128(b))
      try expect(quotient, is: fraction, "\(a) ÷ \(b)")
      let hundredfold = Fraction(numerator: fraction.numerator * 100, denominator: fraction.denominator)
      try expect(quotient.multiplied(by: 100), is: hundredfold, "\(a) ÷ \(b) × 100")
      // Millionths that are no whole numbers, and a factor.
      let (c, d) = (
        Int64.random(in: 1...1 << 40, using: &random), Int64.random(in: 1...1 << 30, using: &random)
      )
      try expect(
        Quantity(millionths: c).divided(by: Quantity(millionths: -d), times: 1_000),
        is: Fraction(numerator: Int128(c) * 1_000_000_000, denominator: -Int128(d)), "\(c) ÷ −\(d)")
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func sumsAndDifferencesAndQuartilesOfQuotientsAreRoundedOnce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let ((a, b), (c, d)) = (pair(&random), pair(&random))
      let one = try quotient(a, b)
      let other = try quotient(c, d)
      let (left, right) = (Int128(a) * Int128(d) * 1_000_000, Int128(c) * Int128(b) * 1_000_000)
      let product = Int128(b) * Int128(d)
      let comment: Comment = "\(a) ÷ \(b), \(c) ÷ \(d)"
      try expect(one.adding(other), is: Fraction(numerator: left + right, denominator: product), comment)
      try expect(one.subtracting(other), is: Fraction(numerator: left - right, denominator: product), comment)
      for part in 0...4 {
        try expect(
          .between(one, other, part: part, of: 4),
          is: Fraction(
            numerator: left * Int128(4 - part) + right * Int128(part), denominator: product * 4), comment)
      }
      #expect((one < other) == (left < right), comment)
      #expect((one == other) == (left == right), comment)
    }
  }

  @Test func theExampleOfTheAuditIsOnTheRightSide() throws {
    let rate = try quotient(67, 947)
    #expect(rate.description == "0.07075")
    #expect(rate.rounded(to: 100) == 707)
    #expect(Quantity(millionths: 70_750).rounded(to: 100) == 708)
  }

  @Test func theMedianOfTwoQuotientsIsNoMeanOfRoundedOnes() throws {
    // A third of a millionth below and above a number that ends in the middle.
    let middle = Quantity(millionths: 150)
    let third = try quotient(1, 3_000_000)
    let (low, high) = (try #require(middle.subtracting(third)), try #require(middle.adding(third)))
    #expect(low < middle && middle < high)
    #expect(low.rounded(to: 100) == 1 && high.rounded(to: 100) == 2)
    #expect(Quantity.between(low, high, part: 1, of: 2) == Quantity(millionths: 150))
    #expect(Distribution(values: [high, high, low, low, high, low]).median == Quantity(millionths: 150))
  }

  @Test func extremesDoNotTrap() throws {
    let numbers = [Int64.min, .min + 1, -1, 0, 1, .max].map(Quantity.init(millionths:))
    let third = try quotient(1, 3_000_000)
    let all = numbers + [third, try #require(Quantity(millionths: .max - 1).adding(third))]
    for one in all {
      for other in all {
        for result in [one.adding(other), one.subtracting(other), one.divided(by: other, times: .max)] {
          if let result { #expect(result.rounded(to: 100) <= UInt64(Int64.max) / 100 + 1) }
        }
        _ = Quantity.between(min(one, other), max(one, other), part: 1, of: .max)
      }
      #expect(!one.magnitude.isNegative)
      _ = one.multiplied(by: .min)
    }
  }
}
