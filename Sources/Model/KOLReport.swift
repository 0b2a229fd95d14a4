/// What several pages say of a KOL, however much of it they hold: its age, and whom it is compared with.
public protocol ReportedKOL {
  var entry: RosterEntry { get }
  /// The roster's name, else the profile's, else the id; untrusted text.
  var name: String { get }
  var freshness: Freshness { get }
  /// By the followers of the newest snapshot; nil where it has none.
  var tier: Tier? { get }
  /// Of the newest snapshot not after the as-of day; nil where there never was one.
  var origin: Snapshot.Origin? { get }
}

extension ReportedKOL {
  /// The day of the figures where it is before that of the report; nil otherwise.
  public var olderDay: CalendarDay? { freshness == .fresh ? origin?.olderDataDay : origin?.dataDay }

  /// Whether a change counts as current: it is one up to the newest snapshot, and its data are not overdue by more than
  /// ``Growth/currentDays``.
  public func isCurrent(_ change: Growth.Change) -> Bool {
    guard change.toDay == origin?.day else { return false }
    let lag = change.toDay.days(since: change.toDataDay)
    let age =
      switch freshness {
      case .stale(let days, _): days + lag
      case .fresh, .notDue, .never: lag
      }
    return age <= entry.refreshDays + Growth.currentDays
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

/// What the report says of one KOL alone. It is large, and made when a page needs it.
public struct KOLReport: ReportedKOL, Sendable, Hashable {
  public let entry: RosterEntry
  public let name: String
  public let freshness: Freshness
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

  public var origin: Snapshot.Origin? { snapshot?.origin }

  public func figure(_ metricID: String) -> Figure? {
    figures.first { $0.metric.id == metricID }
  }

  public func series(_ metricID: String) -> Series? {
    series.first { $0.metric.id == metricID }
  }

  /// The change of a metric up to the newest snapshot; nil where that has no value, nothing is old enough, or its data
  /// are too old; see ``isCurrent(_:)``.
  public func currentChange(of metricID: String, window: Int) -> Growth.Change? {
    // A growth is large, so none is copied for looking at it.
    guard let place = growths.firstIndex(where: { $0.metric.id == metricID && $0.window == window }),
      case .change(let change) = growths[place].outcome, isCurrent(change)
    else { return nil }
    return change
  }

  public func growth(_ metricID: String, window: Int) -> Growth? {
    growths.first { $0.metric.id == metricID && $0.window == window }
  }

  /// Whom the KOL is compared with: the whole roster, then its tier, its groups and its content categories.
  public var peerGroups: [PeerGroup] {
    PeerGroup.all(of: self, categories: snapshot?.profile.contentCategories.map(\.name) ?? [])
  }
}

extension PeerGroup {
  static func all(of kol: some ReportedKOL, categories: [String]) -> [PeerGroup] {
    [.roster] + (kol.tier.map { [.tier($0)] } ?? []) + kol.entry.groups.map { .group($0) }
      + categories.map { .category($0) }
  }
}
