import Model
import Replies

/// One attempt at a KOL; without an answer where the run ended before it could start.
struct Attempt: Sendable {
  let id: KOLID
  let answer: Answer?
}

/// The bookkeeping of one fetch: whose turn it is, what each KOL has met so far, and whether to go on.
///
/// It sends nothing and waits for nothing, so every rule of the run is here and can be read in one place.
struct FetchRun {
  /// What to do about an attempt that has ended.
  enum Step {
    case reply(DecodedReply, body: [UInt8], attempts: Int)
    case retry(after: Duration, attempt: Int, reason: FetchFailure.Reason)
    case failed(FetchFailure, Diagnostic)
    /// The KOL was never asked; the summary says so.
    case nothing
  }

  private(set) var summary = FetchSummary()
  private let ids: [KOLID]
  private let endpoint: Endpoint
  private let maxCalls: Int?
  private let seed: UInt64
  private let policy = RetryPolicy()
  private var nextIndex = 0
  private var retriesLeft: Int
  private var failuresInARow = 0
  private var problems: [KOLID: [Problem]] = [:]
  private var generators: [KOLID: SeededGenerator] = [:]
  private var ended: [KOLID: FetchFailure?] = [:]

  /// - Parameter ids: A repeated one is asked for once.
  init(_ ids: [KOLID], api: Settings.API, seed: UInt64) {
    var seen: Set<KOLID> = []
    self.ids = ids.filter { seen.insert($0).inserted }
    endpoint = api.endpoint
    maxCalls = api.maxCalls
    self.seed = seed
    retriesLeft = RetryPolicy.retries(forKOLs: self.ids.count)
  }

  /// The next KOL to ask for, its call counted; nil where nobody is left or no call may start.
  mutating func next() -> KOLID? {
    guard summary.stopReason == nil, nextIndex < ids.count else { return nil }
    guard takeCall() else {
      stop(StopReason(cause: .callLimit))
      return nil
    }
    defer { nextIndex += 1 }
    return ids[nextIndex]
  }

  /// Ends the run; the first reason stands, but one that ends it at once outranks the ceiling of calls.
  mutating func stop(_ reason: StopReason) {
    if !isOver { summary.stopReason = reason }
  }

  /// Whether nothing may start any more. At the ceiling of calls, those already counted still may.
  var isOver: Bool {
    summary.stopReason.map { $0.cause != .callLimit } ?? false
  }

  /// Judges an attempt and counts it.
  mutating func step(after attempt: Attempt) -> Step {
    let id = attempt.id
    guard let answer = attempt.answer else {
      summary.calls -= 1
      guard let last = problems[id]?.last else { return .nothing }
      return fail(id, RetryPolicy.reason(of: last.outcome), last)
    }
    switch answer {
    case .profile(let reply, let body):
      summary.answered += 1
      summary.charged += 1
      failuresInARow = 0
      ended[id] = .some(nil)
      return .reply(reply, body: body, attempts: (problems[id]?.count ?? 0) + 1)
    case .problem(let problem):
      if problem.isAnswered { summary.answered += 1 }
      if problem.outcome == .unusable { summary.charged += 1 }
      if problem.outcome == .timeout { summary.timedOut += 1 }
      problems[id, default: []].append(problem)
      return step(after: problem, of: id)
    }
  }

  /// The failures in the order of the ids, those never asked among them.
  mutating func finish() -> FetchSummary {
    summary.failures = ids.compactMap { id in
      ended[id] ?? FetchFailure(kolID: id, reason: .notAttempted, attempts: 0)
    }
    return summary
  }

  private mutating func step(after problem: Problem, of id: KOLID) -> Step {
    let outcomes = problems[id, default: []].map(\.outcome)
    var random = generators[id] ?? SeededGenerator(seed: seed, for: id)
    defer { generators[id] = random }
    switch policy.decision(after: outcomes, retryAfter: problem.retryAfter, random: &random) {
    case .retry(let delay):
      let reason = RetryPolicy.reason(of: problem.outcome)
      guard !isOver, retriesLeft > 0, takeCall() else {
        return fail(id, reason, problem)
      }
      retriesLeft -= 1
      return .retry(after: delay, attempt: outcomes.count, reason: reason)
    case .fail(let reason):
      return fail(id, reason, problem)
    case .stopRun(let reason):
      var code: Int64?
      if case .code(let number) = problem.outcome { code = number }
      stop(
        StopReason(
          cause: reason == .quota ? .quota : .account, code: code, message: problem.message,
          requestID: problem.requestID))
      return fail(id, reason, problem)
    }
  }

  private mutating func fail(
    _ id: KOLID, _ reason: FetchFailure.Reason, _ problem: Problem
  ) -> Step {
    let failure = FetchFailure(kolID: id, reason: reason, attempts: problems[id]?.count ?? 0)
    ended[id] = failure
    let isSilence = reason == .network || reason == .unavailable || reason == .rateLimited
    failuresInARow = isSilence ? failuresInARow + 1 : 0
    if failuresInARow >= RetryPolicy.failuresInARow { stop(StopReason(cause: .unreachable)) }
    return .failed(failure, Diagnostic(failure, problem, endpoint: endpoint))
  }

  private mutating func takeCall() -> Bool {
    if let maxCalls, summary.calls >= maxCalls { return false }
    summary.calls += 1
    return true
  }
}
