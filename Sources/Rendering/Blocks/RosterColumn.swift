import Markup
import Model

/// A column of a table of KOLs, and a row of the table that compares some of them.
enum RosterColumn: Sendable, Hashable {
  /// A metric by its place in the catalogue.
  case metric(Int)
  /// The followers of the last 90 days as a line.
  case trend
  /// The growth of the followers over a window of ``Growth/windows``.
  case growth(days: Int)
  case groups
  case tier
  case snapshot

  /// The names that a template can use beside metric ids.
  static let namedColumns =
    ["trend", "groups", "tier", "snapshot"] + Growth.windows.map { "growth\($0)" }

  init?(name: String) {
    switch name {
    case "trend": self = .trend
    case "groups": self = .groups
    case "tier": self = .tier
    case "snapshot": self = .snapshot
    default:
      if let days = Growth.windows.first(where: { name == "growth\($0)" }) {
        self = .growth(days: days)
      } else if let index = MetricCatalog.builtIn.index(of: name) {
        self = .metric(index)
      } else {
        return nil
      }
    }
  }

  /// The name that a template uses.
  var name: String {
    switch self {
    case .metric(let index): MetricCatalog.builtIn.metrics[index].id
    case .trend: "trend"
    case .groups: "groups"
    case .tier: "tier"
    case .snapshot: "snapshot"
    case .growth(let days): "growth\(days)"
    }
  }

  /// Whether rows can be put in the order of the column.
  var isSortable: Bool {
    switch self {
    case .metric, .growth, .snapshot, .tier: true
    case .trend, .groups: false
    }
  }

  /// The column set that the column belongs to, a field group; nil for one that stays in sight.
  var set: Field.Group? {
    switch self {
    case .metric(let index):
      switch MetricCatalog.builtIn.metrics[index].group {
      case .reach: nil
      case let group: group
      }
    case .trend, .growth: .growth
    case .groups, .tier, .snapshot: nil
    }
  }

  /// What a cell says; ``RosterWords`` has the words.
  enum Cell {
    case number(Quantity, Unit)
    case growth(Growth.Change)
    case tier(Tier)
    /// A day, and that of the data where it is another.
    case day(CalendarDay, older: CalendarDay?)
    /// Untrusted.
    case texts([String])
    case missing(Reason)
  }

  /// Why a cell has no value.
  enum Reason {
    case reading(Reading)
    /// No two snapshots are far enough apart.
    case tooShort
    /// There is a change, but up to a day that is too long ago.
    case olderData(CalendarDay)
  }

  func cell(of kol: RosterRow) -> Cell {
    switch self {
    case .metric(let index):
      let reading = kol.reading(ofMetricAt: index)
      guard let value = reading.value else { return .missing(.reading(reading)) }
      return .number(value, MetricCatalog.builtIn.metrics[index].unit)
    case .growth(let days):
      if let change = kol.currentFollowersChange(window: days) { return .growth(change) }
      if kol.origin == nil { return .missing(.reading(.absent(.noSnapshot))) }
      guard case .change = kol.followersGrowth(window: days), let older = kol.olderDay else {
        return .missing(.tooShort)
      }
      return .missing(.olderData(older))
    case .tier: return kol.tier.map { .tier($0) } ?? .missing(.reading(.absent(.noSnapshot)))
    case .snapshot:
      guard let origin = kol.origin else { return .missing(.reading(.absent(.noSnapshot))) }
      return .day(origin.day, older: origin.olderDataDay)
    case .groups: return .texts(kol.entry.groups)
    case .trend: return .texts([])
    }
  }
}

extension RosterColumn.Cell {
  /// What rows are sorted by; nil for a KOL that stands at the end.
  var key: Quantity? {
    switch self {
    case .number(let value, _): value
    case .growth(let change): change.relative
    case .tier(let tier): Quantity(Int64(-tier.place))
    case .day(let day, _): Quantity(Int64(day.daysSinceEpoch))
    case .texts, .missing: nil
    }
  }

  var isMissing: Bool {
    if case .missing = self { true } else { false }
  }

  var hasDetail: Bool {
    switch self {
    case .growth, .day(_, older: _?): true
    case .number, .tier, .day, .texts, .missing: false
    }
  }
}

extension RosterRow {
  private static let picturePricePlace = MetricCatalog.builtIn.index(of: "picturePrice")

  /// What the tables' filter of prices goes by.
  var picturePrice: Quantity? { Self.picturePricePlace.flatMap(value) }
}

extension Tier {
  /// From the highest to the lowest, in the order of `allCases`.
  var place: Int {
    switch self {
    case .top: 0
    case .middle: 1
    case .junior: 2
    case .nano: 3
    }
  }
}
