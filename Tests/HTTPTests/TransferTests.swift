import TestSupport
import Testing

@testable import HTTP

/// Single requests against a server of this machine that says what no honest one would.
@Suite struct TransferTests {
  private func request(
    _ url: String, timeout: Duration = .seconds(900), sizeLimit: Int = 1_000,
    route: HTTPRequest.Route = .named
  ) -> HTTPRequest {
    HTTPRequest(url: url, timeout: timeout, sizeLimit: sizeLimit, route: route)
  }

  /// What comes of one request that is answered so.
  private func result(
    of answer: ScriptedAnswer, timeout: Duration = .seconds(900), sizeLimit: Int = 1_000
  ) async throws -> Result<HTTPResponse, HTTPFailure> {
    var result: Result<HTTPResponse, HTTPFailure>?
    try await ScriptedServer.run({ _ in answer }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        result = await client.result(request("\(server.baseURL)/", timeout: timeout, sizeLimit: sizeLimit))
      }
    }
    return try #require(result)
  }

  private func failure(
    of answer: ScriptedAnswer, timeout: Duration = .seconds(900), sizeLimit: Int = 1_000
  ) async throws -> HTTPFailure? {
    switch try await result(of: answer, timeout: timeout, sizeLimit: sizeLimit) {
    case .success: nil
    case .failure(let failure): failure
    }
  }

  // MARK: What is sent

  @Test func aRequestIsWhatWasAskedForAndNoMore() async throws {
    try await ScriptedServer.run({ _ in .answer(headers: ["Set-Cookie: a=b"], body: "x") }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        var message = request("\(server.baseURL)/a/../b//c?d=%2F&e")
        message.headers = [("Accept", "text/plain"), ("User-Agent", "me")]
        _ = try await client.get(message)
        message.acceptsCompression = false
        _ = try await client.get(message)
      }
      #expect(server.requests.map(\.line) == [String](repeating: "GET /a/../b//c?d=%2F&e HTTP/1.1", count: 2))
      let names = server.requests.map { $0.headers.keys.sorted() }
      #expect(names[0] == ["accept", "accept-encoding", "host", "user-agent"])
      #expect(names[1] == ["accept", "host", "user-agent"])
      #expect(server.requests[0].headers["user-agent"] == "me")
    }
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "nonsense://x", "", "http://",
  ])
  func onlyHTTPIsSpoken(url: String) async throws {
    try await HTTPClient.with(connections: 1, network: .plain) { client in
      let failure = await #expect(throws: HTTPFailure.self) { try await client.get(request(url)) }
      #expect(failure?.reason == .connection(.other) && failure?.partial == nil)
    }
  }

  @Test func aKeptConnectionIsUsedAgain() async throws {
    try await ScriptedServer.run({ .answer(body: $0.path) }) { server in
      try await HTTPClient.with(connections: 2, network: .plain) { client in
        for number in 0..<20 {
          let response = try await client.get(request("\(server.baseURL)/\(number)"))
          #expect(response.body == Array("/\(number)".utf8))
        }
      }
      #expect(server.connections == 1)
    }
  }

  @Test func aRequestIsNotSentTwiceWhereAKeptConnectionEnds() async throws {
    try await ScriptedServer.run({ $0.path == "/2" ? .raw([]) : .answer(body: "x") }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        for number in 1...3 {
          let result = await client.result(request("\(server.baseURL)/\(number)"))
          guard number == 2 else {
            #expect((try? result.get().status) == 200)
            continue
          }
          guard case .failure(let failure) = result else {
            Issue.record("an answer")
            continue
          }
          #expect(failure.reason == .cutOff && failure.partial == nil)
        }
      }
      #expect(server.requests.map(\.path) == ["/1", "/2", "/3"])
    }
  }

  @Test func whatComesUnaskedIsNotTakenForTheNextAnswer() async throws {
    let twice = Array(
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb".utf8)
    try await ScriptedServer.run({ _ in .open(twice) }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        for _ in 1...5 { #expect(await client.body(request("\(server.baseURL)/")) == Array("a".utf8)) }
      }
      #expect(server.requests.count == 5)
    }
  }

  @Test func manyAtOnceGetTheirOwnAnswers() async throws {
    try await ScriptedServer.run({ .answer(body: $0.path) }) { server in
      try await HTTPClient.with(connections: 16, network: .plain) { client in
        await withTaskGroup(of: Bool.self) { group in
          for number in 0..<300 {
            let message = request("\(server.baseURL)/\(number)")
            group.addTask { (try? await client.get(message))?.body == Array("/\(number)".utf8) }
          }
          for await isOwn in group { #expect(isOwn) }
        }
      }
    }
  }

  // MARK: What comes

  @Test(arguments: [
    "HTTP/1.1 000 X", "HTTP/1.1 007 X", "HTTP/1.1 099 X", "HTTP/1.1 -1 X", "HTTP/1.1 99999 X", "HTTP/1.1 ",
    "HTTP/9.9 200",
    "HTTP/1.1 200", "HTTP/1.1 999 X", "nonsense", "HTTP/1.1 101 Switching",
  ])
  func noStatusLineEndsMoreThanItsRequest(line: String) async throws {
    let bytes = Array("\(line)\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".utf8)
    try await ScriptedServer.run({ $0.path == "/" ? .raw(bytes) : .answer(body: "x") }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        switch await client.result(request("\(server.baseURL)/")) {
        case .success(let response): #expect([200, 999].contains(response.status))
        case .failure(let failure): #expect(failure.reason == .unreadable, "\(failure)")
        }
        #expect(await client.body(request("\(server.baseURL)/next")) == Array("x".utf8))
      }
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func aRedirectIsAnAnswer(status: Int) async throws {
    let answer = ScriptedAnswer.answer(status: status, headers: ["Location: /elsewhere"], body: "")
    let response = try await result(of: answer).get()
    #expect(response.status == status)
    #expect(response.header("location") == "/elsewhere")
  }

  @Test func anAnswerInPiecesWithAnInterimOneIsWhole() async throws {
    let pieces = [
      "HTTP/1.1 103 Early\r\nX-A: 1\r\n\r\nHTTP/1.1 2", "00 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
      "c\r\n0\r\n\r\n",
    ]
    let response = try await result(of: .pieces(pieces.map { Array($0.utf8) })).get()
    #expect(response.body == Array("abc".utf8))
    #expect(response.header("X-A") == nil)
  }

  @Test(arguments: [
    "Content-Length: 2\r\nContent-Length: 3", "Content-Length: -5",
    "Transfer-Encoding: chunked\r\nX: 1\r\n\r\nzz\r\n",
    "Content-Encoding: x-foo\r\nContent-Length: 5", "Content-Encoding: gzip\r\nContent-Length: 5",
    "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip, gzip\r\nContent-Length: 5",
  ])
  func anAnswerThatContradictsItselfIsUnreadable(headers: String) async throws {
    let bytes = Array("HTTP/1.1 200 OK\r\n\(headers)\r\n\r\nhello".utf8)
    #expect(try await failure(of: .raw(bytes))?.reason == .unreadable)
  }

  @Test func oneLengthTwiceIsOneLength() async throws {
    let bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length:5\r\n\r\nhello".utf8)
    #expect(try await result(of: .raw(bytes)).get().body == Array("hello".utf8))
  }

  // MARK: Compression

  /// `{"hello":"world"}` three times.
  private static let compressed: [(encoding: String, bytes: [UInt8])] = [
    (
      "gzip",
      [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 72, 205, 201, 201, 87, 178, 82, 42, 207, 47, 202, 73,
        81, 170,
        173, 38, 40, 0, 0, 103, 51, 199, 210, 51, 0, 0, 0,
      ]
    ),
    (
      "deflate",
      [
        120, 156, 171, 86, 202, 72, 205, 201, 201, 87, 178, 82, 42, 207, 47, 202, 73, 81, 170, 173, 38, 40, 0,
        0, 208,
        82, 17, 227,
      ]
    ),
    (
      "br",
      [
        27, 50, 0, 32, 140, 196, 56, 38, 241, 66, 117, 34, 106, 17, 182, 183, 189, 173, 83, 134, 214, 167,
        186, 25, 40,
        42, 185, 172, 1, 204, 31,
      ]
    ),
    (
      "zstd",
      [
        40, 181, 47, 253, 32, 51, 189, 0, 0, 136, 123, 34, 104, 101, 108, 108, 111, 34, 58, 34, 119, 111, 114,
        108, 100,
        34, 125, 1, 0, 201, 153, 75,
      ]
    ),
  ]

  @Test func whatIsOfferedCanBeRead() async throws {
    let plain = String(repeating: #"{"hello":"world"}"#, count: 3)
    try await ScriptedServer.run({ request in
      let offered = request.headers["accept-encoding"] ?? ""
      guard let coding = Self.compressed.first(where: { "/\($0.encoding)" == request.path }) else {
        return .raw([])
      }
      // A library that was built without one of them does not offer it.
      guard offered.contains(coding.encoding) else { return .answer(body: plain) }
      let head =
        "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding.encoding)\r\nContent-Length: \(coding.bytes.count)\r\n\r\n"
      return .open(Array(head.utf8) + coding.bytes)
    }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        for (encoding, _) in Self.compressed {
          let response = try await client.get(request("\(server.baseURL)/\(encoding)"))
          #expect(response.body == Array(plain.utf8), "\(encoding)")
        }
      }
      #expect(server.requests.allSatisfy { $0.headers["accept-encoding"]?.contains("gzip") == true })
    }
  }

  @Test func theSizeIsCountedAfterDecompression() async throws {
    // 2,000 zeros in 39 bytes.
    let zeros: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 99, 96, 24, 5, 163, 96, 20, 140, 130, 81, 48, 10, 70, 193, 80, 7, 0,
      68, 244, 201,
      2, 208, 7, 0, 0,
    ]
    let head = Array(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zeros.count)\r\n\r\n".utf8)
    #expect(try await failure(of: .raw(head + zeros), sizeLimit: 1_999)?.reason == .tooLarge)
    #expect(try await result(of: .raw(head + zeros), sizeLimit: 2_000).get().body.count == 2_000)
  }

  // MARK: Limits

  @Test func aBodyIsReadUpToItsLimit() async throws {
    #expect(try await result(of: .answer(body: "12345"), sizeLimit: 5).get().body.count == 5)
    for head in [
      "Content-Length: 6\r\n", "Connection: close\r\n", "Content-Length: 99999999999999999999\r\n",
    ] {
      let failure = try await failure(
        of: .raw(Array("HTTP/1.1 200 OK\r\n\(head)\r\n123456".utf8)), sizeLimit: 5)
      #expect(failure?.reason == .tooLarge, "\(head)")
    }
  }

  @Test func aHeadWithoutEndIsGivenUp() async throws {
    let flood = String(repeating: "X-A: \(String(repeating: "b", count: 1_000))\r\n", count: 200)
    let interim = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 9_000)
    let line = "HTTP/1.1 200 OK\r\nX-A: " + String(repeating: "b", count: 300_000)
    for text in ["HTTP/1.1 200 OK\r\n" + flood, interim, line] {
      let failure = try await failure(of: .part(Array(text.utf8)))
      #expect(failure == HTTPFailure(.tooLarge, "the answer's head is larger than 64 KiB"))
    }
  }

  @Test func silenceEndsInTime() async throws {
    #expect(try await failure(of: .silence, timeout: .seconds(2))?.reason == .timeout)
    let begun = ScriptedAnswer.part(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".utf8))
    let failure = try await failure(of: begun, timeout: .seconds(2))
    #expect(failure?.reason == .timeout)
    #expect(failure?.partial?.body == Array("abc".utf8))
  }

  @Test func anAnswerThatIsCutOffIsToldFromNone() async throws {
    let none = try await failure(of: .raw([]))
    #expect(none?.reason == .cutOff && none?.partial == nil)
    let begun = try await failure(
      of: .raw(Array("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\nabc".utf8)))
    #expect(begun?.reason == .cutOff)
    #expect(begun?.partial?.status == 503 && begun?.partial?.header("Retry-After") == "7")
    #expect(begun?.partial?.body == Array("abc".utf8))
  }

  @Test func nobodyThereIsAConnectionThatFailed() async throws {
    try await HTTPClient.with(connections: 1, network: .plain) { client in
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.get(request("http://127.0.0.1:1/?token=s3cret"))
      }
      #expect(failure?.reason == .connection(.other))
      #expect(failure?.text.contains("Failed to connect to the server port") == true)
      let unknown = await #expect(throws: HTTPFailure.self) {
        try await client.get(request("http://host.invalid/"))
      }
      #expect(unknown?.reason == .connection(.name))
      #expect(unknown?.text == "Could not resolve host: the server")
    }
  }
}

extension HTTPClient {
  /// Nil where no whole answer comes.
  func body(_ request: HTTPRequest) async -> [UInt8]? { try? await get(request).body }

  func result(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    do throws(HTTPFailure) {
      return .success(try await get(request))
    } catch {
      return .failure(error)
    }
  }
}
