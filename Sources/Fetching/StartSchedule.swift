/// Says when requests may start: a token bucket at the pace that the server allows.
///
/// Starts are `1 / rate` apart in the long run, and after a quiet time up to `burst` of them may follow
/// at once, so in any time t there are at most `burst + rate × t`. While the pace is below that of the
/// settings there are no bursts. A pure value: times are durations since the run began.
struct StartSchedule: Sendable {
  /// A start that comes too late for its turn, because a sleep ended late, does not delay those after it, if it
  /// is not later than this.
  static let lateness: Duration = .milliseconds(50)

  private(set) var pace: Pace
  private let configured: Duration
  private let burst: Int
  /// The bucket is full again one interval after this.
  private var base: Duration
  /// Until then somebody waited for every start, so none was left out for want of requests.
  private var demandUntil: Duration = .zero
  private var heldUntil: Duration = .zero

  /// - Parameters:
  ///   - perSecond: Starts a second in the long run; at least 1.
  ///   - burst: Starts at once; at least 1.
  init(perSecond: Int, burst: Int) {
    pace = Pace(ceiling: Double(max(1, perSecond)))
    configured = .seconds(1) / max(1, perSecond)
    self.burst = max(1, burst)
    base = .zero - configured
  }

  private var isSlowed: Bool { pace.rate < pace.ceiling }
  private var interval: Duration { isSlowed ? .seconds(1 / pace.rate) : configured }

  /// The earliest time of the next start.
  var next: Duration {
    max(heldUntil, base + interval * (isSlowed ? 1 : 2 - burst))
  }

  /// Counts a start.
  /// - Parameter hasWaited: Whether somebody wanted to start as soon as it was allowed.
  mutating func start(at now: Duration, hasWaited: Bool) {
    if hasWaited { demandUntil = now }
    let due = base + interval
    base = due < demandUntil ? max(due, demandUntil - Self.lateness, heldUntil) : max(due, now)
  }

  /// Tells that the server let a request through.
  mutating func letThrough(startedAt start: Duration, at now: Duration) {
    pace.letThrough(startedAt: start, at: now)
  }

  /// Tells that the server refused a request for its rate.
  /// - Parameter pause: What the server asks for; nobody starts before it is over.
  mutating func refused(startedAt start: Duration, at now: Duration, retryAfter pause: Duration?) {
    let pause = min(max(.zero, pause ?? .zero), RetryPolicy.longestWait)
    pace.refused(startedAt: start, at: now, pause: pause)
    heldUntil = max(heldUntil, now + pause)
    // What a burst took in advance was at another pace.
    base = min(base, now)
  }
}
