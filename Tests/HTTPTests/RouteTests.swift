import Synchronization
import TestSupport
import Testing

@testable import HTTP

/// Whom a request reaches: the server, a proxy, or the one address that was checked.
@Suite struct RouteTests {
  private func request(_ url: String, _ route: HTTPRequest.Route = .named) -> HTTPRequest {
    var request = HTTPRequest(url: url, timeout: .seconds(900), sizeLimit: 1_000, route: route)
    // The proxies of these tests share their threads with all others.
    request.connectTimeout = .seconds(900)
    return request
  }

  /// An environment whose proxy is a server of the tests.
  private func network(
    _ proxy: ScriptedServer, credentials: String = "", noProxy: String = ""
  ) throws -> NetworkEnvironment {
    let address = "http://\(credentials)\(proxy.baseURL.dropFirst("http://".utf8.count))"
    return try NetworkEnvironment(["ALL_PROXY": address, "NO_PROXY": noProxy])
  }

  @Test func aProxyIsAskedInPlaceOfTheServer() async throws {
    try await ScriptedServer.run({ _ in .answer(body: "from the proxy") }) { proxy in
      try await HTTPClient.with(connections: 1, network: network(proxy, credentials: "us%40er:pass@")) {
        client in
        let response = try await client.get(request("http://api.invalid/a?b"))
        #expect(response.body == Array("from the proxy".utf8))
      }
      #expect(proxy.requests.map(\.line) == ["GET http://api.invalid/a?b HTTP/1.1"])
      #expect(proxy.requests[0].headers["proxy-authorization"] == "Basic dXNAZXI6cGFzcw==")
    }
  }

  @Test func aProxySeesOfAnHTTPSRequestNothingButItsHost() async throws {
    try await ScriptedServer.run({ _ in .answer(status: 407, body: "who are you") }) { proxy in
      try await HTTPClient.with(connections: 1, network: network(proxy, credentials: "user:s3cret@")) {
        client in
        let failure = await #expect(throws: HTTPFailure.self) {
          try await client.get(request("https://api.invalid/a?token=t0ken"))
        }
        #expect(failure?.reason == .connection(.proxy))
        #expect(failure?.partial == nil)
        #expect(failure?.text.contains("s3cret") == false)
        #expect(failure?.text.contains("407") == true)
      }
      #expect(proxy.requests.map(\.line) == ["CONNECT api.invalid:443 HTTP/1.1"])
      #expect(proxy.requests[0].headers["user-agent"] == nil)
    }
  }

  @Test func hostsOfNoProxyAndThisMachineAreAskedDirectly() async throws {
    try await ScriptedServer.run({ _ in .answer(body: "proxy") }) { proxy in
      try await ScriptedServer.run({ _ in .answer(body: "server") }) { server in
        try await HTTPClient.with(connections: 1, network: network(proxy, noProxy: "a.invalid,b.invalid")) {
          client in
          let failure = await #expect(throws: HTTPFailure.self) {
            try await client.get(request("http://b.invalid/"))
          }
          #expect(failure?.reason == .connection(.name))
          #expect(await client.body(request("\(server.baseURL)/", .direct)) == Array("server".utf8))
        }
      }
      #expect(proxy.requests.isEmpty)
    }
  }

  @Test func aProxyIsAskedForThePinnedAddress() async throws {
    try await ScriptedServer.run({ _ in .answer(status: 403, body: "") }) { proxy in
      try await HTTPClient.with(connections: 1, network: network(proxy)) { client in
        for text in ["203.0.113.9", "2001:db8::9"] {
          let address = try #require(IPAddress(text))
          _ = await client.result(request("https://picture.invalid/a.png", .pinned(address)))
        }
      }
      #expect(
        proxy.requests.map(\.line) == [
          "CONNECT 203.0.113.9:443 HTTP/1.1", "CONNECT [2001:db8::9]:443 HTTP/1.1",
        ])
    }
  }

  @Test func aDeadProxyIsToldAsOne() async throws {
    let dead = try NetworkEnvironment(["HTTPS_PROXY": "http://user:s3cret@127.0.0.1:1"])
    try await HTTPClient.with(connections: 1, network: dead) { client in
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.get(request("https://api.invalid/"))
      }
      #expect(failure?.reason == .connection(.proxy))
      #expect(failure?.text.contains("s3cret") == false)
    }
  }

  @Test func aConnectionAroundAProxyIsNotTheProxysMatter() async throws {
    let around = try NetworkEnvironment(["HTTP_PROXY": "http://proxy.invalid:1", "NO_PROXY": "127.0.0.1"])
    try await HTTPClient.with(connections: 1, network: around) { client in
      let failure = await #expect(throws: HTTPFailure.self) {
        try await client.get(request("http://127.0.0.1:1/"))
      }
      #expect(failure?.reason == .connection(.other))
    }
  }

  @Test func aRequestThatIsGivenUpEndsAtOnceAndTheOthersGoOn() async throws {
    let arrived = Mutex(0)
    try await ScriptedServer.run({ request in
      arrived.withLock { $0 += 1 }
      return request.path == "/wait" ? .silence : .answer(body: "x")
    }) { server in
      try await HTTPClient.with(connections: 4, network: .plain) { client in
        let waiting = Task { await client.result(request("\(server.baseURL)/wait")) }
        while arrived.withLock({ $0 == 0 }) { try await Task.sleep(for: .milliseconds(1)) }
        waiting.cancel()
        #expect(await waiting.value == .failure(.abandoned))
        #expect(await client.body(request("\(server.baseURL)/")) == Array("x".utf8))
        let cancelled = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return await client.result(request("\(server.baseURL)/wait"))
        }
        #expect(await cancelled.value == .failure(.abandoned))
      }
    }
  }

  @Test func anAnswerThatMayBePaidForIsWaitedForThoughItsTaskWasCancelled() async throws {
    let arrived = Mutex(0)
    try await ScriptedServer.run({ request in
      arrived.withLock { $0 += 1 }
      return request.path == "/wait" ? .silence : .answer(body: "x")
    }) { server in
      try await HTTPClient.with(connections: 4, network: .plain) { client in
        func get(_ path: String) async -> Result<[UInt8], HTTPFailure> {
          do throws(HTTPFailure) {
            return .success(
              try await client.get(request("\(server.baseURL)\(path)"), outlivesTask: true).body)
          } catch {
            return .failure(error)
          }
        }
        let cancelled = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return await get("/")
        }
        #expect(await cancelled.value == .success(Array("x".utf8)))
        let waiting = Task { await get("/wait") }
        while arrived.withLock({ $0 < 2 }) { try await Task.sleep(for: .milliseconds(1)) }
        waiting.cancel()
        client.abandon()
        #expect(await waiting.value == .failure(.abandoned))
        #expect(await get("/") == .failure(.abandoned))
      }
    }
  }

  @Test func aClosedClientGivesUpWhatIsUnderWayAndTakesNothing() async throws {
    let arrived = Mutex(0)
    try await ScriptedServer.run({ _ in
      arrived.withLock { $0 += 1 }
      return .silence
    }) { server in
      let client = try HTTPClient(connections: 4, network: .plain)
      let waiting = (0..<3).map { _ in Task { await client.result(request("\(server.baseURL)/")) } }
      while arrived.withLock({ $0 < 3 }) { try await Task.sleep(for: .milliseconds(1)) }
      await client.close()
      for task in waiting { #expect(await task.value == .failure(.abandoned)) }
      #expect(await client.result(request("\(server.baseURL)/")) == .failure(.abandoned))
      await client.close()
    }
  }
}
