import Markup

/// The labels of the highlighted dots: beside them where that is free, else like flags above all dots.
struct StripLabels {
  /// How many rows of labels there are above the dots.
  var rowCount: Int { rows.rowCount }
  private let beside: [(dot: Int, text: FittedText, box: Box)]
  private let above: [Int]
  private let rows: FlagRows

  /// - Parameters:
  ///   - dots: `y` is the distance below the line.
  ///   - reach: How far the dots' room reaches above and below the line.
  init(_ dots: [StripLayout.PlacedDot], reach: Int, width: Int) {
    let highlighted = dots.indices.filter { dots[$0].dot.isHighlighted }
    var space = OccupiedSpace(within: Box(left: 0, top: -reach, right: width, bottom: reach))
    if !highlighted.isEmpty {
      for dot in dots { space.take(.dot(x: dot.x, y: dot.y, radius: dot.radius)) }
    }
    var beside: [(dot: Int, text: FittedText, box: Box)] = []
    var above: [Int] = []
    var flags: [(text: FittedText, x: Int)] = []
    for index in highlighted {
      let dot = dots[index]
      // Half the chart at most, so that there is room on one side of any dot.
      let text = dot.dot.fittedTitle(within: width / 2 - 1500)
      let gap = dot.radius + 300
      let box = space.takeFirstFree(of: [
        .label(text, left: dot.x + gap, middle: dot.y),
        .label(text, left: dot.x - gap - text.width, middle: dot.y),
      ])
      if let box {
        beside.append((index, text, box))
      } else {
        above.append(index)
        flags.append((text, dot.x))
      }
    }
    self.beside = beside
    self.above = above
    rows = FlagRows(flags, width: width, atMost: 6)
  }

  /// Thin lines from the labels in the rows to their dots.
  func drawLeaders(above swarmTop: Int, dots: [StripLayout.PlacedDot], into buffer: inout MarkupBuffer) {
    for (dot, flag) in zip(above, rows.flags) {
      guard let row = flag?.place?.row else { continue }
      buffer.appendLiteral("<path class=\"c-leader\" fill=\"none\" stroke=\"#888\" d=\"")
      buffer.appendPathStep("M", x: dots[dot].x, y: Self.middle(of: row, above: swarmTop) - 500)
      buffer.appendLiteral("V")
      buffer.append(hundredths: dots[dot].y)
      buffer.appendLiteral("\"/>")
    }
  }

  func drawTexts(above swarmTop: Int, dots: [StripLayout.PlacedDot], into buffer: inout MarkupBuffer) {
    for label in beside {
      buffer.appendLiteral("<text class=\"c-label\"")
      // Set against the dot, so that a width estimated too wide leaves no hole between them.
      let isOnTheLeft = label.box.right < dots[label.dot].x
      if isOnTheLeft { buffer.appendLiteral(" text-anchor=\"end\"") }
      buffer.appendLabel(
        label.text, x: isOnTheLeft ? label.box.right : label.box.left, middle: dots[label.dot].y)
    }
    for flag in rows.flags.compactMap({ $0 }) {
      guard let place = flag.place else { continue }
      buffer.appendLiteral("<text class=\"c-label\"")
      buffer.appendFlag(flag, left: place.left, middle: Self.middle(of: place.row, above: swarmTop))
    }
  }

  private static func middle(of row: Int, above swarmTop: Int) -> Int {
    swarmTop - 900 - row * LabelRows.height
  }
}

extension StripDot {
  /// Label and value; a label too long is cut, its value is not.
  fileprivate func fittedTitle(within room: Int) -> FittedText {
    label.isEmpty
      ? FittedText(valueLabel, within: room)
      : FittedText(label, " · ", value: valueLabel, within: room)
  }
}
