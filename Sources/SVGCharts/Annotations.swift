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

/// Vertical lines with their labels like flags above the plot.
///
/// A label without room is left out; a pointer still finds it at its line.
struct AnnotationMark {
  private let rows: FlagRows
  /// The whole labels, in the order of the rows' flags.
  private let titles: [String]
  var rowCount: Int { rows.rowCount }

  /// - Parameter most: How many rows of labels there may be.
  init(_ annotations: [Annotation], inside range: ClosedRange<Int64>, on plot: Plot, atMost most: Int) {
    let drawn = annotations.filter { range.contains(Int64($0.x)) }
    titles = drawn.map(\.label)
    rows = FlagRows(
      drawn.map {
        (FittedText($0.label, within: (plot.right - plot.left) / 2), plot.x.position(Int64($0.x)))
      }, width: plot.width, atMost: most)
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    let flags = rows.flags.compactMap { $0 }
    for (flag, title) in zip(flags, titles) {
      let top = flag.place.map { Self.middle($0.row, on: plot) - 500 } ?? plot.top
      buffer.appendLiteral("<path class=\"c-event\" fill=\"none\" stroke=\"#888\" d=\"")
      buffer.appendPathStep("M", x: flag.x, y: top)
      buffer.appendLiteral("V")
      buffer.append(hundredths: plot.bottom)
      buffer.appendLiteral("\"><title>")
      buffer.appendText(title)
      buffer.appendLiteral("</title></path>")
    }
    for flag in flags {
      guard let place = flag.place else { continue }
      buffer.appendLiteral("<text class=\"c-note\"")
      buffer.appendFlag(flag, left: place.left, middle: Self.middle(place.row, on: plot))
    }
  }

  private static func middle(_ row: Int, on plot: Plot) -> Int {
    plot.top - 1350 - row * LabelRows.height
  }
}

extension MarkupBuffer {
  /// Writes the rest of a `text` element that stands at its line; its start tag is still open.
  mutating func appendFlag(_ flag: FlagRows.Flag, left: Int, middle: Int) {
    if flag.isOnTheLeft { appendLiteral(" text-anchor=\"end\"") }
    appendLabel(flag.text, x: flag.isOnTheLeft ? left + flag.text.width : left, middle: middle)
  }
}
