import Markup
import Model
import SVGCharts

/// ```` ```trends ````: how a metric of the largest KOLs of the page moved since the window began, on one axis: each line
/// is the change from that KOL's first value in the window.
struct TrendsBlock {
  let report: Report
  let metric: Metric
  let wording: Wording
  /// From the page to the folder of its language.
  let rootPath: String

  /// As many lines as the theme has colours.
  static let mostLines = 4

  /// A KOL with its values in the window, oldest first; at least two, the first of them not zero.
  private struct Line {
    let kol: KOLReport
    let values: [(day: CalendarDay, value: Quantity)]
    let points: [ChartPoint]
    /// From the first value to the last; a ratio.
    let change: Quantity
  }

  func html(id: String, window: Int, limit: Int, files: ChartFiles) -> HTML {
    var html = MarkupBuffer()
    var lines: [Line] = []
    for (kol, _) in report.ranking(of: metric).ranked where lines.count < min(limit, Self.mostLines) {
      if let line = line(of: kol, window: window) { lines.append(line) }
    }
    let name = metric.label[wording.language]
    guard let first = lines.flatMap(\.values).map(\.day).min() else {
      html.appendLiteral("<p class=\"no-chart\">")
      html.appendText(wording.labels[.noGrowth])
      html.appendLiteral("</p>\n")
      return HTML(html)
    }
    let title = wording.labels.text(.trendsTitle, [("metric", name), ("from", first.description)])
    let finding = finding(lines, since: first)
    var drawing = MarkupBuffer()
    LineChart(
      id: id, text: ChartText(title: title, description: finding),
      series: lines.map { LineSeries(label: $0.kol.name, points: $0.points) },
      size: ChartSize(width: 840, height: 320), yStep: Quantity.scale / 1_000,
      references: [ReferenceLine(value: 0, label: "")],
      xTicks: DayTicks.days(
        in: first.daysSinceEpoch...max(first.daysSinceEpoch, report.asOf.daysSinceEpoch), atMost: 6),
      labelX: { CalendarDay(daysSinceEpoch: $0).description },
      labelY: { [numbers = wording.numbers] in numbers.signedPercent(Quantity(millionths: $0)) }
    ).svg(into: &drawing)
    html.appendLiteral("<figure>\n")
    html.appendChartTitle(title)
    html.openPlot(label: title)
    html.append(HTML(drawing))
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendDownload(files.add("trends-\(metric.id)", chart: HTML(drawing)), wording: wording)
    appendTable(lines, caption: title, to: &html)
    html.appendLiteral("</figcaption>\n</figure>\n")
    return HTML(html)
  }

  private func line(of kol: KOLReport, window: Int) -> Line? {
    guard let series = kol.series(metric.id) else { return nil }
    let start = report.asOf.advanced(by: -(max(1, window) - 1))
    let points = series.points.filter { $0.day >= start }
    let values = points.compactMap { point in point.reading.value.map { (day: point.day, value: $0) } }
    guard let first = values.first, let last = values.last, values.count > 1,
      let change = relative(last.value, to: first.value)
    else { return nil }
    return Line(
      kol: kol, values: values,
      points: points.map { point in
        ChartPoint(
          x: point.day.daysSinceEpoch,
          y: point.reading.value.flatMap { relative($0, to: first.value) }?.millionths)
      }, change: change)
  }

  private func relative(_ value: Quantity, to base: Quantity) -> Quantity? {
    value.subtracting(base)?.divided(by: base)
  }

  private func finding(_ lines: [Line], since first: CalendarDay) -> String {
    let most = lines.max { $0.change < $1.change }
    let least = lines.min { $0.change < $1.change }
    let ends = wording.labels.text(
      .trendsText,
      [
        ("metric", metric.label[wording.language]), ("from", first.description),
        ("to", report.asOf.description), ("most", most?.kol.name ?? ""), ("least", least?.kol.name ?? ""),
        ("up", most.map { wording.numbers.signedPercent($0.change) } ?? ""),
        ("down", least.map { wording.numbers.signedPercent($0.change) } ?? ""),
      ])
    let separator = wording.language == .zh ? "" : " "
    return ([ends] + lines.flatMap(extremes)).joined(separator: separator)
      + wording.olderSentence(FigureDays(of: lines.map(\.kol)))
  }

  /// How far a line went beyond both of its ends, and when.
  private func extremes(of line: Line) -> [String] {
    let turns = LineTurns(line.values)
    return [(turns.peak, Labels.Key.trendsHighest), (turns.trough, .trendsLowest)].compactMap {
      extreme, key in
      guard let extreme, let first = line.values.first,
        let change = relative(extreme.value, to: first.value)
      else { return nil }
      return wording.labels.text(
        key,
        [
          ("name", line.kol.name), ("day", dataDay(extreme.day, of: line.kol).description),
          ("value", wording.numbers.signedPercent(change)),
        ])
    }
  }

  private func dataDay(_ day: CalendarDay, of kol: KOLReport) -> CalendarDay {
    kol.series(metric.id)?.dataDay(of: day) ?? day
  }

  private func appendTable(_ lines: [Line], caption: String, to html: inout MarkupBuffer) {
    html.openNumbers(
      caption: caption, headerTexts: [.name, .from, .to, .change].map { wording.labels[$0] }, wording: wording
    )
    for line in lines {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendLink(to: line.kol.entry.id, name: line.kol.name, rootPath: rootPath)
      html.appendLiteral("</th>")
      for end in [line.values.first, line.values.last] {
        html.appendLiteral("<td class=\"number\">")
        if let end {
          html.appendText(wording.numbers.text(end.value, unit: metric.unit))
          html.appendLiteral(" ")
          html.appendTime(dataDay(end.day, of: line.kol))
        }
        html.appendLiteral("</td>")
      }
      html.appendLiteral("<td class=\"number\">")
      html.appendText(wording.numbers.signedPercent(line.change))
      html.appendLiteral("</td></tr>\n")
    }
    html.closeNumbers()
  }
}
