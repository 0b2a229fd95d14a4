/// A day of the proleptic Gregorian calendar, without a time zone.
///
/// Which day an instant belongs to is decided once, when a run starts; from there on only days are
/// compared and subtracted, so daylight saving and the machine's zone cannot change a result.
public struct CalendarDay: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public let daysSinceEpoch: Int

  public init(daysSinceEpoch: Int) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// Creates a day from its parts; nil where no such day exists (2026-02-29) or the year is not in 1...9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year)
    else { return nil }
    // Days from civil, counted in eras of 400 years that start on 1 March.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads exactly `YYYY-MM-DD`; nil for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }

  /// The year, the month 1...12 and the day of the month 1...31.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = daysSinceEpoch + 719_468
    // From March of the year 0 on in 32 bits, as C. Neri and L. Schneider do it in "Euclidean affine functions and their
    // application to calendar algorithms": pages are full of days.
    if (0..<1 << 28).contains(shifted) {
      let quarters = 4 * UInt32(truncatingIfNeeded: shifted) + 3
      let (century, ofCentury) = quarters.quotientAndRemainder(dividingBy: 146_097)
      let product = 2_939_745 * UInt64(ofCentury | 3)
      let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
      let months = 2_141 * dayOfYear + 197_913
      let isNextYear = dayOfYear >= 306
      return (
        Int(100 * century) + Int(product >> 32) + (isNextYear ? 1 : 0),
        Int(months >> 16) - (isNextYear ? 12 : 0), Int((months & 0xFFFF) / 2_141) + 1
      )
    }
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day so many days later; earlier where `days` is negative.
  public func advanced(by days: Int) -> CalendarDay {
    CalendarDay(daysSinceEpoch: daysSinceEpoch + days)
  }

  /// How many days `self` lies after `other`; negative where it lies before it.
  public func days(since other: CalendarDay) -> Int {
    daysSinceEpoch - other.daysSinceEpoch
  }

  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDay: CustomStringConvertible {
  /// `YYYY-MM-DD`, the form used in files, folders and pages.
  public var description: String {
    let (year, month, day) = components
    guard (0...9999).contains(year) else {
      return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
    return String(unsafeUninitializedCapacity: 10) { text in
      func write(_ number: Int, _ places: Range<Int>) {
        var rest = number
        for place in places.reversed() {
          text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
      }
      write(year, 0..<4)
      text[4] = UInt8(ascii: "-")
      write(month, 5..<7)
      text[7] = UInt8(ascii: "-")
      write(day, 8..<10)
      return 10
    }
  }
}

/// Decimal digits with leading zeros; negative numbers keep their sign in front.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (number < 0 ? "-" : "") + zeros + digits
}
