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

  func header(_ wording: Wording) -> String {
    switch self {
    case .metric(let index): MetricCatalog.builtIn.metrics[index].label[wording.language]
    case .trend: wording.labels[.trend]
    case .groups: wording.labels[.groups]
    case .tier: wording.labels[.tier]
    case .snapshot: wording.labels[.snapshot]
    case .growth(let days): "\(wording.labels[.change]) · \(wording.days(days))"
    }
  }

  /// Where the column's numbers come from; nil for words of the roster.
  func source(_ wording: Wording) -> String? {
    switch self {
    case .metric(let index): wording.source(of: MetricCatalog.builtIn.metrics[index])
    case .growth: wording.labels[.growthSource]
    case .trend: wording.labels[.trendSource]
    case .groups, .tier, .snapshot: nil
    }
  }

  /// What a cell says.
  enum Cell {
    /// Untrusted text where the column is the groups; `key` is what rows are sorted by, nil where they are not.
    case text(String, detail: String?, key: Quantity?)
    case missing(reason: String)
  }

  func cell(of kol: KOLReport, _ wording: Wording) -> Cell {
    switch self {
    case .metric(let index):
      let reading = kol.figures.indices.contains(index) ? kol.figures[index].reading : .absent(.noSnapshot)
      guard let value = reading.value else { return .missing(reason: wording.reason(of: reading) ?? "") }
      let unit = MetricCatalog.builtIn.metrics[index].unit
      return .text(wording.numbers.text(value, unit: unit), detail: nil, key: value)
    case .growth(let days):
      guard let change = kol.currentChange(of: "followers", window: days) else {
        if kol.snapshot == nil { return .missing(reason: wording.labels[.reasonNoSnapshot]) }
        guard case .change? = kol.growth("followers", window: days)?.outcome,
          let older = wording.olderData(of: kol)
        else { return .missing(reason: wording.labels[.tooShort]) }
        return .missing(reason: older)
      }
      // From nothing there is no percentage, but there is a change.
      return .text(
        change.relative.map { wording.numbers.signedPercent($0) }
          ?? wording.numbers.signed(change.absolute, unit: .count),
        detail: wording.days(change.days), key: change.relative)
    case .tier:
      guard let tier = kol.tier, let place = Tier.allCases.firstIndex(of: tier) else {
        return .missing(reason: wording.labels[.reasonNoSnapshot])
      }
      return .text(wording.text(of: tier), detail: nil, key: Quantity(Int64(-place)))
    case .snapshot:
      guard let day = kol.snapshot?.day else { return .missing(reason: wording.labels[.reasonNoSnapshot]) }
      let older = kol.snapshot?.olderDataDay.map(wording.olderData)
      return .text(day.description, detail: older, key: Quantity(Int64(day.daysSinceEpoch)))
    case .groups:
      return .text(kol.entry.groups.joined(separator: ", "), detail: nil, key: nil)
    case .trend:
      return .text("", detail: nil, key: nil)
    }
  }

  /// What rows are sorted by; nil for a KOL that stands at the end.
  func key(of kol: KOLReport) -> Quantity? {
    switch self {
    case .metric(let index):
      kol.figures.indices.contains(index) ? kol.figures[index].reading.value : nil
    case .growth(let days): kol.currentChange(of: "followers", window: days)?.relative
    case .snapshot: kol.snapshot.flatMap { Quantity(Int64($0.day.daysSinceEpoch)) }
    case .tier:
      kol.tier.flatMap { Tier.allCases.firstIndex(of: $0) }.flatMap { Quantity(Int64(-$0)) }
    case .trend, .groups: nil
    }
  }
}
