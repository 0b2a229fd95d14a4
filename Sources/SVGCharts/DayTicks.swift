/// Places on an axis of days that people know: days, Mondays, months, quarters, years.
public enum DayTicks {
  private enum Step {
    case days(Int)
    /// Mondays, every so many weeks from the Monday 1969-12-29.
    case weeks(Int)
    /// First days of months, counted from January of the year 0.
    case months(Int)
  }

  private static let steps: [Step] = [
    .days(1), .days(2), .weeks(1), .weeks(2), .months(1), .months(2), .months(3), .months(6), .months(12),
    .months(24), .months(60), .months(120), .months(240), .months(600), .months(1_200),
  ]

  /// The finest such days of a range that are at most `most`; of a range with less than two, its ends.
  ///
  /// - Parameter range: Days since 1970-01-01; what is beyond a hundred million is brought to that limit.
  public static func days(in range: ClosedRange<Int>, atMost most: Int) -> [Int] {
    let limits = -100_000_000...100_000_000
    let range = range.clamped(to: limits)
    let most = max(2, most)
    for step in steps {
      guard let days = days(in: range, step: step, atMost: most) else { continue }
      if days.count >= 2 { return days }
      break
    }
    return range.lowerBound == range.upperBound
      ? [range.lowerBound] : [range.lowerBound, range.upperBound]
  }

  /// Nil where there are too many.
  private static func days(in range: ClosedRange<Int>, step: Step, atMost most: Int) -> [Int]? {
    switch step {
    case .days(let size): return multiples(of: size, offset: 0, in: range, atMost: most)
    case .weeks(let size): return multiples(of: 7 * size, offset: -3, in: range, atMost: most)
    case .months(let size):
      let months = month(of: range.lowerBound)...month(of: range.upperBound)
      // One more: the first may begin before the range.
      return multiples(of: size, offset: 0, in: months, atMost: most + 1)
        .map { $0.map(firstDay).filter(range.contains) }
        .flatMap { $0.count <= most ? $0 : nil }
    }
  }

  private static func multiples(
    of size: Int, offset: Int, in range: ClosedRange<Int>, atMost most: Int
  ) -> [Int]? {
    let first = floorDivided(range.lowerBound - offset + size - 1, size)
    let last = floorDivided(range.upperBound - offset, size)
    guard first <= last else { return [] }
    return last - first < most ? (first...last).map { $0 * size + offset } : nil
  }

  /// The number of the month of a day, from January of the year 0 on.
  private static func month(of day: Int) -> Int {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March.
    let shifted = day + 719_468
    let era = floorDivided(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    return (yearOfEra + era * 400) * 12 + monthFromMarch + 2
  }

  private static func firstDay(ofMonth month: Int) -> Int {
    let fromMarch = month - 2
    let year = floorDivided(fromMarch, 12)
    let monthFromMarch = fromMarch - year * 12
    let era = floorDivided(year, 400)
    let yearOfEra = year - era * 400
    let dayOfEra =
      yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * monthFromMarch + 2) / 5
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func floorDivided(_ number: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
