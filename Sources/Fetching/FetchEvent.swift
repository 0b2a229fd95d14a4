public import Model
public import Replies

/// What happens while KOLs are fetched, one at a time in the order in which it happens.
public enum FetchEvent: Sendable, Hashable {
  /// A profile came; it has been charged, so it must be on disk before the handler returns.
  case reply(Reply, ArrivedReply)
  /// An answer came that has been charged and is no profile of the KOL; it will not be asked for again in
  /// this run, and it too must be on disk before the handler returns. The summary has the failure.
  case unusable(UnusableReply, Diagnostic)
  /// The same, but for that the KOL is asked for again if the run goes on so long; ``retrying(_:attempt:reason:)``
  /// follows.
  case unusableForNow(UnusableReply)
  /// No profile will come for this KOL in this run.
  case failed(FetchFailure, Diagnostic)
  /// The attempt with this number failed and another will follow.
  case retrying(KOLID, attempt: Int, reason: FetchFailure.Reason)
}

/// What a fetch did.
public struct FetchSummary: Sendable, Hashable {
  /// Requests sent.
  public var calls = 0
  /// Requests that brought a whole HTTP answer, good or bad.
  public var answered = 0
  /// Answers with code 0, which are charged.
  public var charged = 0
  /// Requests whose answer never came whole or could not be read, though the API may have charged for it.
  public var possiblyCharged = 0
  /// Requests beyond the first of each KOL.
  public var retries = 0
  /// Requests that were refused for their rate (302, HTTP 429), which cost nothing.
  public var rateLimited = 0
  /// Requests a second that the API allows, from what it let through while it refused others; nil where that does not
  /// tell.
  public var allowedPerSecond: Double?
  /// In the order of the ids asked for; those never asked are among them, without an event of their own.
  public var failures: [FetchFailure] = []
  /// Why the run ended before every KOL had its turn; nil where it did not.
  public var stopReason: StopReason?

  public init() {}
}

/// Why a run ended early.
public struct StopReason: Sendable, Hashable {
  public enum Cause: Sendable, Hashable {
    /// The token, the permission or the balance (100, 600, 601, 602).
    case account
    /// The day's quota (303).
    case quota
    /// Ten KOLs in a row got no answer worth having, and one more after a pause.
    case unreachable
    /// Every request was refused for its rate, for five minutes or very many times.
    case rateLimited
    /// Three KOLs in a row were told that the endpoint is not there (HTTP 404, 410).
    case endpointGone
    /// Three KOLs in a row were refused in the same way, which no other id cures.
    case refused
    /// The run's own ceiling of calls.
    case callLimit
    /// The task was cancelled.
    case interrupted
  }

  public let cause: Cause
  /// The API's code; nil where no answer of the API is the cause.
  public let code: Int64?
  /// What the API said, made safe to print; nil where it said nothing.
  public let message: String?
  /// What the vendor's support can look up; nil where not sent.
  public let requestID: String?

  public init(cause: Cause, code: Int64? = nil, message: String? = nil, requestID: String? = nil) {
    self.cause = cause
    self.code = code
    self.message = message
    self.requestID = requestID
  }
}
