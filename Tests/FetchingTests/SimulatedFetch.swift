import Model
import Replies

@testable import Fetching

/// A server that limits the rate, on a time of its own.
struct SimulatedServer {
  enum Limit {
    /// So many requests a second, and so many at once after a quiet time.
    case bucket(perSecond: Double, burst: Double)
    /// So many requests in each window, counted from the beginning.
    case window(count: Int, length: Duration)
    /// Refuses at random, whatever the rate is.
    case random(share: Double)
    case refusesAll
  }

  let limit: Limit
  var latency: Duration = .milliseconds(50)
  /// How long a refusal takes; nil for as long as an answer.
  var refusalLatency: Duration?
  /// The share of a latency that is random.
  var jitter = 0.0
  var retryAfter: Duration?

  private var tokens = 0.0
  private var filledAt: Duration = .zero
  private var windowNumber: Int64 = 0
  private var windowCount = 0

  init(_ limit: Limit) {
    self.limit = limit
    if case .bucket(_, let burst) = limit { tokens = burst }
  }

  /// Whether a request that comes now is let through.
  mutating func admits(at now: Duration, _ random: inout SeededGenerator) -> Bool {
    switch limit {
    case .bucket(let perSecond, let burst):
      tokens = min(burst, tokens + (now - filledAt).inSeconds * perSecond)
      filledAt = now
      guard tokens >= 1 - 1e-9 else { return false }
      tokens -= 1
      return true
    case .window(let count, let length):
      let number = Int64(now / length)
      if number != windowNumber { (windowNumber, windowCount) = (number, 0) }
      windowCount += 1
      return windowCount <= count
    case .random(let share): return random.unit() >= share
    case .refusesAll: return false
    }
  }
}

extension SeededGenerator {
  /// From 0 up to 1.
  mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// A fetch against a simulated server: the real books and the real schedule, on a time that only events move.
struct SimulatedFetch {
  /// When each profile came.
  private(set) var profiles: [Duration] = []
  /// When each request was sent, and whether it was refused.
  private(set) var requests: [(at: Duration, isRefused: Bool)] = []
  private(set) var summary = FetchSummary()
  private(set) var now: Duration = .zero

  private enum Event {
    case turn
    case arrival(KOLID, startedAt: Duration)
    case answer(KOLID, startedAt: Duration, isProfile: Bool)
    case waited(KOLID)
  }

  private var server: SimulatedServer
  private var random: SeededGenerator
  private var run: FetchRun
  private var schedule: StartSchedule
  private var events = EventQueue<Event>()
  private var freeSlots: Int
  private var ready: [KOLID] = []
  private var waiting: [KOLID] = []
  private var timer: Duration?

  /// Runs to the end, or until a time; KOLs that are under way then have no end.
  init(
    _ api: Settings.API, _ server: SimulatedServer, kols count: Int, until limit: Duration = .seconds(7_200),
    seed: UInt64
  ) throws {
    self.server = server
    random = SeededGenerator(seed: seed)
    run = FetchRun(try ids(1...count), api: api, seed: seed)
    schedule = StartSchedule(perSecond: api.requestsPerSecond, burst: api.burst)
    freeSlots = api.concurrency
    fillSlots()
    while let (time, event) = events.popFirst(), time <= limit {
      now = time
      handle(event)
    }
    summary = run.finish()
    summary.allowedPerSecond = schedule.pace.allowed
  }

  /// Profiles a second in a range of time.
  func goodput(from start: Duration, to end: Duration) -> Double {
    Double(profiles.count { $0 > start && $0 <= end }) / (end - start).inSeconds
  }

  /// The share of the requests of a range of time that were refused.
  func refusals(from start: Duration, to end: Duration) -> Double {
    let sent = requests.filter { $0.at > start && $0.at <= end }
    return sent.isEmpty ? 0 : Double(sent.count { $0.isRefused }) / Double(sent.count)
  }

  private mutating func fillSlots() {
    while freeSlots > 0 {
      if let id = ready.popLast() {
        attempt(id)
      } else if let turn = run.next(at: now) {
        if turn.delay > .zero {
          events.insert(.waited(turn.id), at: now + turn.delay)
        } else {
          attempt(turn.id)
        }
      } else {
        return
      }
    }
  }

  private mutating func attempt(_ id: KOLID) {
    freeSlots -= 1
    if waiting.isEmpty, schedule.next <= now { return send(id, hasWaited: false) }
    waiting.append(id)
    setTimer()
  }

  private mutating func setTimer() {
    let due = max(now, schedule.next)
    guard !waiting.isEmpty, timer.map({ due < $0 }) ?? true else { return }
    timer = due
    events.insert(.turn, at: due)
  }

  private mutating func send(_ id: KOLID, hasWaited: Bool) {
    schedule.start(at: now, hasWaited: hasWaited)
    events.insert(.arrival(id, startedAt: now), at: now + spread(server.latency / 2))
  }

  private mutating func spread(_ time: Duration) -> Duration {
    time + time * (server.jitter * (random.unit() - 0.5))
  }

  private mutating func handle(_ event: Event) {
    switch event {
    case .turn where timer == now:
      timer = nil
      while !waiting.isEmpty, schedule.next <= now { send(waiting.removeFirst(), hasWaited: true) }
      setTimer()
    case .turn: return
    case .arrival(let id, let start):
      let isProfile = server.admits(at: now, &random)
      requests.append((start, !isProfile))
      let latency = isProfile ? server.latency : server.refusalLatency ?? server.latency
      events.insert(
        .answer(id, startedAt: start, isProfile: isProfile), at: now + spread(latency - server.latency / 2))
    case .answer(let id, let start, let isProfile):
      freeSlots += 1
      if isProfile {
        profiles.append(now)
        schedule.letThrough(startedAt: start, at: now)
      } else {
        schedule.refused(startedAt: start, at: now, retryAfter: server.retryAfter)
      }
      let refusal = Answer.problem(Problem(outcome: .code(302), retryAfter: server.retryAfter))
      end(Attempt(id: id, answer: isProfile ? profileAnswer(of: id) : refusal, startedAt: start))
      setTimer()
    case .waited(let id):
      if run.isOver { return end(Attempt(id: id, answer: nil)) }
      ready.insert(id, at: 0)
      fillSlots()
    }
  }

  private mutating func end(_ attempt: Attempt) {
    let step = run.step(after: attempt, at: now)
    if run.isOver {
      for id in ready + waiting { _ = run.step(after: Attempt(id: id, answer: nil), at: now) }
      freeSlots += waiting.count
      (ready, waiting) = ([], [])
    }
    if case .retry(let delay, _, _) = step {
      if delay > .zero {
        events.insert(.waited(attempt.id), at: now + delay)
      } else {
        ready.insert(attempt.id, at: 0)
      }
    }
    fillSlots()
  }
}

/// Events in the order of their times, and those of one time in the order in which they came.
private struct EventQueue<Event> {
  private var heap: [(time: Duration, number: Int, event: Event)] = []
  private var count = 0

  mutating func insert(_ event: Event, at time: Duration) {
    heap.append((time, count, event))
    count += 1
    var child = heap.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> (Duration, Event)? {
    guard let first = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
        least = child
      }
      guard least != parent else { return (first.time, first.event) }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    (heap[left].time, heap[left].number) < (heap[right].time, heap[right].number)
  }
}
