public import Markup

/// One thing with two values.
public struct ScatterDot: Sendable, Hashable {
  public let label: String
  public let x: Int64
  public let y: Int64
  /// Both values as text, for whoever points at the dot; empty for the axes' own words.
  public let valueLabel: String
  /// Whether the dot stands out and gets its label first.
  public let isHighlighted: Bool
  /// Where the dot leads; nil for nowhere. Every link is one more stop of the Tab key, so where there are
  /// hundreds of dots only some should have one.
  public let href: SafeURL?

  public init(
    label: String, x: Int64, y: Int64, valueLabel: String = "", isHighlighted: Bool = false,
    href: SafeURL? = nil
  ) {
    self.label = label
    self.x = x
    self.y = y
    self.valueLabel = valueLabel
    self.isHighlighted = isHighlighted
    self.href = href
  }
}

/// Two values of many, a dot each: whether one goes with the other, and who falls out of line.
///
/// Labels stand beside their dots where they touch nothing, and are left out elsewhere; every dot tells
/// its label and its values to a pointer, and to a keyboard where it is a link.
public struct ScatterChart: Sendable {
  public let id: String
  public let text: ChartText
  /// Those that both axes have a place for, in the given order.
  public let dots: [ScatterDot]
  /// How many dots were given that a logarithmic axis has no place for. A page should say so.
  public let undrawn: Int
  public let x: ChartAxis
  public let y: ChartAxis
  /// Vertical lines, such as the median of x.
  public let xReferences: [ReferenceLine]
  /// Horizontal lines, such as the median of y.
  public let yReferences: [ReferenceLine]
  public let size: ChartSize
  /// Written in a chart without any dot.
  public let emptyLabel: String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - id: unique in the page; the ids inside the chart begin with it.
  ///   - dots: labels are placed in this order, after those of highlighted dots.
  ///   - size: at least 240 × 200.
  public init(
    id: String, text: ChartText, dots: [ScatterDot], x: ChartAxis, y: ChartAxis,
    xReferences: [ReferenceLine] = [], yReferences: [ReferenceLine] = [],
    size: ChartSize = ChartSize(width: 720, height: 440), emptyLabel: String = "–"
  ) {
    self.id = id
    self.text = text
    self.dots = dots.filter { x.shows($0.x) && y.shows($0.y) }
    undrawn = dots.count - self.dots.count
    self.x = x
    self.y = y
    self.xReferences = xReferences.filter { x.shows($0.value) }
    self.yReferences = yReferences.filter { y.shows($0.value) }
    self.size = ChartSize(width: max(240, size.width), height: max(200, size.height))
    self.emptyLabel = emptyLabel
  }

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    let hasLinks = dots.contains { $0.href != nil }
    buffer.openChart(
      "chart chart-scatter", id: id, text: text, width: size.width, height: size.height, hasLinks: hasLinks)
    drawMarks(hidingFrame: hasLinks, into: &buffer)
    buffer.appendLiteral("</svg>")
  }

  private func drawMarks(hidingFrame isHidden: Bool, into buffer: inout MarkupBuffer) {
    // Channels: dots, and what they are held against.
    var channels = Channels()
    for dot in dots {
      channels.addX(dot.x)
      channels.addY(dot.y)
    }
    guard !dots.isEmpty else {
      buffer.appendEmpty(emptyLabel, size: size)
      return
    }
    for line in xReferences { channels.addX(line.value) }
    for line in yReferences { channels.addY(line.value) }
    guard let xs = channels.x, let ys = channels.y else { return }

    // Scales and dimensions.
    let xTicks = x.ticks(covering: xs, atMost: max(2, size.width / 110))
    let yTicks = y.ticks(covering: ys, atMost: max(2, size.height / 60))
    let values = ValueAxis(ticks: yTicks, title: y.title, room: size.width * 20, label: y.label)
    let places = PlaceAxis(
      ticks: xTicks.values, title: x.title, room: size.width * 20, hasRules: true, label: x.label)
    let marks: [any Mark] = [values, places]
    var margins = Margins(right: 1600)
    for mark in marks { margins.grow(to: mark.margins) }
    let plot = Plot(
      width: size.width, height: size.height, margins: margins, x: xTicks.domain, xForm: x.scale,
      y: yTicks.domain, yForm: y.scale)

    // Drawing: what is written stays clear of the dots and of each other.
    let labels = ScatterLabels(self, on: plot)
    buffer.appendHidden(isHidden) { buffer in
      for mark in marks { mark.draw(on: plot, into: &buffer) }
      labels.drawReferences(on: plot, into: &buffer)
    }
    for dot in dots where !dot.isHighlighted { draw(dot, on: plot, into: &buffer) }
    for dot in dots where dot.isHighlighted { draw(dot, on: plot, into: &buffer) }
    buffer.appendHidden(isHidden) { labels.drawLabels(into: &$0) }
  }

  static let radius = 400
  static let highlightedRadius = 600

  private func draw(_ dot: ScatterDot, on plot: Plot, into buffer: inout MarkupBuffer) {
    let values = dot.valueLabel.isEmpty ? x.label(dot.x) + " · " + y.label(dot.y) : dot.valueLabel
    buffer.appendDot(
      dot.isHighlighted ? "c-dot is-highlighted" : "c-dot c-many", x: plot.x.position(dot.x),
      y: plot.y.position(dot.y), radius: dot.isHighlighted ? Self.highlightedRadius : Self.radius,
      title: dot.label.isEmpty ? values : dot.label + " · " + values, href: dot.href)
  }
}
