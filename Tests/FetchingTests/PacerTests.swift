import Synchronization
import Testing

@testable import Fetching

@Suite struct PacerTests {
  /// The instants at which so many turns were given.
  private func starts(
    _ count: Int, perSecond: Int, burst: Int, each: (Int, Pacer<ImmediateClock>) async -> Void = { _, _ in }
  ) async -> [Duration] {
    let clock = ImmediateClock()
    let pacer = Pacer(clock: clock, perSecond: perSecond, burst: burst)
    var starts: [Duration] = []
    for number in 0..<count {
      await each(number, pacer)
      guard await pacer.turn() else { break }
      starts.append(clock.now.offset)
    }
    return starts
  }

  @Test(arguments: [(1, 1), (2, 1), (10, 5), (100, 20), (1_000, 1_000), (7, 3)])
  func noMoreStartThanTheBucketHolds(perSecond: Int, burst: Int) async {
    var random = SeededGenerator(seed: UInt64(perSecond))
    let starts = await starts(300, perSecond: perSecond, burst: burst) { number, pacer in
      // Quiet times fill the bucket, and never beyond its size.
      if number % 40 == 0 { await pacer.pause(for: .milliseconds(Int64(random.next() % 3_000))) }
    }
    #expect(starts.count == 300)
    let interval = Duration.seconds(1) / perSecond
    for first in starts.indices {
      for last in first..<starts.count {
        // A nanosecond more, because the division rounds.
        let most = burst + Int((starts[last] - starts[first] + .nanoseconds(1)) / interval)
        #expect(last - first + 1 <= most)
      }
    }
  }

  @Test(arguments: [(1, 1), (2, 1), (10, 5), (1_000, 10)])
  func theRateIsReached(perSecond: Int, burst: Int) async throws {
    let starts = await starts(perSecond * 10 + burst, perSecond: perSecond, burst: burst)
    #expect(try #require(starts.last) == .seconds(10))
  }

  @Test func aRateLimitHoldsEveryoneBackAndThenSlowsThemUntilItHeals() async {
    let starts = await starts(40, perSecond: 1, burst: 1) { number, pacer in
      if number == 1 {
        await pacer.holdBack(for: .seconds(30))
        // What was under way meets the same limit; that is one sign, not two.
        await pacer.holdBack(for: .seconds(20))
      }
      if number > 3 { await pacer.recover() }
    }
    #expect(starts[1] == .seconds(30))
    #expect(starts[2] - starts[1] == .seconds(2))
    #expect(starts[3] - starts[2] == .seconds(2))
    #expect(starts[39] - starts[38] == .seconds(1))
  }

  @Test func theEndOfTheRunWakesWhoWaits() async {
    let pacer = Pacer(clock: StoppedClock(), perSecond: 1, burst: 1)
    #expect(await pacer.turn())
    async let second = pacer.turn()
    async let pause: Void = pacer.pause(for: .seconds(5))
    await Task.yield()
    await pacer.close()
    #expect(await second == false)
    await pause
  }
}
