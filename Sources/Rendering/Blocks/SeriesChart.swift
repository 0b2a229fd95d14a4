import Markup
import Model
import SVGCharts

/// ```` ```chart ```` with `line:` — one metric of one KOL over time, with its numbers in a table.
struct SeriesChart {
  let metric: Metric
  /// The days of the window, oldest first; at most up to the as-of day.
  private let points: [Series.Point]
  private let wording: Wording
  private let series: Series

  /// - Parameter window: How many days up to the as-of day are drawn; all there are where there are fewer.
  init(series: Series, asOf: CalendarDay, window: Int, wording: Wording) {
    metric = series.metric
    self.wording = wording
    self.series = series
    let first = asOf.advanced(by: -(max(1, window) - 1))
    points = Array(series.points.drop { $0.day < first })
  }

  /// A line needs two values: with fewer, a sentence says what there is.
  /// - Parameters:
  ///   - events: What happened on a day; those outside the window are left out.
  ///   - fromZero: Whether the axis begins at zero, with the area under the line filled.
  func html(
    id: String, events: [(day: CalendarDay, text: String)] = [], fromZero: Bool = false, files: ChartFiles
  ) -> HTML {
    var html = MarkupBuffer()
    guard values.count > 1 else {
      html.appendLiteral("<p class=\"no-chart\">")
      html.appendText(finding)
      html.appendLiteral("</p>\n")
      return HTML(html)
    }
    let linked = linkedDays
    html.appendLiteral("<figure>\n")
    html.openPlot(label: metric.label[wording.language])
    chart(id: id, events: events, fromZero: fromZero, linked: linked).svg(into: &html)
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendLiteral(" <small>")
    html.appendText(wording.labels[fromZero ? .gapsNoteFromZero : .gapsNote])
    html.appendLiteral("</small>")
    var drawing = MarkupBuffer()
    chart(id: id, events: events, fromZero: fromZero, linked: []).svg(into: &drawing)
    html.appendDownload(files.add(metric.id, chart: HTML(drawing)), wording: wording)
    html.appendLiteral("\n")
    appendTable(id: id, linked: linked, to: &html)
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  /// The line alone, beside a number; nothing where there is no value to draw.
  func appendSparkline(name: String, to html: inout MarkupBuffer) {
    guard points.contains(where: { $0.reading.value != nil }) else { return }
    let turns = turns.all.map { wording.numbers.text($0.value, unit: metric.unit) }
    Sparkline(label: "\(name): \(turns.joined(separator: " → "))", points: reduction.line(spans: Self.spans))
      .svg(into: &html)
  }

  /// How many spans of days a line of two centimetres shows; a page has hundreds of such lines.
  private static let spans = 10

  private var reduction: SeriesReduction { SeriesReduction(points: chartPoints) }

  /// The line in a few whole numbers, for a script to draw: 0 at the top to `height` for the least value, nil for a gap.
  func coarseLine(points count: Int, height: Int64) -> [Int64?] {
    let values = reduction.values(count).map { $0.map { Quantity(millionths: $0) } }
    let known = values.compactMap { $0 }
    guard let least = known.min(), let most = known.max(), let range = most.subtracting(least) else {
      return []
    }
    return values.map { value in
      value.map { value in
        let share = most.subtracting(value)?.divided(by: range, times: height)
        return share.map { $0.millionths / Quantity.scale } ?? height / 2
      }
    }
  }

  // MARK: The chart

  /// - Parameter linked: The days whose values lead to their rows in the table.
  private func chart(
    id: String, events: [(day: CalendarDay, text: String)], fromZero: Bool, linked: Set<Int>
  ) -> LineChart {
    let range = points.first.flatMap { first in
      points.last.map { first.day.daysSinceEpoch...max(first.day.daysSinceEpoch, $0.day.daysSinceEpoch) }
    }
    return LineChart(
      id: id, text: ChartText(title: metric.label[wording.language], description: finding),
      series: [LineSeries(label: "", points: chartPoints)],
      size: ChartSize(width: 840, height: 260),
      yStep: metric.unit == .count ? Quantity.scale : Quantity.scale / 100,
      includesZero: fromZero, fillsArea: fromZero,
      annotations: events.compactMap { event in
        guard let range, range.contains(event.day.daysSinceEpoch) else { return nil }
        return Annotation(x: event.day.daysSinceEpoch, label: event.text)
      },
      pointLinks: linked.isEmpty
        ? nil
        : PointLinks(
          href: { _, point in linked.contains(point.x) ? SafeURL("#\(id)-\(point.x)") : nil },
          label: { [numbers = wording.numbers, unit = metric.unit, series] _, point in
            let value = point.y.map { numbers.text(Quantity(millionths: $0), unit: unit) } ?? "–"
            return "\(series.dataDay(of: CalendarDay(daysSinceEpoch: point.x))): \(value)"
          }),
      xTicks: range.map { DayTicks.days(in: $0, atMost: 6) },
      labelX: { CalendarDay(daysSinceEpoch: $0).description },
      labelY: { [numbers = wording.numbers, unit = metric.unit] in
        numbers.short(Quantity(millionths: $0), unit: unit)
      })
  }

  /// How many values a keyboard stops at, each of which costs a page 200 bytes.
  private static let mostLinks = 16

  /// Evenly chosen days with a value, the last among them: every stop of the Tab key should be worth one.
  private var linkedDays: Set<Int> {
    let days = values.map(\.day.daysSinceEpoch)
    guard days.count > Self.mostLinks else { return Set(days) }
    return Set((0..<Self.mostLinks).map { days[$0 * (days.count - 1) / (Self.mostLinks - 1)] })
  }

  private var chartPoints: [ChartPoint] {
    points.map { ChartPoint(x: $0.day.daysSinceEpoch, y: $0.reading.value?.millionths) }
  }

  private var values: [(day: CalendarDay, value: Quantity)] {
    points.compactMap { point in point.reading.value.map { (point.day, $0) } }
  }

  private var turns: LineTurns { LineTurns(values) }

  /// What the chart shows, in sentences: from where to where, and how far it went beyond both on the way.
  private var finding: String {
    let turns = turns
    let extremes = [(turns.peak, Labels.Key.lineHighest), (turns.trough, .lineLowest)].compactMap {
      extreme, key in
      extreme.map { extreme in
        wording.labels.text(
          key,
          [
            ("value", wording.numbers.text(extreme.value, unit: metric.unit)),
            ("day", series.dataDay(of: extreme.day).description),
          ])
      }
    }
    return ([course] + extremes).joined(separator: wording.language == .zh ? "" : " ")
  }

  /// The line from its first value to its last.
  private var course: String {
    let values = values
    let label = metric.label[wording.language]
    guard let first = values.first, let last = values.last else {
      return wording.labels.text(.lineDescriptionEmpty, [("metric", label)])
    }
    let (from, to) = (series.dataDay(of: first.day), series.dataDay(of: last.day))
    var parts = [
      ("metric", label), ("from", from.description), ("to", to.description),
      ("first", wording.numbers.text(first.value, unit: metric.unit)),
      ("last", wording.numbers.text(last.value, unit: metric.unit)),
      ("days", wording.days(to.days(since: from))),
    ]
    let isFlat = values.allSatisfy { $0.value == first.value }
    // Snapshots of the same data have one value of one day.
    if isFlat, Set(values.map { series.dataDay(of: $0.day) }).count == 1 {
      return wording.labels.text(.lineDescriptionOne, parts)
    }
    guard first.value != last.value else {
      return wording.labels.text(isFlat ? .lineDescriptionFlat : .lineDescriptionSame, parts)
    }
    guard from < to, let change = last.value.subtracting(first.value)?.divided(by: first.value) else {
      return wording.labels.text(.lineDescription, parts)
    }
    let isUp = last.value > first.value
    parts.append(("direction", wording.labels[isUp ? .up : .down]))
    parts.append(("relative", wording.numbers.percent(change.magnitude)))
    return wording.labels.text(.lineDescriptionChange, parts)
  }

  private func appendTable(id: String, linked: Set<Int>, to html: inout MarkupBuffer) {
    guard !points.isEmpty else { return }
    html.openNumbers(
      caption: metric.label[wording.language], headerTexts: [.day, .value].map { wording.labels[$0] },
      wording: wording)
    for point in points.reversed() {
      if linked.contains(point.day.daysSinceEpoch) {
        html.appendLiteral("<tr id=\"")
        html.appendAttribute("\(id)-\(point.day.daysSinceEpoch)")
        html.appendLiteral("\"><th scope=\"row\">")
      } else {
        html.appendLiteral("<tr><th scope=\"row\">")
      }
      html.appendTime(point.day)
      html.appendNote(series.olderDays[point.day].map(wording.olderData))
      html.appendLiteral("</th><td class=\"number\">")
      html.appendReading(point.reading, unit: metric.unit, wording: wording)
      html.appendLiteral("</td></tr>\n")
    }
    html.closeNumbers()
  }
}
