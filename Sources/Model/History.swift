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

  /// The place of the followers among them.
  public static let followersPlace: Int? = chartedMetrics.firstIndex { $0.id == "followers" }

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
