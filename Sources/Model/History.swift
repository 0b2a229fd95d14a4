/// What the archive holds of one KOL up to a day.
public struct History: Sendable, Hashable {
  public let kolID: KOLID
  /// The days with a snapshot, a failed attempt or damage, oldest first, none twice.
  public let days: [CalendarDay]
  /// What each of ``days`` brought.
  public let outcomes: [Outcome]
  /// The readings of ``chartedMetrics`` of each of ``days``, a day after the other.
  public let readings: [PackedReading]
  /// The newest snapshot with all its fields; nil where there never was one.
  public let latest: Snapshot?
  /// The day of the data of each of ``days``; empty where none is older than its answer.
  private let dataDays: [CalendarDay]

  /// What a day brought for a KOL.
  public enum Outcome: Sendable, Hashable {
    case snapshot
    case failed(FetchFailure.Reason)
    /// The day's replies cannot be read, so nobody knows whether there was one.
    case damaged
  }

  /// The metrics whose values are kept for every day: all charted ones of the metric catalogue.
  public static let chartedMetrics: [Metric] = MetricCatalog.builtIn.metrics.filter(\.isCharted)

  /// - Parameters:
  ///   - readings: As many as there are days and charted metrics; those that are missing count as not sent.
  ///   - olderDays: The day of the data of each of the days whose data are older than it.
  public init(
    kolID: KOLID, days: [CalendarDay], outcomes: [Outcome], readings: [PackedReading], latest: Snapshot?,
    olderDays: [CalendarDay: CalendarDay] = [:]
  ) {
    self.init(
      kolID: kolID, days: days, outcomes: outcomes, readings: readings, latest: latest,
      dataDays: olderDays.isEmpty ? [] : days.map { olderDays[$0] ?? $0 })
  }

  /// - Parameters:
  ///   - readings: As many as there are days and charted metrics; those that are missing count as not sent.
  ///   - dataDays: As many as there are days; none where none is older than its answer.
  public init(
    kolID: KOLID, days: [CalendarDay], outcomes: [Outcome], readings: [PackedReading], latest: Snapshot?,
    dataDays: [CalendarDay]
  ) {
    self.kolID = kolID
    self.days = days
    self.outcomes = outcomes
    self.dataDays = dataDays.count == days.count ? dataDays : []
    let missing = days.count * Self.chartedMetrics.count - readings.count
    let padding = repeatElement(PackedReading(.absent(.notSent)), count: max(0, missing))
    self.readings = missing == 0 ? readings : readings + padding
    self.latest = latest
  }

  /// A KOL that the archive knows nothing of.
  public init(unknown kolID: KOLID) {
    self.init(kolID: kolID, days: [], outcomes: [], readings: [], latest: nil)
  }

  /// Whether the data of any of ``days`` are older than their answer.
  public var hasOlderDays: Bool { !dataDays.isEmpty }

  /// The day of the data of one of ``days``, by its index.
  public func dataDay(at index: Int) -> CalendarDay { dataDays.isEmpty ? days[index] : dataDays[index] }

  /// The day of the data of each of ``days`` whose data are older than it.
  public var olderDays: [CalendarDay: CalendarDay] {
    Dictionary(zip(days, dataDays).filter { $0 != $1 }, uniquingKeysWith: { first, _ in first })
  }

  /// ``olderDays`` with that of ``latest``.
  public var allOlderDays: [CalendarDay: CalendarDay] {
    var all = olderDays
    if let latest, latest.dataDay < latest.day { all[latest.day] = latest.dataDay }
    return all
  }

  /// The readings of one of ``days``, in the order of ``chartedMetrics``.
  public func readings(at index: Int) -> [Reading] {
    let width = Self.chartedMetrics.count
    return readings[(index * width)..<((index + 1) * width)].map(\.reading)
  }
}

/// One KOL's profile of one day.
public struct Snapshot: Sendable, Hashable {
  public let day: CalendarDay
  public let fetchedAt: Timestamp
  public let endpoint: Endpoint
  /// ``Settings/Environment/name`` of where it came from; `sandbox` marks sample data.
  public let environment: String
  public let profile: Profile
  /// The day of the data itself where the API says that it is older than the answer; nil otherwise.
  public let olderDataDay: CalendarDay?

  public init(
    day: CalendarDay, fetchedAt: Timestamp, endpoint: Endpoint, environment: String,
    profile: Profile
  ) {
    self.day = day
    self.fetchedAt = fetchedAt
    self.endpoint = endpoint
    self.environment = environment
    self.profile = profile
    olderDataDay = profile.recordTime.flatMap { Model.olderDataDay(recordTime: $0, fetchedAt: fetchedAt) }
  }
}

extension Snapshot {
  /// The day that the figures are of: the snapshot's own, or that of the data where they are older.
  public var dataDay: CalendarDay { olderDataDay.map { min($0, day) } ?? day }
}

extension Snapshot {
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
