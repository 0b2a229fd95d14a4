import Markup
import Model
import SVGCharts
import Templating

/// ```` ```scatter ````: every KOL of the page by two metrics, with the medians of both.
struct ScatterBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "scatter", summary: "every KOL by two metrics, with both medians",
    options: [
      BlockOption(name: "x", isRequired: true, values: .metric, summary: "a metric"),
      BlockOption(name: "y", isRequired: true, values: .metric, summary: "a metric"),
      BlockOption(name: "scale", values: .scale, summary: "`linear` or `log`"),
    ])

  /// How many KOLs a keyboard stops at, those with most of the second metric; the table of KOLs links to everyone.
  private static let mostLinks = 10

  private let x: Side
  private let y: Side
  private let isLogarithmic: Bool
  private let wording: Wording
  private let title: String

  /// One of the two metrics.
  private struct Side {
    /// A place in the catalogue.
    let index: Int
    let metric: Metric
    let name: String

    init(_ index: Int, _ wording: Wording) {
      self.index = index
      metric = MetricCatalog.builtIn.metrics[index]
      name = metric.label[wording.language]
    }
  }

  private typealias Point = (kol: RosterRow, x: Quantity, y: Quantity)

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    x = Side(try options.metric("x"), wording)
    y = Side(try options.metric("y"), wording)
    isLogarithmic = options.text("scale") == "log"
    self.wording = wording
    title = wording.labels.text(.scatterTitle, [("x", x.name), ("y", y.name)])
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let points = page.report.ranking(ofMetricAt: y.index).ranked.compactMap { kol, value -> Point? in
      kol.value(ofMetricAt: x.index).map { (kol, $0, value) }
    }
    let ranking = Ranking(ranked: points.map { ($0.kol, $0.y) }, total: page.report.kols.count)
    let shown = ranking.sampleIndices.map { points[$0] }
    let finding =
      wording.labels.text(
        .scatterText,
        [("x", x.name), ("y", y.name), ("n", String(points.count)), ("count", String(ranking.total))])
      + wording.olderSentence(ranking.days)
    let id = output.id
    func chart(linked: Int) -> ScatterChart {
      ScatterChart(
        id: id, text: ChartText(title: title, description: finding),
        dots: shown.enumerated().map { index, point in
          ScatterDot(
            label: point.kol.name, x: point.x.millionths, y: point.y.millionths,
            valueLabel: wording.dated("\(text(point.x, x)), \(text(point.y, y))", of: point.kol),
            href: index < linked
              ? SafeURL(SiteMap.Page.kol(point.kol.id).address(rootPath: page.place.rootPath)) : nil)
        },
        x: x.metric.axis(wording, title: x.name, isLogarithmic: isLogarithmic),
        y: y.metric.axis(wording, title: y.name, isLogarithmic: isLogarithmic),
        xReferences: reference(points.map(\.x), x), yReferences: reference(points.map(\.y), y),
        size: ChartSize(width: 840, height: 460))
    }
    let drawn = chart(linked: Self.mostLinks)
    var html = MarkupBuffer()
    html.appendLiteral("<figure>\n")
    html.appendChartTitle(title)
    html.openPlot(label: title)
    drawn.svg(into: &html)
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    if isLogarithmic { html.appendText(" " + wording.labels[.logarithmic]) }
    if drawn.undrawn > 0 {
      html.appendText(" " + wording.labels.text(.undrawn, [("count", String(drawn.undrawn))]))
    }
    html.appendSampleNote(ranking, wording: wording)
    if output.charts.isOn {
      // The links lead from the page, not from a file.
      let drawing = HTML.written { chart(linked: 0).svg(into: &$0) }
      let file = output.charts.add("scatter-\(x.metric.id)-\(y.metric.id)", chart: drawing)
      html.appendDownload(file, wording: wording)
    }
    appendTable(shown, to: &html)
    html.appendLiteral("</figcaption>\n</figure>\n")
    output.html.append(html)
  }

  private func appendTable(_ points: [Point], to html: inout MarkupBuffer) {
    html.openNumbers(
      caption: title, headerTexts: [wording.labels[.name], x.name, y.name], wording: wording)
    for point in points {
      html.appendNumbersRow(
        point.kol.name, [text(point.x, x), text(point.y, y)], note: wording.olderData(of: point.kol))
    }
    html.closeNumbers()
  }

  private func text(_ value: Quantity, _ side: Side) -> String {
    wording.numbers.text(value, unit: side.metric.unit)
  }

  private func reference(_ values: [Quantity], _ side: Side) -> [ReferenceLine] {
    guard let median = Distribution(values: values).median else { return [] }
    return [
      ReferenceLine(
        value: median.millionths,
        label: "\(wording.labels[.median]) \(wording.statistic(median, unit: side.metric.unit))")
    ]
  }
}
