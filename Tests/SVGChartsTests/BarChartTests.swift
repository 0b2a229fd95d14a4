import SVGCharts
import Testing

private func barChart(_ bars: [Bar], id: String = "b", width: Int = 720) -> String {
  svg(BarChart(id: id, text: someText, bars: bars, width: width).svg)
}

@Suite struct BarChartTests {
  @Test func aSmallChartInFull() {
    let bars = [
      Bar(label: "18-24", value: 50, valueLabel: "50%"),
      Bar(label: "<25", value: -25, valueLabel: "-25%", isHighlighted: true),
      Bar(label: "none", value: nil, valueLabel: "–"),
    ]
    let expected = """
      <svg class="chart chart-bar" viewBox="0 0 300 84" fill="currentColor" role="img" aria-labelledby="b-t b-d" font-size="12">\
      <title id="b-t">T</title><desc id="b-d">D</desc><text class="c-name" x="0" y="18">18-24</text>\
      <rect class="c-bar s1" x="134.93" y="6" width="121.71" height="16"/>\
      <text class="c-value" x="264.64" y="18">50%</text>\
      <text class="c-name is-highlighted" x="0" y="46">&lt;25</text>\
      <rect class="c-bar s1 is-highlighted" x="74.08" y="34" width="60.85" height="16"/>\
      <text class="c-value" text-anchor="end" x="66.08" y="46">-25%</text>\
      <text class="c-name" x="0" y="74">none</text><text class="c-value is-missing" x="142.93" y="74">–\
      </text><path class="c-axis" fill="none" stroke="#888" d="M134.93 0V84"/></svg>
      """
    #expect(barChart(bars, width: 300) == expected)
  }

  @Test func noBarIsNotABarOfZero() throws {
    let elements = try readSVG(
      barChart([
        Bar(label: "zero", value: 0, valueLabel: "0"), Bar(label: "missing", value: nil, valueLabel: "–"),
      ]))
    #expect(elements.filter { $0.name == "rect" }.map { $0.attributes["width"] } == ["0"])
    #expect(elements.filter { $0.classes.contains("is-missing") }.map(\.text) == ["–"])
  }

  @Test func barsStartAtZeroHoweverLargeTheyAre() throws {
    let elements = try readSVG(
      barChart([Bar(label: "", value: 900, valueLabel: ""), Bar(label: "", value: 1_000, valueLabel: "")]))
    let widths = elements.filter { $0.name == "rect" }.compactMap { $0.number("width") }
    #expect(widths == [626.4, 696])
  }

  @Test func aChartWithoutBarsIsOneEmptyRow() {
    let expected = """
      <svg class="chart chart-bar" viewBox="0 0 720 28" fill="currentColor" role="img" aria-labelledby="b-t b-d" font-size="12">\
      <title id="b-t">T</title><desc id="b-d">D</desc></svg>
      """
    #expect(barChart([]) == expected)
  }

  @Test(arguments: [[.min, .max], [.min], [.max], [0, 0], [-1, -2]] as [[Int64]])
  func anyValuesAreDrawn(values: [Int64]) throws {
    try expectSoundChart(barChart(values.map { Bar(label: "a", value: $0, valueLabel: "\($0)") }))
  }

  @Test func longNamesAreCut() throws {
    let name = String(repeating: "西文麻麻", count: 300)
    let elements = try readSVG(barChart([Bar(label: name, value: 1, valueLabel: name)]))
    let texts = elements.filter { $0.name == "text" }.map(\.text)
    #expect(texts == [String(name.prefix(17)) + "…", String(name.prefix(9)) + "…"])
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    try expectSoundChart(barChart([Bar(label: name, value: 1, valueLabel: name)], id: name))
  }
}
