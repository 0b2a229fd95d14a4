import Model
import Testing

@testable import Fetching

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()

  private enum Kind: Sendable, Hashable {
    case retry, fail, stop
  }

  private func kind(_ outcomes: [Outcome]) -> (Kind, FetchFailure.Reason?) {
    var random = SeededGenerator(seed: 1)
    return switch policy.decision(after: outcomes, random: &random) {
    case .retry: (.retry, nil)
    case .fail(let reason): (.fail, reason)
    case .stopRun(let reason): (.stop, reason)
    }
  }

  @Test(
    arguments: [
      (.code(100), .account), (.code(600), .account), (.code(601), .account), (.code(602), .account),
      (.code(303), .quota),
    ] as [(Outcome, FetchFailure.Reason)])
  func theseOutcomesStopTheRun(outcome: Outcome, reason: FetchFailure.Reason) {
    #expect(kind([outcome]) == (.stop, reason))
    #expect(kind([.code(301), .code(301), outcome]) == (.stop, reason))
  }

  @Test(
    arguments: [
      (.code(301), .unavailable), (.code(500), .unavailable), (.code(503), .unavailable),
      (.status(408), .unavailable), (.status(500), .unavailable), (.status(502), .unavailable),
      (.status(524), .unavailable), (.connection, .network), (.cutOff, .network),
    ] as [(Outcome, FetchFailure.Reason)])
  func theseOutcomesAreRetriedTwice(outcome: Outcome, reason: FetchFailure.Reason) {
    #expect(kind([outcome]) == (.retry, nil))
    #expect(kind([outcome, outcome]) == (.retry, nil))
    #expect(kind([outcome, outcome, outcome]) == (.fail, reason))
  }

  @Test(
    arguments: [
      (.code(400), .rejectedID), (.code(101), .unknownCode), (.code(202), .unknownCode),
      (.code(300), .unknownCode),
      (.code(404), .unknownCode), (.code(201), .unknownCode), (.code(-1), .unknownCode),
      (.status(400), .unusable),
      (.status(401), .unusable), (.status(404), .endpointGone), (.status(410), .endpointGone),
      (.redirect, .unusable),
      (.tooLarge, .unusable), (.unusable, .unusable),
    ] as [(Outcome, FetchFailure.Reason)])
  func theseOutcomesFailAtOnce(outcome: Outcome, reason: FetchFailure.Reason) {
    #expect(kind([outcome]) == (.fail, reason))
  }

  @Test func aTimeoutAllowsOneMoreAttemptWhateverThatBrings() {
    #expect(kind([.timeout]) == (.retry, nil))
    #expect(kind([.timeout, .timeout]) == (.fail, .network))
    #expect(kind([.timeout, .code(301)]) == (.fail, .unavailable))
    #expect(kind([.code(301), .timeout]) == (.retry, nil))
    #expect(kind([.code(301), .timeout, .connection]) == (.fail, .network))
  }

  @Test func anAnswerThatCannotBeReadAllowsOneMoreAttemptWhateverThatBrings() {
    #expect(kind([.unreadable]) == (.retry, nil))
    #expect(kind([.unreadable, .unreadable]) == (.fail, .unusable))
    #expect(kind([.unreadable, .code(301)]) == (.fail, .unavailable))
    #expect(kind([.connection, .unreadable]) == (.retry, nil))
    #expect(kind([.connection, .unreadable, .timeout]) == (.fail, .network))
  }

  @Test(
    arguments: [
      ([.code(301)], 0, 2), ([.code(301), .connection], 0, 4), ([.status(429), .code(301)], 0, 2),
      ([.code(302), .code(302)], 0, 1), ([.code(302), .status(429), .code(302)], 0, 2),
      ([Outcome](repeating: .code(302), count: 7), 0, 30),
      ([Outcome](repeating: .code(302), count: 90), 0, 30),
    ] as [([Outcome], Int, Int)])
  func waitsAreSpreadOverTheirWholeRange(outcomes: [Outcome], least: Int, most: Int) {
    var random = SeededGenerator(seed: 3)
    var waits: [Duration] = []
    for _ in 0..<1000 {
      if case .retry(let wait) = policy.decision(after: outcomes, random: &random) { waits.append(wait) }
    }
    let range = Duration.seconds(least)...Duration.seconds(most)
    #expect(waits.count == 1000 && waits.allSatisfy(range.contains))
    let width = Duration.seconds(most - least)
    #expect(waits.contains { $0 < range.lowerBound + width / 20 })
    #expect(waits.contains { $0 > range.upperBound - width / 20 })
  }

  @Test(
    arguments: [(.code(302), .rateLimited), (.status(429), .rateLimited)] as [(Outcome, FetchFailure.Reason)])
  func aRefusalForTheRateIsAskedAgainAsLongAsThereIsTime(outcome: Outcome, reason: FetchFailure.Reason) {
    var random = SeededGenerator(seed: 1)
    #expect(policy.decision(after: [outcome], random: &random) == .retry(after: .zero))
    let many = [Outcome](repeating: outcome, count: 200)
    #expect(kind(many) == (.retry, nil))
    #expect(kind([.code(301), .code(301)] + many) == (.retry, nil))
    #expect(kind([.code(301), .code(301)] + many + [.code(301)]) == (.fail, .unavailable))
    #expect(kind([.timeout] + many) == (.retry, nil))
    #expect(kind([.timeout] + many + [.timeout]) == (.fail, .network))
    let late = policy.decision(
      after: many, elapsed: RetryPolicy.longestTime + .nanoseconds(1), random: &random)
    #expect(late == .fail(reason))
  }

  @Test(arguments: [
    (30, 270, true), (30, 271, false), (86_400, 180, true), (86_400, 181, false), (0, 300, true),
  ])
  func whatTheServerAsksForCountsAgainstTheTimeOfAKOL(asked: Int, elapsed: Int, hasTime: Bool) {
    var random = SeededGenerator(seed: 3)
    let decision = policy.decision(
      after: [.code(302)], retryAfter: .seconds(asked), elapsed: .seconds(elapsed), random: &random)
    #expect(decision == (hasTime ? .retry(after: .zero) : .fail(.rateLimited)))
  }

  @Test func theSameSeedGivesTheSameWaitsAndEachKOLItsOwn() throws {
    let names = try ids("a", "b")
    func waits(_ id: KOLID, seed: UInt64) -> [RetryPolicy.Decision] {
      var random = SeededGenerator(seed: seed, for: id)
      return (0..<5).map { _ in policy.decision(after: [.code(301)], random: &random) }
    }
    #expect(waits(names[0], seed: 1) == waits(names[0], seed: 1))
    #expect(waits(names[0], seed: 1) != waits(names[1], seed: 1))
    #expect(waits(names[0], seed: 1) != waits(names[0], seed: 2))
  }
}
