import Foundation
public import Model

/// Which day it is, in the site's time zone: the one place that turns an instant into a day.
public struct SiteClock: Sendable {
  /// The day that the run is of; it stays the same though the run passes midnight.
  public let day: CalendarDay
  /// Reads the time a reply arrived at.
  public let now: @Sendable () -> Timestamp

  /// The real clock.
  /// - Parameter zone: An IANA time zone; UTC where the machine does not know it.
  public static func system(zone: String) -> SiteClock {
    let now: @Sendable () -> Timestamp = {
      Timestamp(secondsSinceEpoch: Int(Date().timeIntervalSince1970.rounded(.down)))
    }
    let started = now()
    return SiteClock(day: started.local(offset: offset(of: zone, at: started)).day, now: now)
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
