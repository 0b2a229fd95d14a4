import Markup

/// Where everything in a distribution strip is, in hundredths of a pixel.
///
/// From top to bottom: labels of highlighted dots that had no room beside them, the dots, the labels of
/// median and band, the axis.
struct StripLayout {
  let height: Int
  private let strip: DistributionStrip
  private let placeAxis: PlaceAxis
  private let plot: Plot
  private let places: [PlacedDot]
  private let swarmTop: Int
  private let swarmBottom: Int
  private let labels: StripLabels
  private let notes: LabelRows
  private let median: FittedText
  private let band: FittedText

  struct PlacedDot {
    let dot: StripDot
    let x: Int
    let y: Int
    let radius: Int
  }

  /// Nil where there is nothing to draw.
  init?(_ strip: DistributionStrip) {
    self.strip = strip
    var channels = Channels()
    for dot in strip.dots { channels.addX(dot.value) }
    guard channels.x != nil else { return nil }
    if let median = strip.median { channels.addX(median.value) }
    if let band = strip.band {
      channels.addX(band.values.lowerBound)
      channels.addX(band.values.upperBound)
    }
    guard let values = channels.x else { return nil }

    let ticks = strip.axis.ticks(covering: values, atMost: max(2, strip.width / 110))
    placeAxis = PlaceAxis(
      ticks: ticks.values, title: strip.axis.title, room: strip.width * 24, hasRules: true,
      label: strip.axis.label)
    let radius = Self.radius(of: strip.dots.count)
    let side = radius + 600
    let right = strip.width * 100 - side
    let x = PositionScale(domain: ticks.domain, from: side, to: right, form: strip.axis.scale)

    let positions = strip.dots.map {
      (x: x.position($0.value), radius: $0.isHighlighted ? radius + 200 : radius)
    }
    let swarm = Swarm(positions, radius: radius, limit: 8000)
    let reach = max(1600, swarm.reach + radius + 300)
    let places = zip(zip(strip.dots, positions), swarm.offsets).map {
      PlacedDot(dot: $0.0, x: $0.1.x, y: $1, radius: $0.1.radius)
    }
    labels = StripLabels(places, reach: reach, width: strip.width * 100)
    swarmTop = labels.rowCount * LabelRows.height + 600
    swarmBottom = swarmTop + 2 * reach
    let middle = swarmTop + reach
    self.places = places.map {
      PlacedDot(dot: $0.dot, x: $0.x, y: $0.y + middle, radius: $0.radius)
    }

    median = FittedText(strip.median?.label ?? "", within: strip.width * 40)
    band = FittedText(strip.band?.label ?? "", within: strip.width * 40)
    notes = LabelRows(
      [
        (median, x.position(strip.median?.value ?? 0)),
        (
          band,
          (x.position(strip.band?.values.lowerBound ?? 0) + x.position(strip.band?.values.upperBound ?? 0))
            / 2
        ),
      ], from: 0, to: strip.width * 100, atMost: 2)
    let bottom = swarmBottom + notes.count * LabelRows.height + 400
    // Heights are whole pixels.
    height = (bottom + placeAxis.margins.bottom + 99) / 100 * 100
    plot = Plot(
      width: strip.width * 100, height: height,
      exact: Margins(top: swarmTop, right: side, bottom: height - bottom, left: side), x: x,
      y: PositionScale(domain: Domain(0...1), from: bottom, to: swarmTop))
  }

  private static func radius(of count: Int) -> Int {
    switch count {
    case ...80: 450
    case ...400: 350
    default: 250
    }
  }

  func draw(hidingFrame isHidden: Bool, into buffer: inout MarkupBuffer) {
    buffer.appendHidden(isHidden) { buffer in
      drawBand(into: &buffer)
      placeAxis.draw(on: plot, into: &buffer)
      drawMedian(into: &buffer)
      labels.drawLeaders(above: swarmTop, dots: places, into: &buffer)
    }
    for place in places where !place.dot.isHighlighted {
      buffer.appendDot(
        "c-dot c-many", x: place.x, y: place.y, radius: place.radius, title: place.dot.title,
        href: place.dot.href)
    }
    for place in places where place.dot.isHighlighted {
      buffer.appendDot(
        "c-dot is-highlighted", x: place.x, y: place.y, radius: place.radius, title: place.dot.title,
        href: place.dot.href)
    }
    buffer.appendHidden(isHidden) { labels.drawTexts(above: swarmTop, dots: places, into: &$0) }
  }

  private func drawBand(into buffer: inout MarkupBuffer) {
    guard let values = strip.band?.values else { return }
    let left = plot.x.position(values.lowerBound)
    buffer.appendBand(
      left: left, top: swarmTop, right: plot.x.position(values.upperBound), bottom: swarmBottom,
      title: strip.band?.label ?? "")
    drawNote(band, notes.places[1], into: &buffer)
  }

  private func drawMedian(into buffer: inout MarkupBuffer) {
    guard let median = strip.median else { return }
    let x = plot.x.position(median.value)
    buffer.appendReference(from: (x, swarmTop), to: (x, swarmBottom), title: median.label)
    drawNote(self.median, notes.places[0], into: &buffer)
  }

  private func drawNote(
    _ text: FittedText, _ place: (left: Int, row: Int)?, into buffer: inout MarkupBuffer
  ) {
    guard let place else { return }
    buffer.appendLiteral("<text class=\"c-note\" text-anchor=\"middle\"")
    let middle = swarmBottom + place.row * LabelRows.height + 900
    buffer.appendLabel(text, x: place.left + text.width / 2, middle: middle)
  }
}
