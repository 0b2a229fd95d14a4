/// Keeps the starts of requests apart, whoever makes them, and wakes those who wait when the run ends.
///
/// A token bucket: starts are `1 / perSecond` apart in the long run, and after a quiet time up to `burst`
/// of them may follow at once, so in any time t there are at most `burst + perSecond × t`. It is kept as
/// one instant, the time at which the bucket would be full again.
///
/// When the API says that its limit was met, everyone is held back, and the starts are then twice as far
/// apart; each reply after that brings them back by a sixteenth. All sleeping of a fetch is done here.
actor Pacer<Time: Clock> where Time.Duration == Duration {
  /// The furthest that starts get apart by being slowed down, unless the settings ask for more.
  private static var slowest: Duration { .seconds(8) }

  private let clock: Time
  private let configured: Duration
  private let burst: Int
  private var interval: Duration
  private var fullAgain: Time.Instant
  private var heldUntil: Time.Instant
  private var isClosed = false
  private var waits: [Int: Task<Void, any Error>] = [:]
  private var waitCount = 0

  /// - Parameters:
  ///   - perSecond: Starts a second in the long run; at least 1.
  ///   - burst: Starts at once; at least 1.
  init(clock: Time, perSecond: Int, burst: Int) {
    self.clock = clock
    configured = .seconds(1) / max(1, perSecond)
    self.burst = max(1, burst)
    interval = configured
    fullAgain = clock.now
    heldUntil = clock.now
  }

  /// Waits for a turn to start a request.
  /// - Returns: False where the run ended meanwhile, so that nothing may start any more.
  func turn() async -> Bool {
    while !isClosed, !Task.isCancelled {
      let now = clock.now
      let free = fullAgain.advanced(by: interval * -(burst - 1))
      let earliest = max(free, heldUntil)
      if earliest <= now {
        fullAgain = max(fullAgain, now).advanced(by: interval)
        return true
      }
      await sleep(until: earliest)
    }
    return false
  }

  /// Waits for a delay, or for the end of the run.
  func pause(for delay: Duration) async {
    if delay > .zero { await sleep(until: clock.now.advanced(by: delay)) }
  }

  /// Lets nobody start before the delay is over, and then less often: a rate limit is meant for all.
  func holdBack(for delay: Duration) {
    let now = clock.now
    // The answers to what was under way say the same thing once more.
    if heldUntil <= now { interval = max(configured, min(interval * 2, Self.slowest)) }
    heldUntil = max(heldUntil, now.advanced(by: delay))
  }

  /// Tells that a reply came: the limit is not met at this pace.
  func recover() {
    interval = max(configured, interval - interval / 16)
  }

  /// Wakes all who wait and lets nobody start any more.
  func close() {
    isClosed = true
    for wait in waits.values { wait.cancel() }
  }

  private func sleep(until deadline: Time.Instant) async {
    guard !isClosed else { return }
    let wait = Task { try await clock.sleep(until: deadline, tolerance: nil) }
    let number = waitCount
    waitCount += 1
    waits[number] = wait
    _ = await withTaskCancellationHandler {
      await wait.result
    } onCancel: {
      wait.cancel()
    }
    waits[number] = nil
  }
}
