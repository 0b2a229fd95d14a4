import Markup

/// The names and values at one end of a slope chart, as near to their lines as they fit.
struct SlopeLabels {
  private let labels: [(series: Int, value: Int64, text: FittedText)]

  /// How wide the widest is, in hundredths of a pixel.
  var width: Int { labels.map(\.text.width).max() ?? 0 }

  init(_ series: [SlopeSeries], at column: Int, room: Int, label: (Int64) -> String) {
    labels = series.enumerated().compactMap { index, series in
      guard series.values.indices.contains(column), let value = series.values[column] else { return nil }
      let text = series.label.isEmpty ? label(value) : label(value) + " " + series.label
      return (index, value, FittedText(text, within: room))
    }
  }

  func draw(
    x: Int, isAnchoredAtEnd: Bool, on y: PositionScale, inset: Int, _ styles: SlopeStyles,
    into buffer: inout MarkupBuffer
  ) {
    let ordered = labels.sorted {
      (y.position($0.value), $0.series) < (y.position($1.value), $1.series)
    }
    let (top, bottom) = (min(y.start, y.end) - inset, max(y.start, y.end) + inset)
    let middles = EndLabels.spread(ordered.map { y.position($0.value) }, from: top, to: bottom)
    for (label, middle) in zip(ordered, middles) {
      buffer.appendLiteral("<text class=\"c-label ")
      buffer.appendLiteral(styles[label.series].name)
      buffer.appendLiteral(isAnchoredAtEnd ? "\" text-anchor=\"end\"" : "\"")
      buffer.appendLabel(label.text, x: x, middle: middle)
    }
  }
}

/// How the lines of a slope chart look: where some are highlighted, the others are quiet.
struct SlopeStyles {
  struct Style {
    let name: StaticString
    let dotClasses: StaticString
    let dash: StaticString?
  }

  private let styles: [Style]
  /// Quiet lines lie below the others.
  let drawingOrder: [Int]

  subscript(series: Int) -> Style { styles[series] }

  init(_ series: [SlopeSeries]) {
    let hasHighlights = series.contains(where: \.isHighlighted)
    var place = 0
    styles = series.map { series in
      guard series.isHighlighted || !hasHighlights else {
        return Style(name: "is-quiet", dotClasses: "c-dot c-many", dash: nil)
      }
      defer { place += 1 }
      return Style(
        name: ChartClasses.series(place), dotClasses: Self.dotClasses(place), dash: ChartClasses.dash(place))
    }
    let isQuiet = { (index: Int) in hasHighlights && !series[index].isHighlighted }
    drawingOrder = series.indices.filter(isQuiet) + series.indices.filter { !isQuiet($0) }
  }

  private static func dotClasses(_ index: Int) -> StaticString {
    switch index % ChartClasses.seriesCount {
    case 0: "c-dot s1"
    case 1: "c-dot s2"
    case 2: "c-dot s3"
    case 3: "c-dot s4"
    case 4: "c-dot s5"
    case 5: "c-dot s6"
    case 6: "c-dot s7"
    default: "c-dot s8"
    }
  }
}
