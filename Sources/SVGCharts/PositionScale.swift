/// A range of values that is never empty of width.
struct Domain: Equatable {
  let lower: Int64
  let upper: Int64

  /// Creates a domain; a single value is widened by `step` on both sides, so that it lies in the middle.
  init(_ range: ClosedRange<Int64>, wideningBy step: Int64 = 1) {
    guard range.lowerBound == range.upperBound else {
      (lower, upper) = (range.lowerBound, range.upperBound)
      return
    }
    let step = max(1, step)
    let (below, underflow) = range.lowerBound.subtractingReportingOverflow(step)
    let (above, overflow) = range.upperBound.addingReportingOverflow(step)
    lower = underflow ? .min : below
    upper = overflow ? .max : above
  }

  /// `upper - lower`, which may be more than an `Int64` holds.
  var span: UInt64 { UInt64(bitPattern: upper &- lower) }
}

/// A map from values to positions in hundredths of a pixel, linear or logarithmic, in integers only.
struct PositionScale {
  let domain: Domain
  let start: Int
  let end: Int
  private let form: ChartAxis.Scale
  private let span: UInt64
  private let length: UInt64

  /// Maps the domain's lower end to `start` and its upper end to `end`, which may lie before `start`.
  ///
  /// A logarithmic scale takes everything below 1 for 1.
  init(domain: Domain, from start: Int, to end: Int, form: ChartAxis.Scale = .linear) {
    self.domain = domain
    self.start = start
    self.end = end
    self.form = form
    span =
      switch form {
      case .linear: domain.span
      // Never zero, whatever the domain is.
      case .logarithmic: max(1, binaryLogarithm(domain.upper) &- binaryLogarithm(domain.lower))
      }
    length = UInt64((end - start).magnitude)
  }

  /// The position of a value, rounded to the nearest hundredth; values outside the domain go to its ends.
  @inline(__always)
  func position(_ value: Int64) -> Int {
    if value <= domain.lower { return start }
    if value >= domain.upper { return end }
    let offset: UInt64
    switch form {
    case .linear: offset = UInt64(bitPattern: value &- domain.lower)
    case .logarithmic:
      offset = binaryLogarithm(value) &- binaryLogarithm(domain.lower)
      // Neighbours whose logarithms do not differ.
      guard offset < span else { return end }
    }
    let product = offset.multipliedFullWidth(by: length)
    // offset < span, so product.high < span and the division cannot overflow.
    var (quotient, remainder) =
      product.high == 0
      ? product.low.quotientAndRemainder(dividingBy: span) : span.dividingFullWidth(product)
    if remainder >= span - remainder { quotient += 1 }
    return end >= start ? start + Int(quotient) : start - Int(quotient)
  }
}

/// The logarithm to base 2 in units of 2⁻³², for everything below 1 that of 1.
///
/// Bit by bit, by squaring: floating-point logarithms differ between C libraries, and a chart is the same
/// bytes everywhere. It never falls where the value rises.
func binaryLogarithm(_ value: Int64) -> UInt64 {
  let value = UInt64(max(1, value))
  let whole = UInt64(63 - value.leadingZeroBitCount)
  // 1 <= mantissa < 2, in units of 2⁻⁶³.
  var mantissa = value << UInt64(value.leadingZeroBitCount)
  var fraction: UInt64 = 0
  for _ in 0..<32 {
    // 1 <= square < 4, in units of 2⁻⁶².
    let square = mantissa.multipliedFullWidth(by: mantissa)
    let isTwoOrMore = square.high >> 63 == 1
    fraction = fraction << 1 | (isTwoOrMore ? 1 : 0)
    mantissa = isTwoOrMore ? square.high : square.high << 1 | square.low >> 63
  }
  return whole << 32 | fraction
}
