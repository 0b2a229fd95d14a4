import Markup
import Testing

@testable import SVGCharts

private let plain = ChartAxis(label: { "\($0)" })

private func strip(
  _ dots: [StripDot], id: String = "i", axis: ChartAxis = plain, median: ReferenceLine? = nil,
  band: ReferenceBand? = nil, width: Int = 400
) -> String {
  svg(
    DistributionStrip(
      id: id, text: someText, dots: dots, axis: axis, median: median, band: band, width: width
    )
    .svg)
}

private func dots(_ values: [Int64], highlighted: Int? = nil) -> [StripDot] {
  values.enumerated().map {
    StripDot(label: "n\($0)", value: $1, valueLabel: "\($1)", isHighlighted: $0 == highlighted)
  }
}

@Suite struct DistributionStripTests {
  @Test func aSmallStripInFull() {
    let expected = """
      <svg class="chart chart-strip" viewBox="0 0 200 102" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <rect class="c-band" fill="#8884" x="55.25" y="6" width="89.5" height="32"><title>half</title></rect>\
      <text class="c-note" text-anchor="middle" x="100" y="67">half</text>\
      <path class="c-grid" fill="none" stroke="#8886" d="M10.5 6V74M100 6V74M189.5 6V74"/>\
      <path class="c-axis" fill="none" stroke="#888" d="M10.5 74H189.5M10.5 74v4M100 74v4M189.5 74v4"/>\
      <g class="c-tick" text-anchor="middle"><text x="10.5" y="94">0</text>\
      <text x="100" y="94">10</text><text x="189.5" y="94">20</text></g>\
      <path class="c-ref" fill="none" stroke="#888" d="M100 6L100 38"><title>median</title></path>\
      <text class="c-note" text-anchor="middle" x="100" y="51">median</text>\
      <circle class="c-dot c-many" cx="100" cy="22" r="4.5"><title>n1 · 10</title></circle>\
      <circle class="c-dot c-many" cx="189.5" cy="22" r="4.5"><title>n2 · 20</title></circle>\
      <circle class="c-dot is-highlighted" cx="10.5" cy="22" r="6.5"><title>n0 · 0</title></circle>\
      <text class="c-label" x="20" y="26">n0 · 0</text></svg>
      """
    let markup = strip(
      dots([0, 10, 20], highlighted: 0), median: ReferenceLine(value: 10, label: "median"),
      band: ReferenceBand(values: 5...15, label: "half"), width: 200)
    #expect(markup == expected)
  }

  @Test(arguments: UInt64(0)..<50)
  func dotsDoNotOverlap(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<60).map { _ in Int64.random(in: 0...300, using: &generator) }
    let elements = try readSVG(strip(dots(values), width: 720))
    let circles = try elements.filter { $0.name == "circle" }.map {
      (x: try #require($0.number("cx")), y: try #require($0.number("cy")), r: try #require($0.number("r")))
    }
    for (index, one) in circles.enumerated() {
      for other in circles[..<index] {
        let distance = (one.x - other.x) * (one.x - other.x) + (one.y - other.y) * (one.y - other.y)
        #expect(distance >= (one.r + other.r) * (one.r + other.r))
      }
    }
  }

  @Test func theHighlightedDotIsLastAndLargerWithItsLabel() throws {
    let elements = try readSVG(strip(dots([1, 2, 3, 4], highlighted: 1)))
    let circles = elements.filter { $0.name == "circle" }
    #expect(circles.last?.classes == ["c-dot", "is-highlighted"])
    #expect((circles.last?.number("r") ?? 0) > (circles[0].number("r") ?? 9))
    #expect(elements.filter { $0.classes.contains("c-label") }.map(\.text) == ["n1 · 2"])
  }

  @Test func aLabelWithoutRoomBesideItsDotStandsAboveAllDots() throws {
    let crowd = (0..<60).map { StripDot(label: "n", value: $0, valueLabel: "", isHighlighted: $0 == 30) }
    let elements = try readSVG(strip(crowd))
    let label = try #require(elements.first { $0.classes.contains("c-label") })
    let top = elements.compactMap { $0.number("cy") }.min() ?? 0
    #expect((label.number("y") ?? 999) < top)
    #expect(elements.contains { $0.classes.contains("c-leader") })
  }

  @Test func dotsWithAddressesAreLinksInADocument() throws {
    let dot = StripDot(label: "a", value: 1, valueLabel: "1%", href: SafeURL("kol/a/index.html"))
    let elements = try readSVG(strip([dot]))
    let link = try #require(elements.first { $0.name == "a" })
    #expect(link.attributes == ["href": "kol/a/index.html", "aria-label": "a · 1%"])
    #expect(elements[0].attributes["role"] == "document")
    #expect(elements[0].attributes["aria-describedby"] == "i-d")
  }

  @Test func aLogarithmicStripLeavesOutWhatHasNoPlace() {
    let axis = ChartAxis(title: "log", scale: .logarithmic, label: { "\($0)" })
    let chart = DistributionStrip(id: "i", text: someText, dots: dots([0, -1, 1, 1_000]), axis: axis)
    #expect(chart.dots.map(\.value) == [1, 1_000] && chart.undrawn == 2)
    #expect(svg(chart.svg).contains(">log</text>"))
  }

  @Test func aStripWithoutDotsSaysSo() throws {
    let elements = try readSVG(strip([], median: ReferenceLine(value: 3, label: "m")))
    #expect(elements.filter { $0.name == "text" }.map(\.text) == ["–"])
  }

  @Test func aThousandEqualValuesStayALowChart() throws {
    let markup = strip(dots(Array(repeating: 5, count: 1_000)))
    try expectSoundChart(markup)
    #expect(markup.contains("viewBox=\"0 0 400 2"))
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    let dot = StripDot(label: name, value: 1, valueLabel: name, isHighlighted: true, href: SafeURL("#a"))
    try expectSoundChart(
      strip(
        [dot], id: name, median: ReferenceLine(value: 1, label: name),
        band: ReferenceBand(values: 1...2, label: name)))
  }

  @Test(arguments: UInt64(0)..<200)
  func randomStripsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let dots = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
      StripDot(
        label: generator.hostileText(), value: generator.value(), valueLabel: generator.hostileText(),
        isHighlighted: Int.random(in: 0..<8, using: &generator) == 0,
        href: Bool.random(using: &generator) ? SafeURL("#a") : nil)
    }
    let ends = [generator.value(), generator.value()].sorted()
    let chart = DistributionStrip(
      id: generator.hostileText(), text: someText, dots: dots, axis: generator.axis(),
      median: Bool.random(using: &generator)
        ? ReferenceLine(value: generator.value(), label: generator.hostileText()) : nil,
      band: Bool.random(using: &generator)
        ? ReferenceBand(values: ends[0]...ends[1], label: generator.hostileText()) : nil,
      width: Int.random(in: 0...1_000, using: &generator))
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    try expectLabelsInside(markup)
    #expect(svg(chart.svg) == markup)
  }
}
