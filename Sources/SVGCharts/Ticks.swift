/// Round values along an axis and the domain they span.
///
/// Steps are 1, 2, 2.5 or 5 times a power of ten, always a whole multiple of the caller's smallest
/// step, so an axis of counts has no fractions.
struct Ticks: Equatable {
  let domain: Domain
  /// Ascending. Near the limits of `Int64` the outermost ticks may lie inside the domain.
  let values: [Int64]

  init(domain: Domain, values: [Int64]) {
    self.domain = domain
    self.values = values
  }

  /// Finds the finest ticks that leave at most `most` intervals.
  init(covering range: ClosedRange<Int64>, smallestStep: Int64, atMost most: Int = 5) {
    let unit = max(1, smallestStep)
    let wide = Self.widened(range, by: unit)
    var step = unit
    for multiple in NiceMultiples() {
      let (candidate, overflow) = unit.multipliedReportingOverflow(by: multiple)
      if overflow { break }
      step = candidate
      // The difference of two quotients may exceed `Int64`, but never `UInt64`.
      let intervals = Self.quotientUp(wide.upper, step) &- Self.quotientDown(wide.lower, step)
      if UInt64(bitPattern: intervals) <= UInt64(max(1, most)) { break }
    }
    let first = Self.quotientDown(wide.lower, step)
    let last = Self.quotientUp(wide.upper, step)
    let (lower, underflow) = first.multipliedReportingOverflow(by: step)
    let (upper, overflow) = last.multipliedReportingOverflow(by: step)
    domain = Domain((underflow ? .min : lower)...(overflow ? .max : upper), wideningBy: step)
    values = (first...last).compactMap {
      let (value, overflow) = $0.multipliedReportingOverflow(by: step)
      return overflow ? nil : value
    }
  }

  /// Spreads at most `count` whole values evenly over a range, both ends included.
  static func even(over range: ClosedRange<Int64>, count: Int) -> [Int64] {
    let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    let intervals = min(UInt64(max(2, count) - 1), span)
    guard intervals > 0 else { return [range.lowerBound] }
    return (0...intervals).map { index in
      // index <= intervals, so product.high < intervals and the division cannot overflow.
      let product = span.multipliedFullWidth(by: index)
      return range.lowerBound &+ Int64(bitPattern: intervals.dividingFullWidth(product).quotient)
    }
  }

  /// A single value becomes a range around it that does not cross zero.
  private static func widened(_ range: ClosedRange<Int64>, by unit: Int64) -> Domain {
    let domain = Domain(range, wideningBy: unit)
    guard range.lowerBound == range.upperBound else { return domain }
    if range.lowerBound >= 0 { return Domain(max(0, domain.lower)...domain.upper) }
    return Domain(domain.lower...min(0, domain.upper))
  }

  private static func quotientDown(_ value: Int64, _ step: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func quotientUp(_ value: Int64, _ step: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return remainder > 0 ? quotient + 1 : quotient
  }
}

/// 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 ... up to the limit of `Int64`.
private struct NiceMultiples: Sequence, IteratorProtocol {
  private var power: Int64? = 1
  private var place = 0

  mutating func next() -> Int64? {
    guard let current = power else { return nil }
    defer { advance(from: current) }
    return switch place {
    case 0: current
    case 1: product(current, 2)
    case 2: current == 1 ? 5 : product(current / 10, 25)
    default: product(current, 5)
    }
  }

  private mutating func advance(from current: Int64) {
    place += current == 1 && place == 2 ? 2 : 1
    guard place > 3 else { return }
    place = 0
    power = product(current, 10)
  }

  /// Nil past the limit, which ends the sequence.
  private func product(_ number: Int64, _ factor: Int64) -> Int64? {
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }
}
