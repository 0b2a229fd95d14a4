import Model
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
      guard await pacer.turn() != nil else { break }
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

  @Test func aRateLimitHoldsEveryoneBackAndThenSlowsThem() async throws {
    let refusal = Answer.problem(Problem(outcome: .code(302), retryAfter: .seconds(30)))
    let starts = await starts(4, perSecond: 1, burst: 1) { number, pacer in
      guard number == 1 else { return }
      await pacer.learn(from: refusal, startedAt: .zero)
      // What was under way meets the same limit; that is one sign, not two.
      await pacer.learn(from: refusal, startedAt: .zero)
    }
    #expect(starts[1] == .seconds(30))
    for (first, second) in zip(starts.dropFirst(), starts.dropFirst(2)) {
      #expect(second - first > .seconds(1) && second - first < .seconds(1.1))
    }
  }

  @Test func anAnswerThatNeverCameTellsNothingOfTheRate() async {
    let starts = await starts(10, perSecond: 1, burst: 1) { _, pacer in
      await pacer.learn(from: .problem(Problem(outcome: .timeout, isAnswered: false)), startedAt: .zero)
      await pacer.learn(from: .problem(Problem(outcome: .code(301))), startedAt: .zero)
    }
    #expect(starts.last == .seconds(9))
  }

  @Test(arguments: [20, 150, 600, 1_000])
  func wakingLateDoesNotDelayThoseWhoFollow(perSecond: Int) async throws {
    let clock = LateClock(lateness: .milliseconds(3))
    let pacer = Pacer(clock: clock, perSecond: perSecond, burst: 1)
    for _ in 0...perSecond { #expect(await pacer.turn() != nil) }
    #expect(clock.now.offset <= .seconds(1.01))
  }

  @Test func eachWhoWaitsHasATurnOfItsOwn() async {
    let pacer = Pacer(clock: ImmediateClock(), perSecond: 10, burst: 1)
    let turns = await withTaskGroup(of: Duration?.self) { group in
      for _ in 0..<20 { group.addTask { await pacer.turn() } }
      return await group.reduce(into: [Duration]()) { if let turn = $1 { $0.append(turn) } }
    }
    #expect(turns.sorted() == (0..<20).map { .milliseconds(100 * $0) })
  }

  @Test func whoIsCancelledLeavesTheQueue() async {
    let pacer = Pacer(clock: StoppedClock(), perSecond: 1, burst: 1)
    #expect(await pacer.turn() != nil)
    let waiting = Task { await pacer.turn() }
    await Task.yield()
    waiting.cancel()
    #expect(await waiting.value == nil)
  }

  @Test func theEndOfTheRunWakesWhoWaits() async {
    let pacer = Pacer(clock: StoppedClock(), perSecond: 1, burst: 1)
    #expect(await pacer.turn() != nil)
    async let second = pacer.turn()
    async let pause: Void = pacer.pause(for: .seconds(5))
    await Task.yield()
    await pacer.close()
    #expect(await second == nil)
    await pause
    #expect(await pacer.turn() == nil)
  }
}

/// A clock whose sleeps end at once, and later than they should.
private struct LateClock: Clock {
  typealias Instant = ImmediateClock.Instant
  let lateness: Duration
  private let clock = ImmediateClock()

  init(lateness: Duration) {
    self.lateness = lateness
  }

  var now: Instant { clock.now }
  var minimumResolution: Duration { .zero }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await clock.sleep(until: deadline.advanced(by: lateness), tolerance: tolerance)
  }
}
