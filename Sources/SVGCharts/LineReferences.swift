import Markup

/// Horizontal lines that values are held against, each with a label where the lines of data are not.
struct LineReferences {
  let references: [ReferenceLine]
  let series: [LineSeries]

  func declare(in channels: inout Channels) {
    for reference in references { channels.addY(reference.value) }
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    guard !references.isEmpty else { return }
    var space = OccupiedSpace(
      within: Box(left: plot.left, top: plot.top - 700, right: plot.right, bottom: plot.bottom))
    for line in series { take(plot.placed(line.points), in: &space) }
    for reference in references {
      let y = plot.y.position(reference.value)
      buffer.appendReference(from: (plot.left, y), to: (plot.right, y), title: reference.label)
    }
    for reference in references {
      let text = FittedText(reference.label, within: (plot.right - plot.left) / 2)
      guard !text.text.isEmpty else { continue }
      let y = plot.y.position(reference.value)
      let left = plot.left + 400
      let right = plot.right - 400 - text.width
      let middle = (plot.left + plot.right - text.width) / 2
      let boxes = [left, right, middle].flatMap { start in
        [-800, 800].map { Box.label(text, left: start, middle: y + $0) }
      }
      // Over the data where there is no other place: the line needs its name.
      let box = space.takeFirstFree(of: boxes) ?? boxes[y - 1450 < plot.top ? 1 : 0]
      let isRight = box.left == right
      buffer.appendLiteral("<text class=\"c-note\"")
      if isRight { buffer.appendLiteral(" text-anchor=\"end\"") }
      buffer.appendLabel(text, x: isRight ? box.right : box.left, middle: (box.top + box.bottom) / 2)
    }
  }

  /// Takes the room along a line, every few pixels.
  private func take(_ points: [PlacedPoint], in space: inout OccupiedSpace) {
    for (index, point) in points.enumerated() {
      space.take(.dot(x: point.x, y: point.y, radius: 200))
      guard index > 0, points[index - 1].run == point.run else { continue }
      let from = points[index - 1]
      let steps = max(abs(point.x - from.x), abs(point.y - from.y)) / 600
      for step in 0..<steps {
        let (x, y) = ((point.x - from.x) * step / steps, (point.y - from.y) * step / steps)
        space.take(.dot(x: from.x + x, y: from.y + y, radius: 200))
      }
    }
  }
}

/// The area between a line and zero, parted where the line is.
struct AreaMark: Mark {
  let points: [ChartPoint]
  let index: Int

  /// Draws nothing where the axis does not begin at zero: an area is read as an amount.
  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    guard plot.y.domain.lower == 0 else { return }
    let placed = plot.placed(points)
    guard zip(placed, placed.dropFirst()).contains(where: { $0.run == $1.run }) else { return }
    buffer.appendLiteral("<path class=\"c-area ")
    buffer.appendLiteral(ChartClasses.series(index))
    buffer.appendLiteral("\" fill=\"#8883\" d=\"")
    for (position, point) in placed.enumerated() {
      let begins = position == 0 || placed[position - 1].run != point.run
      let ends = position == placed.count - 1 || placed[position + 1].run != point.run
      if begins && ends { continue }
      if begins { buffer.appendPathStep("M", x: point.x, y: plot.bottom) }
      buffer.appendPathStep("L", x: point.x, y: point.y)
      if ends {
        buffer.appendLiteral("V")
        buffer.append(hundredths: plot.bottom)
      }
    }
    buffer.appendLiteral("\"/>")
  }
}
