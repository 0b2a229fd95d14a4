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
    let description = wording.labels.text(
      .barDescription, [("metric", title), ("day", report.asOf.description)])
    var drawing = MarkupBuffer()
    BarChart(
      id: id, text: ChartText(title: title, description: description),
      bars: ranked.prefix(limit ?? ranked.count).map { kol, reading in
        Bar(
          label: kol.name, value: reading.value?.millionths,
          valueLabel: reading.value.map { wording.numbers.text($0, unit: metric.unit) }
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

  /// Equal values, and missing ones, keep the order of the roster.
  private func ranking() -> [(kol: KOLReport, reading: Reading)] {
    let index = MetricCatalog.builtIn.metrics.firstIndex { $0.id == metric.id } ?? 0
    let readings = report.kols.map { kol in
      (
        kol: kol,
        reading: kol.figures.indices.contains(index)
          ? kol.figures[index].reading : .absent(.noSnapshot)
      )
    }
    return readings.enumerated().sorted { left, right in
      switch (left.element.reading.value, right.element.reading.value) {
      case (let l?, let r?) where l != r: l > r
      case (_?, nil): true
      case (nil, _?): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }
}
