import Markup
import Model

/// ```` ```kols ````: the KOLs of a page as a table, sorted before anybody needs a script.
struct KOLsBlock {
  let report: Report
  let wording: Wording
  /// From the page to the folder of the language: `../../` or nothing.
  let rootPath: String

  /// What a column shows.
  enum Column: Sendable, Hashable {
    case metric(Int, Metric)
    case trend
    case growth(days: Int)
    case groups
    case snapshot

    /// The names that a template can use beside metric ids.
    static let namedColumns = ["trend", "groups", "snapshot"] + Growth.windows.map { "growth\($0)" }

    init?(name: String) {
      switch name {
      case "trend": self = .trend
      case "groups": self = .groups
      case "snapshot": self = .snapshot
      default:
        if let days = Growth.windows.first(where: { name == "growth\($0)" }) {
          self = .growth(days: days)
        } else if let index = MetricCatalog.builtIn.metrics.firstIndex(where: { $0.id == name }) {
          self = .metric(index, MetricCatalog.builtIn.metrics[index])
        } else {
          return nil
        }
      }
    }
  }

  func html(columns: [Column], sortedBy sort: Column?, ascending: Bool, limit: Int?) -> HTML {
    var html = MarkupBuffer()
    html.openTable(
      caption: "\(wording.labels[.kols]) · \(report.asOf)",
      headerTexts: [wording.labels[.name]] + columns.map(header))
    let sorted = sort.map { sortedKOLs(by: $0, ascending: ascending) } ?? report.kols
    for kol in sorted.prefix(limit ?? sorted.count) {
      html.appendLiteral("<tr><th scope=\"row\"><a href=\"")
      html.appendAttribute("\(rootPath)kol/\(kol.entry.id)/index.html")
      html.appendLiteral("\">")
      html.appendIsolated(kol.name)
      html.appendLiteral("</a>")
      if kol.freshness != .fresh || kol.snapshot?.olderDataDay != nil {
        let badge = wording.badge(of: kol)
        html.appendLiteral(" <small class=\"badge ")
        html.appendAttribute(badge.style)
        html.appendLiteral("\">")
        html.appendText(badge.text)
        html.appendLiteral("</small>")
      }
      html.appendLiteral("</th>")
      for column in columns { append(column, of: kol, to: &html) }
      html.appendLiteral("</tr>\n")
    }
    html.closeTable()
    return HTML(html)
  }

  private func header(_ column: Column) -> String {
    switch column {
    case .metric(_, let metric): metric.label[wording.language]
    case .trend: wording.labels[.trend]
    case .groups: wording.labels[.groups]
    case .snapshot: wording.labels[.snapshot]
    case .growth(let days): "\(wording.labels[.change]) · \(days) \(wording.labels[.days])"
    }
  }

  /// KOLs without a value stand last in either direction; equal ones keep the order of the roster.
  private func sortedKOLs(by column: Column, ascending: Bool) -> [KOLReport] {
    let keyed = report.kols.enumerated().map { (order: $0, kol: $1, key: sortKey(column, of: $1)) }
    return keyed.sorted { left, right in
      switch (left.key, right.key) {
      case (let l?, let r?) where l != r: ascending ? l < r : l > r
      case (_?, nil): true
      case (nil, _?): false
      default: left.order < right.order
      }
    }.map(\.kol)
  }

  private func sortKey(_ column: Column, of kol: KOLReport) -> Quantity? {
    switch column {
    case .metric(let index, _): figure(index, of: kol)?.reading.value
    case .growth(let days): change(of: kol, days: days)?.relative
    case .snapshot: kol.snapshot.flatMap { Quantity(Int64($0.day.daysSinceEpoch)) }
    case .trend, .groups: nil
    }
  }

  private func figure(_ index: Int, of kol: KOLReport) -> Figure? {
    kol.figures.indices.contains(index) ? kol.figures[index] : nil
  }

  private func change(of kol: KOLReport, days: Int) -> Growth.Change? {
    kol.currentChange(of: "followers", window: days)
  }

  private func append(_ column: Column, of kol: KOLReport, to html: inout MarkupBuffer) {
    switch column {
    case .metric(let index, let metric):
      html.appendLiteral("<td class=\"number\">")
      html.appendReading(
        figure(index, of: kol)?.reading ?? .absent(.noSnapshot), unit: metric.unit, wording: wording)
    case .trend:
      html.appendLiteral("<td class=\"spark\">")
      if let series = kol.series("followers") {
        SeriesChart(series: series, asOf: report.asOf, window: 90, wording: wording)
          .appendSparkline(name: kol.name, to: &html)
      }
    case .growth(let days):
      html.appendLiteral("<td class=\"number\">")
      if let change = change(of: kol, days: days) {
        // From nothing there is no percentage, but there is a change.
        let text =
          change.relative.map { wording.numbers.signedPercent($0) }
          ?? wording.numbers.signed(change.absolute, unit: .count)
        html.appendText(text)
        html.appendLiteral(" <small class=\"scope\">")
        html.appendText("\(change.days) \(wording.labels[.days])")
        html.appendLiteral("</small>")
      } else {
        html.appendMissing(reason: wording.labels[.tooShort])
      }
    case .groups:
      html.appendLiteral("<td>")
      html.appendIsolated(kol.entry.groups.joined(separator: ", "))
    case .snapshot:
      html.appendLiteral("<td class=\"day\">")
      if let day = kol.snapshot?.day { html.appendTime(day) }
    }
    html.appendLiteral("</td>")
  }
}
