import Model
import Replies

/// One attempt at a KOL; without an answer where the run ended before it could start.
struct Attempt: Sendable {
  let id: KOLID
  let answer: Answer?
  /// When its request was sent; nil where that is not known or was not done.
  var startedAt: Duration?
}

/// The bookkeeping of one fetch: whose turn it is, what each KOL has met so far, and whether to go on.
///
/// It sends nothing and waits for nothing, so every rule of the run is here and can be read in one place.
/// Times are durations since the run began. What it keeps of a KOL is dropped when the KOL has ended.
struct FetchRun {
  /// What to do about an attempt that has ended.
  enum Step {
    case reply(ArrivedReply, body: [UInt8], attempts: Int)
    case unusable(Problem, body: [UInt8], FetchFailure, Diagnostic)
    case retry(after: Duration, attempt: Int, reason: FetchFailure.Reason)
    case failed(FetchFailure, Diagnostic)
    /// The KOL was never asked or never answered, and nobody needs to hear of it; the summary says so.
    case nothing
  }

  /// A KOL's first turn.
  struct Turn: Hashable {
    let id: KOLID
    /// Not zero for the one that tries whether a silent service is back.
    let delay: Duration
  }

  /// So many refusals for the rate in a row, beside those of requests under way at once, end the run.
  static let mostRefusals = 100

  private(set) var summary = FetchSummary()
  private let ids: [KOLID]
  private let endpoint: Endpoint
  private let maxCalls: Int?
  private let concurrency: Int
  private let seed: UInt64
  private let policy = RetryPolicy()
  private var nextIndex = 0
  private var retriesLeft: Int
  private var circuit = Circuit()
  /// The refusals for the rate in a row, whoever met them; nil for none.
  private var refusals: (since: Duration, count: Int)?
  private var open: [KOLID: Progress] = [:]
  private var ended: Set<KOLID> = []
  private var failures: [KOLID: FetchFailure] = [:]

  /// What a KOL that is not done has met.
  private struct Progress {
    var began: Duration
    var random: SeededGenerator
    var outcomes: [Outcome] = []
  }

  /// - Parameter ids: A repeated one is asked for once.
  init(_ ids: [KOLID], api: Settings.API, seed: UInt64) {
    var seen: Set<KOLID> = []
    self.ids = ids.filter { seen.insert($0).inserted }
    endpoint = api.endpoint
    maxCalls = api.maxCalls
    concurrency = api.concurrency
    self.seed = seed
    retriesLeft = RetryPolicy.retries(forKOLs: self.ids.count)
  }

