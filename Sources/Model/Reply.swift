/// A successful reply with what has to be known to read it years later: one line of the archive.
public struct Reply: Sendable, Hashable {
  public let kolID: KOLID
  public let endpoint: Endpoint
  /// The query parameters beside the token and the KOL's id, by name.
  public let parameters: [String: String]
  public let fetchedAt: Timestamp
  /// `global`, `cn`, `sandbox`, or `custom` for an address of the project's own; never the address itself.
  public let environment: String
  /// How many requests it took, the successful one included; at least 1.
  public let attempts: Int
  /// The body as received, a JSON object in UTF-8.
  public let body: [UInt8]

  public init(
    kolID: KOLID, endpoint: Endpoint, parameters: [String: String], fetchedAt: Timestamp,
    environment: String, attempts: Int, body: [UInt8]
  ) {
    self.kolID = kolID
    self.endpoint = endpoint
    self.parameters = parameters
    self.fetchedAt = fetchedAt
    self.environment = environment
    self.attempts = attempts
    self.body = body
  }
}

/// An answer that was paid for and holds no profile of the KOL that was asked for.
///
/// It is no snapshot. It is kept as evidence, and so that nobody pays for it again.
public struct UnusableReply: Sendable, Hashable {
  public let kolID: KOLID
  public let endpoint: Endpoint
  /// As ``Reply/parameters``.
  public let parameters: [String: String]
  public let fetchedAt: Timestamp
  /// As ``Reply/environment``.
  public let environment: String
  /// As ``Reply/attempts``.
  public let attempts: Int
  /// What is wrong with it, in a few words that are safe to print.
  public let problem: String
  /// The body as received, in UTF-8; the token is taken out of it.
  public let body: [UInt8]

  public init(
    kolID: KOLID, endpoint: Endpoint, parameters: [String: String], fetchedAt: Timestamp,
    environment: String, attempts: Int, problem: String, body: [UInt8]
  ) {
    self.kolID = kolID
    self.endpoint = endpoint
    self.parameters = parameters
    self.fetchedAt = fetchedAt
    self.environment = environment
    self.attempts = attempts
    self.problem = problem
    self.body = body
  }
}

/// Why no usable reply came for a KOL on a day; kept in the day's manifest, so that a page rendered
/// years later can still say it.
public struct FetchFailure: Sendable, Hashable {
  public let kolID: KOLID
  public let reason: Reason
  /// How many requests were made; 0 where the run stopped before this KOL's turn.
  public let attempts: Int

  public init(kolID: KOLID, reason: Reason, attempts: Int) {
    self.kolID = kolID
    self.reason = reason
    self.attempts = attempts
  }

  /// The classes of failure that a reader of the pages can tell apart.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// The API said that it could not collect the profile (301) or failed (500, 503).
    case unavailable
    /// The API refused the id (400).
    case rejectedID = "rejected-id"
    /// The rate limit (302) did not let it through.
    case rateLimited = "rate-limited"
    /// The day's quota (303) is used up.
    case quota
    /// The token, the permission or the balance (100, 600, 601, 602) stopped the run.
    case account
    /// No answer: refused, reset, cut off or out of time.
    case network
    /// An answer that is no profile of this KOL.
    case unusable
    /// A code that is not documented.
    case unknownCode = "unknown-code"
    /// The API no longer has the endpoint (HTTP 404, 410).
    case endpointGone = "endpoint-gone"
    /// The run ended before this KOL's turn.
    case notAttempted = "not-attempted"
  }
}
