public import HTTP
public import Model

/// Downloads the pictures that profiles name, from public https hosts, beside everything that the API's calls are
/// counted and paced by.
///
///     address ─► is it asked? ─► host: look up, check ─► request ─► bytes
///                     ▲                                     │
///                     └──────── a redirect, twice at most ◄─┘
///
/// With an API on this machine's loopback address, which is the sandbox, nobody else is asked: the addresses of
/// ``sandboxHost`` are its own, and the others are left alone.
public struct AvatarFetcher: Sendable {
  /// The host that the sandbox's replies name. No such host can exist anywhere else.
  public static let sandboxHost = "sandbox.invalid"
  /// Requests under way at once.
  static let concurrency = 4
  /// How many redirects of a picture are followed.
  static let redirects = 2

  /// For one picture, looking up its hosts and its redirects included. A machine that asks itself may be busy.
  var timeout: Duration
  /// Nothing starts later than this after the first.
  var totalTime: Duration = .seconds(60)
  var lookUp: @Sendable (String) async -> [IPAddress] = {
    await HostLookup.addresses(of: $0, within: .seconds(5))
  }

  private let userAgent: String
  private let network: NetworkEnvironment
  private let clock: any Clock<Duration>
  /// The sandbox's own address; nil for a real API.
  private let sandboxURL: BaseURL?

  /// - Parameters:
  ///   - environment: Where the API is.
  ///   - userAgent: `kolsite/` and the version.
  ///   - network: The proxies and certificates of the environment.
  ///   - clock: Measures the time that pictures may take together.
  public init(
    environment: Settings.Environment, userAgent: String, network: NetworkEnvironment,
    clock: any Clock<Duration>
  ) {
    let url = environment.baseURL
    sandboxURL = url.isLoopback && !url.isSecure ? url : nil
    timeout = sandboxURL == nil ? .seconds(10) : .seconds(60)
    self.userAgent = userAgent
    self.network = network
    self.clock = clock
  }

  /// What came of a picture, for each KOL that names it.
  public enum Event: Sendable, Hashable {
    /// As received: what it is must be found out from the bytes.
    case picture([AvatarSource], [UInt8])
    case failed([AvatarSource], AvatarProblem)
  }

  /// Whether this fetcher would ask for a picture, or leave it alone without a word.
  public func concerns(_ source: AvatarSource) -> Bool {
    sandboxURL == nil || sandboxTarget(of: source.address) != nil
  }

  /// Asks for pictures and hands over what came of each, one at a time. An address that several name is asked once.
  ///
  /// What the time does not suffice for is not asked and has no event. A cancelled task stops at once.
  /// - Parameter onEvent: If it throws, everything stops and its error is rethrown.
  /// - Throws: ``HTTPFailure`` before the first request, or what `onEvent` throws.
  public func fetch(_ sources: [AvatarSource], onEvent: (Event) throws -> Void) async throws {
    try await HTTPClient.with(connections: Self.concurrency, network: network) { client in
      try await fetch(
        sources,
        with: PictureTransport(
          client: client, userAgent: userAgent, timeout: timeout, sizeLimit: AvatarLimits.bytes), on: clock,
        onEvent)
    }
  }

  private func fetch<Time: Clock>(
    _ sources: [AvatarSource], with transport: PictureTransport, on clock: Time,
    _ onEvent: (Event) throws -> Void
  ) async throws where Time.Duration == Duration {
    let began = clock.now
    let byAddress = Dictionary(grouping: sources.filter(concerns), by: { Array($0.address.utf8) })
    var rest = sources.filter(concerns).map { Array($0.address.utf8) }.uniqued()[...]
    if let sandboxURL {
      try await run { address in
        guard let target = sandboxTarget(of: address) else { return .problem(.address) }
        return await transport.answer(to: sandboxURL.text + target, by: .direct)
      }
    } else {
      let hosts = PictureHosts(lookUp: lookUp)
      try await run { address in
        await Self.picture(at: address) { place in
          guard let checked = await hosts.address(of: place.host) else { return .problem(.host) }
          return await transport.answer(to: "https://\(place.host)\(place.target)", by: .pinned(checked))
        }
      }
    }

    func run(_ ask: @escaping @Sendable (String) async -> PictureAnswer) async throws {
      try await withThrowingTaskGroup(of: ([UInt8], PictureAnswer).self) { group in
        func startNext() {
          guard began.duration(to: clock.now) < totalTime, !Task.isCancelled, let address = rest.popFirst()
          else {
            return
          }
          let timeout = timeout
          group.addTask {
            let text = String(decoding: address, as: UTF8.self)
            return (address, await Self.limited(to: timeout) { await ask(text) })
          }
        }
        for _ in 0..<Self.concurrency { startNext() }
        while let (address, answer) = try await group.next() {
          // What a cancellation has cut off is no failure of the picture.
          if Task.isCancelled { continue }
          let named = byAddress[address] ?? []
          switch answer {
          case .bytes(let bytes): try onEvent(.picture(named, bytes))
          case .problem(let problem): try onEvent(.failed(named, problem))
          case .redirect: try onEvent(.failed(named, .redirect))
          }
          startNext()
        }
      }
    }
  }

  /// Asks for a picture and follows its redirects, as far as each leads to an address that is asked.
  static func picture(
    at address: String, _ ask: (PictureAddress) async -> PictureAnswer
  ) async -> PictureAnswer {
    guard var place = PictureAddress(address) else { return .problem(.address) }
    for _ in 0..<redirects {
      let answer = await ask(place)
      guard case .redirect(let location) = answer else { return answer }
      guard let next = location.flatMap(place.redirected) else { return .problem(.redirect) }
      place = next
    }
    let answer = await ask(place)
    if case .redirect = answer { return .problem(.redirect) }
    return answer
  }

  private static func limited(
    to limit: Duration, _ work: @escaping @Sendable () async -> PictureAnswer
  ) async -> PictureAnswer {
    await withTaskGroup(of: PictureAnswer.self) { group in
      group.addTask { await work() }
      group.addTask {
        try? await Task.sleep(for: limit)
        return .problem(.timeout)
      }
      defer { group.cancelAll() }
      return await group.next() ?? .problem(.timeout)
    }
  }

  /// The path of one of the sandbox's own pictures; nil for any other address.
  private func sandboxTarget(of address: String) -> String? {
    PictureAddress(address, on: Self.sandboxHost)?.target
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it first stands.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
