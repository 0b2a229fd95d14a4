/// Everything the site shows, as of one day; the same archive and day give an equal report.
public struct Report: Sendable, Hashable {
  public let title: String
  public let asOf: CalendarDay
  public let timeZone: String
  /// In the order of the roster.
  public let kols: [KOLReport]
  /// Days up to the as-of day of which some replies cannot be read, oldest first; the report was made all the same.
  public let damagedDays: [CalendarDay]
  /// What changed from each of the last days to the next, newest first.
  public let changes: [ChangeList]
  /// The archive's days up to the as-of day, oldest first.
  public let archive: [ArchivedDay]
  public let tiers: TierBounds
  /// What each KOL is compared with.
  public let peers: PeerStatistics
  /// In the order of the settings.
  public let baskets: [BasketReport]
  /// What the project's archive began with, in letters and digits: no two projects have the same, and it stays as long
  /// as the archive. Empty where nothing is archived.
  public let origin: String

  public init(
    title: String, asOf: CalendarDay, timeZone: String, kols: [KOLReport], damagedDays: [CalendarDay] = [],
    changes: [ChangeList] = [], archive: [ArchivedDay] = [], tiers: TierBounds = .standard,
    peers: PeerStatistics = PeerStatistics(groups: [:]), baskets: [BasketReport] = [], origin: String = ""
  ) {
    self.title = title
    self.asOf = asOf
    self.timeZone = timeZone
    self.kols = kols
    self.damagedDays = damagedDays
    self.changes = changes
    self.archive = archive
    self.tiers = tiers
    self.peers = peers
    self.baskets = baskets
    self.origin = origin
  }

  /// KOLs whose newest snapshot is of the as-of day.
  public var freshCount: Int { kols.count { $0.freshness == .fresh } }
  /// Those of them whose data is no older than the snapshot.
  public var currentCount: Int { kols.count { $0.freshness == .fresh && $0.olderDay == nil } }
  /// KOLs that have any snapshot.
  public var coveredCount: Int { kols.count { $0.snapshot != nil } }
  /// The day of the newest data; nil where there is none.
  public var newestDay: CalendarDay? { kols.compactMap(\.snapshot?.dataDay).max() }
  /// The first day after the report's on which somebody is due again: a site that still shows this report after it has
  /// not been updated.
  public var nextUpdate: CalendarDay {
    let tomorrow = asOf.advanced(by: 1)
    let due = kols.map { kol in kol.snapshot.map { $0.day.advanced(by: kol.entry.refreshDays) } ?? tomorrow }
    return max(tomorrow, due.min() ?? tomorrow)
  }
  /// Whether any snapshot came from the built-in sandbox, so that pages must say it is sample data.
  public var hasSampleData: Bool { kols.contains { $0.snapshot?.environment == "sandbox" } }
}

extension Report {
  /// The report of some of the KOLs alone; whom each is compared with stays as it is.
  public func restricted(where isIncluded: (KOLReport) -> Bool) -> Report {
    let kols = kols.filter(isIncluded)
    let ids = Set(kols.map(\.entry.id))
    return Report(
      title: title, asOf: asOf, timeZone: timeZone, kols: kols, damagedDays: damagedDays,
      changes: changes.map { list in
        ChangeList(
          from: list.from, to: list.to, changes: list.changes.filter { ids.contains($0.kolID) },
          fetchedAt: list.fetchedAt)
      }, archive: archive, tiers: tiers, peers: peers, baskets: baskets,
      origin: origin)
  }
}

/// A day of the archive as the site lists it.
public struct ArchivedDay: Sendable, Hashable {
  public let day: CalendarDay
  /// KOLs of the roster with a snapshot of that day, and KOLs that were asked for in vain.
  public let kols: Int
  public let failures: Int
  /// Whether the site has a copy as of that day.
  public let hasSite: Bool

  public init(day: CalendarDay, kols: Int, failures: Int, hasSite: Bool) {
    self.day = day
    self.kols = kols
    self.failures = failures
    self.hasSite = hasSite
  }
}

