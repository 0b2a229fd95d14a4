import Markup
import Model
import SVGCharts

/// ```` ```chart ```` with `line:` — one metric of one KOL over time, with its numbers in a table.
struct SeriesChart {
  let metric: Metric
  /// The days of the window, oldest first; at most up to the as-of day.
  private let points: [Series.Point]
  private let wording: Wording

  /// - Parameter window: How many days up to the as-of day are drawn; all there are where there are fewer.
  init(series: Series, asOf: CalendarDay, window: Int, wording: Wording) {
    metric = series.metric
    self.wording = wording
    let first = asOf.advanced(by: -(max(1, window) - 1))
    points = Array(series.points.drop { $0.day < first })
  }

  /// A line needs two values: with fewer, a sentence says what there is.
  func html(id: String) -> HTML {
    var html = MarkupBuffer()
    guard values.count > 1 else {
      html.appendLiteral("<p class=\"no-chart\">")
      html.appendText(finding)
      html.appendLiteral("</p>\n")
      return HTML(html)
    }
    html.appendLiteral("<figure>\n")
    html.openPlot(label: metric.label[wording.language])
    LineChart(
      id: id, text: ChartText(title: metric.label[wording.language], description: finding),
      series: [LineSeries(label: "", points: chartPoints)],
      size: ChartSize(width: 840, height: 260),
      yStep: metric.unit == .count ? Quantity.scale : Quantity.scale / 100,
      xTicks: xTicks,
      labelX: { CalendarDay(daysSinceEpoch: $0).description },
      labelY: { [numbers = wording.numbers, unit = metric.unit] in
        numbers.short(Quantity(millionths: $0), unit: unit)
      }
    ).svg(into: &html)
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendLiteral(" <small>")
    html.appendText(wording.labels[.gapsNote])
    html.appendLiteral("</small>\n")
    appendTable(to: &html)
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  /// The line alone, beside a number; nothing where there is no value to draw.
  func appendSparkline(name: String, to html: inout MarkupBuffer) {
    guard points.contains(where: { $0.reading.value != nil }) else { return }
    Sparkline(label: "\(name): \(finding)", points: chartPoints).svg(into: &html)
  }

  private var chartPoints: [ChartPoint] {
    points.map { ChartPoint(x: $0.day.daysSinceEpoch, y: $0.reading.value?.millionths) }
  }

  /// The first and the last day, and months between them where there is room.
  private var xTicks: [Int]? {
    guard let first = points.first?.day, let last = points.last?.day, first < last else { return nil }
    let length = last.days(since: first)
    let parts = min(4, length)
    return (0...parts).map { first.daysSinceEpoch + length * $0 / parts }
  }

  private var values: [(day: CalendarDay, value: Quantity)] {
    points.compactMap { point in point.reading.value.map { (point.day, $0) } }
  }

  /// What the chart shows, in a sentence.
  private var finding: String {
    let values = values
    let label = metric.label[wording.language]
    guard let first = values.first, let last = values.last else {
      return wording.labels.text(.lineDescriptionEmpty, [("metric", label)])
    }
    var parts = [
      ("metric", label), ("from", first.day.description), ("to", last.day.description),
      ("first", wording.numbers.text(first.value, unit: metric.unit)),
      ("last", wording.numbers.text(last.value, unit: metric.unit)),
      ("days", String(last.day.days(since: first.day))),
    ]
    guard values.count > 1 else { return wording.labels.text(.lineDescriptionOne, parts) }
    guard first.value != last.value else { return wording.labels.text(.lineDescriptionFlat, parts) }
    guard let change = last.value.subtracting(first.value)?.divided(by: first.value) else {
      return wording.labels.text(.lineDescription, parts)
    }
    let isUp = last.value > first.value
    let size = Quantity(millionths: Int64(clamping: change.millionths.magnitude))
    parts.append(("direction", wording.labels[isUp ? .up : .down]))
    parts.append(("relative", wording.numbers.percent(size)))
    return wording.labels.text(.lineDescriptionChange, parts)
  }

  private func appendTable(to html: inout MarkupBuffer) {
    guard !points.isEmpty else { return }
    html.appendLiteral("<details><summary>")
    html.appendText(wording.labels[.showData])
    html.appendLiteral("</summary>\n")
    html.openTable(
      caption: metric.label[wording.language], headers: [.day, .value], labels: wording.labels)
    for point in points.reversed() {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendTime(point.day)
      html.appendLiteral("</th><td class=\"number\">")
      if let value = point.reading.value {
        html.appendText(wording.numbers.text(value, unit: metric.unit))
      } else {
        html.appendMissing(reason: wording.reason(of: point.reading) ?? "")
      }
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
    html.appendLiteral("</details>\n")
  }
}
