/// Calculating with quantities: results are exact until they are written, or nil where they are out of range.

extension Quantity {
  /// `self - other`; nil on overflow.
  public func subtracting(_ other: Quantity) -> Quantity? {
    guard rest == .none, other.rest == .none else { return sum(with: other, times: -1) }
    let (difference, overflow) = millionths.subtractingReportingOverflow(other.millionths)
    return overflow ? nil : Quantity(millionths: difference)
  }

  /// `self + other`; nil on overflow.
  public func adding(_ other: Quantity) -> Quantity? {
    guard rest == .none, other.rest == .none else { return sum(with: other, times: 1) }
    let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
    return overflow ? nil : Quantity(millionths: sum)
  }

  /// `self × factor`; nil on overflow.
  public func multiplied(by factor: Int64) -> Quantity? {
    Quantity(
      Int128(millionths) * Int128(factor), plus: rest.numerator128 * Int128(factor), over: rest.denominator128
    )
  }

  /// `self × factor ÷ divisor`; nil where the divisor is zero, the factor is not positive or the result is out of range.
  public func divided(by divisor: Quantity, times factor: Int64 = 1) -> Quantity? {
    guard factor > 0, !divisor.isZero else { return nil }
    let negative: Int128 = divisor.isNegative ? -1 : 1
    let scale = Int128(factor) * Int128(Self.scale)
    let (dividend, overflow) = (wholeNumerator * divisor.rest.denominator128 * negative)
      .multipliedReportingOverflow(by: scale)
    let over = divisor.wholeNumerator * rest.denominator128 * negative
    guard !overflow, let quotient = Quantity(0, plus: dividend, over: over), quotient.millionths > .min
    else { return nil }
    return quotient
  }

  /// What lies `part` of `parts` on the way from `low` to `high`; nil where that is out of range.
  /// - Parameters:
  ///   - part: From 0 to `parts`.
  ///   - parts: At least 1.
  static func between(_ low: Quantity, _ high: Quantity, part: Int, of parts: Int) -> Quantity? {
    let (near, far) = (Int128(parts - part), Int128(part))
    let (whole, left) = (Int128(low.millionths) * near + Int128(high.millionths) * far)
      .quotientAndRemainder(dividingBy: Int128(parts))
    let denominator = low.rest.denominator128 * high.rest.denominator128
    let numerator =
      low.rest.numerator128 * high.rest.denominator128 * near
      + high.rest.numerator128 * low.rest.denominator128 * far
    return Quantity(whole, plus: left * denominator + numerator, over: denominator * Int128(parts))
  }

  /// The distance from zero; the least number of all has no other of its size and is taken for the greatest.
  public var magnitude: Quantity {
    isNegative ? Quantity(millionths: Int64(clamping: millionths.magnitude), rest: -rest) : self
  }

  /// How often `unit` millionths fit into the distance from zero, rounded half up.
  /// - Parameter unit: At least 1; even but for 1.
  public func rounded(to unit: UInt64) -> UInt64 {
    let (count, left) = millionths.magnitude.quotientAndRemainder(dividingBy: unit)
    let half = unit / 2
    if unit == 1 || left < half { return count }
    // The exact value decides where its millionths lie in the middle.
    let isBelow = rest != .none && (rest.numerator < 0) == (millionths > 0)
    return left == half && isBelow ? count : count + 1
  }

  private func sum(with other: Quantity, times sign: Int128) -> Quantity? {
    Quantity(
      Int128(millionths) + Int128(other.millionths) * sign,
      plus: rest.numerator128 * other.rest.denominator128
        + other.rest.numerator128 * rest.denominator128 * sign,
      over: rest.denominator128 * other.rest.denominator128)
  }

  /// The exact value in millionths, times the denominator of the rest.
  private var wholeNumerator: Int128 { Int128(millionths) * rest.denominator128 + rest.numerator128 }

  /// The number of `whole + numerator ÷ denominator` millionths; nil where it is out of range.
  /// - Parameters:
  ///   - whole: Far from the limits of its type.
  ///   - denominator: From 1 to a quarter of the largest.
  private init?(_ whole: Int128, plus numerator: Int128, over denominator: Int128) {
    var (carry, part) = numerator.quotientAndRemainder(dividingBy: denominator)
    if part < 0 { (carry, part) = (carry - 1, part + denominator) }
    var (nearest, overflow) = whole.addingReportingOverflow(carry)
    // Half away from zero: `part` leads upwards from a number that is negative or not.
    if part * 2 > denominator || (part * 2 == denominator && nearest >= 0) {
      (nearest, part) = (nearest + 1, part - denominator)
    }
    guard !overflow, let millionths = Int64(exactly: nearest) else { return nil }
    self.init(millionths: millionths, rest: Rest(part, over: denominator))
  }
}

/// What a quotient is more than its millionths: a fraction of one, from −1/2 to 1/2 and in lowest terms.
///
/// Exact where the denominator has 31 bits, as quotients of counts and amounts do. Of a longer one the sign is exact.
struct Rest: Sendable, Hashable, Comparable {
  let numerator: Int32
  let denominator: Int32

  static let none = Rest(numerator: 0, denominator: 1)

  private init(numerator: Int32, denominator: Int32) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// - Parameter denominator: At least 1 and twice the numerator's size.
  init(_ numerator: Int128, over denominator: Int128) {
    guard numerator != 0 else {
      self = .none
      return
    }
    var (part, all) = (numerator.magnitude, denominator.magnitude)
    let divisor = greatestCommonDivisor(part, all)
    (part, all) = (part / divisor, all / divisor)
    let excess = max(0, UInt128.bitWidth - all.leadingZeroBitCount - 31)
    (part, all) = (max(1, part >> excess), all >> excess)
    self.init(
      numerator: Int32(truncatingIfNeeded: part) * (numerator < 0 ? -1 : 1),
      denominator: Int32(truncatingIfNeeded: all))
  }

  var numerator128: Int128 { Int128(numerator) }
  var denominator128: Int128 { Int128(denominator) }

  static prefix func - (rest: Rest) -> Rest {
    Rest(numerator: -rest.numerator, denominator: rest.denominator)
  }

  static func < (left: Rest, right: Rest) -> Bool {
    Int64(left.numerator) * Int64(right.denominator) < Int64(right.numerator) * Int64(left.denominator)
  }
}

/// Euclid's, in 64 bits wherever they are enough, which is nearly always.
private func greatestCommonDivisor(_ one: UInt128, _ other: UInt128) -> UInt128 {
  func divisor<Number: BinaryInteger>(_ one: Number, _ other: Number) -> Number {
    var (small, large) = (one, other)
    while small != 0 { (small, large) = (large % small, small) }
    return large
  }
  if let small = UInt64(exactly: one), let large = UInt64(exactly: other) {
    return UInt128(divisor(small, large))
  }
  return divisor(one, other)
}
