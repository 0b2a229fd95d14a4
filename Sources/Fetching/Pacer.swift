/// Keeps the starts of requests apart, whoever makes them, and wakes those who wait when the run ends.
///
/// ``StartSchedule`` says when the next may start. Those who wait are let go in the order in which they
/// came, by one timer for all of them. All sleeping of a fetch is done here.
actor Pacer<Time: Clock> where Time.Duration == Duration {
  /// A timer that is due later than the next start by less than this is not set anew: the schedule makes up
  /// for it.
  private static var slack: Duration { StartSchedule.lateness / 2 }

  private let clock: Time
  private let began: Time.Instant
  private var schedule: StartSchedule
  private var isClosed = false
  /// Who waits for a turn, by a number that grows; the smallest is the next.
  private var waiting: [Int: CheckedContinuation<Duration?, Never>] = [:]
  private var firstWaiting = 0
  private var waitingCount = 0
  private var timer: (task: Task<Void, Never>, due: Duration)?
  private var pauses: [Int: Task<Void, any Error>] = [:]
  private var pauseCount = 0

  /// - Parameters:
  ///   - perSecond: Starts a second in the long run; at least 1.
  ///   - burst: Starts at once; at least 1.
  init(clock: Time, perSecond: Int, burst: Int) {
    self.clock = clock
    began = clock.now
    schedule = StartSchedule(perSecond: perSecond, burst: burst)
  }

  /// How many requests the API lets through a second; nil where it has not refused enough to tell.
  var allowedPerSecond: Double? { schedule.pace.allowed }

  private var elapsed: Duration { began.duration(to: clock.now) }

  /// Waits for a turn to start a request.
  /// - Returns: The time since the beginning; nil where the run ended meanwhile, so that nothing may start
  ///   any more.
  func turn() async -> Duration? {
    guard !isClosed, !Task.isCancelled else { return nil }
    let now = elapsed
    if waiting.isEmpty, schedule.next <= now {
      schedule.start(at: now, hasWaited: false)
      return now
    }
    let number = waitingCount
    waitingCount += 1
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiting[number] = continuation
        setTimer()
      }
    } onCancel: {
      Task { await leave(number) }
    }
  }

  /// Waits for a delay, or for the end of the run.
  func pause(for delay: Duration) async {
    guard !isClosed, delay > .zero else { return }
    let deadline = clock.now.advanced(by: delay)
    let pause = Task { try await clock.sleep(until: deadline, tolerance: nil) }
    let number = pauseCount
    pauseCount += 1
    pauses[number] = pause
    _ = await withTaskCancellationHandler {
      await pause.result
    } onCancel: {
      pause.cancel()
    }
    pauses[number] = nil
  }

  /// Tells what came of a request, from which the pace is found.
  /// - Parameter start: When it had its turn.
  func learn(from answer: Answer, startedAt start: Duration) {
    let now = elapsed
    switch answer {
    case .problem(let problem) where problem.isRateLimited:
      schedule.refused(startedAt: start, at: now, retryAfter: problem.retryAfter)
    case .problem(let problem) where !problem.isAnswered: return
    case .problem, .profile: schedule.letThrough(startedAt: start, at: now)
    }
    if !waiting.isEmpty { setTimer() }
  }

  /// Wakes all who wait and lets nobody start any more.
  func close() {
    isClosed = true
    for pause in pauses.values { pause.cancel() }
    timer?.task.cancel()
    timer = nil
    let left = waiting.values
    waiting = [:]
    for continuation in left { continuation.resume(returning: nil) }
  }

  private func leave(_ number: Int) {
    waiting.removeValue(forKey: number)?.resume(returning: nil)
    guard waiting.isEmpty else { return }
    timer?.task.cancel()
    timer = nil
  }

  private func setTimer() {
    let due = schedule.next
    if let timer {
      if timer.due <= due + Self.slack { return }
      timer.task.cancel()
    }
    let deadline = began.advanced(by: due)
    let task = Task {
      do {
        try await clock.sleep(until: deadline, tolerance: nil)
      } catch {
        // Another timer has taken its place, or the run is over.
        return
      }
      letStart()
    }
    timer = (task, due)
  }

  /// Lets those start whose turn has come, and sets the timer for the next.
  private func letStart() {
    guard !Task.isCancelled else { return }
    timer = nil
    while !waiting.isEmpty {
      let now = elapsed
      guard schedule.next <= now else { return setTimer() }
      if let continuation = waiting.removeValue(forKey: firstWaiting) {
        schedule.start(at: now, hasWaited: true)
        continuation.resume(returning: now)
      }
      firstWaiting += 1
    }
  }
}
