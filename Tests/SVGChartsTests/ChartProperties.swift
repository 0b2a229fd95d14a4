import Markup
import Testing

@testable import SVGCharts

private let knownClasses: Set<String> = [
  "chart", "chart-line", "chart-bar", "chart-spark", "c-grid", "c-axis", "c-tick", "c-line", "c-dot", "c-end",
  "c-label", "c-bar", "c-name", "c-value", "c-empty", "is-highlighted", "is-missing", "s1", "s2", "s3", "s4",
  "s5", "s6", "s7", "s8", "chart-strip", "c-point", "c-tip", "chart-slope", "is-quiet", "c-area", "c-event",
  "c-part", "c-hatch",
  "chart-range", "c-median",
  "chart-scatter",
  "c-title", "c-many",
  "c-band", "c-ref", "c-note",
  "c-leader",
]

private let knownAttributes: [String: Set<String>] = [
  "svg": [
    "class", "viewBox", "role", "aria-labelledby", "aria-describedby", "aria-label", "font-size", "fill",
    "width",
    "height",
  ],
  "title": ["id"], "desc": ["id"], "g": ["class", "text-anchor", "aria-hidden"], "a": ["href", "aria-label"],
  "path": ["class", "d", "fill", "stroke", "stroke-dasharray"],
  "circle": ["class", "cx", "cy", "r", "opacity"], "rect": ["class", "x", "y", "width", "height", "fill"],
  "defs": [],
  "pattern": ["id", "width", "height", "patternUnits", "patternTransform"],
  "text": ["class", "x", "y", "text-anchor", "opacity"],
]

/// Expects that a shape looks right where no style sheet is: lines have a stroke and no filling, what only a pointer shows is
/// not there, and all else has the colour of the text.
private func expectVisibleAlone(_ element: SVGElement, sourceLocation: SourceLocation) {
  let attributes = element.attributes
  switch element.name {
  case "svg": #expect(attributes["fill"] == "currentColor", sourceLocation: sourceLocation)
  case "path":
    #expect(attributes["fill"] != nil, "\(element)", sourceLocation: sourceLocation)
    #expect(
      attributes["fill"] != "none" || attributes["stroke"] != nil, "\(element)",
      sourceLocation: sourceLocation)
  default:
    let isHidden = element.classes.contains { ["c-point", "c-tip"].contains($0) }
    #expect((attributes["opacity"] == "0") == isHidden, "\(element)", sourceLocation: sourceLocation)
  }
}

/// Expects what holds for every chart: balanced, of known elements, attributes and classes, and inside its view box.
func expectSoundChart(
  _ markup: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let elements = try readSVG(markup)
  let root = try #require(elements.first, sourceLocation: sourceLocation)
  let box = (root.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
  try #require(root.name == "svg" && box.count == 4)
  // An image has no links inside.
  let role = elements.contains { $0.name == "a" } ? "document" : "img"
  #expect(root.attributes["role"] == role, sourceLocation: sourceLocation)
  for element in elements {
    let allowed = try #require(
      knownAttributes[element.name], "<\(element.name)>", sourceLocation: sourceLocation)
    #expect(allowed.isSuperset(of: element.attributes.keys), sourceLocation: sourceLocation)
    #expect(knownClasses.isSuperset(of: element.classes), sourceLocation: sourceLocation)
    expectVisibleAlone(element, sourceLocation: sourceLocation)
    for corner in try corners(of: element) {
      #expect(
        (0...box[2]).contains(corner.x) && (0...box[3]).contains(corner.y), "\(element)",
        sourceLocation: sourceLocation)
    }
  }
}

/// Expects that each label, as wide as it is estimated, is inside the view box.
func expectLabelsInside(_ markup: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let elements = try readSVG(markup)
  let box = (elements.first?.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
  try #require(box.count == 4, sourceLocation: sourceLocation)
  // A label without an anchor of its own may take that of its group, which this reader does not keep.
  for element in elements where element.name == "text" && element.attributes["class"] != nil {
    let x = try #require(element.number("x"), sourceLocation: sourceLocation)
    let width = Double(FittedText(element.text, within: 1_000_000).width) / 100
    let left =
      switch element.attributes["text-anchor"] {
      case "middle": x - width / 2
      case "end": x - width
      default: x
      }
    #expect(left >= -0.02 && left + width <= box[2] + 0.02, "\(element)", sourceLocation: sourceLocation)
  }
}

/// The points that must lie inside the view box: of a circle and a text its place, of all else its outline.
private func corners(of element: SVGElement) throws -> [(x: Double, y: Double)] {
  switch element.name {
  case "path": return try pathPoints(try #require(element.attributes["d"]))
  case "circle": return [(try #require(element.number("cx")), try #require(element.number("cy")))]
  case "rect":
    let x = try #require(element.number("x"))
    let y = try #require(element.number("y"))
    let width = try #require(element.number("width"))
    let height = try #require(element.number("height"))
    #expect(width >= 0 && height >= 0)
    return [(x, y), (x + width, y + height)]
  case "text": return [(try #require(element.number("x")), try #require(element.number("y")))]
  default: return []
  }
}

@Suite struct ChartProperties {
  @Test(arguments: UInt64(0)..<200)
  func randomLineChartsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let series = (0..<Int.random(in: 0...10, using: &generator)).map { _ in
      LineSeries(label: generator.hostileText(), points: generator.points())
    }
    let chart = LineChart(
      id: generator.hostileText(),
      text: ChartText(title: generator.hostileText(), description: generator.hostileText()), series: series,
      size: ChartSize(
        width: Int.random(in: 0...1_000, using: &generator),
        height: Int.random(in: 0...400, using: &generator)),
      yTitle: generator.hostileText(), yScale: Bool.random(using: &generator) ? .linear : .logarithmic,
      yStep: generator.value(), includesZero: Bool.random(using: &generator),
      fillsArea: Bool.random(using: &generator),
      references: (0..<Int.random(in: 0...2, using: &generator)).map { _ in
        ReferenceLine(value: generator.value(), label: generator.hostileText())
      },
      annotations: (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        Annotation(x: Int.random(in: -5...60, using: &generator), label: generator.hostileText())
      },
      pointLinks: Bool.random(using: &generator)
        ? PointLinks(href: { _, point in SafeURL("#p\(point.x)") }, label: { $0.label + "\($1.x)" }) : nil,
      emptyLabel: generator.hostileText(),
      labelX: { "\($0)" }, labelY: { "\($0)" })
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    #expect(svg(chart.svg) == markup)
  }

  @Test(arguments: UInt64(0)..<200)
  func randomBarChartsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bars = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      Bar(
        label: generator.hostileText(), value: Bool.random(using: &generator) ? generator.value() : nil,
        valueLabel: generator.hostileText(), isHighlighted: Bool.random(using: &generator))
    }
    let chart = BarChart(
      id: generator.hostileText(), text: someText, bars: bars,
      width: Int.random(in: 0...1_000, using: &generator))
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    #expect(svg(chart.svg) == markup)
  }

  @Test(arguments: UInt64(0)..<200)
  func randomSparklinesAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let size = ChartSize(
      width: Int.random(in: 0...200, using: &generator), height: Int.random(in: 0...60, using: &generator))
    let line = Sparkline(label: generator.hostileText(), points: generator.points(), size: size)
    let markup = svg(line.svg)
    try expectSoundChart(markup)
    #expect(svg(line.svg) == markup)
  }
}
