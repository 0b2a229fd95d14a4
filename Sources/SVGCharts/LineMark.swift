import Markup

/// One series: its lines, the values that stand alone, and its last value.
struct LineMark: Mark {
  let points: [ChartPoint]
  /// The place of the series in the chart 0..., which decides its class and dash.
  let index: Int
  /// The radius of the last value's dot, in hundredths of a pixel.
  var endRadius = 350
  /// To how many hundredths of a pixel places are rounded: a page of many lines needs few digits.
  var step = 1

  func declare(in channels: inout Channels) {
    for point in points {
      channels.addX(Int64(point.x))
      if let value = point.y { channels.addY(value) }
    }
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    var placed = plot.placed(points)
    if step > 1 {
      for index in placed.indices {
        let point = placed[index]
        placed[index] = PlacedPoint(x: rounded(point.x), y: rounded(point.y), run: point.run)
      }
    }
    drawLines(placed, into: &buffer)
    drawLonePoints(placed, into: &buffer)
    guard let end = placed.last else { return }
    buffer.appendLiteral("<circle class=\"c-dot c-end ")
    buffer.appendLiteral(ChartClasses.series(index))
    buffer.appendLiteral("\"")
    buffer.appendCircle(x: end.x, y: end.y, radius: endRadius)
  }

  private func rounded(_ position: Int) -> Int { (position + step / 2) / step * step }

  /// Joins the points of each run; a run of one has nothing to join.
  private func drawLines(_ placed: [PlacedPoint], into buffer: inout MarkupBuffer) {
    var isOpen = false
    for position in placed.indices.dropFirst() {
      let from = placed[position - 1]
      let to = placed[position]
      guard from.run == to.run else { continue }
      if !isOpen {
        openPath(into: &buffer)
        isOpen = true
      }
      if position == 1 || placed[position - 2].run != from.run {
        buffer.appendPathStep("M", x: from.x, y: from.y)
      }
      buffer.appendPathStep("L", x: to.x, y: to.y)
    }
    if isOpen { buffer.appendLiteral("\"/>") }
  }

  private func openPath(into buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<path class=\"c-line ")
    buffer.appendLiteral(ChartClasses.series(index))
    if let dash = ChartClasses.dash(index) {
      buffer.appendLiteral("\" stroke-dasharray=\"")
      buffer.appendLiteral(dash)
    }
    buffer.appendLiteral("\" fill=\"none\" stroke=\"currentColor\" d=\"")
  }

  private func drawLonePoints(_ placed: [PlacedPoint], into buffer: inout MarkupBuffer) {
    var isOpen = false
    // The last point has its own dot.
    for position in placed.indices.dropLast() {
      let point = placed[position]
      let joinsBefore = position > 0 && placed[position - 1].run == point.run
      let joinsAfter = placed[position + 1].run == point.run
      if joinsBefore || joinsAfter { continue }
      if !isOpen {
        buffer.appendLiteral("<g class=\"c-dot ")
        buffer.appendLiteral(ChartClasses.series(index))
        buffer.appendLiteral("\">")
        isOpen = true
      }
      buffer.appendLiteral("<circle")
      buffer.appendCircle(x: point.x, y: point.y, radius: min(200, endRadius))
    }
    if isOpen { buffer.appendLiteral("</g>") }
  }
}
