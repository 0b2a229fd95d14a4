import HTTP
import Model
import Synchronization
import TestSupport
import Testing

@testable import Fetching

/// Pictures are asked for where they may be, within limits, and with nothing that is nobody's business.
struct AvatarFetcherTests {
  private func source(_ kol: String, _ address: String) throws -> AvatarSource {
    AvatarSource(kolID: try #require(KOLID(kol)), address: address)
  }

  /// A fetcher that takes a server of this machine for the sandbox.
  private func fetcher(
    _ baseURL: String, clock: any Clock<Duration> = ContinuousClock()
  ) throws -> AvatarFetcher {
    AvatarFetcher(
      environment: .custom(try BaseURL(baseURL)), userAgent: "kolsite/test", network: .plain, clock: clock)
  }

  private func events(
    of fetcher: AvatarFetcher, for sources: [AvatarSource]
  ) async throws -> [KOLID: AvatarFetcher.Event] {
    var events: [KOLID: AvatarFetcher.Event] = [:]
    try await fetcher.fetch(sources) { event in
      switch event {
      case .picture(let named, _), .failed(let named, _): for source in named { events[source.kolID] = event }
      }
    }
    return events
  }

  /// What comes of one picture of the sandbox.
  private func event(
    _ timeout: Duration = .seconds(300), _ respond: @escaping @Sendable (SeenRequest) -> ScriptedAnswer
  ) async throws -> AvatarFetcher.Event? {
    var event: AvatarFetcher.Event?
    try await ScriptedServer.run(respond) { server in
      var fetcher = try fetcher(server.baseURL)
      fetcher.timeout = timeout
      event = try await events(of: fetcher, for: [source("a", "https://sandbox.invalid/a.png")])[
        try #require(KOLID("a"))]
    }
    return event
  }

  private func failed(_ problem: AvatarProblem) throws -> AvatarFetcher.Event {
    .failed([try source("a", "https://sandbox.invalid/a.png")], problem)
  }

  @Test func thePictureIsHandedOverAsReceivedAndTheRequestSaysLittle() async throws {
    let body = "\u{0}\u{1}x"
    try await ScriptedServer.run({ _ in .answer(headers: ["Content-Type: text/html"], body: body) }) {
      server in
      let picture = try source("a", "https://sandbox.invalid/a b.png?v=1")
      let found = try await events(of: try fetcher(server.baseURL), for: [picture])
      #expect(found == [picture.kolID: .picture([picture], Array(body.utf8))])
      let request = try #require(server.requests.first)
      #expect(server.requests.count == 1)
      #expect(request.line == "GET /a%20b.png?v=1 HTTP/1.1")
      #expect(Set(request.headers.keys) == ["host", "accept", "user-agent"])
      #expect(request.headers["user-agent"] == "kolsite/test")
    }
  }

  @Test func beyondTheSandboxNobodyIsAskedFromALoopbackAddress() async throws {
    try await ScriptedServer.run({ _ in .answer(body: "x") }) { server in
      let fetcher = try fetcher(server.baseURL)
      let others = [
        try source("a", "https://sns-avatar-qc.xhscdn.com/a.jpg"), try source("b", "\(server.baseURL)/b.png"),
        try source("c", "http://sandbox.invalid/c.png"), try source("d", "nonsense"),
      ]
      #expect(others.allSatisfy { !fetcher.concerns($0) })
      #expect(try await events(of: fetcher, for: others).isEmpty)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func withARealAPIEveryPictureIsOfConcern() throws {
    for environment: Settings.Environment in [
      .global, .cn, .custom(try BaseURL("https://127.0.0.1:1")), .custom(try BaseURL("https://api.example")),
    ] {
      let fetcher = AvatarFetcher(
        environment: environment, userAgent: "kolsite/test", network: .plain, clock: ContinuousClock())
      #expect(fetcher.concerns(try source("a", "https://a.co/")))
    }
  }

  @Test func anAddressThatSeveralNameIsAskedOnce() async throws {
    try await ScriptedServer.run({ request in .answer(body: request.path) }) { server in
      let sources = try (1...20).map { try source("k\($0)", "https://sandbox.invalid/\($0 % 3)") }
      var seen: [[AvatarSource]: [UInt8]] = [:]
      try await fetcher(server.baseURL).fetch(sources) { event in
        if case .picture(let named, let bytes) = event { seen[named] = bytes }
      }
      #expect(server.requests.count == 3)
      #expect(Set(seen.keys.joined()) == Set(sources))
      #expect(Set(seen.values) == Set(["/0", "/1", "/2"].map { Array($0.utf8) }))
    }
  }

  @Test(arguments: [201, 204, 206, 304, 400, 401, 404, 500, 503])
  func anotherStatusIsNoPicture(_ status: Int) async throws {
    #expect(try await event { _ in .answer(status: status, body: "x") } == failed(.status))
  }

  @Test func aLengthBeyondTheLimitEndsItAtOnce() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: \(AvatarLimits.bytes + 1)\r\n\r\n"
    #expect(try await event { _ in .part(Array(head.utf8)) } == failed(.tooLarge))
  }

  @Test func aBodyWithoutALengthIsCutAtTheLimit() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)
    let most = [UInt8](repeating: 7, count: AvatarLimits.bytes)
    #expect(try await event { _ in .raw(head + most + [7]) } == failed(.tooLarge))
    #expect(
      try await event { _ in .raw(head + most) }
        == .picture([source("a", "https://sandbox.invalid/a.png")], most))
  }

  @Test func anAnswerThatIsCutOffIsNoPicture() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".utf8)
    #expect(try await event { _ in .raw(head) } == failed(.connection))
    #expect(try await event { _ in .raw(Array("nonsense\r\n\r\n".utf8)) } == failed(.connection))
  }

  @Test func silenceEndsInTime() async throws {
    #expect(try await event(.milliseconds(200)) { _ in .silence } == failed(.timeout))
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".utf8)
    #expect(try await event(.milliseconds(200)) { _ in .part(head) } == failed(.timeout))
  }

  @Test func theSandboxRedirectsNowhere() async throws {
    for location in ["https://sandbox.invalid/b.png", "http://169.254.169.254/", "/b.png"] {
      let answer = try await event { request in
        request.path == "/a.png"
          ? .answer(status: 302, headers: ["Location: \(location)"], body: "") : .silence
      }
      #expect(try answer == failed(.redirect))
    }
  }

  @Test func whatTheTimeDoesNotSufficeForIsNotAsked() async throws {
    try await ScriptedServer.run({ _ in .answer(body: "x") }) { server in
      var fetcher = try fetcher(server.baseURL)
      fetcher.totalTime = .zero
      let picture = try source("a", "https://sandbox.invalid/a.png")
      #expect(try await events(of: fetcher, for: [picture]).isEmpty)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func theTimeForAllPicturesIsMeasuredByTheClockThatIsGiven() async throws {
    let clock = ImmediateClock()
    try await ScriptedServer.run({ _ in .answer(body: "x") }) { server in
      let pictures = try (1...50).map { try source("k\($0)", "https://sandbox.invalid/\($0)") }
      var count = 0
      try await fetcher(server.baseURL, clock: clock).fetch(pictures) { _ in
        if count == 0 { clock.advance(by: .seconds(61)) }
        count += 1
      }
      // Those that were under way, and nobody after them.
      #expect(count == AvatarFetcher.concurrency)
    }
  }

  @Test func anErrorOfTheHandlerStopsEverything() async throws {
    try await ScriptedServer.run({ _ in .answer(body: "x") }) { server in
      let sources = try (1...50).map { try source("k\($0)", "https://sandbox.invalid/\($0)") }
      await #expect(throws: CancellationError.self) {
        try await fetcher(server.baseURL).fetch(sources) { _ in throw CancellationError() }
      }
      #expect(server.requests.count < 50)
    }
  }

  // MARK: Public hosts

  /// A fetcher for real addresses whose names lead where a test says; nothing of it may be connected to.
  private func publicFetcher(_ names: [String: [String]]) throws -> AvatarFetcher {
    var fetcher = AvatarFetcher(
      environment: .global, userAgent: "kolsite/test", network: .plain, clock: ContinuousClock())
    let addresses = try names.mapValues { try $0.map { try #require(IPAddress($0)) } }
    fetcher.lookUp = { addresses[$0] ?? [] }
    fetcher.timeout = .seconds(900)
    return fetcher
  }

  @Test(arguments: [
    [], ["127.0.0.1"], ["::1"], ["10.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"], ["fe80::1"],
    // One public address does not make up for another that is not.
    ["1.1.1.1", "127.0.0.1"], ["2606:4700::1111", "fd00::1"],
  ])
  func aHostThatIsNotPublicIsNeverConnectedTo(_ addresses: [String]) async throws {
    let fetcher = try publicFetcher(["a.co": addresses])
    let picture = try source("a", "https://a.co/x.png")
    #expect(try await events(of: fetcher, for: [picture]) == [picture.kolID: .failed([picture], .host)])
  }

  @Test(arguments: ["http://a.co/", "https://127.0.0.1/", "https://a.co:8080/", "https://u@a.co/", "x"])
  func anAddressThatIsNotAskedIsNotLookedUp(_ address: String) async throws {
    var fetcher = AvatarFetcher(
      environment: .global, userAgent: "kolsite/test", network: .plain, clock: ContinuousClock())
    let lookups = Mutex(0)
    fetcher.lookUp = { _ in
      lookups.withLock { $0 += 1 }
      return []
    }
    let picture = try source("a", address)
    #expect(try await events(of: fetcher, for: [picture]) == [picture.kolID: .failed([picture], .address)])
    #expect(lookups.withLock { $0 } == 0)
  }

  @Test func aNameIsLookedUpOnceAndSoManyNamesAreTooMany() async throws {
    let lookups = Mutex<[String: Int]>([:])
    let hosts = PictureHosts { host in
      lookups.withLock { $0[host, default: 0] += 1 }
      return [IPAddress("1.1.1.1")].compactMap { $0 }
    }
    for number in 0..<(PictureHosts.limit + 5) {
      for _ in 0..<2 {
        #expect(await hosts.address(of: "h\(number).co") != nil || number >= PictureHosts.limit)
      }
    }
    #expect(lookups.withLock { $0.count } == PictureHosts.limit)
    #expect(lookups.withLock { $0.values.allSatisfy { $0 == 1 } })
  }

  private func transport(_ client: HTTPClient) -> PictureTransport {
    PictureTransport(client: client, userAgent: "kolsite/test", timeout: .seconds(900), sizeLimit: 100)
  }

  @Test func theClientConnectsToTheCheckedAddressWhateverTheNameLeadsTo() async throws {
    let here = try #require(IPAddress("127.0.0.1"))
    try await ScriptedServer.run({ request in .answer(body: request.headers["host"] ?? "") }) { server in
      let port = server.baseURL.split(separator: ":").last ?? ""
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        // No resolver knows this name.
        let answer = await transport(client).answer(to: "http://picture.invalid:\(port)/", by: .pinned(here))
        #expect(answer == .bytes(Array("picture.invalid:\(port)".utf8)))
      }
    }
  }

  @Test func aConnectionToOneAddressIsNotUsedForAnother() async throws {
    let here = try #require(IPAddress("127.0.0.1"))
    let elsewhere = try #require(IPAddress("127.0.0.2"))
    try await ScriptedServer.run({ _ in .answer(body: "x") }) { server in
      let port = server.baseURL.split(separator: ":").last ?? ""
      try await HTTPClient.with(connections: 4, network: .plain) { client in
        let url = "http://picture.invalid:\(port)/"
        #expect(await transport(client).answer(to: url, by: .pinned(here)) == .bytes([120]))
        // The server listens on the other address only.
        #expect(await transport(client).answer(to: url, by: .pinned(elsewhere)) == .problem(.connection))
        #expect(server.requests.count == 1)
      }
    }
  }

  /// Follows redirects through a script of answers and returns what came of it, and who was asked.
  private func follow(_ answers: [String: PictureAnswer]) async -> (PictureAnswer, [String]) {
    let asked = Mutex<[String]>([])
    let answer = await AvatarFetcher.picture(at: "https://a.co/1") { place in
      let url = "https://\(place.host)\(place.target)"
      asked.withLock { $0.append(url) }
      return answers[url] ?? .problem(.status)
    }
    return (answer, asked.withLock { $0 })
  }

  @Test func twoRedirectsAreFollowedAndNotAThird() async {
    var answers: [String: PictureAnswer] = [
      "https://a.co/1": .redirect(location: "//b.co/2"), "https://b.co/2": .redirect(location: "/3"),
      "https://b.co/3": .bytes([1]),
    ]
    var (answer, asked) = await follow(answers)
    #expect(answer == .bytes([1]))
    #expect(asked == ["https://a.co/1", "https://b.co/2", "https://b.co/3"])
    answers["https://b.co/3"] = .redirect(location: "/4")
    (answer, asked) = await follow(answers)
    #expect(answer == .problem(.redirect))
    #expect(asked.count == 3)
  }

  @Test(arguments: [
    nil, "http://b.co/", "https://127.0.0.1/", "https://localhost/", "https://b.co:22/", "file:///x",
  ])
  func aRedirectToWhereNobodyIsAskedEndsIt(_ location: String?) async {
    let (answer, asked) = await follow(["https://a.co/1": .redirect(location: location)])
    #expect(answer == .problem(.redirect))
    #expect(asked == ["https://a.co/1"])
  }

  @Test func aRedirectToAPrivateHostIsNotConnectedTo() async throws {
    let hosts = PictureHosts { _ in [IPAddress("10.0.0.1")].compactMap { $0 } }
    let answer = await AvatarFetcher.picture(at: "https://a.co/1") { place in
      if place.host == "a.co" { return .redirect(location: "https://inside.co/") }
      return await hosts.address(of: place.host) == nil ? .problem(.host) : .bytes([])
    }
    #expect(answer == .problem(.host))
  }
}
