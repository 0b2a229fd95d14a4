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
  /// How answers come over the wire, whole and spoilt.
  struct DeliveryTests {
    /// A base address, and the request for a KOL whose answer a script has.
    private func serving(
      _ answer: FaultScript.Answer,
      _ body: (_ base: String, _ request: String, _ good: [UInt8]) async throws -> Void
    ) async throws {
      let id = try #require(SandboxKOL.crowdID(1))
      var script = FaultScript()
      script.rules = [FaultScript.Rule(.kols([id]), [answer])]
      let good = try #require(Sandbox.reply(of: id, on: Sandbox.demoDay))
      try await SandboxServer.with(faults: script) { base, _ in
        try await body(base, ServerTests.request(for: id), good)
      }
    }

    @Test func anAnswerIsItsHeadAndItsBodyAndTheConnectionStays() async throws {
      try await serving(FaultScript.Answer(.ok)) { base, request, good in
        let expected =
          "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: \(good.count)\r\n\r\n"
          + text(good)
        let answers = try await onThread {
          let client = try RawClient(base)
          defer { client.leave() }
          return try (0..<2).map { _ in
            try client.send(request)
            return text(try client.receive(count: expected.utf8.count))
          }
        }
        #expect(answers == [expected, expected])
      }
    }

    @Test func aResetComesBeforeAnyByte() async throws {
      try await serving(FaultScript.Answer(.named(.reset))) { base, request, _ in
        await #expect(throws: RawClient.Failure(code: ECONNRESET)) {
          try await RawClient.answer(to: request, of: base)
        }
      }
    }

    @Test func aTruncatedAnswerEndsInOrderBeforeItsLength() async throws {
      try await serving(FaultScript.Answer(.named(.truncated))) { base, request, good in
        let answer = text(try await RawClient.answer(to: request, of: base))
        #expect(answer.contains("\r\nContent-Length: \(good.count)\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n" + text(good.prefix(good.count / 2))))
      }
    }

    @Test func aCutChunkedAnswerHasNoLastChunk() async throws {
      try await serving(FaultScript.Answer(.named(.cutChunked))) { base, request, good in
        let answer = text(try await RawClient.answer(to: request, of: base))
        let half = good.prefix(good.count / 2)
        #expect(answer.contains("\r\nTransfer-Encoding: chunked\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n\(String(half.count, radix: 16))\r\n\(text(half))\r\n"))
      }
    }

    @Test func aTrickleGoesOnUntilTheClientLeaves() async throws {
      try await serving(FaultScript.Answer(.named(.trickle))) { base, request, _ in
        let head = """
          HTTP/1.1 200 OK\r
          Content-Type: application/json;charset=UTF-8\r
          Transfer-Encoding: chunked\r
          \r

          """
        let expected = head + String(repeating: "1\r\n \r\n", count: 3)
        let answer = try await onThread {
          let client = try RawClient(base)
          defer { client.leave() }
          try client.send(request)
          return text(try client.receive(count: expected.utf8.count))
        }
        #expect(answer == expected)
      }
    }

    /// The process would have 200 MB more if the server held what it sends; other tests need some meanwhile.
    @Test func aHugeAnswerIsNeverInMemory() async throws {
      let before = try residentBytes()
      try await serving(FaultScript.Answer(.named(.huge))) { base, request, _ in
        let (all, some, during) = try await onThread { () -> (Int, Int, Int) in
          let reader = try RawClient(base)
          let deserter = try RawClient(base)
          defer { reader.leave() }
          for client in [reader, deserter] { try client.send(request) }
          let some = try deserter.receive(count: 4_000_000).count
          deserter.leave()
          var all = 0
          var during = 0
          var last: [UInt8] = []
          // The end may come in a read of its own.
          while !last.elementsEqual("\r\n0\r\n\r\n".utf8) {
            let bytes = try reader.receive()
            try #require(!bytes.isEmpty)
            all += bytes.count
            last = Array((last + bytes.suffix(7)).suffix(7))
            if during == 0, all > 100_000_000 { during = try residentBytes() }
          }
          return (all, some, during)
        }
        #expect(some >= 4_000_000)
        #expect(all > 199_000_000)
        #expect(during - before < 150_000_000)
      }
    }

    @Test(arguments: [
      (503, "503 Service Unavailable"), (429, "429 Too Many Requests"), (599, "599 "), (418, "418 "),
    ])
    func aScriptsStatusAndItsPauseAreInTheHead(_ status: Int, _ line: String) async throws {
      try await serving(FaultScript.Answer(.code(302), status: status, retryAfter: 7)) { base, request, _ in
        let answer = text(try await RawClient.answer(to: ServerTests.closing(request), of: base))
        #expect(answer.hasPrefix("HTTP/1.1 \(line)\r\n"))
        #expect(answer.contains("\r\nRetry-After: 7\r\n"))
        #expect(answer.contains("\"code\": 302"))
      }
    }

    @Test(arguments: [204, 304])
    func aStatusWithoutABodyHasNone(_ status: Int) async throws {
      for fault: Fault in [.named(.ok), .named(.trickle), .named(.huge), .named(.truncated)] {
        try await serving(FaultScript.Answer(fault, status: status)) { base, request, _ in
          let answer = text(try await RawClient.answer(to: ServerTests.closing(request), of: base))
          #expect(answer.hasSuffix("\r\n\r\n"))
          #expect(!answer.contains("Content-Length") && !answer.contains("Transfer-Encoding"))
        }
      }
    }

    @Test func aRedirectNamesTheAddressWithTheQuery() async throws {
      try await serving(FaultScript.Answer(.named(.redirect))) { base, request, _ in
        let answer = text(try await RawClient.answer(to: ServerTests.closing(request), of: base))
        #expect(answer.hasPrefix("HTTP/1.1 302 Found\r\n"))
        #expect(
          answer.contains(
            "\r\nLocation: /api/xiaohongshu-pgy/get-kol-info/v1?token=kolsite-sandbox&kolId=c0ffee"))
      }
    }

    @Test func aLineEndInAFieldBeginsNoOther() {
      #expect(
        text(ResponseHead.head(status: 200, fields: [("Location", "/a\r\nX: 1\u{7f}é")]))
          == "HTTP/1.1 200 OK\r\nLocation: /a  X: 1 é\r\n\r\n")
    }
  }

  /// A request for a KOL's profile.
  static func request(for id: KOLID) -> String {
    """
    GET \(Endpoint.profileV1.path)?token=\(Sandbox.token)&kolId=\(id) HTTP/1.1\r
    Host: localhost\r
    \r

    """
  }

  /// The request with a field that asks for the connection's end.
  static func closing(_ request: String) -> String {
    request.dropLast("\r\n".count) + "Connection: close\r\n\r\n"
  }
}
