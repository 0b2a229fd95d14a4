import Markup
import Model
import SVGCharts
import Templating

/// ```` ```chart ```` with `line:` — one metric of one KOL over time, with its numbers in a table.
struct LineChartBlock: ProfileBlock {
  static let kind = BlockKind(
    name: "chart",
    summary:
      "a line over time with its numbers in a table and the changes of the quote marked; from zero the area under it is filled",
    options: [
      BlockOption(
        name: "line", isRequired: true, values: .chartedMetric, summary: "a charted metric"),
      BlockOption(name: "window", values: .days, summary: "`90d`"),
      BlockOption(name: "from", values: .oneOf(["zero", "data"]), summary: "`data` or `zero`"),
    ])

  /// Among ``History/chartedMetrics``.
  private let place: Int
  private let metric: Metric
  private let window: Int
  /// Whether the axis begins at zero, with the area under the line filled.
  private let fromZero: Bool
  private let wording: Wording
  private let name: HTML
  private let finding: LineWords
  private let marks: QuoteMarks
  private let table: SeriesTable
  private let head: HTML
  private let note: HTML

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    place = try options.chartedMetric("line")
    let metric = History.chartedMetrics[place]
    let fromZero = options.text("from") == "zero"
    self.metric = metric
    self.fromZero = fromZero
    self.wording = wording
    window = try options.window()
    let label = metric.label[wording.language]
    name = .text(label)
    finding = LineWords(metric, wording)
    marks = QuoteMarks(beside: metric, wording)
    table = SeriesTable(metric, wording)
    head = .written { html in
      html.appendLiteral("<figure>\n")
      html.openPlot(label: label)
    }
    note = .written { html in
      html.appendLiteral(" <small>")
      html.appendText(wording.labels[fromZero ? .gapsNoteFromZero : .gapsNote])
      html.appendLiteral("</small>")
    }
  }

  /// A line needs two values: with fewer, a sentence says what there is.
  func write(_ page: ProfilePage, to output: inout PageOutput) {
    guard page.kol.series.indices.contains(place) else { return }
    let line = SeriesWindow(page.kol.series[place], asOf: page.report.asOf, window: window)
    let finding = finding.html(of: line)
    guard line.values.count > 1 else {
      output.html.appendLiteral("<p class=\"no-chart\">")
      output.html.append(finding)
      output.html.appendLiteral("</p>\n")
      return
    }
    let linked = Self.linkedDays(of: line)
    let chart = chart(line, of: page.kol, id: output.id, finding: finding, linked: linked)
    output.html.append(head)
    var file: String?
    if output.charts.isOn {
      // A file has no table that its values could lead to.
      var drawing = MarkupBuffer()
      chart.svg(into: &output.html, withoutLinks: &drawing)
      file = output.charts.add(metric.id, chart: HTML(drawing))
    } else {
      chart.svg(into: &output.html)
    }
    output.html.appendLiteral("</div>\n<figcaption>")
    output.html.append(finding)
    output.html.append(note)
    output.html.appendDownload(file, wording: wording)
    output.html.appendLiteral("\n")
    table.append(line, id: output.id, linked: linked, to: &output.html)
    output.html.appendLiteral("</figcaption>\n</figure>\n")
  }

  /// - Parameter linked: The days whose values lead to their rows in the table, oldest first.
  private func chart(
    _ line: SeriesWindow, of kol: KOLReport, id: String, finding: HTML, linked: [Int]
  ) -> LineChart {
    let (numbers, unit, series) = (wording.numbers, metric.unit, line.series)
    let ticks = line.points.first.flatMap { first in
      line.points.last.map { DayTicks.days(in: first.x...max(first.x, $0.x), atMost: 6) }
    }
    return LineChart(
      id: id, text: ChartText(title: name, description: finding),
      series: [LineSeries(label: "", points: line.points)],
      size: ChartSize(width: 840, height: 260),
      yStep: unit == .count ? Quantity.scale : Quantity.scale / 100,
      includesZero: fromZero, fillsArea: fromZero,
      annotations: marks.annotations(of: kol, on: line),
      pointLinks: PointLinks(
        href: { _, point in
          guard linked.contains(sorted: point.x) else { return nil }
          var address = MarkupBuffer()
          address.appendLiteral("#")
          address.appendRow(of: point.x, in: id)
          return SafeURL(address.text)
        },
        label: { _, point in
          var text = MarkupBuffer()
          text.append(series.dataDay(of: CalendarDay(daysSinceEpoch: point.x)))
          text.appendLiteral(": ")
          if let value = point.y { text.append(Quantity(millionths: value), unit: unit) }
          return text.text
        }),
      xTicks: ticks, labelX: { CalendarDay(daysSinceEpoch: $0).description },
      labelY: { numbers.short(Quantity(millionths: $0), unit: unit) })
  }

  /// How many values a keyboard stops at, each of which costs a page 200 bytes.
  private static let mostLinks = 16

  /// Evenly chosen days with a value, the last among them: every stop of the Tab key should be worth one.
  private static func linkedDays(of line: SeriesWindow) -> [Int] {
    let values = line.values
    guard values.count > mostLinks else { return values.map(\.day.daysSinceEpoch) }
    return (0..<mostLinks).map {
      values[$0 * (values.count - 1) / (mostLinks - 1)].day.daysSinceEpoch
    }
  }
}

