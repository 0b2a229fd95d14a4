/// What pages about everyone say of some KOLs: a row a KOL, in columns.
///
/// A number is eight bytes and nothing is said twice, so the table of a long roster fits in memory. What concerns one KOL
/// alone is in its ``KOLReport``, which is made for its page and dropped.
public final class RosterTable: Sendable {
  fileprivate let columns: Columns
  /// The lines that the rows have.
  let lines: RosterLines

  public init(_ columns: Columns, lines: RosterLines = .standard) {
    self.columns = columns
    self.lines = lines
  }

  /// In the order in which they were added.
  public var rows: [RosterRow] { columns.entries.indices.map { RosterRow(table: self, place: $0) } }

  /// The rows as they are gathered.
  public struct Columns: Sendable {
    fileprivate var entries: [RosterEntry] = []
    fileprivate var names: [String] = []
    fileprivate var freshness: [Freshness] = []
    fileprivate var tiers: [Tier?] = []
    fileprivate var origins: [Snapshot.Origin?] = []
    fileprivate var avatars: [Avatar?] = []
    /// Where the KOL is in the columns that follow; nil where nothing is known of it: a roster may name any number of those.
    fileprivate var numbers: [Int32?] = []
    fileprivate var categories: [[String]] = []
    /// Over each of ``Growth/windows``, a KOL's after the other's.
    fileprivate var followers: [PackedChange?] = []
    fileprivate var tierChanges: [TierChange?] = []
    fileprivate var priceChanges: [[PriceChange]] = []
    /// The metrics of the catalogue, a KOL's after the other's.
    fileprivate var readings: [PackedReading] = []
    /// The metrics of the lines, a KOL's after the other's.
    fileprivate var series: [Line] = []

    public init() {}

    /// Adds a KOL of whom the archive knows nothing.
    public mutating func append(unknown kol: some ReportedKOL) {
      append(kol, avatar: nil, number: nil)
    }

    /// - Parameters:
    ///   - readings: One for each metric of the catalogue.
    ///   - categories: The names of its content categories.
    ///   - series: One for each metric of the table's lines.
    public mutating func append(
      _ kol: some ReportedKOL, readings: [Reading], categories: [String], avatar: Avatar?,
      movements: Movements, series: [Series]
    ) {
      append(kol, avatar: avatar, number: Int32(self.categories.count))
      self.categories.append(categories)
      followers += movements.followers.lazy.map { PackedChange($0) }
      tierChanges += movements.tiers
      priceChanges.append(movements.prices)
      self.readings += readings.lazy.map { PackedReading($0) }
      self.series += series.map { Line($0) }
    }

    private mutating func append(_ kol: some ReportedKOL, avatar: Avatar?, number: Int32?) {
      entries.append(kol.entry)
      names.append(kol.name)
      freshness.append(kol.freshness)
      tiers.append(kol.tier)
      origins.append(kol.origin)
      avatars.append(avatar)
      numbers.append(number)
    }
  }

  /// A series without its metric.
  fileprivate struct Line: Sendable {
    let firstDay: CalendarDay
    let readings: [PackedReading]
    let dataDays: [CalendarDay]

    init(_ series: Series) {
      firstDay = series.firstDay
      readings = series.readings
      dataDays = series.dataDays
    }
  }
}

/// Of which charted metrics a table has lines over time, and of how many days up to the report's.
public struct RosterLines: Sendable, Hashable {
  /// Among ``History/chartedMetrics``, with the most days that a page shows.
  public let days: [Int: Int]

  public init(days: [Int: Int]) {
    self.days = days
  }

  /// The places of the metrics in their order.
  public var metrics: [Int] { days.keys.sorted() }

  /// The followers of 90 days, which every list shows.
  public static let standard = RosterLines(
    days: Dictionary(uniqueKeysWithValues: History.followersPlace.map { [($0, 90)] } ?? []))

  /// All of every charted metric.
  public static let all = RosterLines(
    days: Dictionary(uniqueKeysWithValues: History.chartedMetrics.indices.map { ($0, .max) }))

  /// What either of them has.
  public func merging(_ other: RosterLines) -> RosterLines {
    RosterLines(days: days.merging(other.days) { max($0, $1) })
  }
}

/// One KOL in a table: small, however much the table says of it.
public struct RosterRow: ReportedKOL, Sendable {
  fileprivate let table: RosterTable
  fileprivate let place: Int

  public var entry: RosterEntry { table.columns.entries[place] }
  public var id: KOLID { table.columns.entries[place].id }
  public var name: String { table.columns.names[place] }
  public var freshness: Freshness { table.columns.freshness[place] }
  public var tier: Tier? { table.columns.tiers[place] }
  public var origin: Snapshot.Origin? { table.columns.origins[place] }
  /// The picture of the newest snapshot; nil where the initials stand for it.
  public var avatar: Avatar? { table.columns.avatars[place] }
  /// Nil where nothing is known of the KOL.
  private var number: Int? { table.columns.numbers[place].map(Int.init) }