  /// The next KOL to ask for, its call counted; nil where nobody is left or nobody may start now.
  mutating func next(at now: Duration = .zero) -> Turn? {
    guard summary.stopReason == nil, nextIndex < ids.count else { return nil }
    guard let delay = circuit.delay else { return nil }
    guard takeCall() else {
      stop(StopReason(cause: .callLimit))
      return nil
    }
    defer { nextIndex += 1 }
    let id = ids[nextIndex]
    circuit.start(id)
    open[id] = Progress(began: now + delay, random: SeededGenerator(seed: seed, for: id))
    return Turn(id: id, delay: delay)
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
  mutating func step(after attempt: Attempt, at now: Duration = .zero) -> Step {
    let id = attempt.id
    guard let answer = attempt.answer else {
      summary.calls -= 1
      let attempts = open[id]?.outcomes.count ?? 0
      if attempts > 0 { summary.retries -= 1 }
      end(id, FetchFailure(kolID: id, reason: .notAttempted, attempts: attempts))
      return .nothing
    }
    if let start = attempt.startedAt, open[id]?.outcomes.isEmpty == true { open[id]?.began = start }
    switch answer {
    case .profile(let reply, let body):
      summary.answered += 1
      summary.charged += 1
      circuit.close()
      refusals = nil
      let attempts = (open[id]?.outcomes.count ?? 0) + 1
      end(id, nil)
      return .reply(reply, body: body, attempts: attempts)
    case .problem(let problem):
      count(problem)
      open[id]?.outcomes.append(problem.outcome)
      return step(after: problem, of: id, at: now)
    }
  }

  /// The failures in the order of the ids, those never asked among them.
  mutating func finish() -> FetchSummary {
    summary.failures = ids.compactMap { id in
      if let failure = failures[id] { return failure }
      return ended.contains(id)
        ? nil : FetchFailure(kolID: id, reason: .notAttempted, attempts: open[id]?.outcomes.count ?? 0)
    }
    return summary
  }

  // MARK: One problem

  private mutating func count(_ problem: Problem) {
    if problem.isAnswered { summary.answered += 1 }
    if !problem.isRateLimited { refusals = nil }
    switch problem.outcome {
    case .unusable: summary.charged += 1
    case .timeout, .cutOff, .unreadable, .tooLarge: summary.possiblyCharged += 1
    case .code, .status, .redirect, .connection: break
    }
  }

  private mutating func step(after problem: Problem, of id: KOLID, at now: Duration) -> Step {
    guard var progress = open[id] else { return .nothing }
    let reason = RetryPolicy.reason(of: problem.outcome)
    // The interruption itself may have cut the connection.
    if summary.stopReason?.cause == .interrupted, reason == .network {
      end(id, FetchFailure(kolID: id, reason: .notAttempted, attempts: progress.outcomes.count))
      return .nothing
    }
    if problem.isRateLimited { noteRefusal(problem, at: now) }
    let decision = policy.decision(
      after: progress.outcomes, retryAfter: problem.retryAfter, elapsed: now - progress.began,
      random: &progress.random)
    open[id]?.random = progress.random
    switch decision {
    case .retry(let delay) where problem.isRateLimited:
      guard !isOver else { return fail(id, reason, problem) }
      guard takeCall() else {
        stop(StopReason(cause: .callLimit))
        return fail(id, reason, problem)
      }
      summary.retries += 1
      return .retry(after: delay, attempt: progress.outcomes.count, reason: reason)
    case .retry(let delay):
      guard !isOver, !circuit.isOpen, retriesLeft > 0, takeCall() else {
        return fail(id, reason, problem)
      }
      retriesLeft -= 1
      summary.retries += 1
      return .retry(after: delay, attempt: progress.outcomes.count, reason: reason)
    case .fail(let reason):
      return fail(id, reason, problem)
    case .stopRun(let reason):
      stop(StopReason(cause: reason == .quota ? .quota : .account, problem))
      return fail(id, reason, problem)
    }
  }

  /// A refusal costs nothing and proves that the service is there, but a run must not go on for ever.
  private mutating func noteRefusal(_ problem: Problem, at now: Duration) {
    summary.rateLimited += 1
    circuit.endSilence()
    let before = refusals ?? (since: now, count: 0)
    refusals = (before.since, before.count + 1)
    let isTooLong = now - before.since >= RetryPolicy.longestTime
    // Those under way and those that ask whether it is over are no more than this in that time.
    if isTooLong || before.count + 1 >= Self.mostRefusals + concurrency {
      stop(StopReason(cause: .rateLimited, problem))
    }
  }

  private mutating func fail(
    _ id: KOLID, _ reason: FetchFailure.Reason, _ problem: Problem
  ) -> Step {
    let failure = FetchFailure(kolID: id, reason: reason, attempts: open[id]?.outcomes.count ?? 0)
    end(id, failure)
    if let cause = circuit.failed(id, problem.outcome, reason) {
      stop(cause == .unreachable ? StopReason(cause: cause) : StopReason(cause: cause, problem))
    }
    let diagnostic = Diagnostic(failure, problem, endpoint: endpoint)
    if let body = problem.paidBody { return .unusable(problem, body: body, failure, diagnostic) }
    return .failed(failure, diagnostic)
  }

  private mutating func end(_ id: KOLID, _ failure: FetchFailure?) {
    open[id] = nil
    ended.insert(id)
    failures[id] = failure
  }

  private mutating func takeCall() -> Bool {
    if let maxCalls, summary.calls >= maxCalls { return false }
    summary.calls += 1
    return true
  }
}

extension StopReason {
  /// A reason with what the API said last.
  fileprivate init(cause: Cause, _ problem: Problem) {
    var code: Int64?
    if case .code(let number) = problem.outcome { code = number }
    self.init(
      cause: cause, code: code, message: problem.message ?? (code == nil ? problem.detail : nil),
      requestID: problem.requestID)
  }
}

extension Problem {
  /// Whether the request was refused for its rate, so that nobody has looked at it.
  var isRateLimited: Bool { RetryPolicy.reason(of: outcome) == .rateLimited }
}
