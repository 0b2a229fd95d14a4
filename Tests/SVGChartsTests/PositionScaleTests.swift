import Testing

@testable import SVGCharts

@Suite struct PositionScaleTests {
  @Test(arguments: [(0, 100), (1, 133), (2, 167), (3, 200), (-5, 100), (9, 200)] as [(Int64, Int)])
  func positionsAreRoundedAndKeptInRange(value: Int64, position: Int) {
    #expect(PositionScale(domain: Domain(0...3), from: 100, to: 200).position(value) == position)
  }

  @Test(arguments: [(Int64.min, 200), (0, 150), (.max, 100), (Int64.min / 2, 175)])
  func theWholeRangeOfIntegersFitsUpsideDown(value: Int64, position: Int) {
    #expect(PositionScale(domain: Domain(.min ... .max), from: 200, to: 100).position(value) == position)
  }

  @Test(
    arguments: [(5...5, 2, 3, 7), (.min ... .min, 1, .min, .min + 1), (.max ... .max, 1, .max - 1, .max)]
      as [(ClosedRange<Int64>, Int64, Int64, Int64)])
  func singleValuesGetADomainAroundThem(range: ClosedRange<Int64>, step: Int64, lower: Int64, upper: Int64) {
    #expect(Domain(range, wideningBy: step) == Domain(lower...upper))
  }

  @Test(arguments: UInt64(0)..<200)
  func positionsFollowTheOrderOfTheValues(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<20).map { _ in Int64.random(in: .min ... .max, using: &generator) >> (seed % 64) }
      .sorted()
    let scale = PositionScale(domain: Domain(values[0]...values[19]), from: 0, to: 72_000)
    let positions = values.map(scale.position)
    #expect(positions == positions.sorted())
    #expect(positions.allSatisfy { (0...72_000).contains($0) })
  }
}
