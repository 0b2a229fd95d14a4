public import Markup

/// A tiny line without axes that stands beside its number; gaps part it, the last value has a dot.
public struct Sparkline: Sendable {
  /// The accessible name.
  public let label: String
  public let points: [ChartPoint]
  public let size: ChartSize

  /// Creates a sparkline; points that are out of order are put in order.
  public init(label: String, points: [ChartPoint], size: ChartSize = .sparkline) {
    self.label = label
    self.points = LineSeries(label: label, points: points).points
    self.size = size
  }

  /// Appends the sparkline; one without values is an empty picture with its label.
  public func svg(into buffer: inout MarkupBuffer) {
    buffer.openRoot("chart chart-spark", width: size.width, height: size.height)
    // Its size where no style sheet gives it one.
    buffer.appendLiteral(" width=\"")
    buffer.append(integer: size.width)
    buffer.appendLiteral("\" height=\"")
    buffer.append(integer: size.height)
    buffer.appendLiteral("\" aria-label=\"")
    buffer.appendAttribute(label)
    buffer.appendLiteral("\">")
    let line = LineMark(points: points, index: 0, endRadius: 200, step: 10)
    var channels = Channels()
    line.declare(in: &channels)
    if let x = channels.x, let y = channels.y {
      // The dot and the line's own width stay inside.
      let margins = Margins(top: 300, right: 300, bottom: 300, left: 300)
      line.draw(
        on: Plot(width: size.width, height: size.height, margins: margins, x: Domain(x), y: Domain(y)),
        into: &buffer)
    }
    buffer.appendLiteral("</svg>")
  }
}
