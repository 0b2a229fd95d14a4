import Testing

@testable import SVGCharts

private func chart(
  _ values: [Int64?], includesZero: Bool = true, references: [ReferenceLine] = [],
  annotations: [Annotation] = []
) throws -> [SVGElement] {
  let markup = svg(
    LineChart(
      id: "i", text: someText, series: [LineSeries(label: "", points: points(values))],
      includesZero: includesZero, fillsArea: true, references: references, annotations: annotations,
      labelX: { "d\($0)" }, labelY: { "\($0)" }
    ).svg)
  try expectSoundChart(markup)
  return try readSVG(markup)
}

@Suite struct LineExtrasTests {
  @Test func anAreaIsPartedWhereItsLineIs() throws {
    let area = try #require(try chart([1, 2, nil, 3, nil, 4, 5]).first { $0.classes == ["c-area", "s1"] })
    let path = try #require(area.attributes["d"])
    #expect(path.split(separator: "M").count == 2)
    let heights = try pathPoints(path).map(\.y)
    #expect(heights.filter { $0 == 232 }.count == 4)
  }

  @Test(arguments: [[80, 100], [-5, 5], [-5, -1]] as [[Int64?]])
  func anAxisThatDoesNotBeginAtZeroHasNoArea(values: [Int64?]) throws {
    #expect(!(try chart(values, includesZero: false).contains { $0.classes.contains("c-area") }))
  }

  @Test func aReferenceIsOnTheAxisWithItsLabel() throws {
    let elements = try chart([1, 2, 3], references: [ReferenceLine(value: 50, label: "median")])
    #expect(elements.contains { $0.classes == ["c-ref"] })
    #expect(elements.filter { $0.classes == ["c-note"] }.map(\.text) == ["median"])
    #expect(elements.contains { $0.text == "50" })
  }

  @Test func aReferencesLabelKeepsClearOfTheLine() throws {
    // The line begins on the reference and leaves it.
    let elements = try chart([50, 50, 50, 0], references: [ReferenceLine(value: 50, label: "median")])
    let note = try #require(elements.first { $0.classes == ["c-note"] })
    #expect(note.attributes["text-anchor"] == "end" || (note.number("y") ?? 0) > 20)
  }

  @Test func labelsOfAnnotationsDoNotTouchEachOtherOrALine() throws {
    let annotations = [3, 4, 4, 5, 9, 10].map { Annotation(x: $0, label: "price change \($0)") }
    let elements = try chart((0...10).map { $0 }, annotations: annotations)
    let lines = elements.filter { $0.classes == ["c-event"] }
    #expect(lines.count == 6)
    let notes = elements.filter { $0.classes == ["c-note"] }
    #expect(Set(notes.map(\.text)) == Set(annotations.map(\.label)))
    let boxes = try notes.map {
      let width = FittedText($0.text, within: 100_000).width
      let x = Int((try #require($0.number("x"))) * 100)
      return Box.label(
        FittedText($0.text, within: 100_000), left: $0.attributes["text-anchor"] == "end" ? x - width : x,
        middle: Int((try #require($0.number("y"))) * 100) - 400)
    }
    for (index, box) in boxes.enumerated() {
      #expect(!boxes[..<index].contains { $0.overlaps(box) })
      for line in lines {
        let ends = try pathPoints(try #require(line.attributes["d"]))
        let stroke = Box(
          left: Int(ends[0].x * 100), top: Int(ends[0].y * 100), right: Int(ends[0].x * 100) + 1,
          bottom: Int(ends[1].y * 100))
        #expect(!box.overlaps(stroke))
      }
    }
  }

  @Test func onALogarithmicAxisWhatIsNotPositiveIsAGap() throws {
    let line = LineChart(
      id: "i", text: someText, series: [LineSeries(label: "", points: points([1, 10, 0, 100, 1_000, -5]))],
      yTitle: "log", yScale: .logarithmic, includesZero: true, fillsArea: true,
      references: [ReferenceLine(value: 0, label: "zero")], labelX: { "d\($0)" }, labelY: { "\($0)" })
    #expect(line.undrawn == 2)
    let elements = try readSVG(svg(line.svg))
    let path = try #require(elements.first { $0.classes.contains("c-line") }?.attributes["d"])
    let heights = try pathPoints(path).map { Int(($0.y * 100).rounded()) }
    #expect(path.filter { $0 == "M" }.count == 2)
    // Equal ratios are equal distances.
    #expect(abs((heights[0] - heights[1]) - (heights[2] - heights[3])) <= 1)
    #expect(!elements.contains { ["c-area", "c-ref"].contains($0.classes.first) })
    #expect(elements.filter { $0.classes == ["c-title"] }.map(\.text) == ["log"])
  }

  @Test func annotationsOutsideTheDataAreNotDrawn() throws {
    let annotations = [-1, 3, .max, .min].map { Annotation(x: $0, label: "a") }
    #expect(!(try chart([1, 2, 3], annotations: annotations).contains { $0.classes == ["c-event"] }))
  }

  @Test(
    arguments: [
      // 2026-11-01 is day 20758, a Sunday.
      (20_758...20_762, [20_758, 20_759, 20_760, 20_761, 20_762]),
      (20_758...20_790, [20_759, 20_766, 20_773, 20_780, 20_787]),
      // 2026-01-01 is day 20454.
      (20_440...20_600, [20_454, 20_485, 20_513, 20_544, 20_574]),
      (20_454...20_819, [20_454, 20_544, 20_635, 20_727, 20_819]),
      (16_801...20_454, [16_801, 17_532, 18_262, 18_993, 19_723, 20_454]),
      (7...7, [7]), (Int.min...Int.max, []),
    ] as [(ClosedRange<Int>, [Int])])
  func ticksOfDaysAreDaysThatPeopleKnow(range: ClosedRange<Int>, days: [Int]) {
    let ticks = DayTicks.days(in: range, atMost: 6)
    #expect(days.isEmpty ? ticks.count == 2 : ticks == days)
  }

  @Test(arguments: UInt64(0)..<200)
  func ticksOfDaysAreFewAndInOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let first = Int.random(in: -1_000_000...1_000_000, using: &generator)
    let range = first...(first + Int.random(in: 0...100_000, using: &generator) >> (seed % 16))
    let ticks = DayTicks.days(in: range, atMost: 8)
    #expect((1...8).contains(ticks.count) && ticks == Array(Set(ticks)).sorted())
    #expect(ticks.allSatisfy(range.contains))
  }
}
