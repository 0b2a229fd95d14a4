import Markup

/// One row of a bar chart: the category, the bar and its value.
struct BarMark: Mark {
  private let bar: Bar
  private let row: Int
  private let name: FittedText
  private let value: FittedText

  /// The thickness of a bar, in hundredths of a pixel.
  private static let thickness = 1600

  /// Creates the row `row` 0... of a chart that is `chartWidth` pixels wide.
  init(bar: Bar, row: Int, chartWidth: Int) {
    self.bar = bar
    self.row = row
    name = FittedText(bar.label, within: chartWidth * 30)
    value = FittedText(bar.valueLabel, within: chartWidth * 18)
  }

  func declare(in channels: inout Channels) {
    if let value = bar.value { channels.addX(value) }
  }

  private var isNegative: Bool { bar.value.map { $0 < 0 } ?? false }

  /// A negative bar's value stands on its left, between the bar and the category.
  var margins: Margins {
    let valueRoom = value.width + labelGap
    return isNegative
      ? Margins(right: labelGap, left: name.width + labelGap + valueRoom)
      : Margins(right: labelGap + valueRoom, left: name.width + labelGap)
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    let middle = (2 * row + 1) * BarChart.rowHeight * 50
    buffer.appendLiteral("<text class=\"c-name")
    appendHighlight(into: &buffer)
    buffer.appendLabel(name, x: 0, middle: middle)
    let zero = plot.x.position(0)
    let end = bar.value.map(plot.x.position) ?? zero
    if bar.value != nil {
      buffer.appendLiteral("<rect class=\"c-bar s1")
      appendHighlight(into: &buffer)
      buffer.appendCoordinate("x", min(zero, end))
      buffer.appendCoordinate("y", middle - Self.thickness / 2)
      buffer.appendCoordinate("width", max(zero, end) - min(zero, end))
      buffer.appendCoordinate("height", Self.thickness)
      buffer.appendLiteral("/>")
    }
    buffer.appendLiteral(bar.value == nil ? "<text class=\"c-value is-missing\"" : "<text class=\"c-value\"")
    if isNegative { buffer.appendLiteral(" text-anchor=\"end\"") }
    buffer.appendLabel(value, x: isNegative ? end - labelGap : end + labelGap, middle: middle)
  }

  /// Ends the value of a `class`.
  private func appendHighlight(into buffer: inout MarkupBuffer) {
    buffer.appendLiteral(bar.isHighlighted ? " is-highlighted\"" : "\"")
  }
}

/// The zero line of a bar chart.
struct ZeroLine: Mark {
  /// Makes the scale begin or end at zero, so that lengths can be compared.
  func declare(in channels: inout Channels) {
    channels.addX(0)
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<path class=\"c-axis\" fill=\"none\" stroke=\"#888\" d=\"")
    buffer.appendPathStep("M", x: plot.x.position(0), y: 0)
    buffer.appendLiteral("V")
    buffer.append(hundredths: plot.height)
    buffer.appendLiteral("\"/>")
  }
}
