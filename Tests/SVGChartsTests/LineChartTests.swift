import SVGCharts
import Testing

/// 0...999, never twice the same in a row.
private func zigzag(_ day: Int) -> Int64 {
  Int64(day * 7_919 % 1_000)
}

@Suite struct LineChartTests {
  @Test func aSmallChartInFull() {
    let expected = """
      <svg class="chart chart-line" viewBox="0 0 200 100" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <path class="c-grid" fill="none" stroke="#8886" d="M15.68 72H176.32M15.68 12H176.32"/>\
      <g class="c-tick" text-anchor="end"><text x="7.68" y="76">0</text><text x="7.68" y="16">5</text></g>\
      <path class="c-axis" fill="none" stroke="#888" d="M15.68 72H176.32M15.68 72v4M176.32 72v4"/>\
      <g class="c-tick" text-anchor="middle"><text x="15.68" y="92">d0</text><text x="176.32" y="92">d6</text></g>\
      <path class="c-line s1" fill="none" stroke="currentColor" d="M15.68 60L42.45 48M149.55 36L176.32 24"/>\
      <g class="c-dot s1"><circle cx="96" cy="12" r="2"/></g>\
      <circle class="c-dot c-end s1" cx="176.32" cy="24" r="3.5"/>\
      <text class="c-label s1" x="184.32" y="28">4</text></svg>
      """
    #expect(lineChart([1, 2, nil, 5, nil, 3, 4], size: ChartSize(width: 200, height: 100)) == expected)
  }

  @Test func aSinglePointIsADotInTheMiddle() {
    let expected = """
      <svg class="chart chart-line" viewBox="0 0 720 260" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <path class="c-grid" fill="none" stroke="#8886" d="M38.72 232H673.28M38.72 122H673.28M38.72 12H673.28"/>\
      <g class="c-tick" text-anchor="end"><text x="30.72" y="236">8417</text>\
      <text x="30.72" y="126">8418</text><text x="30.72" y="16">8419</text></g>\
      <path class="c-axis" fill="none" stroke="#888" d="M38.72 232H673.28M356 232v4"/>\
      <g class="c-tick" text-anchor="middle"><text x="356" y="252">d0</text></g>\
      <circle class="c-dot c-end s1" cx="356" cy="122" r="3.5"/>\
      <text class="c-label s1" x="681.28" y="126">8418</text></svg>
      """
    #expect(lineChart([8418]) == expected)
  }

  @Test(arguments: [[], [nil], [nil, nil]] as [[Int64?]])
  func aChartWithoutValuesSaysSo(values: [Int64?]) {
    let expected = """
      <svg class="chart chart-line" viewBox="0 0 720 260" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <text class="c-empty" text-anchor="middle" x="360" y="134">–</text></svg>
      """
    #expect(lineChart(values) == expected)
  }

  @Test func equalValuesAreALevelLine() throws {
    let elements = try readSVG(lineChart([0, 0, 0]))
    let line = try #require(elements.first { $0.classes.contains("c-line") })
    let heights = try pathPoints(line.attributes["d"] ?? "").map(\.y)
    #expect(heights == [232, 232, 232])
    #expect(elements.filter { $0.name == "text" }.map(\.text) == ["0", "1", "d0", "d1", "d2", "0"])
  }

  @Test func gapsAtTheEndsKeepTheirPlace() throws {
    let elements = try readSVG(lineChart([nil, 1, 2, nil]))
    let line = try #require(elements.first { $0.classes.contains("c-line") })
    let places = try pathPoints(line.attributes["d"] ?? "").map(\.x)
    #expect(places == [242.56, 469.44])
    #expect(elements.filter { $0.text.hasPrefix("d") }.map(\.text) == ["d0", "d1", "d2", "d3"])
  }

  @Test func nothingIsDrawnAcrossAGap() throws {
    let elements = try readSVG(lineChart([1, nil, 2, nil, 3]))
    #expect(!elements.contains { $0.classes.contains("c-line") })
    #expect(elements.filter { $0.name == "circle" }.count == 3)
  }