/// One KOL in a report.
public struct KOLReport: Sendable, Hashable {
  public let entry: RosterEntry
  /// The roster's name, else the profile's, else the id; untrusted text.
  public let name: String
  public let freshness: Freshness
  /// By the followers of the newest snapshot; nil where it has none.
  public let tier: Tier?
  /// The newest snapshot not after the as-of day; nil where there never was one.
  public let snapshot: Snapshot?
  /// A figure for each metric of the catalogue, in its order.
  public let figures: [Figure]
  /// In the order of ``History/chartedMetrics``.
  public let series: [Series]
  /// For each charted metric, a growth for each of ``Growth/windows``; series order, then window order.
  public let growths: [Growth]
  /// The picture of ``snapshot``; nil where the initials stand for it.
  public var avatar: Avatar?

  public init(
    entry: RosterEntry, name: String, freshness: Freshness, tier: Tier?, snapshot: Snapshot?,
    figures: [Figure], series: [Series], growths: [Growth]
  ) {
    self.entry = entry
    self.name = name
    self.freshness = freshness
    self.tier = tier
    self.snapshot = snapshot
    self.figures = figures
    self.series = series
    self.growths = growths
  }

  public func figure(_ metricID: String) -> Figure? {
    figures.first { $0.metric.id == metricID }
  }

  public func series(_ metricID: String) -> Series? {
    series.first { $0.metric.id == metricID }
  }

  /// The most days that data may be overdue for its growth to count as current.
  public static let currentDays = 7

  /// The change of a metric up to the newest snapshot; nil where that has no value, nothing is old enough, or its data
  /// are overdue by more than ``currentDays``.
  public func currentChange(of metricID: String, window: Int) -> Growth.Change? {
    // A growth is large, and a long roster asks for the change of each KOL.
    guard let place = growths.firstIndex(where: { $0.metric.id == metricID && $0.window == window }),
      case .change(let change) = growths[place].outcome, change.toDay == snapshot?.day
    else { return nil }
    let lag = change.toDay.days(since: change.toDataDay)
    let age =
      switch freshness {
      case .stale(let days, _): days + lag
      case .fresh, .notDue, .never: lag
      }
    return age > entry.refreshDays + Self.currentDays ? nil : change
  }

  public func growth(_ metricID: String, window: Int) -> Growth? {
    growths.first { $0.metric.id == metricID && $0.window == window }
  }
}

extension KOLReport {
  /// The day of the figures where it is before that of the report; nil otherwise.
  public var olderDay: CalendarDay? { freshness == .fresh ? snapshot?.olderDataDay : snapshot?.dataDay }

  /// Whom the KOL is compared with: the whole roster, then its tier, its groups and its content categories.
  public var peerGroups: [PeerGroup] {
    [.roster] + (tier.map { [.tier($0)] } ?? []) + entry.groups.map { .group($0) }
      + (snapshot?.profile.contentCategories ?? []).map { .category($0.name) }
  }
}

/// How old the newest snapshot is.
public enum Freshness: Sendable, Hashable {
  /// It is of the as-of day.
  case fresh
  /// It is so many days old, within what the roster allows (`refresh`).
  case notDue(days: Int)
  /// It is so many days old though the KOL was due; nil where nothing tells why.
  case stale(days: Int, reason: FetchFailure.Reason?)
  /// There never was one.
  case never(reason: FetchFailure.Reason?)
}

/// A metric with its reading, its source and its day. A roster has a great many, so it holds places and no texts.
public struct Figure: Sendable, Hashable {
  /// The metric's place in the catalogue, which is also the figure's own among those of its KOL.
  public let index: Int
  public let reading: Reading
  /// ``Snapshot/dataDay``; nil where there is no snapshot.
  public let day: CalendarDay?
  private let fieldIndex: Int?

  /// - Parameters:
  ///   - index: A place in the metric catalogue.
  ///   - field: The place in the field catalogue of the field that gave the reading; nil for a computed metric.
  public init(_ index: Int, reading: Reading, field: Int?, day: CalendarDay?) {
    self.index = index
    self.reading = reading
    fieldIndex = field
    self.day = day
  }

  public var metric: Metric { MetricCatalog.builtIn.metrics[index] }

  /// The field that gave the reading; nil for a computed metric.
  public var field: String? { fieldIndex.map { FieldCatalog.builtIn.fields[$0].key } }
}

/// A metric over time: one point for every calendar day from the first snapshot to the as-of day.
public struct Series: Sendable, Hashable {
  public let metric: Metric
  /// The day of the first reading; each of the others is of the day after the one before it.
  public let firstDay: CalendarDay
  /// A day without a snapshot has a reading without a value.
  public let readings: [PackedReading]
  /// The day of the data of each reading; empty where none is older than its day.
  private let dataDays: [CalendarDay]

