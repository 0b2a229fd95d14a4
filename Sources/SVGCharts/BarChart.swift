public import Markup

/// One bar of a bar chart.
public struct Bar: Sendable, Hashable {
  /// The category, on the left.
  public let label: String
  /// The length in any unit; nil draws no bar, which is not the same as zero.
  public let value: Int64?
  /// The text at the bar's end; where there is no value, the text in its place, such as `–`.
  public let valueLabel: String
  /// Whether the bar stands out from the others.
  public let isHighlighted: Bool

  public init(label: String, value: Int64?, valueLabel: String, isHighlighted: Bool = false) {
    self.label = label
    self.value = value
    self.valueLabel = valueLabel
    self.isHighlighted = isHighlighted
  }
}

/// Horizontal bars from a common zero line, one row a category, in the given order.
public struct BarChart: Sendable {
  /// The height of a row, in pixels; the chart is as high as its rows.
  public static let rowHeight = 28

  public let id: String
  public let text: ChartText
  public let bars: [Bar]
  /// In pixels, 160...10,000.
  public let width: Int

  /// Creates a chart; `id` is unique in the page, and the ids inside the chart begin with it.
  public init(id: String, text: ChartText, bars: [Bar], width: Int = 720) {
    self.id = id
    self.text = text
    self.bars = bars
    self.width = min(max(width, 160), 10_000)
  }

  /// In pixels; never less than one row.
  public var height: Int { max(1, bars.count) * Self.rowHeight }

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    buffer.openChart("chart chart-bar", id: id, text: text, width: width, height: height)
    let rows = bars.enumerated().map { BarMark(bar: $1, row: $0, chartWidth: width) }
    let marks: [any Mark] = rows + [ZeroLine()]
    var channels = Channels()
    for mark in marks { mark.declare(in: &channels) }
    if let values = channels.x, !bars.isEmpty {
      // All zero: the bars grow from the left.
      let domain = values == 0...0 ? Domain(0...1) : Domain(values)
      var margins = Margins()
      for mark in marks { margins.grow(to: mark.margins) }
      let rowNumbers = Domain(0...Int64(bars.count))
      let plot = Plot(width: width, height: height, margins: margins, x: domain, y: rowNumbers)
      for mark in marks { mark.draw(on: plot, into: &buffer) }
    }
    buffer.appendLiteral("</svg>")
  }
}
