import Hummingbird
import Logging
public import Model

/// The API's contract on this machine's loopback address, for demos, tests and a first try without a token.
public struct SandboxServer: Sendable {
  private let api: SandboxAPI
  private let log: @Sendable (SandboxRequest) -> Void

  /// Creates a server; nothing listens yet.
  /// - Parameters:
  ///   - day: The day answered for where a call has no `X-Sandbox-Date`.
  ///   - log: Called after each answer, from any thread.
  public init(
    token: String = Sandbox.token, day: CalendarDay = Sandbox.demoDay,
    log: @escaping @Sendable (SandboxRequest) -> Void = { _ in }
  ) {
    api = SandboxAPI(token: token, day: day)
    self.log = log
  }

  /// Answers on 127.0.0.1 until the task is cancelled; then answers what it has read, and returns.
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
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in respond(to: request) },
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { onListening("http://127.0.0.1:\($0.localAddress?.port ?? port)") },
      logger: logger)
    do {
      try await application.run()
    } catch {
      if !Task.isCancelled { throw .cannotListen(port: port, reason: "\(error)") }
    }
  }

  /// Runs `body` beside a server, and stops the server however `body` ends.
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - body: Gets the base address and the log of what was answered.
  /// - Throws: ``SandboxFailure``, `CancellationError`, or what `body` throws.
  public static func with<Result>(
    token: String = Sandbox.token, day: CalendarDay = Sandbox.demoDay, port: Int = 0,
    body: (_ baseURL: String, _ log: SandboxLog) async throws -> Result
  ) async throws -> Result {
    let log = SandboxLog()
    let server = SandboxServer(token: token, day: day, log: log.append)
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

  private func respond(to request: Request) -> Response {
    let call = SandboxCall(
      method: request.method.rawValue, target: request.head.path ?? "", host: request.head.authority,
      dates: request.headers.filter { $0.name.canonicalName == "x-sandbox-date" }.map(\.value))
    let answer = api.answer(call)
    log(SandboxRequest(call, answered: answer, by: api))
    var headers: HTTPFields = [.contentType: answer.contentType]
    if answer.status == 405 { headers[.allow] = "GET" }
    // A body after the answer to HEAD would be read as the next answer.
    let body = request.method == .head ? [] : answer.body
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
