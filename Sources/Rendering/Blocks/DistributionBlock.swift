import Markup
import Model
import SVGCharts
import Templating

/// ```` ```distribution ````: every KOL of the page as a dot on the axis of one metric, with the median
/// and the middle half.
struct DistributionBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "distribution", summary: "every KOL as a dot, with the median and the middle half",
    options: [
      BlockOption(name: "metric", isRequired: true, values: .metric),
      BlockOption(name: "scale", values: .scale, summary: "`linear` or `log`"),
    ])

  /// A place in the catalogue.
  private let index: Int
  private let metric: Metric
  private let isLogarithmic: Bool
  private let wording: Wording
  private let name: String

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    index = try options.metric("metric")
    metric = MetricCatalog.builtIn.metrics[index]
    isLogarithmic = options.text("scale") == "log"
    self.wording = wording
    name = metric.label[wording.language]
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let all = page.report.ranking(ofMetricAt: index)
    let distribution = Distribution(values: all.ranked.map(\.value))
    let finding = finding(distribution, all) + wording.olderSentence(all.days)
    let strip = strip(all, distribution, id: output.id, finding: finding)
    output.html.appendLiteral("<figure>\n")
    output.html.appendChartTitle(name)
    output.html.openPlot(label: name)
    let file = output.draw("distribution-\(metric.id)") { strip.svg(into: &$0) }
    output.html.appendLiteral("</div>\n<figcaption>")
    output.html.appendText(finding)
    if isLogarithmic { output.html.appendText(" " + wording.labels[.logarithmic]) }
    if strip.undrawn > 0 {
      output.html.appendText(" " + wording.labels.text(.undrawn, [("count", String(strip.undrawn))]))
    }
    output.html.appendSampleNote(all, wording: wording)
    output.html.appendDownload(file, wording: wording)
    appendTable(all, distribution, to: &output.html)
    output.html.appendLiteral("</figcaption>\n</figure>\n")
  }

  private func strip(
    _ ranking: Ranking, _ distribution: Distribution, id: String, finding: String
  ) -> DistributionStrip {
    var median: ReferenceLine?
    var band: ReferenceBand?
    if let middle = distribution.median, let lower = distribution.quantile(1, of: 4),
      let upper = distribution.quantile(3, of: 4)
    {
      median = ReferenceLine(
        value: middle.millionths,
        label: "\(wording.labels[.median]) \(wording.statistic(middle, unit: metric.unit))")
      band = ReferenceBand(
        values: lower.millionths...max(lower.millionths, upper.millionths), label: wording.labels[.middleHalf]
      )
    }
    return DistributionStrip(
      id: id, text: ChartText(title: name, description: finding),
      dots: ranking.sample.map { kol, value in
        StripDot(label: kol.name, value: value.millionths, valueLabel: wording.dated(text(value), of: kol))
      }, axis: metric.axis(wording, title: "", isLogarithmic: isLogarithmic), median: median, band: band,
      width: 840)
  }

  /// What the strip says in five numbers; each KOL's own value is in the table of KOLs.
  private func appendTable(_ ranking: Ranking, _ distribution: Distribution, to html: inout MarkupBuffer) {
    guard let least = ranking.ranked.last, let most = ranking.ranked.first else { return }
    func quantile(_ part: Int) -> String {
      distribution.quantile(part, of: 4).map { wording.statistic($0, unit: metric.unit) } ?? "–"
    }
    html.openNumbers(
      caption: name, headerTexts: [wording.labels[.distributionRow], name], wording: wording)
    html.appendNumbersRow(
      "\(wording.labels[.least]) · \(least.kol.name)", [wording.dated(text(least.value), of: least.kol)])
    html.appendNumbersRow(wording.labels[.lowerQuartile], [quantile(1)])
    html.appendNumbersRow(wording.labels[.median], [quantile(2)])
    html.appendNumbersRow(wording.labels[.upperQuartile], [quantile(3)])
    html.appendNumbersRow(
      "\(wording.labels[.most]) · \(most.kol.name)", [wording.dated(text(most.value), of: most.kol)])
    html.closeNumbers()
  }

  private func text(_ value: Quantity) -> String { wording.numbers.text(value, unit: metric.unit) }

  private func finding(_ distribution: Distribution, _ ranking: Ranking) -> String {
    let counts = [
      ("metric", name), ("n", String(ranking.ranked.count)), ("count", String(ranking.total)),
    ]
    guard let median = distribution.median, let low = distribution.least,
      let high = distribution.most
    else { return wording.labels.text(.distributionFew, counts) }
    return wording.labels.text(
      .distributionText,
      counts + [
        ("median", wording.statistic(median, unit: metric.unit)), ("low", text(low)), ("high", text(high)),
      ])
  }
}
