import Markup
import Model
import SVGCharts

/// ```` ```ranks ````: the order of the KOLs of the page by a charted metric, now and every four weeks back, as far as
/// anyone of them has a value.
///
/// A KOL's value of a day is its newest one up to then, at most ``reach`` days older; one without has no rank that day.
struct RanksBlock {
  let report: Report
  let metric: Metric
  let wording: Wording

  private static let reach = 7

  func html(id: String, limit: Int, files: ChartFiles) -> HTML {
    let columns = [84, 56, 28, 0].map { report.asOf.advanced(by: -$0) }
      .map { (day: $0, ranks: ranks(on: $0)) }
      .drop { column in column.ranks.allSatisfy { $0 == nil } }
    var html = MarkupBuffer()
    guard let now = columns.last, columns.count > 1 else {
      html.appendLiteral("<p class=\"no-chart\">")
      html.appendText(wording.labels[.noGrowth])
      html.appendLiteral("</p>\n")
      return HTML(html)
    }
    let shown = report.kols.indices.filter { index in columns.contains { $0.ranks[index] != nil } }
      .sorted { left, right in
        let (l, r) = (now.ranks[left] ?? .max, now.ranks[right] ?? .max)
        return l == r ? left < right : l < r
      }.prefix(limit)
    let name = metric.label[wording.language]
    let title = wording.labels.text(.ranksTitle, [("metric", name)])
    let finding = finding(columns.map(\.ranks), shown: Array(shown))
    var drawing = MarkupBuffer()
    SlopeChart(
      id: id, text: ChartText(title: title, description: finding), form: .rank,
      columns: columns.map(\.day.description),
      series: shown.map { index in
        SlopeSeries(label: report.kols[index].name, values: columns.map { $0.ranks[index].map(Int64.init) })
      }, width: 840, labelValue: { String($0) }
    ).svg(into: &drawing)
    html.appendLiteral("<figure>\n")
    html.openPlot(label: title)
    html.append(HTML(drawing))
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendDownload(files.add("ranks-\(metric.id)", chart: HTML(drawing)), wording: wording)
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  /// For each KOL its rank on a day, 1 for the most; equal values share the better rank.
  private func ranks(on day: CalendarDay) -> [Int?] {
    let values = report.kols.map { kol -> Quantity? in
      guard let series = kol.series(metric.id) else { return nil }
      let last = day.days(since: series.firstDay)
      for index in stride(from: last, through: last - Self.reach, by: -1) {
        if series.readings.indices.contains(index), let value = series.readings[index].value { return value }
      }
      return nil
    }
    let sorted = values.compactMap { $0 }.sorted(by: >)
    let places = Dictionary(zip(sorted, 1...), uniquingKeysWith: { first, _ in first })
    return values.map { $0.flatMap { places[$0] } }
  }

  /// Who has changed places the most since its first of the days.
  private func finding(_ ranks: [[Int?]], shown: [Int]) -> String {
    let moves = shown.compactMap { index -> (index: Int, from: Int, to: Int)? in
      let known = ranks.dropLast().compactMap { $0[index] }
      guard let to = ranks.last?[index], let from = known.first else { return nil }
      return (index, from, to)
    }
    let parts = [("metric", metric.label[wording.language]), ("day", report.asOf.description)]
    guard let most = moves.max(by: { abs($0.from - $0.to) < abs($1.from - $1.to) }), most.from != most.to
    else { return wording.labels.text(.ranksSame, parts) }
    return wording.labels.text(
      .ranksMoved,
      parts + [
        ("name", report.kols[most.index].name), ("from", String(most.from)), ("to", String(most.to)),
      ])
  }
}
