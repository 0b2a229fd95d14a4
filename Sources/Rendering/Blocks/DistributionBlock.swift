import Markup
import Model
import SVGCharts

/// ```` ```distribution ````: every KOL of the page as a dot on the axis of one metric, with the median
/// and the middle half.
struct DistributionBlock {
  let report: Report
  let metric: Metric
  let wording: Wording

  func html(id: String, isLogarithmic: Bool, files: ChartFiles) -> HTML {
    let name = metric.label[wording.language]
    let all = report.ranking(of: metric)
    let dots = all.sample.map { kol, value in
      StripDot(label: kol.name, value: value.millionths, valueLabel: wording.dated(text(value), of: kol))
    }
    let distribution = Distribution(values: all.ranked.map(\.value))
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
    let finding = finding(distribution, count: all.ranked.count) + wording.olderSentence(all.days)
    let strip = DistributionStrip(
      id: id, text: ChartText(title: name, description: finding), dots: dots,
      axis: metric.axis(wording, title: "", isLogarithmic: isLogarithmic), median: median, band: band,
      width: 840)
    var html = MarkupBuffer()
    html.appendLiteral("<figure>\n")
    html.appendChartTitle(name)
    html.openPlot(label: name)
    var drawing = MarkupBuffer()
    strip.svg(into: &drawing)
    html.append(HTML(drawing))
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    if isLogarithmic { html.appendText(" " + wording.labels[.logarithmic]) }
    if strip.undrawn > 0 {
      html.appendText(" " + wording.labels.text(.undrawn, [("count", String(strip.undrawn))]))
    }
    html.appendSampleNote(all, wording: wording)
    html.appendDownload(files.add("distribution-\(metric.id)", chart: HTML(drawing)), wording: wording)
    appendTable(all, distribution, to: &html)
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  /// What the strip says in five numbers; each KOL's own value is in the table of KOLs.
  private func appendTable(_ ranking: Ranking, _ distribution: Distribution, to html: inout MarkupBuffer) {
    guard let least = ranking.ranked.last, let most = ranking.ranked.first else { return }
    func quantile(_ part: Int) -> String {
      distribution.quantile(part, of: 4).map { wording.statistic($0, unit: metric.unit) } ?? "–"
    }
    html.openNumbers(
      caption: metric.label[wording.language],
      headerTexts: [wording.labels[.distributionRow], metric.label[wording.language]], wording: wording)
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

  private func finding(_ distribution: Distribution, count: Int) -> String {
    let name = metric.label[wording.language]
    let counts = [("metric", name), ("n", String(count)), ("count", String(report.kols.count))]
    guard let median = distribution.median, let low = distribution.values.first,
      let high = distribution.values.last
    else { return wording.labels.text(.distributionFew, counts) }
    return wording.labels.text(
      .distributionText,
      counts + [
        ("median", wording.statistic(median, unit: metric.unit)), ("low", text(low)), ("high", text(high)),
      ])
  }
}
