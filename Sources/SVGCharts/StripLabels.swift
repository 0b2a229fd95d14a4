import Markup

/// The labels of the highlighted dots: beside them where that is free, else in rows above all dots.
struct StripLabels {
  let rows: LabelRows
  let dots: [StripLayout.PlacedDot]
  private let texts: [(dot: Int, text: FittedText, beside: Box?, row: (left: Int, row: Int)?)]

  /// - Parameters:
  ///   - dots: `y` is the distance below the line.
  ///   - reach: How far the dots' room reaches above and below the line.
  init(_ dots: [StripLayout.PlacedDot], reach: Int, width: Int) {
    self.dots = dots
    let highlighted = dots.indices.filter { dots[$0].dot.isHighlighted }
    var space = OccupiedSpace(within: Box(left: 0, top: -reach, right: width, bottom: reach))
    if !highlighted.isEmpty {
      for dot in dots { space.take(.dot(x: dot.x, y: dot.y, radius: dot.radius)) }
    }
    var labels: [(dot: Int, text: FittedText, beside: Box?)] = []
    for index in highlighted {
      let dot = dots[index]
      let text = FittedText(dot.dot.title, within: width / 2)
      let gap = dot.radius + 300
      let beside = space.takeFirstFree(of: [
        .label(text, left: dot.x + gap, middle: dot.y),
        .label(text, left: dot.x - gap - text.width, middle: dot.y),
      ])
      labels.append((index, text, beside))
    }
    let above = labels.filter { $0.beside == nil }
    rows = LabelRows(above.map { ($0.text, dots[$0.dot].x) }, from: 0, to: width, atMost: 6)
    let placed = zip(above, rows.places).map { ($0.dot, $0.text, $0.beside, $1) }
    texts = labels.filter { $0.beside != nil }.map { ($0.dot, $0.text, $0.beside, nil) } + placed
  }

  /// Thin lines from the labels in the rows to their dots; row 0 is the lowest.
  func drawLeaders(below swarmTop: Int, dots: [StripLayout.PlacedDot], into buffer: inout MarkupBuffer) {
    for label in texts {
      guard let row = label.row?.row else { continue }
      buffer.appendLiteral("<path class=\"c-leader\" d=\"")
      buffer.appendPathStep("M", x: dots[label.dot].x, y: Self.middle(of: row, of: rows.count) + 700)
      buffer.appendLiteral("V")
      buffer.append(hundredths: dots[label.dot].y)
      buffer.appendLiteral("\"/>")
    }
  }

  func drawTexts(dots: [StripLayout.PlacedDot], into buffer: inout MarkupBuffer) {
    for label in texts {
      if let box = label.beside {
        buffer.appendLiteral("<text class=\"c-label\"")
        // Set against the dot, so that a width estimated too wide leaves no hole between them.
        let isOnTheLeft = box.right < dots[label.dot].x
        if isOnTheLeft { buffer.appendLiteral(" text-anchor=\"end\"") }
        buffer.appendLabel(
          label.text, x: isOnTheLeft ? box.right : box.left, middle: dots[label.dot].y)
      } else if let row = label.row {
        buffer.appendLiteral("<text class=\"c-label\" text-anchor=\"middle\"")
        buffer.appendLabel(
          label.text, x: row.left + label.text.width / 2, middle: Self.middle(of: row.row, of: rows.count))
      }
    }
  }

  private static func middle(of row: Int, of count: Int) -> Int {
    (count - 1 - row) * LabelRows.height + 800
  }
}
