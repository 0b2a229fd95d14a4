import Testing

@testable import SVGCharts

private func bars(
  _ form: GroupedBarChart.Form, _ rows: [[Int64?]], series: [String] = ["one", "two"], id: String = "b",
  width: Int = 400
) -> String {
  let groups = rows.enumerated().map { row, values in
    BarGroup(
      label: "n\(row)", values: values.map { .init($0, label: $0.map { "\($0)" } ?? "–") },
      totalLabel: "total")
  }
  return svg(
    GroupedBarChart(id: id, text: someText, form: form, series: series, groups: groups, width: width).svg)
}

/// Left and right ends of the bars in hundredths, without the key's.
private func spans(_ markup: String) throws -> [ClosedRange<Int>] {
  func hundredths(_ number: Double?) throws -> Int { Int((try #require(number) * 100).rounded()) }
  return try readSVG(markup).filter { $0.name == "rect" && $0.attributes["height"] == "14" }.map {
    let x = try hundredths($0.number("x"))
    return x...(x + (try hundredths($0.number("width"))))
  }
}

@Suite struct GroupedBarChartTests {
  @Test func aSmallChartInFull() {
    let expected = """
      <svg class="chart chart-bar" viewBox="0 0 400 118" fill="currentColor" role="img" aria-labelledby="b-t b-d" font-size="12">\
      <title id="b-t">T</title><desc id="b-d">D</desc><defs>\
      <pattern id="b-p2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
      <rect class="c-bar s2" x="0" y="0" width="6" height="6"/><path class="c-hatch" fill="none" stroke="#fff" d="M3 0V6"/>\
      </pattern></defs><rect class="c-bar s1" x="0" y="4" width="16" height="12"/>\
      <text class="c-note" x="22" y="14">one</text>\
      <rect class="c-part" fill="url(#b-p2)" x="61.04" y="4" width="16" height="12"/>\
      <text class="c-note" x="83.04" y="14">two</text><text class="c-name" x="0" y="53">n0</text>\
      <rect class="c-bar s1" x="155.15" y="34" width="108.42" height="14"><title>n0 · one · 1</title>\
      </rect><text class="c-value" x="271.57" y="45">1</text>\
      <rect class="c-part" fill="url(#b-p2)" x="155.15" y="50" width="216.85" height="14">\
      <title>n0 · two · 2</title></rect><text class="c-value" x="380" y="61">2</text>\
      <text class="c-name" x="0" y="99">n1</text><text class="c-value is-missing" x="163.15" y="91">–\
      </text><rect class="c-part" fill="url(#b-p2)" x="46.72" y="96" width="108.43" height="14">\
      <title>n1 · two · -1</title></rect><text class="c-value" text-anchor="end" x="38.72" y="107">-1\
      </text><path class="c-axis" fill="none" stroke="#888" d="M155.15 26V118"/></svg>
      """
    #expect(bars(.grouped, [[1, 2], [nil, -1]]) == expected)
  }

  @Test func partsOfAStackBeginWhereTheOneBeforeEnds() throws {
    let spans = try spans(bars(.stacked, [[10, 20, 30]], series: ["a", "b", "c"]))
    #expect(spans.count == 3)
    #expect(spans[0].upperBound == spans[1].lowerBound)
    #expect(spans[1].upperBound == spans[2].lowerBound)
  }

  @Test func negativePartsGoToTheLeftOfZero() throws {
    let spans = try spans(bars(.stacked, [[10, -20]]))
    #expect(spans[1].upperBound == spans[0].lowerBound)
  }

  @Test func theZeroLineOfADivergingChartIsInTheMiddle() throws {
    let markup = bars(.diverging, [[-40, 60], [-60, 20]])
    let spans = try spans(markup)
    let zero = spans[0].upperBound
    #expect(spans.allSatisfy { $0.lowerBound == zero || $0.upperBound == zero })
    #expect(abs((spans[1].upperBound - zero) - (zero - spans[2].lowerBound)) <= 1)
    let values = try readSVG(markup).filter { $0.classes.contains("c-value") }.map(\.text)
    #expect(values == ["-40", "60", "-60", "20"])
  }

  @Test func noBarIsNotABarOfZero() throws {
    let elements = try readSVG(bars(.grouped, [[0, nil]]))
    #expect(elements.filter { $0.attributes["height"] == "14" }.map { $0.attributes["width"] } == ["0"])
    #expect(elements.filter { $0.classes.contains("is-missing") }.map(\.text) == ["–"])
  }

  @Test func seriesDifferInPatternAndTheKeyNamesThem() throws {
    let elements = try readSVG(bars(.stacked, [[1, 2, 3, 4]], series: ["a", "b", "c", "d"]))
    let looks = elements.filter { $0.attributes["height"] == "14" }.map { $0.attributes["fill"] }
    #expect(looks == [nil, "url(#b-p2)", "url(#b-p3)", "url(#b-p4)"])
    #expect(
      elements.filter { $0.name == "pattern" }.compactMap { $0.attributes["id"] } == ["b-p2", "b-p3", "b-p4"])
    #expect(elements.filter { $0.classes.contains("c-note") }.map(\.text) == ["a", "b", "c", "d"])
  }

  @Test(arguments: [GroupedBarChart.Form.grouped, .stacked, .diverging])
  func sumsBeyondTheLimitsOfIntegersAreDrawn(form: GroupedBarChart.Form) throws {
    try expectSoundChart(bars(form, [[.max, .max], [.min, .min], [.min, .max], []]))
    try expectSoundChart(bars(form, [[0, 0]]))
    try expectSoundChart(bars(form, []))
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    let group = BarGroup(label: name, values: [.init(1, label: name)], totalLabel: name)
    for form in [GroupedBarChart.Form.grouped, .stacked, .diverging] {
      let chart = GroupedBarChart(
        id: name, text: someText, form: form, series: [name, name], groups: [group])
      try expectSoundChart(svg(chart.svg))
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func randomChartsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let series = (0..<Int.random(in: 0...9, using: &generator)).map { _ in generator.hostileText() }
    let groups = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
      BarGroup(
        label: generator.hostileText(),
        values: (0..<Int.random(in: 0...9, using: &generator)).map { _ in
          .init(
            Bool.random(using: &generator) ? generator.value() : nil, label: generator.hostileText())
        }, totalLabel: generator.hostileText())
    }
    let forms: [GroupedBarChart.Form] = [.grouped, .stacked, .diverging]
    let chart = GroupedBarChart(
      id: generator.hostileText(), text: someText,
      form: forms[Int.random(in: 0..<3, using: &generator)], series: series, groups: groups,
      width: Int.random(in: 0...1_000, using: &generator))
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    try expectLabelsInside(markup)
    #expect(svg(chart.svg) == markup)
  }
}
