import CommandSupport
public import Model

/// A day of the archive as a person names it: `2026-11-22`, `latest`, or `-7d` for the newest day at least so long
/// before the one it is compared with.
public enum DayReference: Sendable, Hashable {
  case day(CalendarDay)
  case latest
  /// At least 1.
  case daysBefore(Int)

  /// Nil for anything else.
  public init?(_ text: String) {
    if let day = CalendarDay(text) {
      self = .day(day)
    } else if text.utf8.elementsEqual("latest".utf8) {
      self = .latest
    } else {
      let bytes = Array(text.utf8)
      let digits = bytes.dropFirst().dropLast()
      guard bytes.first == UInt8(ascii: "-"), bytes.last == UInt8(ascii: "d"), (1...5).contains(digits.count),
        digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
        let count = Int(String(decoding: digits, as: UTF8.self)), count > 0
      else { return nil }
      self = .daysBefore(count)
    }
  }

  /// Finds the day among those that there are.
  /// - Parameters:
  ///   - days: Oldest first.
  ///   - other: The day that ``daysBefore(_:)`` counts back from; nil for the newest.
  /// - Throws: Where there is no such day; a hint names the nearest.
  func resolved(among days: [CalendarDay], before other: CalendarDay? = nil) throws(RunFailure) -> CalendarDay
  {
    guard let newest = days.last else {
      throw RunFailure(.noSnapshot, "the archive has no day yet", hint: "fetch one first")
    }
    switch self {
    case .latest: return newest
    case .day(let day):
      if days.contains(day) { return day }
      let nearest = days.min { abs($0.days(since: day)) < abs($1.days(since: day)) }
      throw RunFailure(
        .noSnapshot, "the archive has no snapshot of \(day)", hint: nearest.map { "the nearest day is \($0)" }
      )
    case .daysBefore(let count):
      let last = (other ?? newest).advanced(by: -count)
      if let day = days.last(where: { $0 <= last }) { return day }
      throw RunFailure(
        .noSnapshot, "the archive has no snapshot of \(last) or before",
        hint: days.first.map { "its first day is \($0)" })
    }
  }
}
