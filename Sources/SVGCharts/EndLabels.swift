import Markup

/// The names or last values of the series, on the right, as near to their ends as they fit.
struct EndLabels: Mark {
  private struct Label {
    let index: Int
    let value: Int64
    let text: FittedText
  }

  private let labels: [Label]
  /// The distance between the middles of two labels, in hundredths of a pixel.
  private static let lineHeight = 1500

  /// Takes the label of each series that has one and at least one value.
  init(of series: [LineSeries], room: Int, label: (Int64) -> String) {
    labels = series.enumerated().compactMap { index, series in
      guard let value = series.points.last(where: { $0.y != nil })?.y else { return nil }
      let text =
        series.label.isEmpty
        ? FittedText(label(value), within: room)
        : FittedText(series.label, " ", value: label(value), within: room)
      return Label(index: index, value: value, text: text)
    }
  }

  var margins: Margins {
    Margins(right: (labels.map(\.text.width).max() ?? 0) + 2 * labelGap)
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    let ordered = labels.sorted {
      (plot.y.position($0.value), $0.index) < (plot.y.position($1.value), $1.index)
    }
    let middles = Self.spread(ordered.map { plot.y.position($0.value) }, from: plot.top, to: plot.bottom)
    for (label, middle) in zip(ordered, middles) {
      buffer.appendLiteral("<text class=\"c-label ")
      buffer.appendLiteral(ChartClasses.series(label.index))
      buffer.appendLiteral("\"")
      buffer.appendLabel(label.text, x: plot.right + labelGap, middle: middle)
    }
  }

  /// Moves ascending positions apart as little as needed; where they cannot all fit they share the room evenly.
  ///
  /// The squares of the distances moved are least: what would touch becomes one block around its middle.
  static func spread(_ wanted: [Int], from top: Int, to bottom: Int) -> [Int] {
    guard wanted.count > 1 else { return wanted }
    let distance = max(0, min(lineHeight, (bottom - top) / (wanted.count - 1)))
    // Without the distances that have to be there, positions only must not fall (isotonic regression).
    var blocks: [(sum: Int, count: Int)] = []
    for (index, position) in wanted.enumerated() {
      blocks.append((position - index * distance, 1))
      while blocks.count > 1, let last = blocks.last,
        blocks[blocks.count - 2].sum / blocks[blocks.count - 2].count >= last.sum / last.count
      {
        blocks.removeLast()
        blocks[blocks.count - 1].sum += last.sum
        blocks[blocks.count - 1].count += last.count
      }
    }
    let limit = max(top, bottom - (wanted.count - 1) * distance)
    return blocks.flatMap { Array(repeating: $0.sum / $0.count, count: $0.count) }
      .enumerated().map { max(top, min($1, limit)) + $0 * distance }
  }
}
