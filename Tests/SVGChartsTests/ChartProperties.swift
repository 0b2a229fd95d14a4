import Testing

@testable import SVGCharts

private let knownClasses: Set<String> = [
  "chart", "chart-line", "chart-bar", "chart-spark", "c-grid", "c-axis", "c-tick", "c-line", "c-dot", "c-end",
  "c-label", "c-bar", "c-name", "c-value", "c-empty", "is-highlighted", "is-missing", "s1", "s2", "s3", "s4",
  "s5",
  "s6", "s7", "s8",
]

private let knownAttributes: [String: Set<String>] = [
  "svg": ["class", "viewBox", "role", "aria-labelledby", "aria-label", "font-size"],
  "title": ["id"], "desc": ["id"], "g": ["class", "text-anchor"],
  "path": ["class", "d", "fill", "stroke-dasharray"],
  "circle": ["class", "cx", "cy", "r"], "rect": ["class", "x", "y", "width", "height"],
  "text": ["class", "x", "y", "text-anchor"],
]

/// Expects what holds for every chart: balanced, of known elements, attributes and classes, and inside its view box.
func expectSoundChart(
  _ markup: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let elements = try readSVG(markup)
  let root = try #require(elements.first, sourceLocation: sourceLocation)
  let box = (root.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
  try #require(root.name == "svg" && root.attributes["role"] == "img" && box.count == 4)
  for element in elements {
    let allowed = try #require(
      knownAttributes[element.name], "<\(element.name)>", sourceLocation: sourceLocation)
    #expect(allowed.isSuperset(of: element.attributes.keys), sourceLocation: sourceLocation)
    #expect(knownClasses.isSuperset(of: element.classes), sourceLocation: sourceLocation)
    for corner in try corners(of: element) {
      #expect(
        (0...box[2]).contains(corner.x) && (0...box[3]).contains(corner.y), "\(element)",
        sourceLocation: sourceLocation)
    }
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
      yStep: generator.value(), includesZero: Bool.random(using: &generator),
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

extension SeededGenerator {
  /// Small, large and extreme values.
  fileprivate mutating func value() -> Int64 {
    switch Int.random(in: 0..<6, using: &self) {
    case 0: Int64.random(in: .min ... .max, using: &self)
    case 1: [.min, .min + 1, -1, 0, 1, .max - 1, .max].randomElement(using: &self) ?? 0
    case 2: Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &self)
    default: Int64.random(in: -20...100, using: &self)
    }
  }

  fileprivate mutating func points() -> [ChartPoint] {
    let wide = Int.random(in: 0..<4, using: &self) == 0
    let equal = Int.random(in: 0..<5, using: &self) == 0 ? value() : nil
    return (0..<Int.random(in: 0...60, using: &self)).map { place in
      let x = wide ? Int(value()) : place
      return ChartPoint(x: x, y: Int.random(in: 0..<4, using: &self) == 0 ? nil : equal ?? value())
    }
  }
}
