import Images
import Model
import Testing

@testable import Serving

extension ServerTests {
  struct SandboxServerTests {
    private static let path = "/api/xiaohongshu-pgy/get-kol-info/v1"
    private static let seed = "60f2bf8200000000010096d8"

    @Test func theContractHoldsOverHTTP() async throws {
      let requests = try await SandboxServer.with { base, log in
        let seed = try await Exchange("\(base)\(Self.path)?token=kolsite-sandbox&kolId=\(Self.seed)")
        #expect(seed.status == 200)
        #expect(seed.body == PackageResources.profile_legacy_seed_json)
        #expect(seed.headers["content-type"] == "application/json;charset=UTF-8")
        #expect(!seed.headers.keys.contains { $0.utf8.starts(with: "access-control".utf8) })

        let denied = try await Exchange("\(base)\(Self.path)?token=wrong&kolId=\(Self.seed)")
        #expect(denied.status == 401)
        #expect(try object(denied.body)["code"] as? Int == 100)

        let unknown = try await Exchange(
          "\(base)\(Self.path)?token=kolsite-sandbox&kolId=0123456789abcdef01234567")
        #expect(unknown.status == 200)
        #expect(try object(unknown.body)["code"] as? Int == 301)
        return log.requests
      }
      let id = KOLID(Self.seed)
      #expect(
        requests == [
          request(id, 200, 0), request(id, 401, 100),
          request(KOLID("0123456789abcdef01234567"), 200, 301),
        ])
    }

    @Test func theDateHeaderReachesTheAnswer() async throws {
      let asked = try day("2026-09-01")
      let expected = SyntheticReply(persona: try persona(.viral), day: asked).body
      try await SandboxServer.with(token: "another") { base, log in
        let answer = try await Exchange(
          "\(base)\(Self.path)?token=another&kolId=c0ffee000000000000000002",
          headers: ["X-Sandbox-Date": "2026-09-01"])
        #expect(answer.body == expected)
        #expect(log.requests.map(\.day) == [asked])
      }
    }

    @Test func aPictureIsNoCall() async throws {
      try await SandboxServer.with { base, log in
        let answer = try await Exchange("\(base)/avatars/c0ffee000000000000000002.svg")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "image/png")
        #expect(ImageHeader(answer.body)?.format == .png)
        #expect(log.requests.isEmpty)
      }
    }

    @Test func aForeignHostIsRefused() async throws {
      try await SandboxServer.with { base, _ in
        let own = try await Exchange("\(base)/ping")
        let foreign = try await Exchange("\(base)/ping", headers: ["Host": "evil.example"])
        #expect(own.status == 200)
        #expect(foreign.status == 421)
      }
    }

    @Test(arguments: ["POST", "HEAD"])
    func anotherMethodIsRefusedWithTheAllowedOne(_ method: String) async throws {
      try await SandboxServer.with { base, _ in
        let answer = try await Exchange("\(base)/ping", method: method)
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "GET")
        #expect(answer.body.isEmpty == (method == "HEAD"))
      }
    }

    @Test func aBusyPortIsAnErrorAndIsFreeAgainAfterwards() async throws {
      let port = try await SandboxServer.with { base, _ in
        let port = try #require(Int(base.split(separator: ":").last ?? ""))
        let failure = await #expect(throws: SandboxFailure.self) {
          try await SandboxServer.with(port: port) { _, _ in }
        }
        guard case .cannotListen(port, let reason) = failure else {
          Issue.record("\(String(describing: failure))")
          return port
        }
        #expect(reason.contains("in use"))
        return port
      }
      let base = try await SandboxServer.with(port: port) { base, _ in base }
      #expect(base == "http://127.0.0.1:\(port)")
    }

    @Test(arguments: [-1, 65_536])
    func aNumberThatIsNoPortIsAnError(_ port: Int) async {
      await #expect(throws: SandboxFailure.noSuchPort(port)) {
        try await SandboxServer.with(port: port) { _, _ in }
      }
    }

    @Test func aThrowingBodyStopsTheServer() async throws {
      struct Stop: Error { let base: String }
      let stop = await #expect(throws: Stop.self) {
        try await SandboxServer.with { base, _ in throw Stop(base: base) }
      }
      let base = try #require(stop?.base)
      await #expect(throws: (any Error).self) { try await Exchange("\(base)/ping") }
    }

    /// Each connection is accepted, refused or ended; none may take the process with it.
    @Test func connectionsThatComeAsTheServerStopDoNoHarm() async throws {
      for _ in 0..<40 {
        let attempts = try await SandboxServer.with { base, _ in
          (0..<8).map { _ in Task { try? await Exchange("\(base)/ping") } }
        }
        for attempt in attempts { _ = await attempt.value }
      }
    }

    @Test func aCancelledBodyStopsTheServer() async throws {
      let (addresses, announcement) = AsyncStream<String>.makeStream()
      let running = Task {
        try await SandboxServer.with { base, _ in
          announcement.yield(base)
          for await _ in AsyncStream<Never>.makeStream().stream {}
          try Task.checkCancellation()
        }
      }
      let base = try #require(await addresses.first { _ in true })
      running.cancel()
      await #expect(throws: CancellationError.self) { try await running.value }
      await #expect(throws: (any Error).self) { try await Exchange("\(base)/ping") }
    }

    @Test func aCancelledServerReturns() async throws {
      let (addresses, announcement) = AsyncStream<String>.makeStream()
      let running = Task {
        try await SandboxServer().run(port: 0) { announcement.yield($0) }
      }
      let base = try #require(await addresses.first { _ in true })
      #expect(try await Exchange("\(base)/ping").body == Array("pong\n".utf8))
      running.cancel()
      try await running.value
      await #expect(throws: (any Error).self) { try await Exchange("\(base)/ping") }
    }

    private func request(_ id: KOLID?, _ status: Int, _ code: Int) -> SandboxRequest {
      SandboxRequest(
        endpoint: .profileV1, kolID: id, day: Sandbox.demoDay, status: status, code: code)
    }
  }
}
