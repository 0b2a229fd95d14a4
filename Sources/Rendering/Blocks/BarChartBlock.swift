import Markup
import Model
import SVGCharts
import Templating

/// ```` ```chart ```` with `bar:` — one metric of all KOLs, largest first; those without a value at the end.
struct BarChartBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "chart", summary: "the KOLs compared",
    options: [
      BlockOption(name: "bar", isRequired: true, values: .metric, summary: "a metric"),
      BlockOption(name: "limit", values: .count, summary: "a number"),
    ])

  /// A place in the catalogue.
  private let index: Int
  private let metric: Metric
  private let limit: Int?
  private let wording: Wording
  private let title: String

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    index = try options.metric("bar")
    metric = MetricCatalog.builtIn.metrics[index]
    limit = try options.limit()
    self.wording = wording
    title = metric.label[wording.language]
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let ranking = page.report.ranking(ofMetricAt: index)
    let bars = bars(ranking, of: page.report)
    let description =
      wording.labels.text(.barDescription, [("metric", title), ("day", page.report.asOf.description)])
      + wording.olderSentence(ranking.days)
    let chart = BarChart(
      id: output.id, text: ChartText(title: title, description: description),
      bars: bars.prefix(limit ?? bars.count).map { kol, reading in
        Bar(
          label: kol.name, value: reading.value?.millionths,
          valueLabel: reading.value.map {
            wording.dated(wording.numbers.text($0, unit: metric.unit), of: kol)
          }
            ?? "– " + (wording.reason(of: reading) ?? ""))
      }, width: 840)
    output.html.appendLiteral("<figure>\n")
    output.html.openPlot(label: title)
    let file = output.draw("ranking-\(metric.id)") { chart.svg(into: &$0) }
    output.html.appendLiteral("</div>\n<figcaption>")
    output.html.appendText(description)
    if let limit, limit < bars.count {
      let counts = [("limit", String(limit)), ("count", String(bars.count))]
      output.html.appendText(" " + wording.labels.text(.shownOf, counts))
    }
    output.html.appendDownload(file, wording: wording)
    output.html.appendLiteral("</figcaption>\n</figure>\n")
  }

  /// Those with a value, then those without, each in the order of the roster where they are equal.
  private func bars(_ ranking: Ranking, of report: Report) -> [(kol: RosterRow, reading: Reading)] {
    let missing = report.kols.compactMap { kol -> (kol: RosterRow, reading: Reading)? in
      let reading = kol.reading(ofMetricAt: index)
      return reading.value == nil ? (kol, reading) : nil
    }
    return ranking.ranked.map { ($0.kol, .value($0.value)) } + missing
  }
}
