/// What the archive holds of one KOL up to a day.
public struct History: Sendable, Hashable {
  public let kolID: KOLID
  /// One entry a day that has a snapshot or a failed attempt, oldest first, no day twice.
  public let days: [Entry]
  /// The newest snapshot with all its fields; nil where there never was one.
  public let latest: Snapshot?

  public init(kolID: KOLID, days: [Entry], latest: Snapshot?) {
    self.kolID = kolID
    self.days = days
    self.latest = latest
  }

  public struct Entry: Sendable, Hashable {
    public let day: CalendarDay
    public let content: Content

    public init(day: CalendarDay, content: Content) {
      self.day = day
      self.content = content
    }

    public enum Content: Sendable, Hashable {
      /// The day's readings of ``History/chartedMetrics``, in that order.
      case readings([Reading])
      case failed(FetchFailure.Reason)
    }
  }

  /// The metrics whose values are kept for every day: all charted ones of the metric catalogue.
  public static let chartedMetrics: [Metric] = MetricCatalog.builtIn.metrics.filter(\.isCharted)
}

/// One KOL's profile of one day.
public struct Snapshot: Sendable, Hashable {
  public let day: CalendarDay
  public let fetchedAt: Timestamp
  public let endpoint: Endpoint
  /// ``Settings/Environment/name`` of where it came from; `sandbox` marks sample data.
  public let environment: String
  public let profile: Profile

  public init(
    day: CalendarDay, fetchedAt: Timestamp, endpoint: Endpoint, environment: String,
    profile: Profile
  ) {
    self.day = day
    self.fetchedAt = fetchedAt
    self.endpoint = endpoint
    self.environment = environment
    self.profile = profile
  }
}

extension Snapshot {
  /// The day of the data itself where the API says that it is older than the answer; nil otherwise.
  public var olderDataDay: CalendarDay? {
    profile.recordTime.flatMap { Model.olderDataDay(recordTime: $0, fetchedAt: fetchedAt) }
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
