public import Model

/// What a sandbox does wrong, when and to whom. `docs/sandbox.md` describes the file that says it.
public struct FaultScript: Sendable, Hashable {
  /// Decides whom a rule's share hits and how long each answer takes within ``latency``.
  public var seed: UInt64 = 0
  /// How many milliseconds every answer takes at least; each call has one between the bounds.
  public var latency: ClosedRange<Int> = 0...0
  /// Nil where calls may come at any rate.
  public var rateLimit: RateLimit?
  /// How many profiles the server gives before each further call gets code 303; nil for any number.
  public var quota: Int?
  /// The first rule that holds for a KOL decides; a KOL without one is answered by the contract.
  public var rules: [Rule] = []

  public init() {}

  /// A token bucket over all calls; a call that finds it empty gets code 302.
  public struct RateLimit: Sendable, Hashable {
    /// At least 1.
    public var requestsPerSecond: Int
    /// At least 1: how many calls may come at once.
    public var burst: Int
    /// The HTTP status of the refusal.
    public var status: Int
    /// Seconds in the refusal's `Retry-After`; nil for none.
    public var retryAfter: Int?

    public init(requestsPerSecond: Int, burst: Int = 1, status: Int = 429, retryAfter: Int? = nil) {
      self.requestsPerSecond = requestsPerSecond
      self.burst = burst
      self.status = status
      self.retryAfter = retryAfter
    }
  }

  public struct Rule: Sendable, Hashable {
    public var target: Target
    /// What the first call for a KOL gets, the second, and so on; the last is repeated. Not empty.
    public var answers: [Answer]

    public init(_ target: Target, _ answers: [Answer]) {
      self.target = target
      self.answers = answers
    }
  }

  /// Whom a rule holds for.
  public enum Target: Sendable, Hashable {
    case everyone
    case kols(Set<KOLID>)
    /// So many of a million KOLs, chosen by id and seed.
    case share(millionths: Int)
  }

  /// What one call gets.
  public struct Answer: Sendable, Hashable {
    public var fault: Fault
    /// The HTTP status; nil for the fault's own.
    public var status: Int?
    /// Seconds in `Retry-After`; nil for none.
    public var retryAfter: Int?
    /// Milliseconds on top of the script's latency.
    public var delay: Int
    /// The field of ``Fault/missingField`` and its like; nil for the fault's own choice.
    public var field: String?

    public init(
      _ fault: Fault, status: Int? = nil, retryAfter: Int? = nil, delay: Int = 0, field: String? = nil
    ) {
      self.fault = fault
      self.status = status
      self.retryAfter = retryAfter
      self.delay = delay
      self.field = field
    }
  }
}