  @Test(arguments: [[.min, .max], [.max, .max - 1], [.min], [0, .max, nil, .min]] as [[Int64?]])
  func theLimitsOfIntegersAreDrawn(values: [Int64?]) throws {
    try expectSoundChart(lineChart(values))
    try expectSoundChart(lineChart(values, yStep: .max))
    let far = [ChartPoint(x: .min, y: values[0]), ChartPoint(x: .max, y: values.last ?? 0)]
    try expectSoundChart(lineChart(series: [LineSeries(label: "", points: far)], xTicks: [.min, 0, .max]))
  }

  @Test func tenYearsOfDaysStaySmall() throws {
    let values: [Int64?] = (0..<3_650).map { $0 % 400 < 20 ? nil : zigzag($0) }
    let markup = lineChart(values)
    try expectSoundChart(markup)
    let line = try #require(try readSVG(markup).first { $0.classes.contains("c-line") })
    let path = line.attributes["d"] ?? ""
    let count = try pathPoints(path).count
    #expect(count <= 2 * 720)
    // Ten gaps, of which the first comes before all values.
    #expect(path.split(separator: "M").count == 10)
    #expect(markup.utf8.count < 24_000)
  }

  @Test func tenYearsOfEverySecondDayStaySmall() throws {
    let values: [Int64?] = (0..<3_650).map { $0 % 2 == 0 ? nil : zigzag($0) }
    let markup = lineChart(values)
    try expectSoundChart(markup)
    #expect(markup.utf8.count < 80_000)
  }

  @Test func seriesDifferInClassAndDashAndTheirLabelsKeepApart() throws {
    let series = (0..<9).map { LineSeries(label: "n\($0)", points: points([5, 5])) }
    let elements = try readSVG(lineChart(series: series))
    let lines = elements.filter { $0.classes.contains("c-line") }
    let looks = lines.map { ($0.attributes["class"] ?? "") + "/" + ($0.attributes["stroke-dasharray"] ?? "") }
    #expect(
      looks == [
        "c-line s1/", "c-line s2/6 3", "c-line s3/2 3", "c-line s4/8 3 2 3", "c-line s5/12 4",
        "c-line s6/1 4",
        "c-line s7/4 2 1 2", "c-line s8/10 3 4 3", "c-line s1/6 3",
      ])
    let labels = elements.filter { $0.classes.contains("c-label") }
    #expect(labels.map(\.text) == (0..<9).map { "n\($0) 5" })
    let heights = labels.compactMap { $0.number("y") }
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 15 })
  }

  @Test func pointsOutOfOrderAreDrawnInOrder() {
    let shuffled = [ChartPoint(x: 2, y: 3), ChartPoint(x: 0, y: 1), ChartPoint(x: 1, y: nil)]
    #expect(lineChart(series: [LineSeries(label: "", points: shuffled)]) == lineChart([1, nil, 3]))
  }

  @Test func givenTicksReplaceEvenOnesInsideTheData() throws {
    let series = [LineSeries(label: "", points: points([1, 2, 3, 4]))]
    let elements = try readSVG(lineChart(series: series, xTicks: [9, 3, 1, -1]))
    #expect(elements.filter { $0.text.hasPrefix("d") }.map(\.text) == ["d1", "d3"])
  }

  @Test func theAxisReachesZeroWhereAsked() throws {
    let series = [LineSeries(label: "", points: points([80, 100]))]
    func labels(_ markup: String) throws -> [String] {
      try readSVG(markup).filter { $0.name == "text" && !$0.text.hasPrefix("d") }.map(\.text)
    }
    let near = try labels(lineChart(series: series))
    #expect(near == ["80", "85", "90", "95", "100", "100"])
    let fromZero = try labels(lineChart(series: series, includesZero: true))
    #expect(fromZero == ["0", "20", "40", "60", "80", "100", "100"])
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    let markup = lineChart([1, 2], id: name, text: ChartText(title: name, description: name), label: name)
    try expectSoundChart(markup)
    let elements = try readSVG(markup)
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(ids.count == 2 && elements[0].attributes["aria-labelledby"] == ids.joined(separator: " "))
    #expect(ids.allSatisfy { !$0.utf8.contains(0x20) && !$0.utf8.contains(0x22) })
  }

  @Test func differentIdsStayDifferent() {
    let ids = ["a b", "a_b", "a-b", "a:20b", "a%20b", "a\u{A0}b", "A b"]
    #expect(Set(ids.map { lineChart([1], id: $0) }).count == ids.count)
  }
}
