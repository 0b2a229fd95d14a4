import Markup
import Model
import SVGCharts

/// ```` ```scatter ````: every KOL of the page by two metrics, with the medians of both.
struct ScatterBlock {
  let report: Report
  let x: Metric
  let y: Metric
  let wording: Wording
  /// From the page to the folder of its language.
  let rootPath: String

  /// How many KOLs a keyboard stops at, those with most of the second metric; the table of KOLs links to everyone.
  private static let mostLinks = 10

  func html(id: String, isLogarithmic: Bool, files: ChartFiles) -> HTML {
    let names = (x: x.label[wording.language], y: y.label[wording.language])
    let points = report.ranking(of: y).ranked.compactMap { kol, value in
      kol.figure(x.id)?.reading.value.map { (kol: kol, x: $0, y: value) }
    }
    let ranking = Ranking(ranked: points.map { ($0.kol, $0.y) }, total: report.kols.count)
    let shown = ranking.sampleIndices.map { points[$0] }
    let title = wording.labels.text(.scatterTitle, [("x", names.x), ("y", names.y)])
    let finding =
      wording.labels.text(
        .scatterText,
        [("x", names.x), ("y", names.y), ("n", String(points.count)), ("count", String(report.kols.count))])
      + wording.olderSentence(ranking.days)
    func chart(linked: Int) -> ScatterChart {
      ScatterChart(
        id: id, text: ChartText(title: title, description: finding),
        dots: shown.enumerated().map { index, point in
          ScatterDot(
            label: point.kol.name, x: point.x.millionths, y: point.y.millionths,
            valueLabel: wording.dated("\(text(point.x, x)), \(text(point.y, y))", of: point.kol),
            href: index < linked ? SafeURL("\(rootPath)kol/\(point.kol.entry.id)/index.html") : nil)
        },
        x: x.axis(wording, title: names.x, isLogarithmic: isLogarithmic),
        y: y.axis(wording, title: names.y, isLogarithmic: isLogarithmic),
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
    var drawing = MarkupBuffer()
    chart(linked: 0).svg(into: &drawing)
    html.appendDownload(files.add("scatter-\(x.id)-\(y.id)", chart: HTML(drawing)), wording: wording)
    html.openNumbers(
      caption: title, headerTexts: [wording.labels[.name], names.x, names.y], wording: wording)
    for point in shown {
      html.appendNumbersRow(
        point.kol.name, [text(point.x, x), text(point.y, y)], note: wording.olderData(of: point.kol))
    }
    html.closeNumbers()
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  private func text(_ value: Quantity, _ metric: Metric) -> String {
    wording.numbers.text(value, unit: metric.unit)
  }

  private func reference(_ values: [Quantity], _ metric: Metric) -> [ReferenceLine] {
    guard let median = Distribution(values: values).median else { return [] }
    return [
      ReferenceLine(
        value: median.millionths,
        label: "\(wording.labels[.median]) \(wording.statistic(median, unit: metric.unit))")
    ]
  }
}
