import Foundation
public import Model

/// Which day it is, in the site's time zone: the one place that turns an instant into a day.
public struct SiteClock: Sendable {
  /// The day that the run is of; it stays the same though the run passes midnight.
  public let day: CalendarDay
  /// Reads the time a reply arrived at. A clock that is set while the run goes on does not change it: the next run would
  /// find replies of days to come, and refuse to add to them.
  public let now: @Sendable () -> Timestamp

  /// The real clock: the day on which the run started, however long it takes.
  /// - Parameters:
  ///   - zone: An IANA time zone; UTC where the machine does not know it.
  ///   - date: The day under which the run is filed, for a backfill; nil for the day it is.
  public static func system(zone: String, filedUnder date: CalendarDay? = nil) -> SiteClock {
    let clock = ContinuousClock()
    let start = clock.now
    return running(
      since: Date().timeIntervalSince1970, zone: zone, filedUnder: date,
      elapsed: { start.duration(to: clock.now) })
  }

  /// A clock that was read once, when the run started, and goes on by what has passed since.
  static func running(
    since start: Double, zone: String, filedUnder date: CalendarDay? = nil,
    elapsed: @escaping @Sendable () -> Duration
  ) -> SiteClock {
    let now: @Sendable () -> Timestamp = {
      Timestamp(secondsSinceEpoch: Int((start + elapsed() / .seconds(1)).rounded(.down)))
    }
    return SiteClock(day: date ?? day(of: now(), zone: zone), now: now)
  }

  /// The calendar day of an instant in a time zone, with its daylight saving.
  /// - Parameter zone: An IANA time zone; UTC where the machine does not know it.
  static func day(of instant: Timestamp, zone: String) -> CalendarDay {
    instant.local(offset: offset(of: zone, at: instant)).day
  }

  /// A clock that stands at 09:00 of a day in the site's time zone: what `--as-of` replaces the real one with.
  public static func fixed(_ day: CalendarDay, zone: String) -> SiteClock {
    let utc = day.daysSinceEpoch * 86_400 + 9 * 3_600
    let instant = Timestamp(
      secondsSinceEpoch: utc - offset(of: zone, at: Timestamp(secondsSinceEpoch: utc)))
    return SiteClock(day: day, now: { instant })
  }

  private static func offset(of zone: String, at instant: Timestamp) -> Int {
    let date = Date(timeIntervalSince1970: Double(instant.secondsSinceEpoch))
    return TimeZone(identifier: zone)?.secondsFromGMT(for: date) ?? 0
  }
}