/// What a line is marked with: the changes of the picture quote, or of the quote itself where that is the line.
private struct QuoteMarks: Sendable {
  /// Of the quote, among ``History/chartedMetrics``.
  private let place: Int?
  private let wording: Wording

  init(beside metric: Metric, _ wording: Wording) {
    let id = metric.id == "videoPrice" ? "videoPrice" : "picturePrice"
    place = History.chartedMetrics.firstIndex { $0.id == id }
    self.wording = wording
  }

  /// Those on the days of a line.
  func annotations(of kol: KOLReport, on line: SeriesWindow) -> [Annotation] {
    guard let place, kol.series.indices.contains(place), let first = line.points.first?.x,
      let last = line.points.last?.x
    else { return [] }
    let quote = kol.series[place]
    return quote.priceEvents.compactMap { event in
      let day = event.day.daysSinceEpoch
      return day >= first && day <= last
        ? Annotation(x: day, label: text(of: event, in: quote)) : nil
    }
  }

  private func text(of event: PriceEvent, in quote: Series) -> String {
    let to = wording.numbers.text(event.to, unit: .cny)
    let text = event.from.map { "\(wording.numbers.text($0, unit: .cny)) → \(to)" }
    let name = event.metric.label[wording.language]
    let older = quote.olderDay(of: event.day).map { " · \(wording.olderData(of: $0))" }
    return "\(name) \(text ?? wording.labels.text(.listed, [("price", to)]))\(older ?? "")"
  }
}

/// The folded numbers of a line, the newest first.
private struct SeriesTable: Sendable {
  private let unit: Unit
  private let head: HTML
  private let readings: ReadingWords
  private let olderNote: Phrase

  init(_ metric: Metric, _ wording: Wording) {
    unit = metric.unit
    head = .written {
      $0.openNumbers(
        caption: metric.label[wording.language],
        headerTexts: [.day, .value].map { wording.labels[$0] },
        wording: wording)
    }
    readings = ReadingWords(wording)
    olderNote = Phrase(.olderData, ["day"], of: wording.labels)
  }

  /// - Parameter linked: The days whose rows a value leads to, oldest first.
  func append(_ line: SeriesWindow, id: String, linked: [Int], to html: inout MarkupBuffer) {
    html.append(head)
    var linked = linked[...]
    for index in line.readings.indices.reversed() {
      let day = line.firstDay.advanced(by: index - line.readings.startIndex)
      if linked.last == day.daysSinceEpoch {
        linked.removeLast()
        html.appendLiteral("<tr id=\"")
        html.appendRow(of: day.daysSinceEpoch, in: id)
        html.appendLiteral("\"><th scope=\"row\">")
      } else {
        html.appendLiteral("<tr><th scope=\"row\">")
      }
      html.appendTime(day)
      if let older = line.series.olderDay(of: day) {
        html.appendLiteral(" <small class=\"reason\">")
        olderNote.append(to: &html) { _, html in html.append(older) }
        html.appendLiteral("</small>")
      }
      html.appendLiteral("</th><td class=\"number\">")
      readings.append(line.readings[index], unit: unit, to: &html)
      html.appendLiteral("</td></tr>\n")
    }
    html.closeNumbers()
  }
}

extension MarkupBuffer {
  /// The id of a day's row in the table of a chart.
  fileprivate mutating func appendRow(of day: Int, in id: String) {
    appendAttribute(id)
    appendLiteral("-")
    append(integer: day)
  }
}

extension [Int] {
  /// Whether an ascending list has a number.
  fileprivate func contains(sorted number: Int) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == number
  }
}