  /// The newest reading of a metric, by the metric's place in the catalogue.
  public func reading(ofMetricAt index: Int) -> Reading {
    guard let packed = packedReading(ofMetricAt: index)?.reading else { return .absent(.noSnapshot) }
    if case .absent(.noSnapshot) = packed { return packed }
    return MetricCatalog.builtIn.result(ofMetricAt: index, from: reading) ?? packed
  }

  /// The same, where it is a value.
  public func value(ofMetricAt index: Int) -> Quantity? {
    guard let value = packedReading(ofMetricAt: index)?.value else { return nil }
    return MetricCatalog.builtIn.quotients[index] == nil ? value : reading(ofMetricAt: index).value
  }

  /// The newest reading of a metric; nil where the catalogue has no such metric.
  public func reading(of metricID: String) -> Reading? {
    MetricCatalog.builtIn.index(of: metricID).map(reading(ofMetricAt:))
  }

  private func packedReading(ofMetricAt index: Int) -> PackedReading? {
    let width = MetricCatalog.builtIn.metrics.count
    guard let number, index < width else { return nil }
    return table.columns.readings[number * width + index]
  }

  /// A charted metric over the days that the table has of it, perhaps none; nil for one of which it has no lines.
  /// - Parameter metric: A place among ``History/chartedMetrics``.
  public func series(ofMetricAt metric: Int) -> Series? {
    let metrics = table.lines.metrics
    guard let index = metrics.firstIndex(of: metric) else { return nil }
    guard let number else {
      return Series(
        metric: History.chartedMetrics[metric], firstDay: CalendarDay(daysSinceEpoch: 0), readings: [])
    }
    let line = table.columns.series[number * metrics.count + index]
    return Series(
      metric: History.chartedMetrics[metric], firstDay: line.firstDay, readings: line.readings,
      dataDays: line.dataDays)
  }

  /// The followers over time.
  public var followers: Series? { History.followersPlace.flatMap(series) }

  /// The growth of the followers.
  /// - Parameter window: One of ``Growth/windows``.
  public func followersGrowth(window: Int) -> Growth.Outcome {
    guard let change = place(ofWindow: window).flatMap({ table.columns.followers[$0]?.change }) else {
      return .tooShort
    }
    return .change(change)
  }

  /// The step from the tier that the followers' growth is measured from to that of today; nil where it is the same, or
  /// the growth is not current.
  /// - Parameter window: One of ``Growth/windows``.
  public func tierChange(window: Int) -> TierChange? {
    place(ofWindow: window).flatMap { table.columns.tierChanges[$0] }
  }

  private func place(ofWindow window: Int) -> Int? {
    guard let number, let index = Growth.windows.firstIndex(of: window) else { return nil }
    return number * Growth.windows.count + index
  }

  /// The changes of its quotes in the longest of ``Growth/windows``, metric by metric and oldest first.
  public var priceChanges: [PriceChange] { number.map { table.columns.priceChanges[$0] } ?? [] }

  /// The change of the followers up to the newest snapshot; nil where there is none that is current.
  public func currentFollowersChange(window: Int) -> Growth.Change? {
    guard case .change(let change) = followersGrowth(window: window), isCurrent(change) else { return nil }
    return change
  }

  /// As ``KOLReport/peerGroups``.
  public var peerGroups: [PeerGroup] {
    PeerGroup.all(of: self, categories: number.map { table.columns.categories[$0] } ?? [])
  }
}

/// A change between two readings of the platform, in 32 bytes; what follows from the two is worked out again.
private struct PackedChange: Sendable {
  private let from: Int64
  private let to: Int64
  private let fromDay: Int32
  private let toDay: Int32
  private let fromDataDay: Int32
  private let toDataDay: Int32

  init?(_ outcome: Growth.Outcome) {
    guard case .change(let change) = outcome else { return nil }
    from = change.from.millionths
    to = change.to.millionths
    fromDay = Int32(clamping: change.fromDay.daysSinceEpoch)
    toDay = Int32(clamping: change.toDay.daysSinceEpoch)
    fromDataDay = Int32(clamping: change.fromDataDay.daysSinceEpoch)
    toDataDay = Int32(clamping: change.toDataDay.daysSinceEpoch)
  }

  var change: Growth.Change? {
    func day(_ number: Int32) -> CalendarDay { CalendarDay(daysSinceEpoch: Int(number)) }
    return Growth.Change(
      from: Quantity(millionths: from), to: Quantity(millionths: to), fromDay: day(fromDay),
      toDay: day(toDay),
      fromDataDay: day(fromDataDay), toDataDay: day(toDataDay))
  }
}
