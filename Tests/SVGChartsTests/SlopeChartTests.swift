import Testing

@testable import SVGCharts

private func slope(
  _ rows: [[Int64?]], form: SlopeChart.Form = .rank, columns: [String] = ["then", "now"],
  highlighted: Int? = nil, id: String = "i", width: Int = 400
) -> String {
  let series = rows.enumerated().map {
    SlopeSeries(label: "n\($0)", values: $1, isHighlighted: $0 == highlighted)
  }
  return svg(
    SlopeChart(
      id: id, text: someText, form: form, columns: columns, series: series, width: width,
      labelValue: { "\($0)" }
    ).svg)
}

@Suite struct SlopeChartTests {
  @Test func aSmallChartInFull() {
    let expected = """
      <svg class="chart chart-slope" viewBox="0 0 400 190" fill="currentColor" role="img" aria-labelledby="i-t i-d" font-size="12">\
      <title id="i-t">T</title><desc id="i-d">D</desc>\
      <path class="c-grid" fill="none" stroke="#8886" d="M43.72 26V185M356.28 26V185"/>\
      <text class="c-title" text-anchor="middle" x="43.72" y="16">then</text>\
      <text class="c-title" text-anchor="middle" x="356.28" y="16">now</text>\
      <path class="c-line is-quiet" fill="none" stroke="currentColor" d="M43.72 36L356.28 180"/>\
      <circle class="c-dot c-many" cx="43.72" cy="36" r="4"><title>n0 · then · 1</title></circle>\
      <circle class="c-dot c-many" cx="356.28" cy="180" r="4"><title>n0 · now · 2</title></circle>\
      <path class="c-line s1" fill="none" stroke="currentColor" d="M43.72 180L356.28 36"/>\
      <circle class="c-dot s1" cx="43.72" cy="180" r="4"><title>n1 · then · 2</title></circle>\
      <circle class="c-dot s1" cx="356.28" cy="36" r="4"><title>n1 · now · 1</title></circle>\
      <text class="c-label is-quiet" text-anchor="end" x="35.72" y="40">1 n0</text>\
      <text class="c-label s1" text-anchor="end" x="35.72" y="184">2 n1</text>\
      <text class="c-label s1" x="364.28" y="40">1 n1</text>\
      <text class="c-label is-quiet" x="364.28" y="184">2 n0</text></svg>
      """
    #expect(slope([[1, 2], [2, 1]], highlighted: 1) == expected)
  }

  @Test func theFirstRankAndTheGreatestValueAreOnTop() throws {
    func heights(_ form: SlopeChart.Form) throws -> [Double] {
      try readSVG(slope([[1, 1], [9, 9]], form: form)).filter { $0.name == "circle" }
        .compactMap { $0.number("cy") }
    }
    let ranks = try heights(.rank)
    let values = try heights(.value)
    #expect(ranks[0] < ranks[2] && values[0] > values[2])
  }

  @Test func aMissingValuePartsTheLine() throws {
    let elements = try readSVG(slope([[1, nil, 2, 3]], columns: ["a", "b", "c", "d"]))
    let path = elements.first { $0.classes.contains("c-line") }?.attributes["d"] ?? ""
    #expect(path.filter { $0 == "M" }.count == 2 && path.filter { $0 == "L" }.count == 1)
    #expect(elements.filter { $0.name == "circle" }.count == 3)
  }

  @Test func aLineWithoutAnEndHasNoLabelThere() throws {
    let elements = try readSVG(slope([[1, nil], [nil, 1]]))
    let labels = elements.filter { $0.classes.contains("c-label") }
    #expect(labels.map(\.text) == ["1 n0", "1 n1"])
    #expect(labels.map { $0.attributes["text-anchor"] } == ["end", nil])
  }

  @Test func labelsOfEqualValuesKeepApart() throws {
    let elements = try readSVG(slope((0..<20).map { _ in [5, 5] }, form: .value))
    let heights = elements.filter { $0.classes.contains("c-label") && $0.attributes["text-anchor"] == nil }
      .compactMap { $0.number("y") }
    #expect(heights.count == 20)
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 14.9 })
  }

  @Test func othersAreQuietBesideAHighlightedLineAndBelowIt() throws {
    let elements = try readSVG(slope([[1, 2], [2, 1], [3, 3]], highlighted: 0))
    let lines = elements.filter { $0.classes.contains("c-line") }.map(\.classes)
    #expect(lines == [["c-line", "is-quiet"], ["c-line", "is-quiet"], ["c-line", "s1"]])
  }

  @Test(arguments: [[], ["a"], ["a", "b", "c"]])
  func anyNumberOfColumnsIsDrawn(columns: [String]) throws {
    for rows in [[], [[]], [[nil, nil]], [[.min, .max, 0]], [[5, 5, 5], [5]]] as [[[Int64?]]] {
      for form in [SlopeChart.Form.rank, .value] {
        try expectSoundChart(slope(rows, form: form, columns: columns))
      }
    }
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    let chart = SlopeChart(
      id: name, text: someText, form: .rank, columns: [name, name],
      series: [SlopeSeries(label: name, values: [1, 2])], labelValue: { _ in name })
    try expectSoundChart(svg(chart.svg))
  }

  @Test(arguments: UInt64(0)..<200)
  func randomChartsAreSound(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let columns = (0..<Int.random(in: 0...6, using: &generator)).map { _ in generator.hostileText() }
    let series = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      SlopeSeries(
        label: generator.hostileText(),
        values: (0..<Int.random(in: 0...7, using: &generator)).map { _ in
          Int.random(in: 0..<4, using: &generator) == 0 ? nil : generator.value()
        }, isHighlighted: Int.random(in: 0..<4, using: &generator) == 0)
    }
    let chart = SlopeChart(
      id: generator.hostileText(), text: someText, form: Bool.random(using: &generator) ? .rank : .value,
      columns: columns, series: series, width: Int.random(in: 0...1_000, using: &generator),
      labelValue: { "\($0)" })
    let markup = svg(chart.svg)
    try expectSoundChart(markup)
    try expectLabelsInside(markup)
    #expect(svg(chart.svg) == markup)
  }
}
