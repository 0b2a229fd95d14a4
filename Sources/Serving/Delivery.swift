import Hummingbird
import NIOCore
import ServiceLifecycle

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A request's context with its connection, so that a fault can break it.
struct SandboxContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

extension SandboxAnswer {
  /// The answer on the wire; waits where the fault is to wait.
  /// - Throws: ``Broken`` where the connection was broken instead.
  func response(to request: Request, on channel: any Channel) async throws -> Response {
    var fields: HTTPFields = [.contentType: contentType]
    if status == 405 { fields[.allow] = "GET" }
    if let retryAfter { fields[.retryAfter] = String(retryAfter) }
    if let location { fields[.location] = location }
    let status = HTTPResponse.Status(code: status)
    func response(_ body: ResponseBody) -> Response { Response(status: status, headers: fields, body: body) }
    switch delivery {
    case .whole:
      // A body after the answer to HEAD would be read as the next answer.
      return response(ResponseBody(byteBuffer: ByteBuffer(bytes: request.method == .head ? [] : body)))
    case .reset:
      // Closing without lingering sends a reset instead of an orderly end.
      if let socket = channel as? any SocketOptionProvider {
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
      }
      try await channel.close()
      throw Broken()
    case .hang:
      let (ended, end) = AsyncStream<Void>.makeStream()
      try await request.body.consumeWithInboundCloseHandler { _ in
        for await _ in ended.cancelOnGracefulShutdown() {}
      } onInboundClosed: {
        end.finish()
      }
      throw Broken()
    case .half(let isChunked):
      let half = ByteBuffer(bytes: body.prefix(body.count / 2))
      return response(
        ResponseBody(contentLength: isChunked ? nil : body.count) { writer in
          try await writer.write(half)
          throw Broken()
        })
    case .trickle:
      return response(
        ResponseBody { writer in
          while true {
            try await writer.write(ByteBuffer(string: " "))
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(50)) }
          }
        })
    case .repeated(let limit):
      let chunk = ByteBuffer(bytes: body)
      return response(
        ResponseBody { writer in
          for _ in 0..<(limit / max(1, chunk.readableBytes)) { try await writer.write(chunk) }
          try await writer.finish(nil)
        })
    }
  }
}

/// Ends the connection in the middle of an answer.
struct Broken: Error {}
