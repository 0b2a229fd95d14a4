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
      let text = series.label.isEmpty ? label(value) : series.label + " " + label(value)
      return Label(index: index, value: value, text: FittedText(text, within: room))
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
  static func spread(_ wanted: [Int], from top: Int, to bottom: Int) -> [Int] {
    guard wanted.count > 1 else { return wanted }
    let distance = min(lineHeight, (bottom - top) / (wanted.count - 1))
    var middles = wanted
    for index in middles.indices.dropFirst() {
      middles[index] = max(middles[index], middles[index - 1] + distance)
    }
    var limit = bottom
    for index in middles.indices.reversed() {
      middles[index] = min(middles[index], limit)
      limit = middles[index] - distance
    }
    return middles
  }
}
