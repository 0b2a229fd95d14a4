import Testing

@testable import SVGCharts

@Suite struct LogarithmicScaleTests {
  @Test(
    arguments: [
      (1, 0), (2, 1 << 32), (1 << 62, 62 << 32), (0, 0), (.min, 0),
      // log2 3 and log2 10 to 32 binary digits, cut.
      (3, 6_807_362_105), (10, 14_267_572_527), (.max, 270_582_939_647),
    ] as [(Int64, UInt64)])
  func logarithmsAreExactTo32BinaryDigits(value: Int64, logarithm: UInt64) {
    #expect(binaryLogarithm(value) == logarithm)
  }

  @Test(arguments: UInt64(0)..<100)
  func logarithmsNeverFall(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let value = Int64.random(in: 1 ... .max - 1, using: &generator) >> (seed % 62)
    #expect(binaryLogarithm(value) <= binaryLogarithm(value + 1))
    let double = value & (.max >> 1)
    if double > 0 { #expect(binaryLogarithm(double * 2) == binaryLogarithm(double) + 1 << 32) }
  }

  @Test(arguments: [(1, 0), (10, 2_000), (100, 4_000), (100_000, 10_000), (0, 0), (-7, 0), (.max, 10_000)])
  func equalRatiosAreEqualDistances(value: Int64, position: Int) {
    let scale = PositionScale(domain: Domain(1...100_000), from: 0, to: 10_000, form: .logarithmic)
    #expect(scale.position(value) == position)
  }

  @Test(
    arguments: [
      (3...97, [2, 5, 10, 20, 50, 100]), (1...1, [1, 2]), (100...100, [50, 100, 200]),
      (130...130, [100, 200]),
      (1...1_000_000, [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]), (-5...0, [1, 2]),
      (5_000_000_000_000_000_001 ... .max, [5_000_000_000_000_000_000]),
    ] as [(ClosedRange<Int64>, [Int64])])
  func ticksAreRound(range: ClosedRange<Int64>, values: [Int64]) {
    let ticks = Ticks(logarithmicCovering: range, atMost: 6)
    #expect(ticks.values == values)
  }

  @Test(arguments: UInt64(0)..<200)
  func ticksCoverTheDataAndAreFew(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let ends = [generator.value(), generator.value()].sorted()
    let ticks = Ticks(logarithmicCovering: ends[0]...ends[1], atMost: 6)
    #expect(ticks.domain.lower <= max(1, ends[0]) && ticks.domain.upper >= max(1, ends[1]))
    #expect(ticks.domain.lower >= 1 && ticks.domain.lower < ticks.domain.upper)
    #expect((1...7).contains(ticks.values.count) && ticks.values == ticks.values.sorted())
    let scale = PositionScale(domain: ticks.domain, from: 0, to: 70_000, form: .logarithmic)
    let values = (0..<20).map { _ in generator.value() }.sorted()
    #expect(values.map(scale.position) == values.map(scale.position).sorted())
  }
}
