import Testing

@testable import SVGCharts

@Suite struct TicksTests {
  @Test(
    arguments: [
      (0...100, 1, [0, 20, 40, 60, 80, 100]),
      (3...97, 1, [0, 20, 40, 60, 80, 100]),
      (8_400...8_500, 1, [8_400, 8_420, 8_440, 8_460, 8_480, 8_500]),
      (0...11, 1, [0, 5, 10, 15]),
      (0...120, 1, [0, 25, 50, 75, 100, 125]),
      (-30...45, 1, [-40, -20, 0, 20, 40, 60]),
      (1...2, 1, [1, 2]),
      (0...2, 1_000_000, [0, 1_000_000]),
      (1_000_000...2_500_000, 1_000_000, [1_000_000, 2_000_000, 3_000_000]),
      (0...12_000_000, 1_000_000, [0, 5_000_000, 10_000_000, 15_000_000]),
      (7...7, 1, [6, 7, 8]),
      (0...0, 5, [0, 5]),
      (-3...(-3), 10, [-20, -10, 0]),
    ] as [(ClosedRange<Int64>, Int64, [Int64])])
  func ticksAreRoundMultiplesOfTheSmallestStep(range: ClosedRange<Int64>, step: Int64, values: [Int64]) {
    let ticks = Ticks(covering: range, smallestStep: step)
    #expect(ticks.values == values)
    #expect(ticks.domain == Domain(values[0]...values[values.count - 1]))
  }

  @Test(
    arguments: [
      (.min ... .max, 1), (.min ... .min, 1), (.max ... .max, 1), (.max - 1 ... .max, 1), (.min...0, .max),
      (0 ... .max, .min), (.min ... .max, 4_000_000_000_000_000_000), (.min ... .max, .max),
    ] as [(ClosedRange<Int64>, Int64)])
  func theLimitsOfIntegersAreNoTrap(range: ClosedRange<Int64>, step: Int64) {
    let ticks = Ticks(covering: range, smallestStep: step)
    #expect(ticks.domain.lower <= range.lowerBound && ticks.domain.upper >= range.upperBound)
    #expect(ticks.values.count <= 8 && ticks.values == ticks.values.sorted())
  }

  @Test(
    arguments: [
      (52_000...52_000, [51_000, 52_000, 53_000]), (0...3, [0, 1_000]),
      (0...4_000, [0, 1_000, 2_000, 3_000, 4_000]),
    ]
      as [(ClosedRange<Int64>, [Int64])])
  func noTwoTicksReadTheSame(range: ClosedRange<Int64>, values: [Int64]) {
    let ticks = Ticks.distinct(covering: range, smallestStep: 1, atMost: 5) { "\($0 / 1_000)k" }
    #expect(ticks.values == values)
  }

  @Test func aLabelForAllNumbersIsNoTrap() {
    let ticks = Ticks.distinct(covering: .min ... .max, smallestStep: 1, atMost: 5) { _ in "k" }
    #expect(ticks == Ticks(covering: .min ... .max, smallestStep: 1))
  }

  @Test(arguments: UInt64(0)..<200)
  func ticksCoverTheDataInEqualSteps(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let size = Int64(1) << Int64.random(in: 1...60, using: &generator)
    let ends = [
      Int64.random(in: -size...size, using: &generator), Int64.random(in: -size...size, using: &generator),
    ]
    let range = min(ends[0], ends[1])...max(ends[0], ends[1])
    let step = Int64.random(in: 1...1_000, using: &generator)
    let ticks = Ticks(covering: range, smallestStep: step)
    let first = try #require(ticks.values.first)
    let last = try #require(ticks.values.last)
    #expect(first <= range.lowerBound && last >= range.upperBound)
    #expect((2...6).contains(ticks.values.count))
    #expect(Set(zip(ticks.values, ticks.values.dropFirst()).map { $1 - $0 }).count == 1)
    #expect(ticks.values.allSatisfy { $0 % step == 0 })
  }

  @Test(
    arguments: [
      (0...6, 5, [0, 1, 3, 4, 6]), (0...2, 5, [0, 1, 2]), (9...9, 5, [9]), (0...100, 1, [0, 100]),
      (.min ... .max, 3, [.min, -1, .max]),
    ] as [(ClosedRange<Int64>, Int, [Int64])])
  func evenTicksSpreadOverTheData(range: ClosedRange<Int64>, count: Int, values: [Int64]) {
    #expect(Ticks.even(over: range, count: count) == values)
  }
}
