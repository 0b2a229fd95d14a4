import Markup
import Model
import SVGCharts
import Templating

/// ```` ```ranks ````: the order of the KOLs of the page by a charted metric, now and every four weeks back, as far as
/// anyone of them has a value.
///
/// Only KOLs with a value on every one of the days are ranked, so that nobody moves because others came or went. A KOL's
/// value of a day is its newest one up to then, older by less than a week or than its own refresh interval.
struct RanksBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "ranks", summary: "the KOLs' order now and every four weeks back",
    options: [
      BlockOption(name: "metric", isRequired: true, values: .chartedMetric, summary: "a charted one"),
      BlockOption(name: "limit", values: .count, summary: "8 unless told"),
    ])

  /// Among ``History/chartedMetrics``.
  private let place: Int
  private let metric: Metric
  private let limit: Int
  private let wording: Wording
  private let title: String

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    place = try options.chartedMetric("metric")
    metric = History.chartedMetrics[place]
    limit = try options.limit() ?? 8
    self.wording = wording
    title = wording.labels.text(.ranksTitle, [("metric", metric.label[wording.language])])
  }

  private static let daysBack = [84, 56, 28, 0]

  /// As far back as the first of the days, and before it as long as the roster lets data grow old.
  static func lines(_ options: BlockOptions, longestRefresh: Int) throws(BlockProblem) -> RosterLines? {
    RosterLines(days: [try options.chartedMetric("metric"): daysBack[0] + max(7, longestRefresh) + 1])
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let report = page.report
    let days = Self.daysBack.map { report.asOf.advanced(by: -$0) }
    let values = days.map { day in (day: day, values: report.kols.map { value(of: $0, on: day) }) }
      .drop { column in column.values.count { $0 != nil } < 2 }
    let ranked = report.kols.indices.filter { index in values.allSatisfy { $0.values[index] != nil } }
    let columns = values.map { column in
      Column(
        day: column.day, ranks: ranks(of: column.values.map { $0?.value }, among: ranked),
        days: column.values.map { $0?.day })
    }
    guard let now = columns.last, columns.count > 1, ranked.count > 1 else {
      output.html.appendLiteral("<p class=\"no-chart\">")
      output.html.appendText(wording.labels[.noGrowth])
      output.html.appendLiteral("</p>\n")
      return
    }
    let shown = Array(
      ranked.sorted { left, right in
        let (l, r) = (now.ranks[left] ?? .max, now.ranks[right] ?? .max)
        return l == r ? left < right : l < r
      }.prefix(limit))
    var ages = FigureDays()
    for index in shown { ages.add(now.days[index] ?? report.asOf, asOf: report.asOf) }
    let finding =
      finding(columns.map(\.ranks), shown: shown, of: report) + wording.olderSentence(ages)
    let chart = SlopeChart(
      id: output.id, text: ChartText(title: title, description: finding), form: .rank,
      columns: columns.map(\.day.description),
      series: shown.map { index in
        SlopeSeries(label: report.kols[index].name, values: columns.map { $0.ranks[index].map(Int64.init) })
      }, width: 840, labelValue: { String($0) })
    output.html.appendLiteral("<figure>\n")
    output.html.appendChartTitle(title)
    output.html.openPlot(label: title)
    let file = output.draw("ranks-\(metric.id)") { chart.svg(into: &$0) }
    output.html.appendLiteral("</div>\n<figcaption>")
    output.html.appendText(finding)
    output.html.appendDownload(file, wording: wording)
    appendTable(shown.map { report.kols[$0].name }, shown, columns, to: &output.html)
    output.html.appendLiteral("</figcaption>\n</figure>\n")
  }

  private struct Column {
    let day: CalendarDay
    /// By the places of the KOLs.
    let ranks: [Int: Int]
    /// The days of the data, for each KOL; nil where it has none.
    let days: [CalendarDay?]
  }

  /// With the day of its data.
  private func value(of kol: RosterRow, on day: CalendarDay) -> (value: Quantity, day: CalendarDay)? {
    guard let series = kol.series(ofMetricAt: place) else { return nil }
    let last = day.days(since: series.firstDay)
    for index in stride(from: last, to: last - max(7, kol.entry.refreshDays), by: -1) {
      guard series.readings.indices.contains(index), let value = series.readings[index].value else {
        continue
      }
      return (value, series.dataDay(of: series.firstDay.advanced(by: index)))
    }
    return nil
  }

  /// The ranks of some KOLs by their places, 1 for the most; equal values share the better rank.
  private func ranks(of values: [Quantity?], among kols: [Int]) -> [Int: Int] {
    let sorted = kols.compactMap { values[$0] }.sorted(by: >)
    let places = Dictionary(zip(sorted, 1...), uniquingKeysWith: { first, _ in first })
    var ranks: [Int: Int] = [:]
    for kol in kols { ranks[kol] = values[kol].flatMap { places[$0] } }
    return ranks
  }

  /// Who has changed places the most from the first of the days to the last.
  private func finding(_ ranks: [[Int: Int]], shown: [Int], of report: Report) -> String {
    let moves = shown.compactMap { index -> (index: Int, from: Int, to: Int)? in
      guard let to = ranks.last?[index], let from = ranks.first?[index] else { return nil }
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

  private func appendTable(
    _ names: [String], _ shown: [Int], _ columns: [Column], to html: inout MarkupBuffer
  ) {
    html.openNumbers(
      caption: title, headerTexts: [wording.labels[.name]] + columns.map(\.day.description),
      wording: wording)
    for (name, index) in zip(names, shown) {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendIsolated(name)
      html.appendLiteral("</th>")
      for column in columns {
        html.appendLiteral("<td class=\"number\">")
        if let rank = column.ranks[index] {
          html.append(integer: rank)
          html.appendNote(column.days[index].flatMap { $0 < column.day ? wording.olderData(of: $0) : nil })
        } else {
          html.appendMissing(reason: wording.labels[.reasonNoSnapshot])
        }
        html.appendLiteral("</td>")
      }
      html.appendLiteral("</tr>\n")
    }
    html.closeNumbers()
  }
}
