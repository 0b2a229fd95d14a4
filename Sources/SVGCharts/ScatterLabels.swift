import Markup

/// The labels of a scatter chart: those of its lines first, then those of its dots as far as they fit.
struct ScatterLabels {
  private enum Anchor { case start, middle, end }

  private struct Label {
    let text: FittedText
    let box: Box
    /// Which part of the text is at what it belongs to; estimated widths are wide, so it matters.
    var anchor = Anchor.start
    var isHighlighted = false
  }

  private let chart: ScatterChart
  private var notes: [Label] = []
  private var labels: [Label] = []

  init(_ chart: ScatterChart, on plot: Plot) {
    self.chart = chart
    // The upper tick may run through a dot whose label then reaches half a line higher.
    let inside = Box(left: plot.left, top: plot.top - 700, right: plot.width, bottom: plot.bottom)
    var space = OccupiedSpace(within: inside)
    let places = chart.dots.map { dot in
      (
        x: plot.x.position(dot.x), y: plot.y.position(dot.y),
        radius: dot.isHighlighted ? ScatterChart.highlightedRadius : ScatterChart.radius
      )
    }
    for place in places { space.take(.dot(x: place.x, y: place.y, radius: place.radius)) }
    placeReferences(in: &space, on: plot)
    let order =
      chart.dots.indices.filter { chart.dots[$0].isHighlighted }
      + chart.dots.indices.filter { !chart.dots[$0].isHighlighted }
    for index in order where !chart.dots[index].label.isEmpty {
      let (x, y, radius) = places[index]
      let text = FittedText(chart.dots[index].label, within: (plot.right - plot.left) / 3)
      let gap = radius + 250
      let choices: [(Box, Anchor)] = [
        (.label(text, left: x + gap, middle: y), .start),
        (.label(text, left: x - gap - text.width, middle: y), .end),
        (.label(text, left: x - text.width / 2, middle: y - gap - 700), .middle),
        (.label(text, left: x - text.width / 2, middle: y + gap + 700), .middle),
      ]
      guard let (box, anchor) = choices.first(where: { space.isFree($0.0) }) else { continue }
      space.take(box)
      labels.append(
        Label(
          text: text, box: box, anchor: anchor, isHighlighted: chart.dots[index].isHighlighted))
    }
  }

  /// A line's label stands at one of its ends, where no dot is; without room the title of the line has it.
  private mutating func placeReferences(in space: inout OccupiedSpace, on plot: Plot) {
    for line in chart.yReferences {
      let text = FittedText(line.label, within: (plot.right - plot.left) / 2)
      let y = plot.y.position(line.value)
      let left = plot.right - text.width
      let boxes = [
        Box.label(text, left: left, middle: y - 800), .label(text, left: left, middle: y + 800),
        .label(text, left: plot.left + 400, middle: y - 800),
        .label(text, left: plot.left + 400, middle: y + 800),
      ]
      guard !text.text.isEmpty, let box = space.takeFirstFree(of: boxes) else { continue }
      notes.append(Label(text: text, box: box, anchor: box.left == left ? .end : .start))
    }
    for line in chart.xReferences {
      let text = FittedText(line.label, within: (plot.right - plot.left) / 2)
      let x = plot.x.position(line.value)
      let boxes = [plot.top + 700, plot.bottom - 700].flatMap { middle in
        [
          Box.label(text, left: x + 400, middle: middle),
          .label(text, left: x - 400 - text.width, middle: middle),
        ]
      }
      guard !text.text.isEmpty, let box = space.takeFirstFree(of: boxes) else { continue }
      notes.append(Label(text: text, box: box, anchor: box.right < x ? .end : .start))
    }
  }

  func drawReferences(on plot: Plot, into buffer: inout MarkupBuffer) {
    for line in chart.yReferences {
      buffer.appendReference(
        from: (plot.left, plot.y.position(line.value)), to: (plot.right, plot.y.position(line.value)),
        title: line.label)
    }
    for line in chart.xReferences {
      buffer.appendReference(
        from: (plot.x.position(line.value), plot.top), to: (plot.x.position(line.value), plot.bottom),
        title: line.label)
    }
    for note in notes {
      buffer.appendLiteral("<text class=\"c-note\"")
      append(note, to: &buffer)
    }
  }

  func drawLabels(into buffer: inout MarkupBuffer) {
    for label in labels {
      buffer.appendLiteral(
        label.isHighlighted ? "<text class=\"c-label is-highlighted\"" : "<text class=\"c-label c-many\"")
      append(label, to: &buffer)
    }
  }

  private func append(_ label: Label, to buffer: inout MarkupBuffer) {
    let x: Int
    switch label.anchor {
    case .start: x = label.box.left
    case .middle:
      x = (label.box.left + label.box.right) / 2
      buffer.appendLiteral(" text-anchor=\"middle\"")
    case .end:
      x = label.box.right
      buffer.appendLiteral(" text-anchor=\"end\"")
    }
    buffer.appendLabel(label.text, x: x, middle: (label.box.top + label.box.bottom) / 2)
  }
}
