import Testing

@testable import SVGCharts

/// Ten pixels wide and high, over 0...100 in both directions: ten values a column.
private let plot = Plot(
  width: 10, height: 10, margins: Margins(), x: Domain(0...100), y: Domain(0...100))

@Suite struct LineReductionTests {
  @Test func distantPointsAllStay() {
    let placed = plot.placed([ChartPoint(x: 0, y: 0), ChartPoint(x: 50, y: 100), ChartPoint(x: 100, y: 50)])
    #expect(
      placed == [
        PlacedPoint(x: 0, y: 1_000, run: 0), PlacedPoint(x: 500, y: 0, run: 0),
        PlacedPoint(x: 1_000, y: 500, run: 0),
      ])
  }

  @Test func aColumnKeepsItsLowestAndHighestInTheirOrderAndTheVeryLast() {
    let placed = plot.placed(points([50, 90, 40, 10, 30, 60, 50]))
    #expect(
      placed == [
        PlacedPoint(x: 10, y: 100, run: 0), PlacedPoint(x: 30, y: 900, run: 0),
        PlacedPoint(x: 60, y: 500, run: 0),
      ])
  }

  @Test func gapsPartRunsAndLeadingOnesDoNot() {
    let spread = [nil, 1, nil, nil, 2, 3, nil].enumerated().map { ChartPoint(x: $0 * 15, y: $1) }
    #expect(plot.placed(spread).map(\.run) == [0, 1, 1])
  }

  @Test func aGapNarrowerThanAColumnStillPartsTheLine() {
    var values: [Int64?] = Array(repeating: 50, count: 101)
    values[44] = nil
    let placed = plot.placed(points(values))
    let joints = zip(placed, placed.dropFirst()).filter { $0.run != $1.run }
    #expect(joints.count == 1)
  }

  @Test(arguments: UInt64(0)..<200)
  func reductionKeepsExtremesAndGapsWithinTwoPointsAColumn(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let values: [Int64?] = (0...100).map { _ in
      Int.random(in: 0..<5, using: &generator) == 0 ? nil : Int64.random(in: 0...100, using: &generator)
    }
    let placed = plot.placed(points(values))
    let present = values.compactMap { $0.map(Int.init) }
    #expect(placed.map(\.y).max() == present.min().map { 1_000 - $0 * 10 })
    #expect(placed.map(\.y).min() == present.max().map { 1_000 - $0 * 10 })
    #expect(placed.count <= 2 * 11 + 1)
    // Joined points have no gap between them.
    for (from, to) in zip(placed, placed.dropFirst()) where from.run == to.run {
      #expect(!values[(from.x / 10)...(to.x / 10)].contains(nil))
    }
    // Points on either side of a gap are never joined.
    for (from, to) in zip(placed, placed.dropFirst()) where from.run != to.run {
      #expect(values[(from.x / 10)...(to.x / 10)].contains(nil))
    }
  }
}
