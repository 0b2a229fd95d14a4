import Markup

/// One category of a grouped bar chart: where each of its bars begins and ends.
struct BarParts {
  private struct Part {
    let series: Int
    let start: Int64
    /// Nil where there is no value.
    let end: Int64?
    let lane: Int
    let value: String
    /// What stands beside the bar.
    let label: FittedText

    var isNegative: Bool { end.map { $0 < start } ?? false }
  }

  private let chart: GroupedBarChart
  private let group: BarGroup
  private let name: FittedText
  private let total: FittedText
  private let top: Int
  private let height: Int
  private var parts: [Part] = []

  /// The thickness of a bar with its distance to the next of its group, in hundredths of a pixel.
  static let thickness = 1600

  init(_ group: BarGroup, of chart: GroupedBarChart, top: Int, height: Int) {
    self.chart = chart
    self.group = group
    self.top = top
    self.height = height
    name = FittedText(group.label, within: chart.width * 30)
    total = FittedText(chart.form == .stacked ? group.totalLabel : "", within: chart.width * 18)
    // How far the stack reaches on either side of zero.
    var (below, above): (Int64, Int64) = (0, 0)
    let values = group.values.prefix(chart.series.count).enumerated()
    let negatives = values.filter { ($1.value ?? 0) < 0 }.count
    let positives = values.filter { ($1.value ?? 0) > 0 }.count
    for (series, value) in values {
      let number = value.value
      let isNegative = (number ?? 0) < 0
      let start = chart.form == .grouped ? 0 : isNegative ? below : above
      let end = number.map { number in
        let (sum, overflow) = start.addingReportingOverflow(number)
        return overflow ? (isNegative ? .min : .max) : sum
      }
      if isNegative { below = end ?? below } else { above = end ?? above }
      // Beside a part in the middle of a stack there is no room.
      let isLabelled =
        switch chart.form {
        case .grouped: true
        case .stacked: false
        case .diverging: number != nil && (isNegative ? negatives : positives) <= 1
        }
      parts.append(
        Part(
          series: series, start: start, end: end, lane: chart.form == .grouped ? series : 0,
          value: value.label,
          label: FittedText(isLabelled ? value.label : "", within: chart.width * 18)))
    }
  }

  func declare(in channels: inout Channels) {
    for part in parts {
      if let end = part.end { channels.addX(end) }
    }
  }

  /// Without the labels on the left, whose room depends on where their bars end.
  var margins: Margins {
    var margins = Margins(right: total.width + 2 * labelGap, left: name.width + 2 * labelGap)
    for part in parts where !part.isNegative {
      margins.grow(to: Margins(right: part.label.width + 2 * labelGap))
    }
    return margins
  }

  /// How far labels on the left reach into the category's name.
  func lackingRoom(on x: PositionScale) -> Int {
    parts.compactMap { part in
      guard part.isNegative, let end = part.end else { return nil }
      return name.width + 2 * labelGap + part.label.width - x.position(end)
    }.max() ?? 0
  }

  func draw(on x: PositionScale, id: String, into buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<text class=\"c-name\"")
    buffer.appendLabel(name, x: 0, middle: top + height / 2)
    let laneCount = chart.form == .grouped ? chart.series.count : 1
    let firstLane = top + (height - laneCount * Self.thickness) / 2
    for part in parts {
      let laneTop = firstLane + part.lane * Self.thickness + 100
      let start = x.position(part.start)
      let end = part.end.map(x.position) ?? start
      if part.end != nil {
        let series = chart.series[part.series]
        buffer.openBar(part.series, id: id)
        buffer.appendCoordinate("x", min(start, end))
        buffer.appendCoordinate("y", laneTop)
        buffer.appendCoordinate("width", max(start, end) - min(start, end))
        buffer.appendCoordinate("height", Self.thickness - 200)
        buffer.appendLiteral("><title>")
        buffer.appendText(group.label + " · " + series + " · " + part.value)
        buffer.appendLiteral("</title></rect>")
      }
      guard !part.label.text.isEmpty else { continue }
      buffer.appendLiteral(
        part.end == nil ? "<text class=\"c-value is-missing\"" : "<text class=\"c-value\"")
      if part.isNegative { buffer.appendLiteral(" text-anchor=\"end\"") }
      buffer.appendLabel(
        part.label, x: part.isNegative ? end - labelGap : end + labelGap,
        middle: laneTop + Self.thickness / 2 - 100)
    }
    guard !total.text.isEmpty else { return }
    buffer.appendLiteral("<text class=\"c-value\"")
    let end = parts.compactMap(\.end).map(x.position).max() ?? x.position(0)
    buffer.appendLabel(total, x: max(end, x.position(0)) + labelGap, middle: top + height / 2)
  }
}
