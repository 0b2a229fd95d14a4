import Markup

/// Something that happened at a place on the x axis: a price change, a listing, a campaign.
public struct Annotation: Sendable, Hashable {
  /// The place, in the unit of the points; one outside the data is not drawn.
  public let x: Int
  public let label: String

  public init(x: Int, label: String) {
    self.x = x
    self.label = label
  }
}

/// Vertical lines with their labels like flags above the plot, in as few rows as they need.
///
/// A label without room is left out; a pointer still finds it at its line.
struct AnnotationMark {
  private struct Flag {
    let x: Int
    let text: FittedText
    /// Left end and row, 0 nearest to the plot; nil where no row had room.
    let place: (left: Int, row: Int)?

    func span(_ left: Int) -> ClosedRange<Int> { left...(left + text.width) }
  }

  /// From right to left.
  private var flags: [Flag] = []
  /// How many rows there are.
  private(set) var rowCount = 0

  /// - Parameter most: How many rows there may be.
  init(_ annotations: [Annotation], inside range: ClosedRange<Int64>, on plot: Plot, atMost most: Int) {
    let placed = annotations.filter { range.contains(Int64($0.x)) }
      .map { (x: plot.x.position(Int64($0.x)), label: $0.label) }
    // From right to left: a flag's text then lies over the lines of those lower, never across them.
    for (_, annotation) in placed.enumerated().sorted(by: { ($1.1.x, $1.0) < ($0.1.x, $0.0) }) {
      let text = FittedText(annotation.label, within: (plot.right - plot.left) / 2)
      let right = annotation.x + 400
      let left = right + text.width <= plot.width ? right : annotation.x - 400 - text.width
      let row =
        text.text.isEmpty || left < 0
        ? nil : (0..<max(0, most)).first { isFree(left...(left + text.width), x: annotation.x, row: $0) }
      flags.append(Flag(x: annotation.x, text: text, place: row.map { (left, $0) }))
      rowCount = max(rowCount, (row ?? -1) + 1)
    }
  }

  /// Whether a text touches no other in its row, no line runs through it, and its line through no other.
  private func isFree(_ span: ClosedRange<Int>, x: Int, row: Int) -> Bool {
    flags.allSatisfy { flag in
      guard let place = flag.place else { return true }
      let other = flag.span(place.left - labelGap)
      if place.row == row { return !other.overlaps(span) && !span.contains(flag.x) }
      return place.row > row ? !span.contains(flag.x) : !other.contains(x)
    }
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    for flag in flags {
      let top = flag.place.map { Self.middle($0.row, on: plot) - 500 } ?? plot.top
      buffer.appendLiteral("<path class=\"c-event\" d=\"")
      buffer.appendPathStep("M", x: flag.x, y: top)
      buffer.appendLiteral("V")
      buffer.append(hundredths: plot.bottom)
      buffer.appendLiteral("\"><title>")
      buffer.appendText(flag.text.text)
      buffer.appendLiteral("</title></path>")
    }
    for flag in flags {
      guard let place = flag.place else { continue }
      let isLeft = place.left < flag.x
      buffer.appendLiteral("<text class=\"c-note\"")
      if isLeft { buffer.appendLiteral(" text-anchor=\"end\"") }
      buffer.appendLabel(
        flag.text, x: isLeft ? place.left + flag.text.width : place.left,
        middle: Self.middle(place.row, on: plot))
    }
  }

  private static func middle(_ row: Int, on plot: Plot) -> Int {
    plot.top - 1100 - row * LabelRows.height
  }
}
