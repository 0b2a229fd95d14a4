public import HTTP
public import Model
import Replies

/// Fetches profiles from the API: bounded, paced, with one layer of retries, and never following a redirect.
///
///     ids ─► turn (concurrency, requests a second, ceiling) ─► request ─► answer
///                      ▲                                                    │
///                      └───────────── retry after a wait ◄──── policy ◄─────┤
///                                                                           ▼
///                                    one event at a time: reply, failed or retrying
public struct Fetcher: Sendable {
  private let api: Settings.API
  private let token: APIToken
  private let userAgent: String
  private let sandboxDay: CalendarDay?
  private let network: NetworkEnvironment
  private let now: @Sendable () -> Timestamp
  private let clock: any Clock<Duration>
  private let seed: UInt64
  /// The time for one request, connecting included; tests shorten it.
  var timeout: Duration

  /// - Parameters:
  ///   - userAgent: `kolsite/` and the version.
  ///   - sandboxDay: The day that the sandbox is to answer for; nil for a real API.
  ///   - network: The proxies and certificates of the environment.
  ///   - now: Reads the time that is recorded with a reply.
  ///   - clock: Measures the waits between requests.
  ///   - seed: Makes the random part of the waits.
  public init(
    api: Settings.API, token: APIToken, userAgent: String, sandboxDay: CalendarDay? = nil,
    network: NetworkEnvironment, now: @escaping @Sendable () -> Timestamp, clock: any Clock<Duration>,
    seed: UInt64
  ) {
    self.api = api
    self.token = token
    self.userAgent = userAgent
    self.sandboxDay = sandboxDay
    self.network = network
    self.now = now
    self.clock = clock
    self.seed = seed
    timeout = .seconds(max(1, api.timeoutSeconds))
  }

  /// Asks for each KOL's profile and hands over every event, one at a time.
  ///
  /// A KOL counts as done when the handler has returned from its reply. A cancelled task starts no
  /// further request, waits for those under way, hands over their replies and returns.
  /// - Parameters:
  ///   - ids: A repeated one is asked for once.
  ///   - onEvent: Writes replies to disk. If it throws, everything stops and its error is rethrown.
  /// - Throws: ``HTTPFailure`` before the first request, or what `onEvent` throws.
  public func fetch(
    _ ids: [KOLID], onEvent: (FetchEvent) async throws -> Void
  ) async throws -> FetchSummary {
    try await HTTPClient.with(connections: api.concurrency, network: network) { client in
      let transport = Transport(
        client: client, baseURL: api.environment.baseURL, token: token, userAgent: userAgent,
        sandboxDay: sandboxDay, timeout: timeout)
      return try await run(FetchRun(ids, api: api, seed: seed), transport, on: clock, onEvent)
    }
  }

  /// What a task of the run brings.
  private enum Arrival: Sendable {
    case ended(Attempt)
    /// A KOL's wait is over; it needs a free slot.
    case waited(KOLID)
  }

  private func run<Time: Clock>(
    _ run: FetchRun, _ transport: Transport, on clock: Time,
    _ onEvent: (FetchEvent) async throws -> Void
  ) async throws -> FetchSummary where Time.Duration == Duration {
    var run = run
    let pacer = Pacer(clock: clock, perSecond: api.requestsPerSecond, burst: api.burst)
    let reader = AnswerReader(text: ServerText(token: token), now: now)
    let began = clock.now
    var freeSlots = max(1, api.concurrency)
    // Who has waited goes before who has not begun.
    var ready: [KOLID] = []
    return try await withThrowingTaskGroup(of: Arrival.self) { group in
      func wait(_ id: KOLID, for delay: Duration) {
        group.addTask {
          await pacer.pause(for: delay)
          return .waited(id)
        }
      }
      func attempt(_ id: KOLID) {
        freeSlots -= 1
        let request = request(of: id)
        group.addTask {
          guard let start = await pacer.turn() else { return .ended(Attempt(id: id, answer: nil)) }
          let answer = reader.read(await transport.exchange(request), of: id)
          await pacer.learn(from: answer, startedAt: start)
          return .ended(Attempt(id: id, answer: answer, startedAt: start))
        }
      }
      func fillSlots() {
        while freeSlots > 0 {
          if let id = ready.popLast() {
            attempt(id)
          } else if let turn = run.next(at: began.duration(to: clock.now)) {
            if turn.delay > .zero { wait(turn.id, for: turn.delay) } else { attempt(turn.id) }
          } else {
            return
          }
        }
      }
      fillSlots()
      while let arrival = try await group.next() {
        if Task.isCancelled { run.stop(StopReason(cause: .interrupted)) }
        var ended: Attempt?
        switch arrival {
        case .waited(let id) where run.isOver: ended = Attempt(id: id, answer: nil)
        case .waited(let id): ready.insert(id, at: 0)
        case .ended(let attempt):
          freeSlots += 1
          ended = attempt
        }
        if let ended {
          let step = run.step(after: ended, at: began.duration(to: clock.now))
          if run.isOver {
            await pacer.close()
            for id in ready { _ = run.step(after: Attempt(id: id, answer: nil)) }
            ready = []
          }
          do {
            try await report(step, of: ended, to: onEvent)
          } catch {
            transport.abandon()
            throw error
          }
          switch step {
          case .retry(.zero, _, _): ready.insert(ended.id, at: 0)
          case .retry(let delay, _, _): wait(ended.id, for: delay)
          case .reply, .unusable, .failed, .nothing: break
          }
        }
        fillSlots()
      }
      var summary = run.finish()
      summary.allowedPerSecond = await pacer.allowedPerSecond
      return summary
    }
  }

  private func request(of id: KOLID) -> ProfileRequest {
    ProfileRequest(endpoint: api.endpoint, kolID: id, acceptCache: api.acceptCache)
  }

  private func report(
    _ step: FetchRun.Step, of attempt: Attempt, to onEvent: (FetchEvent) async throws -> Void
  ) async throws {
    let id = attempt.id
    func unusable(_ problem: Problem, _ body: [UInt8], attempts: Int) -> UnusableReply {
      UnusableReply(
        kolID: id, endpoint: api.endpoint, parameters: request(of: id).parameters, fetchedAt: now(),
        environment: api.environment.name, attempts: attempts, problem: problem.detail ?? "no profile",
        body: body)
    }
    switch step {
    case .reply(let reply, let body, let attempts):
      try await onEvent(
        .reply(
          Reply(
            kolID: id, endpoint: api.endpoint, parameters: request(of: id).parameters, fetchedAt: now(),
            environment: api.environment.name, attempts: attempts, body: body),
          reply))
    case .unusable(let problem, let body, let failure, let diagnostic):
      try await onEvent(.unusable(unusable(problem, body, attempts: failure.attempts), diagnostic))
    case .retry(_, let number, let reason):
      // Whether there will be another attempt, nobody knows: the run may be stopped before.
      if case .problem(let problem)? = attempt.answer, let body = problem.paidBody {
        try await onEvent(.unusableForNow(unusable(problem, body, attempts: number)))
      }
      try await onEvent(.retrying(id, attempt: number, reason: reason))
    case .failed(let failure, let diagnostic):
      try await onEvent(.failed(failure, diagnostic))
    case .nothing:
      break
    }
  }
}
