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

/// A linear map from values to positions in hundredths of a pixel, in exact integers.
struct PositionScale {
  let domain: Domain
  let start: Int
  let end: Int
  private let span: UInt64
  private let length: UInt64

  /// Maps the domain's lower end to `start` and its upper end to `end`, which may lie before `start`.
  init(domain: Domain, from start: Int, to end: Int) {
    self.domain = domain
    self.start = start
    self.end = end
    span = domain.span
    length = UInt64((end - start).magnitude)
  }

  /// The position of a value, rounded to the nearest hundredth; values outside the domain go to its ends.
  @inline(__always)
  func position(_ value: Int64) -> Int {
    if value <= domain.lower { return start }
    if value >= domain.upper { return end }
    let offset = UInt64(bitPattern: value &- domain.lower)
    let product = offset.multipliedFullWidth(by: length)
    // offset < span, so product.high < span and the division cannot overflow.
    var (quotient, remainder) =
      product.high == 0
      ? product.low.quotientAndRemainder(dividingBy: span) : span.dividingFullWidth(product)
    if remainder >= span - remainder { quotient += 1 }
    return end >= start ? start + Int(quotient) : start - Int(quotient)
  }
}
