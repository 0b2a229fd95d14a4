/// One KOL's profile of one day.
public struct Snapshot: Sendable, Hashable {
  public let origin: Origin
  public let profile: Profile

  /// Where a snapshot comes from, and of when it is.
  public struct Origin: Sendable, Hashable {
    public let day: CalendarDay
    public let fetchedAt: Timestamp
    public let endpoint: Endpoint
    /// ``Settings/Environment/name`` of where it came from; `sandbox` marks sample data.
    public let environment: String
    /// The day of the data itself where the API says that it is older than the answer; nil otherwise.
    public let olderDataDay: CalendarDay?
  }

  public init(
    day: CalendarDay, fetchedAt: Timestamp, endpoint: Endpoint, environment: String,
    profile: Profile
  ) {
    origin = Origin(
      day: day, fetchedAt: fetchedAt, endpoint: endpoint, environment: environment,
      olderDataDay: profile.recordTime.flatMap { Model.olderDataDay(recordTime: $0, fetchedAt: fetchedAt) })
    self.profile = profile
  }
}

extension Snapshot {
  public var day: CalendarDay { origin.day }
  public var fetchedAt: Timestamp { origin.fetchedAt }
  public var endpoint: Endpoint { origin.endpoint }
  public var environment: String { origin.environment }
  public var olderDataDay: CalendarDay? { origin.olderDataDay }
  public var dataDay: CalendarDay { origin.dataDay }
  public var laterFetchDay: CalendarDay? { origin.laterFetchDay }
}

extension Snapshot.Origin {
  /// The day that the figures are of: the snapshot's own, or that of the data where they are older.
  public var dataDay: CalendarDay { olderDataDay.map { min($0, day) } ?? day }

  /// The day (UTC) on which the answer came where that is clearly after the snapshot's day, as in a backfill; nil
  /// otherwise. Wherever the site is, its day has ended twelve hours into the next one of UTC; a run that began late
  /// has the rest of that day to end.
  public var laterFetchDay: CalendarDay? {
    let fetched = fetchedAt.local(offset: 0).day
    return fetched.days(since: day) > 1 ? fetched : nil
  }
}

/// The day of an answer's data where that is before the day of the answer; nil otherwise.
///
/// The API writes `recordTime` as local time without a zone, which is taken for UTC+8; the answer itself
/// is dated in the same zone before the two are compared. Nil also for a text that begins with no day.
public func olderDataDay(recordTime: String, fetchedAt: Timestamp) -> CalendarDay? {
  guard let recorded = CalendarDay(String(decoding: recordTime.utf8.prefix(10), as: UTF8.self)),
    recorded < fetchedAt.local(offset: 8 * 3_600).day
  else { return nil }
  return recorded
}
