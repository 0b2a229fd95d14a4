import Markup
import Model
import SVGCharts
import Templating

/// ```` ```trends ````: how a metric of the largest KOLs of the page moved since the window began, on one axis: each line
/// is the change from that KOL's first value in the window.
struct TrendsBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "trends", summary: "the largest KOLs' change since the window began, on one axis",
    options: [
      BlockOption(name: "metric", isRequired: true, values: .chartedMetric, summary: "a charted one"),
      BlockOption(name: "window", values: .days, summary: "`90d`"),
      BlockOption(name: "limit", values: .count, summary: "up to 4"),
    ])

  /// As many lines as the theme has colours.
  private static let mostLines = 4

  /// Among ``History/chartedMetrics``.
  private let place: Int
  /// In the catalogue.
  private let index: Int
  private let metric: Metric
  private let window: Int
  private let limit: Int
  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    place = try options.chartedMetric("metric")
    index = try options.metric("metric")
    metric = History.chartedMetrics[place]
    window = try options.window()
    limit = min(try options.limit() ?? Self.mostLines, Self.mostLines)
    self.wording = wording
  }

  static func lines(_ options: BlockOptions, longestRefresh: Int) throws(BlockProblem) -> RosterLines? {
    RosterLines(days: [try options.chartedMetric("metric"): try options.window()])
  }

  /// A KOL with its values in the window; at least two, the first of them not zero.
  private struct Line {
    let kol: RosterRow
    let window: SeriesWindow
    let points: [ChartPoint]
    /// From the first value to the last; a ratio.
    let change: Quantity
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let report = page.report
    var lines: [Line] = []
    for (kol, _) in report.ranking(ofMetricAt: index).ranked where lines.count < limit {
      if let line = line(of: kol, asOf: report.asOf) { lines.append(line) }
    }
    guard let first = lines.compactMap(\.window.values.first?.day).min() else {
      output.html.appendLiteral("<p class=\"no-chart\">")
      output.html.appendText(wording.labels[.noGrowth])
      output.html.appendLiteral("</p>\n")
      return
    }
    let name = metric.label[wording.language]
    let title = wording.labels.text(.trendsTitle, [("metric", name), ("from", first.description)])
    let finding = finding(lines, from: first, to: report.asOf)
    let chart = LineChart(
      id: output.id, text: ChartText(title: title, description: finding),
      series: lines.map { LineSeries(label: $0.kol.name, points: $0.points) },
      size: ChartSize(width: 840, height: 320), yStep: Quantity.scale / 1_000,
      references: [ReferenceLine(value: 0, label: "")],
      xTicks: DayTicks.days(
        in: first.daysSinceEpoch...max(first.daysSinceEpoch, report.asOf.daysSinceEpoch), atMost: 6),
      labelX: { CalendarDay(daysSinceEpoch: $0).description },
      labelY: { [numbers = wording.numbers] in numbers.signedPercent(Quantity(millionths: $0)) })
    output.html.appendLiteral("<figure>\n")
    output.html.appendChartTitle(title)
    output.html.openPlot(label: title)
    let file = output.draw("trends-\(metric.id)") { chart.svg(into: &$0) }
    output.html.appendLiteral("</div>\n<figcaption>")
    output.html.appendText(finding)
    output.html.appendDownload(file, wording: wording)
    appendTable(lines, caption: title, rootPath: page.place.rootPath, to: &output.html)
    output.html.appendLiteral("</figcaption>\n</figure>\n")
  }

  private func line(of kol: RosterRow, asOf: CalendarDay) -> Line? {
    guard let series = kol.series(ofMetricAt: place) else { return nil }
    let window = SeriesWindow(series, asOf: asOf, window: window)
    guard let first = window.values.first?.value, let last = window.values.last?.value,
      window.values.count > 1, let change = relative(last, to: first)
    else { return nil }
    return Line(
      kol: kol, window: window,
      points: window.points.map { point in
        ChartPoint(
          x: point.x,
          y: point.y.flatMap { relative(Quantity(millionths: $0), to: first) }?.millionths)
      }, change: change)
  }

  private func relative(_ value: Quantity, to base: Quantity) -> Quantity? {
    value.subtracting(base)?.divided(by: base)
  }

  private func finding(_ lines: [Line], from first: CalendarDay, to last: CalendarDay) -> String {
    let most = lines.max { $0.change < $1.change }
    let least = lines.min { $0.change < $1.change }
    let ends = wording.labels.text(
      .trendsText,
      [
        ("metric", metric.label[wording.language]), ("from", first.description), ("to", last.description),
        ("most", most?.kol.name ?? ""), ("least", least?.kol.name ?? ""),
        ("up", most.map { wording.numbers.signedPercent($0.change) } ?? ""),
        ("down", least.map { wording.numbers.signedPercent($0.change) } ?? ""),
      ])
    let separator = wording.language == .zh ? "" : " "
    return ([ends] + lines.flatMap(extremes)).joined(separator: separator)
      + wording.olderSentence(FigureDays(of: lines.map(\.kol)))
  }

  /// How far a line went beyond both of its ends, and when.
  private func extremes(of line: Line) -> [String] {
    let turns = LineTurns(line.window.values)
    return [(turns.peak, Labels.Key.trendsHighest), (turns.trough, .trendsLowest)].compactMap {
      extreme, key in
      guard let extreme, let first = line.window.values.first,
        let change = relative(extreme.value, to: first.value)
      else { return nil }
      return wording.labels.text(
        key,
        [
          ("name", line.kol.name), ("day", line.window.series.dataDay(of: extreme.day).description),
          ("value", wording.numbers.signedPercent(change)),
        ])
    }
  }

  private func appendTable(
    _ lines: [Line], caption: String, rootPath: String, to html: inout MarkupBuffer
  ) {
    html.openNumbers(
      caption: caption, headerTexts: [.name, .from, .to, .change].map { wording.labels[$0] }, wording: wording
    )
    for line in lines {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendLink(to: line.kol.entry.id, name: line.kol.name, rootPath: rootPath)
      html.appendLiteral("</th>")
      for end in [line.window.values.first, line.window.values.last] {
        html.appendLiteral("<td class=\"number\">")
        if let end {
          html.append(end.value, unit: metric.unit)
          html.appendLiteral(" ")
          html.appendTime(line.window.series.dataDay(of: end.day))
        }
        html.appendLiteral("</td>")
      }
      html.appendLiteral("<td class=\"number\">")
      html.append(signedPercent: line.change)
      html.appendLiteral("</td></tr>\n")
    }
    html.closeNumbers()
  }
}
