import Testing

@testable import SVGCharts

private func ranges(
  _ rows: [RangeRow], id: String = "i", scale: RangeChart.Scale = .perRow, key: RangeChart.Key? = nil,
  width: Int = 300
) -> String {
  svg(RangeChart(id: id, text: someText, rows: rows, scale: scale, key: key, width: width).svg)
}

private let plain = ChartAxis(label: { "\($0)" })

@Suite struct RangeChartTests {
  @Test func aSmallChartInFull() {
    let expected = """
      <svg class="chart chart-range" viewBox="0 0 300 92" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <circle class="c-dot is-highlighted" cx="6" cy="10" r="6"/><text class="c-note" x="18" y="14">this\
      </text><rect class="c-band" fill="#8884" x="64.72" y="3" width="24" height="14"/>\
      <text class="c-note" x="94.72" y="14">half</text><text class="c-name" x="0" y="48">rate</text>\
      <path class="c-axis" fill="none" stroke="#888" d="M46.72 44H268.64"/>\
      <rect class="c-band" fill="#8884" x="102.2" y="37" width="55.48" height="14"><title>10–20</title></rect>\
      <path class="c-median" fill="none" stroke="currentColor" d="M113.3 35V53"/>\
      <circle class="c-dot is-highlighted" cx="213.16" cy="44" r="6"><title>rate · 30</title></circle>\
      <text class="c-value" text-anchor="end" x="300" y="48">30</text>\
      <text class="c-name" x="0" y="80">none</text>\
      <text class="c-value is-missing" text-anchor="end" x="300" y="80">–</text></svg>
      """
    let rows = [
      RangeRow(
        label: "rate", value: 30, valueLabel: "30", band: 10...20, median: 12, bandLabel: "10–20",
        limits: 0...40),
      RangeRow(label: "none", value: nil, valueLabel: "–"),
    ]
    #expect(ranges(rows, key: RangeChart.Key(value: "this", band: "half", median: "")) == expected)
  }

  @Test func rowsOfTheirOwnScaleSpanTheirNumbers() throws {
    let elements = try readSVG(
      ranges([
        RangeRow(label: "a", value: 1, valueLabel: "", limits: 0...2),
        RangeRow(label: "b", value: 1_000_000, valueLabel: "", limits: 0...2_000_000),
      ]))
    let places = elements.filter { $0.name == "circle" }.compactMap { $0.number("cx") }
    #expect(places.count == 2 && places[0] == places[1])
  }

  @Test func rowsOfASharedScaleCanBeCompared() throws {
    let rows = [1, 2, 3].map { RangeRow(label: "a", value: $0, valueLabel: "") }
    let elements = try readSVG(ranges(rows, scale: .shared(plain)))
    let places = elements.filter { $0.name == "circle" }.compactMap { $0.number("cx") }
    #expect(places == places.sorted() && Set(places).count == 3)
    #expect(elements.filter { $0.name == "text" && $0.classes.isEmpty }.map(\.text).count >= 2)
  }

  @Test func aMissingValueHasItsTextAndNoDot() throws {
    let rows = [RangeRow(label: "a", value: nil, valueLabel: "– hidden", band: 1...2, median: 1)]
    let elements = try readSVG(ranges(rows))
    #expect(!elements.contains { $0.name == "circle" })
    #expect(elements.filter { $0.classes.contains("is-missing") }.map(\.text) == ["– hidden"])
    #expect(elements.contains { $0.classes.contains("c-band") })
  }

  @Test func aLogarithmicScaleDrawsNoZero() throws {
    let rows = [
      RangeRow(label: "a", value: 0, valueLabel: "0"), RangeRow(label: "b", value: 100, valueLabel: "100"),
    ]
    let log = ChartAxis(scale: .logarithmic, label: { "\($0)" })
    #expect(try readSVG(ranges(rows, scale: .shared(log))).filter { $0.name == "circle" }.count == 1)
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    let row = RangeRow(label: name, value: 1, valueLabel: name, band: 0...2, median: 1, bandLabel: name)
    try expectSoundChart(
      ranges([row], id: name, key: RangeChart.Key(value: name, band: name, median: name)))
  }

  @Test(arguments: UInt64(0)..<200)
  func randomChartsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      let ends = (0..<4).map { _ in generator.value() }.sorted()
      let known = (0..<4).map { _ in Bool.random(using: &generator) }
      return RangeRow(
        label: generator.hostileText(), value: known[0] ? generator.value() : nil,
        valueLabel: generator.hostileText(), band: known[1] ? ends[1]...ends[2] : nil,
        median: known[2] ? generator.value() : nil, bandLabel: generator.hostileText(),
        limits: known[3] ? ends[0]...ends[3] : nil)
    }
    let chart = RangeChart(
      id: generator.hostileText(), text: someText, rows: rows,
      scale: Bool.random(using: &generator) ? .shared(generator.axis()) : .perRow,
      key: RangeChart.Key(
        value: generator.hostileText(), band: generator.hostileText(), median: generator.hostileText()),
      width: Int.random(in: 0...1_000, using: &generator))
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    try expectLabelsInside(markup)
    #expect(svg(chart.svg) == markup)
  }
}
