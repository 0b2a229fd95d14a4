import Hummingbird
import Logging
public import Model
import NIOCore
import NIOPosix
import ServiceLifecycle

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
    guard (0...65_535).contains(port) else { throw .noSuchPort(port) }
    var logger = Logger(label: "sandbox")
    logger.logLevel = .critical
    let start = ContinuousClock.now
    let application = Application(
      responder: CallbackResponder { (request, context: SandboxContext) in
        try await respond(to: request, on: context.channel, at: ContinuousClock.now - start)
      },
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { onListening("http://127.0.0.1:\($0.localAddress?.port ?? port)") },
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.next()),
      logger: logger)
    do {
      try await Self.runUntilCancelled(application, logger)
    } catch {
      if !Task.isCancelled { throw .cannotListen(port: port, reason: "\(error)") }
    }
  }

  /// Runs the server, and at cancellation closes its port before anything else.
  ///
  /// A connection that is accepted by a server whose task is cancelled belongs to nobody, and SwiftNIO ends the
  /// process for it. So the server's own task is never cancelled while it listens, and accepting, setting up
  /// and handing over a connection is one step of the one event loop that all of them share.
  private static func runUntilCancelled(_ application: some Service, _ logger: Logger) async throws {
    var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
    // For a client that neither ends its request nor goes away.
    configuration.maximumGracefulShutdownDuration = .seconds(2)
    let group = ServiceGroup(configuration: configuration)
    let running = Task { try await group.run() }
    try await withTaskCancellationHandler {
      try await running.value
    } onCancel: {
      Task { await group.triggerGracefulShutdown() }
    }
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
    to request: Request, on channel: any Channel, at time: Duration
  ) async throws -> Response {
    let call = SandboxCall(
      method: request.method.rawValue, target: request.head.path ?? "", host: request.head.authority,
      dates: request.headers.filter { $0.name.canonicalName == "x-sandbox-date" }.map(\.value))
    // A picture is no call of the API: no fault is meant for it, and nobody counts it.
    if DrawnAvatar(path: call.path) != nil {
      return try await api.answer(call).response(to: request, on: channel)
    }
    let arrival = schedule.arrive()
    defer { schedule.leave() }
    let (answer, fault, delay) = answer(call, at: time)
    log(
      SandboxLogEntry(
        request: SandboxRequest(call, answered: answer, fault: fault, by: api), number: arrival.number,
        microseconds: Int(time / .microseconds(1)), inFlight: arrival.inFlight))
    let wait = schedule.latency(of: arrival.number) + delay
    if wait > .zero { try await cancelWhenGracefulShutdown { try await Task.sleep(for: wait) } }
    return try await answer.response(to: request, on: channel)
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
