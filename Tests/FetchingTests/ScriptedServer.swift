import NIOCore
import NIOPosix
import Synchronization

/// A request as the server saw it.
struct SeenRequest: Sendable, Hashable {
  /// `GET /path?query HTTP/1.1`.
  let line: String
  /// Names in lower case.
  let headers: [String: String]

  init(_ text: String) {
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: true)
    line = String(lines.first ?? "")
    headers = Dictionary(
      lines.dropFirst().compactMap { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return (parts[0].lowercased(), parts[1].trimmingSpaces)
      }, uniquingKeysWith: { $0 + "," + $1 })
  }

  var target: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
  var path: String { String(target.prefix { $0 != "?" }) }
  var query: String { String(target.drop { $0 != "?" }.dropFirst()) }
  /// The id that is asked for.
  var id: String {
    for pair in query.split(separator: "&") {
      for name in ["kolId=", "userId="] where pair.hasPrefix(name) {
        return String(pair.dropFirst(name.count))
      }
    }
    return ""
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}

/// What the server does with a request.
enum ScriptedAnswer: Sendable {
  /// A well-formed answer.
  case answer(status: Int = 200, headers: [String] = [], body: String)
  /// These bytes, then the end of the connection.
  case raw([UInt8])
  /// These bytes, then nothing until the client gives up.
  case part([UInt8])
  /// Nothing until the client gives up.
  case silence

  /// A profile with one field.
  static func profile(_ id: String) -> ScriptedAnswer {
    .answer(body: #"{"code":0,"data":{"userId":"\#(id)","fansNum":5},"message":null,"recordTime":null}"#)
  }

  static func code(_ code: Int, _ message: String = "no", status: Int = 200) -> ScriptedAnswer {
    .answer(
      status: status, body: #"{"code":\#(code),"data":null,"message":"\#(message)","requestId":"r-\#(code)"}"#
    )
  }

  fileprivate var bytes: [UInt8] {
    switch self {
    case .answer(let status, let headers, let body):
      let head = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + headers
      return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    case .raw(let bytes), .part(let bytes): return bytes
    case .silence: return []
    }
  }
}

/// A server on a port of its own that answers each request as a script says.
final class ScriptedServer: Sendable {
  let baseURL: String
  private let log: RequestLog

  private init(port: Int, log: RequestLog) {
    baseURL = "http://127.0.0.1:\(port)"
    self.log = log
  }

  /// In the order of arrival.
  var requests: [SeenRequest] { log.requests.withLock { $0 } }

  /// Serves while `body` runs.
  static func run(
    _ respond: @escaping @Sendable (SeenRequest) async -> ScriptedAnswer,
    _ body: (ScriptedServer) async throws -> Void
  ) async throws {
    let log = RequestLog()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { connection in
        log.connections.withLock { $0.append(connection) }
        return connection.eventLoop.makeCompletedFuture {
          try connection.pipeline.syncOperations.addHandler(AnsweringHandler(log: log, respond: respond))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    defer {
      channel.close(promise: nil)
      for connection in log.connections.withLock({ $0 }) { connection.close(promise: nil) }
    }
    try await body(ScriptedServer(port: channel.localAddress?.port ?? 0, log: log))
  }
}

private final class RequestLog: Sendable {
  let requests = Mutex<[SeenRequest]>([])
  let connections = Mutex<[any Channel]>([])
}

/// Gathers a request up to its empty line, asks the script, and writes what that says.
private final class AnsweringHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let log: RequestLog
  private let respond: @Sendable (SeenRequest) async -> ScriptedAnswer
  private var received: [UInt8] = []

  init(log: RequestLog, respond: @escaping @Sendable (SeenRequest) async -> ScriptedAnswer) {
    self.log = log
    self.respond = respond
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytesView
    guard received.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
    let request = SeenRequest(String(decoding: received, as: UTF8.self))
    received = []
    log.requests.withLock { $0.append(request) }
    let (channel, respond) = (context.channel, respond)
    Task {
      let answer = await respond(request)
      if case .silence = answer { return }
      try await channel.writeAndFlush(ByteBuffer(bytes: answer.bytes))
      if case .raw = answer { try await channel.close() }
    }
  }
}
