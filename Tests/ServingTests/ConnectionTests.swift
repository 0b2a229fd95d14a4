import Faults
import Model
import Testing

@testable import Serving

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension ServerTests {
  /// What the server does for clients that are hasty, slow, careless or gone.
  struct ConnectionTests {
    private static let pong =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 5\r\n\r\npong\n"
    private static let ping = "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test func requestsThatComeTogetherAreAnsweredInTheirOrder() async throws {
      try await SandboxServer.with { base, _ in
        let lines = "\r\nGET /ping HTTP/1.1\nhost:localhost\n\n"
        let close = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Keep-Alive , CLOSE\r\n\r\n"
        let answer = text(
          try await RawClient.answer(to: Self.ping + lines + Self.ping + close + Self.ping, of: base))
        #expect(answer.hasPrefix(Self.pong + Self.pong + Self.pong + "HTTP/1.1 404 Not Found\r\n"))
        #expect(answer.contains("\r\nConnection: close\r\n"))
        #expect(answer.hasSuffix("}\n"))
      }
    }

    @Test func aRequestMayComeInPieces() async throws {
      try await SandboxServer.with { base, _ in
        let answer = try await onThread {
          let client = try RawClient(base)
          defer { client.leave() }
          for byte in Self.ping { try client.send(String(byte)) }
          return text(try client.receive(count: Self.pong.utf8.count))
        }
        #expect(answer == Self.pong)
      }
    }

    /// Not the test's arguments: those are printed.
    private static let refused = [
      ("GET /ping HTTP/1.1\r\nX: ", "431 Request Header Fields Too Large"),
      (String(repeating: "\r", count: 20_000), "431 Request Header Fields Too Large"),
      ("\r\n\r\n", "400 Bad Request"), ("GET /ping\r\n\r\n", "400 Bad Request"),
      ("GET /ping HTTP/2.0\r\n\r\n", "400 Bad Request"), ("GET  /ping HTTP/1.1\r\n\r\n", "400 Bad Request"),
      ("GET /ping HTTP/1.1\r\nHost: localhost\r\n folded: 1\r\n\r\n", "400 Bad Request"),
      ("GET /ping HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "400 Bad Request"),
      ("GET /ping HTTP/1.1\r\nHost : localhost\r\n\r\n", "400 Bad Request"),
      ("GET /ping HTTP/1.1\r\nHost: local\rhost\r\n\r\n", "400 Bad Request"),
      ("GET /ping HTTP/1.1\r\nHost\r\n\r\n", "400 Bad Request"),
    ]

    @Test func aHeadWithoutEndOrSenseIsRefused() async throws {
      for (head, status) in Self.refused { try await expect(head, toBeRefusedWith: status) }
    }

    private func expect(_ head: String, toBeRefusedWith status: String) async throws {
      try await SandboxServer.with { base, log in
        let rest = status.hasPrefix("431") ? String(repeating: "x", count: 1_000_000) : ""
        let answer = try await onThread {
          let client = try RawClient(base)
          defer { client.leave() }
          try client.send(head)
          // The server may stop reading at any time.
          try? client.send(rest)
          return text(try client.receiveAll())
        }
        #expect(answer == "HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(log.requests.isEmpty)
      }
    }

    @Test func aRequestWithABodyIsAnsweredAndItsConnectionEnds() async throws {
      try await SandboxServer.with { base, log in
        for framing in ["Content-Length: 300000", "Transfer-Encoding: chunked"] {
          let head = "POST /ping HTTP/1.1\r\nHost: localhost\r\n\(framing)\r\n\r\n"
          let answer = text(
            try await RawClient.answer(
              to: head + String(repeating: "GET /ping HTTP/1.1\r\n\r\n", count: 10_000), of: base))
          #expect(answer.hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
          #expect(answer.contains("\r\nConnection: close\r\n") && answer.hasSuffix("}\n"))
        }
        #expect(log.requests.count == 2)
      }
    }

    @Test func anOldClientGetsOneAnswer() async throws {
      try await SandboxServer.with { base, _ in
        let request = "GET /ping HTTP/1.0\r\nHost: localhost\r\n\r\n"
        let answer = text(try await RawClient.answer(to: request + request, of: base))
        #expect(
          answer == Self.pong.dropLast("\r\npong\n".count) + "Connection: close\r\n\r\npong\n")
      }
    }

    /// A hanging call counts as being answered as long as its client waits.
    @Test func aHangingAnswerIsGivenUpWithItsClient() async throws {
      let hanging = try #require(SandboxKOL.crowdID(1))
      let other = ServerTests.closing(ServerTests.request(for: try #require(SandboxKOL.crowdID(2))))
      try await SandboxServer.with(faults: try Self.hang(hanging)) { base, log in
        let client = try await onThread {
          let client = try RawClient(base)
          try client.send(ServerTests.request(for: hanging))
          return client
        }
        while log.entries.isEmpty { await Task.yield() }
        _ = try await RawClient.answer(to: other, of: base)
        #expect(log.entries.last?.inFlight == 2)
        client.leave()
        repeat { _ = try await RawClient.answer(to: other, of: base) } while log.entries.last?.inFlight == 2
        #expect(log.entries.last?.inFlight == 1)
      }
    }

    /// One who waits for an answer, one who does not read the answer, one who does not end the request.
    @Test func aServerEndsWhateverItsClientsDo() async throws {
      let (hanging, huge) = (try #require(SandboxKOL.crowdID(1)), try #require(SandboxKOL.crowdID(2)))
      var script = try Self.hang(hanging)
      script.rules.append(FaultScript.Rule(.kols([huge]), [FaultScript.Answer(.named(.huge))]))
      let requests = [ServerTests.request(for: hanging), ServerTests.request(for: huge), "GET /ping"]
      for _ in 0..<20 {
        let (base, clients) = try await SandboxServer.with(faults: script) { base, log in
          let clients = try await onThread {
            try requests.map { request in
              let client = try RawClient(base)
              try client.send(request)
              return client
            }
          }
          while log.entries.count < 2 { await Task.yield() }
          return (base, clients)
        }
        let port = try #require(UInt16(base.split(separator: ":").last ?? ""))
        #expect(Self.socketsLeft(on: port) == 0)
        // The port is free again.
        try await SandboxServer.with(port: Int(port)) { again, _ in
          #expect(again == base)
        }
        for client in clients { client.leave() }
      }
    }

    private static func hang(_ id: KOLID) throws -> FaultScript {
      var script = FaultScript()
      script.rules = [FaultScript.Rule(.kols([id]), [FaultScript.Answer(.named(.hang))])]
      return script
    }

    /// How many sockets of this process have a port as their own. All descriptors would be those of other tests, too.
    private static func socketsLeft(on port: UInt16) -> Int {
      (0..<Int32(clamping: min(sysconf(Int32(_SC_OPEN_MAX)), 1 << 16))).count { descriptor in
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return result == 0 && address.sin_family == sa_family_t(AF_INET) && address.sin_port == port.bigEndian
      }
    }
  }
}
