import Model
import Replies
import Testing

@testable import Fetching

/// The rules of a run, tried with thousands of made-up courses; nothing is sent.
@Suite struct FetchRunTests {
  private static let problems: [Outcome] = [
    .code(301), .code(302), .code(400), .code(500), .code(503), .code(101), .code(999), .status(404),
    .status(500), .status(429), .timeout, .connection, .cutOff, .unreadable, .tooLarge, .redirect,
  ]
  private static let stops: [Outcome] = [.code(100), .code(303), .code(600), .code(601), .code(602)]

  private func answer(_ outcome: Outcome) -> Answer {
    .problem(
      Problem(
        outcome: outcome, retryAfter: outcome == .code(302) ? .seconds(500) : nil,
        isAnswered: outcome != .timeout && outcome != .connection,
        paidBody: outcome == .unusable ? [0x7B, 0x7D] : nil))
  }

  @Test(arguments: 0..<40)
  func whateverComesTheRulesHold(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      try check(
        count: Int(random.next() % 60) + 1, faults: random.next() % 101, mayStop: random.next() % 3 == 0,
        concurrency: Int(random.next() % 6) + 1, &random)
    }
  }

  private func check(
    count: Int, faults: UInt64, mayStop: Bool, concurrency: Int, _ random: inout SeededGenerator
  ) throws {
    let asked = try ids(1...count)
    var run = FetchRun(asked, api: Settings.API(), seed: random.next())
    var underWay: [(id: KOLID, at: Duration)] = []
    var ended: [KOLID: Int] = [:]
    var waited: [KOLID: Duration] = [:]
    var began: [KOLID: Duration] = [:]
    var sent = 0
    var replies = 0
    var mayAsk = true
    var now = Duration.zero
    while true {
      while underWay.count < concurrency, let turn = run.next(at: now) {
        #expect(mayAsk)
        underWay.append((turn.id, now + turn.delay))
        began[turn.id] = now + turn.delay
      }
      guard let next = underWay.indices.min(by: { underWay[$0].at < underWay[$1].at }) else { break }
      let (id, at) = underWay.remove(at: next)
      now = max(now, at)
      guard !run.isOver else {
        _ = run.step(after: Attempt(id: id, answer: nil), at: now)
        ended[id, default: 0] += 1
        continue
      }
      sent += 1
      let roll = random.next() % 100
      let answer: Answer
      if mayStop, random.next() % 40 == 0 {
        answer = self.answer(Self.stops[Int(random.next() % UInt64(Self.stops.count))])
        mayAsk = false
      } else if roll < faults {
        answer = self.answer(
          random.next() % 20 == 0
            ? .unusable : Self.problems[Int(random.next() % UInt64(Self.problems.count))])
      } else {
        answer = profileAnswer(of: id)
      }
      switch run.step(after: Attempt(id: id, answer: answer), at: now) {
      case .reply:
        replies += 1
        ended[id, default: 0] += 1
      case .unusable, .failed, .nothing: ended[id, default: 0] += 1
      case .retry(let delay, _, _):
        #expect(mayAsk)
        #expect(delay >= .zero && delay <= RetryPolicy.longestWait)
        waited[id, default: .zero] += delay
        #expect(now + delay - (began[id] ?? .zero) <= RetryPolicy.longestTime)
        underWay.append((id, now + delay))
      }
    }
    let summary = run.finish()
    #expect(summary.calls == sent)
    #expect(sent - summary.rateLimited <= mostCalls(forKOLs: count))
    #expect(mostCalls(forKOLs: count) <= count + count / 5 + 10)
    #expect(ended.values.allSatisfy { $0 == 1 })
    #expect(summary.failures.count + replies == count)
    #expect(Set(summary.failures.map(\.kolID)).count == summary.failures.count)
    if summary.stopReason == nil { #expect(ended.count == count) }
  }

  /// Runs KOLs one after the other, each with the same outcome, until nobody has a turn.
  private func course(
    _ count: Int, _ outcomes: (Int) -> Outcome?
  ) throws -> (summary: FetchSummary, delays: [Duration]) {
    var run = FetchRun(try ids(1...count), api: Settings.API(), seed: 1)
    var number = 0
    var delays: [Duration] = []
    while let turn = run.next() {
      number += 1
      delays.append(turn.delay)
      var isDone = false
      while !isDone {
        let answer = outcomes(number).map { self.answer($0) } ?? profileAnswer(of: turn.id)
        isDone = true
        if case .retry = run.step(after: Attempt(id: turn.id, answer: answer)) { isDone = false }
      }
    }
    return (run.finish(), delays)
  }

  @Test func aSilentServiceIsTriedOnceMoreAfterAPause() throws {
    let (summary, delays) = try course(50) { _ in .code(500) }
    #expect(summary.stopReason?.cause == .unreachable)
    #expect(delays == [Duration](repeating: .zero, count: 10) + [Circuit.pause])
    #expect(summary.failures.count { $0.reason == .notAttempted } == 39)
    // The one that tries is not tried again.
    #expect(summary.failures[10].attempts == 1)
  }

  @Test func aServiceThatIsBackGoesOn() throws {
    let (summary, delays) = try course(50) { $0 <= 10 ? .connection : nil }
    #expect(summary.stopReason == nil)
    #expect(summary.charged == 40)
    #expect(delays.count { $0 > .zero } == 1)
  }

  @Test(arguments: [
    (Outcome.status(404), StopReason.Cause.endpointGone), (.status(410), .endpointGone),
    (.code(999), .refused), (.redirect, .refused),
  ])
  func threeWhoAreRefusedAlikeEndTheRun(outcome: Outcome, cause: StopReason.Cause) throws {
    let (summary, _) = try course(9) { _ in outcome }
    #expect(summary.stopReason?.cause == cause)
    #expect(summary.calls == 3)
    let (mixed, _) = try course(9) { $0 % 3 == 0 ? nil : outcome }
    #expect(mixed.stopReason == nil)
    #expect(mixed.charged == 3)
  }

  @Test func refusalsForTheRateAreNoSilenceAndUseUpNoRetries() throws {
    // Fifty KOLs are refused twenty times each; then a real failure has its retry, while there are some.
    var refusals = 0
    var retried = 0
    var run = FetchRun(try ids(1...50), api: Settings.API(), seed: 1)
    while let turn = run.next() {
      #expect(turn.delay == .zero)
      for attempt in 1...20 {
        guard
          case .retry(_, attempt, .rateLimited) = run.step(
            after: Attempt(id: turn.id, answer: answer(.status(429))))
        else {
          Issue.record("given up after \(attempt) refusals")
          return
        }
        refusals += 1
      }
      guard case .retry = run.step(after: Attempt(id: turn.id, answer: answer(.code(301)))) else { continue }
      retried += 1
      _ = run.step(after: Attempt(id: turn.id, answer: profileAnswer(of: turn.id)))
    }
    let summary = run.finish()
    #expect(summary.rateLimited == refusals && refusals == 1_000)
    #expect(retried == RetryPolicy.retries(forKOLs: 50) && summary.charged == retried)
    #expect(summary.calls - summary.rateLimited <= mostCalls(forKOLs: 50))
  }

  @Test func aRefusalForTheRateShowsThatASilentServiceIsBack() throws {
    var run = FetchRun(try ids(1...20), api: Settings.API(), seed: 1)
    for _ in 1...10 {
      let next = run.next()
      let turn = try #require(next)
      while case .retry = run.step(after: Attempt(id: turn.id, answer: answer(.code(500)))) {}
    }
    let next = run.next()
    let probe = try #require(next)
    #expect(probe.delay == Circuit.pause && run.next() == nil)
    guard case .retry = run.step(after: Attempt(id: probe.id, answer: answer(.status(429)))) else {
      Issue.record("the refusal ended the KOL")
      return
    }
    #expect(run.next()?.delay == .zero)
  }

  @Test func refusalsInARowEndTheRunEvenWhereTimeStandsStill() throws {
    let (summary, _) = try course(50) { _ in .code(302) }
    #expect(summary.stopReason?.cause == .rateLimited)
    #expect(summary.rateLimited == FetchRun.mostRefusals + Settings.API().concurrency)
    #expect(summary.calls == summary.rateLimited)
  }

  @Test func aRefusedIDIsThatKOLsOwnMatter() throws {
    let (summary, _) = try course(20) { _ in .code(400) }
    #expect(summary.stopReason == nil)
    #expect(summary.failures.allSatisfy { $0.reason == .rejectedID && $0.attempts == 1 })
  }

  @Test func whatAnInterruptionCutsOffIsNobodysFailure() throws {
    var run = FetchRun(try ids(1...3), api: Settings.API(), seed: 1)
    let turn = run.next()
    let first = try #require(turn)
    run.stop(StopReason(cause: .interrupted))
    guard case .nothing = run.step(after: Attempt(id: first.id, answer: answer(.connection))) else {
      Issue.record("somebody heard of it")
      return
    }
    let summary = run.finish()
    #expect(summary.failures.map(\.reason) == [.notAttempted, .notAttempted, .notAttempted])
    #expect(summary.failures.map(\.attempts) == [1, 0, 0])
    #expect(summary.calls == 1)
  }
}
