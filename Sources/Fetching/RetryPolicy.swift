import Model

/// How one request ended when it did not bring the profile.
enum Outcome: Sendable, Hashable {
  /// The API's own code, which is not 0.
  case code(Int64)
  /// An HTTP status without the API's envelope.
  case status(Int)
  /// An answer to go elsewhere (3xx), which is never followed.
  case redirect
  /// No whole answer within the time limit; it may have been charged.
  case timeout
  /// No connection, so the request was not sent.
  case connection
  /// A connection that ended before the answer did, or before it began; it may have been charged.
  case cutOff
  /// An answer that came and cannot be read: no HTTP, a broken compression, or success with a body that is not the
  /// envelope (cut off, HTML, empty, in another encoding). It may have been charged.
  case unreadable
  /// A body beyond the size limit.
  case tooLarge
  /// Code 0 without a profile of this KOL; it was charged.
  case unusable
}

/// What to do after a request that did not bring the profile.
///
/// | outcome | decision | reason in the end |
/// | --- | --- | --- |
/// | code 100, 600, 601, 602 | stop the run | account |
/// | code 303 | stop the run | quota |
/// | code 301, 500, 503; HTTP 408, 5xx | retry | unavailable |
/// | code 302; HTTP 429 | ask again, as long as time is left | rate-limited |
/// | timeout | retry, but only once more | network |
/// | no connection, a broken one, an answer cut off | retry | network |
/// | unreadable body | retry | unusable |
/// | code 400 | fail | rejected-id |
/// | code 101, 202, 300, 404, any other | fail | unknown-code |
/// | HTTP 404, 410 | fail | endpoint-gone |
/// | redirect, too large, charged but unusable, other HTTP status | fail | unusable |
///
/// The wait before the second and the third attempt is random between nothing and 2 s, then 4 s
/// (full jitter). A refusal for the rate is no attempt at the KOL and is not counted as one: the KOL is
/// asked again at once, in its turn, and after further refusals in a row within 1 s, 2 s, up to 30 s. Until when the
/// server wants nobody to start is kept by ``StartSchedule``. No wait, that one included, goes beyond five
/// minutes from a KOL's first attempt.
struct RetryPolicy: Sendable, Hashable {
  static let attempts = 3
  /// The longest time that a server can have nobody start.
  static let longestWait: Duration = .seconds(120)
  /// The longest wait of a KOL after refusals for the rate.
  static let longestBackOff: Duration = .seconds(30)
  /// The time for one KOL, from its first attempt until its last may start; at a slow pace its turn may come later.
  static let longestTime: Duration = .seconds(300)

  enum Decision: Sendable, Hashable {
    case retry(after: Duration)
    case fail(FetchFailure.Reason)
    case stopRun(FetchFailure.Reason)
  }

  /// How many retries a run may make in all, so that a bad day does not triple the calls. Requests that
  /// follow a refusal for the rate are not among them.
  static func retries(forKOLs count: Int) -> Int { count / 5 + 10 }

  /// Decides from all that a KOL has met so far.
  /// - Parameters:
  ///   - outcomes: One for each attempt, the last one at the end.
  ///   - retryAfter: What the last answer asks for; nil for nothing.
  ///   - elapsed: Since the KOL's first attempt began.
  func decision(
    after outcomes: [Outcome], retryAfter: Duration? = nil, elapsed: Duration = .zero,
    random: inout some RandomNumberGenerator
  ) -> Decision {
    guard let last = outcomes.last else { return .retry(after: .zero) }
    let reason = Self.reason(of: last)
    if Self.stopsRun(last) { return .stopRun(reason) }
    let wait: Duration
    var pause = Duration.zero
    if reason == .rateLimited {
      let refusals = outcomes.reversed().prefix { Self.reason(of: $0) == .rateLimited }.count
      wait = Self.wait(afterRefusals: refusals, &random)
      pause = min(retryAfter ?? .zero, Self.longestWait)
    } else {
      let attempts = outcomes.count { Self.reason(of: $0) != .rateLimited }
      // After an answer that may be paid for and is not to be had, one more try.
      let mayHavePaid = outcomes.dropLast().contains { $0 == .timeout || $0 == .unreadable }
      guard Self.isTransient(last), attempts < Self.attempts, !mayHavePaid else {
        return .fail(reason)
      }
      wait = Self.random(upTo: .seconds(2 << (attempts - 1)), &random)
    }
    return elapsed + max(wait, pause) > Self.longestTime ? .fail(reason) : .retry(after: wait)
  }

  /// Nothing after the first refusal, because the pace of all is what has to change.
  /// - Parameter count: Refusals of the KOL in a row; at least 1.
  private static func wait(
    afterRefusals count: Int, _ random: inout some RandomNumberGenerator
  ) -> Duration {
    guard count > 1 else { return .zero }
    return Self.random(upTo: min(.seconds(1 << min(count - 2, 5)), longestBackOff), &random)
  }

  /// The class of failure that an outcome ends in.
  static func reason(of outcome: Outcome) -> FetchFailure.Reason {
    switch outcome {
    case .code(100), .code(600), .code(601), .code(602): .account
    case .code(303): .quota
    case .code(301), .code(500), .code(503), .status(408), .status(500...599): .unavailable
    case .code(302), .status(429): .rateLimited
    case .code(400): .rejectedID
    case .code: .unknownCode
    case .timeout, .connection, .cutOff: .network
    case .status(404), .status(410): .endpointGone
    case .status, .redirect, .unreadable, .tooLarge, .unusable: .unusable
    }
  }

  private static func stopsRun(_ outcome: Outcome) -> Bool {
    let reason = reason(of: outcome)
    return reason == .account || reason == .quota
  }

  private static func isTransient(_ outcome: Outcome) -> Bool {
    switch reason(of: outcome) {
    case .unavailable, .rateLimited, .network: true
    case .unusable: outcome == .unreadable
    case .account, .quota, .rejectedID, .unknownCode, .endpointGone, .notAttempted: false
    }
  }

  private static func random(
    upTo limit: Duration, _ random: inout some RandomNumberGenerator
  ) -> Duration {
    let milliseconds = UInt64(limit.components.seconds) * 1000
    return .milliseconds(Int64(random.next().multipliedFullWidth(by: milliseconds + 1).high))
  }
}
