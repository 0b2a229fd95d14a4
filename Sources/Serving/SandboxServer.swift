public import Faults
public import Model

/// The API's contract on this machine's loopback address, for demos, tests and a first try without a token.
public struct SandboxServer: Sendable {
  private let api: SandboxAPI
  private let schedule: FaultSchedule
  private let log: @Sendable (SandboxLogEntry) -> Void

  /// Creates a server; nothing listens yet.
  /// - Parameters:
  ///   - day: The day answered for where a call has no `X-Sandbox-Date`.
  ///   - faults: What goes wrong; nothing, unless it says so.
  ///   - log: Called when a call comes, with what it will be answered, from any thread.
  public init(
    token: String = Sandbox.token, day: CalendarDay = Sandbox.demoDay, faults: FaultScript = FaultScript(),
    log: @escaping @Sendable (SandboxLogEntry) -> Void = { _ in }
  ) {
    api = SandboxAPI(token: token, day: day)
    schedule = FaultSchedule(faults)
    self.log = log
  }

  /// Answers on 127.0.0.1 until the task is cancelled; then closes the port, ends what it still answers, and
  /// returns.
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - onListening: Called once with the base address, `http://127.0.0.1:PORT`.
  /// - Throws: ``SandboxFailure`` where it cannot listen on the port.
  public func run(
    port: Int, onListening: @escaping @Sendable (_ baseURL: String) -> Void
  ) async throws(SandboxFailure) {
    guard let number = UInt16(exactly: port) else { throw .noSuchPort(port) }
    let start = ContinuousClock.now
    let server = LoopbackServer { request, connection in
      try await respond(to: request, on: connection, since: start)
    }
    try await server.run(port: number) { onListening("http://127.0.0.1:\($0)") }
  }

  /// Runs `body` beside a server, and stops the server however `body` ends.
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - body: Gets the base address and the log of what was answered.
  /// - Throws: ``SandboxFailure``, `CancellationError`, or what `body` throws.
  public static func with<Result>(
    token: String = Sandbox.token, day: CalendarDay = Sandbox.demoDay, faults: FaultScript = FaultScript(),
    port: Int = 0,
    body: (_ baseURL: String, _ log: SandboxLog) async throws -> Result
  ) async throws -> Result {
    let log = SandboxLog()
    let server = SandboxServer(token: token, day: day, faults: faults, log: log.append)
    let (addresses, announcement) = AsyncThrowingStream<String, any Error>.makeStream()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await server.run(port: port) { announcement.yield($0) }
          announcement.finish()
        } catch {
          announcement.finish(throwing: error)
        }
      }
      // Leaving the group waits for the server, so its port is free again.
      defer { group.cancelAll() }
      var iterator = addresses.makeAsyncIterator()
      guard let baseURL = try await iterator.next() else { throw CancellationError() }
      return try await body(baseURL, log)
    }
  }

  private func respond(
    to request: RequestHead, on connection: Connection, since start: ContinuousClock.Instant
  ) async throws -> LoopbackServer.Ending {
    let arrivalTime = ContinuousClock.now
    let call = SandboxCall(
      method: request.method, target: request.target, host: request.values("host").first,
      dates: request.values("x-sandbox-date"))
    // A picture is no call of the API: no fault is meant for it, and nobody counts it.
    if DrawnAvatar(path: call.path) != nil {
      return try await api.answer(call).send(to: request, on: connection)
    }
    let arrival = schedule.arrive()
    var isCounted = true
    defer { if isCounted { schedule.leave() } }
    let time = arrivalTime - start
    let (answer, fault, delay) = answer(call, at: time)
    log(
      SandboxLogEntry(
        request: SandboxRequest(call, answered: answer, fault: fault, by: api), number: arrival.number,
        microseconds: Int(time / .microseconds(1)), inFlight: arrival.inFlight))
    let wait = schedule.latency(of: arrival.number) + delay
    // Without a tolerance the system may wait a tenth longer.
    if wait > .zero { try await Task.sleep(until: arrivalTime + wait, tolerance: .zero, clock: .continuous) }
    if answer.delivery != .hang {
      // Whoever has an answer may send the next call at once.
      schedule.leave()
      isCounted = false
    }
    return try await answer.send(to: request, on: connection)
  }

  /// The contract's answer, or what the script has in its place for a call that the contract would answer.
  private func answer(
    _ call: SandboxCall, at time: Duration
  ) -> (answer: SandboxAnswer, fault: Fault?, delay: Duration) {
    let good = api.answer(call)
    guard let id = call.kolID, call.endpoint != nil, good.status == 200 else { return (good, nil, .zero) }
    let script = schedule.answer(to: id, at: time)
    let answer = FaultyAnswer(
      call: call, id: id, token: api.token, day: call.day(otherwise: api.day) ?? api.day, good: good
    ).answer(script)
    if answer.code == 0 { schedule.countProfile() }
    return (answer, script.fault == .ok ? nil : script.fault, .milliseconds(script.delay))
  }
}
