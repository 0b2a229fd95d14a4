import Markup
import Model
import SVGCharts

/// ```` ```chart ```` with `bar:` — one metric of all KOLs, largest first; those without a value at the end.
struct RankingChart {
  let report: Report
  let metric: Metric
  let wording: Wording

  func html(id: String, limit: Int?, files: ChartFiles) -> HTML {
    let ranked = ranking()
    var html = MarkupBuffer()
    html.appendLiteral("<figure>\n")
    html.openPlot(label: metric.label[wording.language])
    let title = metric.label[wording.language]
    let description =
      wording.labels.text(.barDescription, [("metric", title), ("day", report.asOf.description)])
      + wording.olderSentence(report.ranking(of: metric).days)
    var drawing = MarkupBuffer()
    BarChart(
      id: id, text: ChartText(title: title, description: description),
      bars: ranked.prefix(limit ?? ranked.count).map { kol, reading in
        Bar(
          label: kol.name, value: reading.value?.millionths,
          valueLabel: reading.value.map {
            wording.dated(wording.numbers.text($0, unit: metric.unit), of: kol)
          }
            ?? "– " + (wording.reason(of: reading) ?? ""))
      }, width: 840
    ).svg(into: &drawing)
    html.append(HTML(drawing))
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(description)
    if let limit, limit < ranked.count {
      let counts = [("limit", String(limit)), ("count", String(ranked.count))]
      html.appendText(" " + wording.labels.text(.shownOf, counts))
    }
    html.appendDownload(files.add("ranking-\(metric.id)", chart: HTML(drawing)), wording: wording)
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  /// Those with a value, then those without, each in the order of the roster where they are equal.
  private func ranking() -> [(kol: KOLReport, reading: Reading)] {
    let index = MetricCatalog.builtIn.index(of: metric.id) ?? 0
    let missing = report.kols.compactMap { kol -> (kol: KOLReport, reading: Reading)? in
      let reading = kol.figures.indices.contains(index) ? kol.figures[index].reading : .absent(.noSnapshot)
      return reading.value == nil ? (kol, reading) : nil
    }
    return report.ranking(of: metric).ranked.map { ($0.kol, .value($0.value)) } + missing
  }
}