  /// - Parameter olderDays: The day of the data of each day whose data are older than it.
  public init(
    metric: Metric, firstDay: CalendarDay, readings: [PackedReading],
    olderDays: [CalendarDay: CalendarDay] = [:]
  ) {
    self.init(
      metric: metric, firstDay: firstDay, readings: readings,
      dataDays: Self.dataDays(count: readings.count, from: firstDay, olderDays))
  }

  /// - Parameter dataDays: As ``dataDays(count:from:_:)`` gives them: series of the same days share them.
  public init(
    metric: Metric, firstDay: CalendarDay, readings: [PackedReading], dataDays: [CalendarDay]
  ) {
    self.metric = metric
    self.firstDay = firstDay
    self.readings = readings
    self.dataDays = dataDays.count == readings.count ? dataDays : []
  }

  /// The day of the data of each of so many days; none where none is older than its day.
  public static func dataDays(
    count: Int, from firstDay: CalendarDay, _ olderDays: [CalendarDay: CalendarDay]
  ) -> [CalendarDay] {
    if olderDays.isEmpty { return [] }
    return (0..<count).map { index in
      let day = firstDay.advanced(by: index)
      return olderDays[day] ?? day
    }
  }

  /// Whether the data of any day are older than it.
  public var hasOlderDays: Bool { !dataDays.isEmpty }

  /// The day that a reading is of, by its index.
  public func dataDay(at index: Int) -> CalendarDay {
    dataDays.isEmpty ? firstDay.advanced(by: index) : dataDays[index]
  }

  /// The day that the reading of a day is of.
  public func dataDay(of day: CalendarDay) -> CalendarDay {
    let index = day.days(since: firstDay)
    return dataDays.indices.contains(index) ? dataDays[index] : day
  }

  /// The same where it is before the day; nil otherwise.
  public func olderDay(of day: CalendarDay) -> CalendarDay? {
    let dataDay = dataDay(of: day)
    return dataDay == day ? nil : dataDay
  }

  /// The days with their readings, oldest first.
  public var points: some RandomAccessCollection<Point> {
    readings.indices.lazy.map { index in
      Point(day: firstDay.advanced(by: index), reading: readings[index].reading)
    }
  }

  public struct Point: Sendable, Hashable {
    public let day: CalendarDay
    public let reading: Reading

    public init(day: CalendarDay, reading: Reading) {
      self.day = day
      self.reading = reading
    }
  }
}

/// How a metric moved over a window, from the project's own snapshots.
public struct Growth: Sendable, Hashable {
  /// The windows that are reported, in days.
  public static let windows = [7, 30, 90]

  public let metric: Metric
  /// The window asked for, in days.
  public let window: Int
  public let outcome: Outcome

  public init(metric: Metric, window: Int, outcome: Outcome) {
    self.metric = metric
    self.window = window
    self.outcome = outcome
  }

  public enum Outcome: Sendable, Hashable {
    case change(Change)
    /// No two snapshots are so far apart: half the window to one and a half.
    case tooShort
  }

  public struct Change: Sendable, Hashable {
    public let from: Quantity
    public let to: Quantity
    public let fromDay: CalendarDay
    public let toDay: CalendarDay
    /// `to - from`.
    public let absolute: Quantity
    /// `(to - from) ÷ from`, a ratio; nil where `from` is zero.
    public let relative: Quantity?
    /// The days of the data, which can be older than the snapshots.
    public let fromDataDay: CalendarDay
    public let toDataDay: CalendarDay

    /// - Parameters:
    ///   - fromDataDay: Nil for the day of the snapshot; likewise `toDataDay`.
    public init(
      from: Quantity, to: Quantity, fromDay: CalendarDay, toDay: CalendarDay, absolute: Quantity,
      relative: Quantity?, fromDataDay: CalendarDay? = nil, toDataDay: CalendarDay? = nil
    ) {
      self.fromDataDay = fromDataDay ?? fromDay
      self.toDataDay = toDataDay ?? toDay
      self.from = from
      self.to = to
      self.fromDay = fromDay
      self.toDay = toDay
      self.absolute = absolute
      self.relative = relative
    }

    /// The real distance between the data of the two snapshots; it can differ from the window.
    public var days: Int { toDataDay.days(since: fromDataDay) }
  }
}
