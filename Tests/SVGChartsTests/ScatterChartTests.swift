import Markup
import Testing

@testable import SVGCharts

private let plain = ChartAxis(label: { "\($0)" })

private func scatter(
  _ dots: [ScatterDot], id: String = "i", x: ChartAxis = plain, y: ChartAxis = plain,
  xReferences: [ReferenceLine] = [], yReferences: [ReferenceLine] = [],
  size: ChartSize = ChartSize(width: 400, height: 300)
) -> String {
  svg(
    ScatterChart(
      id: id, text: someText, dots: dots, x: x, y: y, xReferences: xReferences, yReferences: yReferences,
      size: size
    ).svg)
}

/// The room that labels take, as it is estimated.
private func boxes(of elements: [SVGElement], _ name: String) throws -> [Box] {
  try elements.filter { $0.classes.contains(name) && $0.name == "text" }.map {
    let x = Int((try #require($0.number("x")) * 100).rounded())
    let text = FittedText($0.text, within: 1_000_000)
    let left =
      switch $0.attributes["text-anchor"] {
      case "middle": x - text.width / 2
      case "end": x - text.width
      default: x
      }
    return .label(text, left: left, middle: Int((try #require($0.number("y")) * 100).rounded()) - 400)
  }
}

@Suite struct ScatterChartTests {
  @Test func aSmallChartInFull() {
    let expected = """
      <svg class="chart chart-scatter" viewBox="0 0 240 200" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <path class="c-grid" fill="none" stroke="#8886" d="M23.36 154H224M23.36 92H224M23.36 30H224"/>\
      <g class="c-tick" text-anchor="end"><text x="15.36" y="158">0</text><text x="15.36" y="96">5\
      </text><text x="15.36" y="34">10</text></g><text class="c-title" x="0" y="14">Y</text>\
      <path class="c-grid" fill="none" stroke="#8886" d="M23.36 30V154M123.68 30V154M224 30V154"/>\
      <text class="c-title" text-anchor="end" x="240" y="194">X</text>\
      <path class="c-axis" fill="none" stroke="#888" d="M23.36 154H224M23.36 154v4M123.68 154v4M224 154v4"/>\
      <g class="c-tick" text-anchor="middle"><text x="23.36" y="174">0</text><text x="123.68" y="174">5\
      </text><text x="224" y="174">10</text></g><path class="c-ref" fill="none" stroke="#888" d="M123.68 30L123.68 154"><title>mx\
      </title></path><text class="c-note" x="127.68" y="41">mx</text>\
      <circle class="c-dot c-many" cx="23.36" cy="30" r="4"><title>a · 0 · 10</title></circle>\
      <circle class="c-dot is-highlighted" cx="224" cy="154" r="6"><title>b · 10 · 0</title></circle>\
      <text class="c-label is-highlighted" text-anchor="middle" x="224" y="142.5">b</text>\
      <text class="c-label c-many" x="29.86" y="34">a</text></svg>
      """
    let markup = scatter(
      [ScatterDot(label: "a", x: 0, y: 10), ScatterDot(label: "b", x: 10, y: 0, isHighlighted: true)],
      x: ChartAxis(title: "X", label: { "\($0)" }), y: ChartAxis(title: "Y", label: { "\($0)" }),
      xReferences: [ReferenceLine(value: 5, label: "mx")], size: ChartSize(width: 240, height: 200))
    #expect(markup == expected)
  }

  @Test(arguments: UInt64(0)..<50)
  func labelsTouchNeitherLabelsNorDots(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let dots = (0..<60).map { index in
      ScatterDot(
        label: index % 3 == 0 ? "西文麻麻\(index)" : "n\(index)", x: Int64.random(in: 0...100, using: &generator),
        y: Int64.random(in: 0...100, using: &generator), isHighlighted: index == 7)
    }
    let markup = scatter(
      dots, xReferences: [ReferenceLine(value: 50, label: "median x")],
      yReferences: [ReferenceLine(value: 50, label: "median y")])
    try expectLabelsInside(markup)
    let elements = try readSVG(markup)
    let labels = try boxes(of: elements, "c-label") + boxes(of: elements, "c-note")
    #expect(labels.count > 5)
    for (index, label) in labels.enumerated() {
      #expect(!labels[..<index].contains { $0.overlaps(label) })
    }
    let circles = try elements.filter { $0.name == "circle" }.map {
      let (x, y) = (try #require($0.number("cx")), try #require($0.number("cy")))
      return Box.dot(x: Int(x * 100), y: Int(y * 100), radius: ScatterChart.radius - 1)
    }
    for label in labels { #expect(!circles.contains { $0.overlaps(label) }) }
  }

  @Test func everyDotTellsItsLabelAndValues() throws {
    let elements = try readSVG(
      scatter([ScatterDot(label: "a", x: 1, y: 2), ScatterDot(label: "b", x: 1, y: 2, valueLabel: "3%")]))
    #expect(elements.filter { $0.name == "title" }.map(\.text) == ["T", "a · 1 · 2", "b · 3%"])
  }

  @Test func equalDotsAreAllDrawnAndNamedWhereThereIsRoom() throws {
    let elements = try readSVG(scatter((0..<8).map { ScatterDot(label: "n\($0)", x: 5, y: 5) }))
    #expect(elements.filter { $0.name == "circle" }.count == 8)
    #expect(elements.filter { $0.classes.contains("c-label") }.map(\.text) == ["n0", "n1", "n2", "n3"])
  }

  @Test func logarithmicAxesLeaveOutWhatHasNoPlace() {
    let log = ChartAxis(scale: .logarithmic, label: { "\($0)" })
    let dots = [(0, 1), (1, 0), (-1, 5), (10, 10)].map { ScatterDot(label: "", x: $0, y: $1) }
    let chart = ScatterChart(id: "i", text: someText, dots: dots, x: log, y: plain)
    #expect(chart.dots.map(\.x) == [1, 10] && chart.undrawn == 2)
  }

  @Test func aChartWithoutDotsSaysSo() throws {
    let elements = try readSVG(scatter([], xReferences: [ReferenceLine(value: 1, label: "m")]))
    #expect(elements.filter { $0.name == "text" }.map(\.text) == ["–"])
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    try expectSoundChart(
      scatter(
        [ScatterDot(label: name, x: 1, y: 1, valueLabel: name, href: SafeURL("#a"))], id: name,
        xReferences: [ReferenceLine(value: 1, label: name)],
        yReferences: [ReferenceLine(value: 1, label: name)]))
  }

  @Test(arguments: UInt64(0)..<200)
  func randomChartsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let dots = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
      ScatterDot(
        label: generator.hostileText(), x: generator.value(), y: generator.value(),
        isHighlighted: Int.random(in: 0..<8, using: &generator) == 0,
        href: Bool.random(using: &generator) ? SafeURL("#a") : nil)
    }
    let lines = (0..<3).map { _ in
      ReferenceLine(value: generator.value(), label: generator.hostileText())
    }
    let chart = ScatterChart(
      id: generator.hostileText(), text: someText, dots: dots, x: generator.axis(), y: generator.axis(),
      xReferences: Array(lines.prefix(1)), yReferences: Array(lines.dropFirst()),
      size: ChartSize(
        width: Int.random(in: 0...1_000, using: &generator),
        height: Int.random(in: 0...600, using: &generator)))
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    try expectLabelsInside(markup)
    #expect(svg(chart.svg) == markup)
  }
}
