import FlyingSocks
import Foundation
import Serving
import Synchronization

/// A request as the server saw it.
package struct SeenRequest: Sendable, Hashable {
  /// `GET /path?query HTTP/1.1`.
  package let line: String
  /// Names in lower case.
  package let headers: [String: String]

  package init(_ text: String) {
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: true)
    line = String(lines.first ?? "")
    headers = Dictionary(
      lines.dropFirst().compactMap { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return (parts[0].lowercased(), parts[1].trimmingSpaces)
      }, uniquingKeysWith: { $0 + "," + $1 })
  }

  package var target: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
  package var path: String { String(target.prefix { $0 != "?" }) }
  package var query: String { String(target.drop { $0 != "?" }.dropFirst()) }
  /// The id that is asked for.
  package var id: String {
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
package enum ScriptedAnswer: Sendable {
  /// A well-formed answer.
  case answer(status: Int = 200, headers: [String] = [], body: String)
  /// These bytes, then the end of the connection.
  case raw([UInt8])
  /// These bytes, each of them sent on its own a moment after the one before; then the next request may come.
  case pieces([[UInt8]])
  /// These bytes, then nothing until the client gives up.
  case part([UInt8])
  /// Nothing until the client gives up.
  case silence

  /// A profile with one field.
  package static func profile(_ id: String) -> ScriptedAnswer {
    .answer(body: #"{"code":0,"data":{"userId":"\#(id)","fansNum":5},"message":null,"recordTime":null}"#)
  }

  package static func code(_ code: Int, _ message: String = "no", status: Int = 200) -> ScriptedAnswer {
    .answer(
      status: status, body: #"{"code":\#(code),"data":null,"message":"\#(message)","requestId":"r-\#(code)"}"#
    )
  }

  /// These bytes, whatever they are; then the next request may come.
  package static func open(_ bytes: [UInt8]) -> ScriptedAnswer { .pieces([bytes]) }

  /// What is sent, and what becomes of the connection.
  fileprivate var delivery: (pieces: [[UInt8]], after: After) {
    switch self {
    case .answer(let status, let headers, let body):
      let head = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + headers
      return ([Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)], .open)
    case .raw(let bytes): return ([bytes], .closed)
    case .pieces(let pieces): return (pieces, .open)
    case .part(let bytes): return ([bytes], .silent)
    case .silence: return ([], .silent)
    }
  }

  fileprivate enum After {
    case open, closed, silent
  }
}

/// A server on a port of its own that answers each request as a script says.
package final class ScriptedServer: Sendable {
  package let baseURL: String
  private let log: ServerLog

  private init(port: UInt16, log: ServerLog) {
    baseURL = "http://127.0.0.1:\(port)"
    self.log = log
  }

  /// In the order of arrival.
  package var requests: [SeenRequest] { log.requests.withLock { $0 } }

  /// How many connections there have been.
  package var connections: Int { log.connections.withLock { $0.count } }

  /// Serves while `body` runs.
  package static func run(
    _ respond: @escaping @Sendable (SeenRequest) async -> ScriptedAnswer,
    _ body: (ScriptedServer) async throws -> Void
  ) async throws {
    let socket = try Socket(domain: AF_INET)
    defer { try? socket.close() }
    try socket.bind(to: .inet(ip4: "127.0.0.1", port: 0))
    try socket.listen()
    guard case .ip4(_, let port) = try socket.sockname() else { throw SocketError.unsupportedAddress }
    let pool = try await SharedPool.pool.value
    let listener = try AsyncSocket(socket: socket, pool: pool)
    let log = ServerLog()
    let accepting = Task {
      while !Task.isCancelled {
        guard let connection = try? await listener.accept() else { continue }
        // Not waited for at the end: a script may wait for something that does not come any more.
        let task = Task {
          await answer(connection, log, respond)
        }
        log.connections.withLock { $0.append(task) }
      }
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(ScriptedServer(port: port, log: log)))
    } catch {
      result = .failure(error)
    }
    accepting.cancel()
    await accepting.value
    for task in log.connections.withLock({ $0 }) { task.cancel() }
    try result.get()
  }

  /// Answers the requests of a connection until one of both ends it.
  private static func answer(
    _ connection: AsyncSocket, _ log: ServerLog, _ respond: @Sendable (SeenRequest) async -> ScriptedAnswer
  ) async {
    defer { try? connection.close() }
    do {
      try connection.socket.setValue(
        true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
      var received: [UInt8] = []
      while true {
        while received.firstRange(of: "\r\n\r\n".utf8) == nil {
          received += try await connection.read(atMost: 4_096)
        }
        guard let end = received.firstRange(of: "\r\n\r\n".utf8) else { return }
        let request = SeenRequest(String(decoding: received[..<end.upperBound], as: UTF8.self))
        received.removeSubrange(..<end.upperBound)
        log.requests.withLock { $0.append(request) }
        let (pieces, after) = await respond(request).delivery
        for (index, piece) in pieces.enumerated() {
          if index > 0 { try await Task.sleep(for: .milliseconds(5)) }
          try await connection.write(Data(piece))
        }
        if after == .closed { return }
        while after == .silent { _ = try await connection.read(atMost: 4_096) }
      }
    } catch {
      // The client has gone, or the server ends.
      return
    }
  }
}

private final class ServerLog: Sendable {
  let requests = Mutex<[SeenRequest]>([])
  let connections = Mutex<[Task<Void, Never>]>([])
}
