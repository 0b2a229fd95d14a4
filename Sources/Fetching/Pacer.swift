/// Keeps the starts of requests apart, whoever makes them, and wakes those who wait when the run ends.
actor Pacer<Time: Clock> where Time.Duration == Duration {
  private let clock: Time
  private let interval: Duration
  private var nextStart: Time.Instant
  private var isClosed = false
  private var waits: [Int: Task<Void, any Error>] = [:]
  private var waitCount = 0

  /// - Parameter perSecond: Starts a second; at least 1.
  init(clock: Time, perSecond: Int) {
    self.clock = clock
    interval = .seconds(1) / max(1, perSecond)
    nextStart = clock.now
  }

  /// Waits for a delay and then for a turn.
  /// - Returns: False where the run ended meanwhile, so that nothing may start any more.
  func turn(after delay: Duration) async -> Bool {
    if delay > .zero { await sleep(until: clock.now.advanced(by: delay)) }
    while !isClosed, !Task.isCancelled {
      let now = clock.now
      if nextStart <= now {
        nextStart = now.advanced(by: interval)
        return true
      }
      await sleep(until: nextStart)
    }
    return false
  }

  /// Lets nobody start before the delay is over: a rate limit is meant for all.
  func holdBack(for delay: Duration) {
    nextStart = max(nextStart, clock.now.advanced(by: delay))
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
