public import Markup

/// One value of a distribution.
public struct StripDot: Sendable, Hashable {
  /// Who or what has the value.
  public let label: String
  public let value: Int64
  /// The value as text.
  public let valueLabel: String
  /// Whether the dot is larger, on top, and has its label in the picture.
  public let isHighlighted: Bool
  /// Where the dot leads; nil for nowhere. Every link is one more stop of the Tab key, so where there are
  /// hundreds of dots only some should have one.
  public let href: SafeURL?

  public init(
    label: String, value: Int64, valueLabel: String, isHighlighted: Bool = false, href: SafeURL? = nil
  ) {
    self.label = label
    self.value = value
    self.valueLabel = valueLabel
    self.isHighlighted = isHighlighted
    self.href = href
  }

  var title: String { label.isEmpty ? valueLabel : label + " · " + valueLabel }
}

/// All values of a group on one line, a dot each, with a highlighted one among them.
///
/// Dots that would overlap stand above and below one another. Each dot tells its label and value to a
/// pointer; where dots are links, they tell it to a keyboard, too.
public struct DistributionStrip: Sendable {
  public let id: String
  public let text: ChartText
  /// Those that the axis has a place for, in the given order.
  public let dots: [StripDot]
  /// How many dots were given that a logarithmic axis has no place for. A page should say so.
  public let undrawn: Int
  public let axis: ChartAxis
  public let median: ReferenceLine?
  public let band: ReferenceBand?
  /// In pixels, 160...10,000; the height follows from the dots.
  public let width: Int
  /// Written in a chart without any dot.
  public let emptyLabel: String

  /// Creates a strip; `id` is unique in the page, and the ids inside the chart begin with it.
  public init(
    id: String, text: ChartText, dots: [StripDot], axis: ChartAxis, median: ReferenceLine? = nil,
    band: ReferenceBand? = nil, width: Int = 720, emptyLabel: String = "–"
  ) {
    self.id = id
    self.text = text
    self.dots = dots.filter { axis.shows($0.value) }
    undrawn = dots.count - self.dots.count
    self.axis = axis
    self.median = median.flatMap { axis.shows($0.value) ? $0 : nil }
    self.band = band.flatMap { axis.shows($0.values.lowerBound) ? $0 : nil }
    self.width = min(max(width, 160), 10_000)
    self.emptyLabel = emptyLabel
  }

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    let layout = StripLayout(self)
    let hasLinks = dots.contains { $0.href != nil }
    buffer.openChart(
      "chart chart-strip", id: id, text: text, width: width, height: (layout?.height ?? 6000) / 100,
      hasLinks: hasLinks)
    if let layout {
      layout.draw(hidingFrame: hasLinks, into: &buffer)
    } else {
      buffer.appendEmpty(emptyLabel, size: ChartSize(width: width, height: 60))
    }
    buffer.appendLiteral("</svg>")
  }
}
