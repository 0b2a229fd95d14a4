import HTTP
import Model
import Synchronization
import Testing

@testable import Fetching
@testable import Replies

/// A clock whose sleeps end at once and move it forward.
final class ImmediateClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration = .zero
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private let time = Mutex(Instant())

  func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

  var now: Instant { time.withLock { $0 } }
  var minimumResolution: Duration { .zero }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    time.withLock { $0 = max($0, deadline) }
    await Task.yield()
    try Task.checkCancellation()
  }
}

/// A clock whose sleeps end only when they are cancelled.
struct StoppedClock: Clock {
  typealias Instant = ImmediateClock.Instant
  var now: Instant { Instant() }
  var minimumResolution: Duration { .zero }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    while true { try await Task.sleep(for: .seconds(3600)) }
  }
}

let secret = "s3cret+/=&% #token"

func ids(_ names: String...) throws -> [KOLID] {
  try names.map { try #require(KOLID($0)) }
}

func ids(_ range: ClosedRange<Int>) throws -> [KOLID] {
  try range.map { try #require(KOLID("k\($0)")) }
}

/// What an attempt brings that brings a profile.
func profileAnswer(of id: KOLID) -> Answer {
  let decoded = DecodedReply(profile: Profile(values: [], recordTime: nil), warnings: [])
  return .profile(
    ArrivedReply(kolID: id, decoded: decoded, kinds: ReplyKinds(), line: [], depth: 0), body: [])
}

/// A fetcher for a server of this machine.
func fetcher(
  _ baseURL: String, endpoint: Endpoint = .profileV1, acceptCache: Bool? = nil, concurrency: Int = 3,
  burst: Int = 1, maxCalls: Int? = nil, token: String = secret, sandboxDay: CalendarDay? = nil,
  timeout: Duration = .seconds(900),
  clock: any Clock<Duration> = ImmediateClock()
) throws -> Fetcher {
  var fetcher = Fetcher(
    api: Settings.API(
      environment: .custom(try BaseURL(baseURL)), endpoint: endpoint, acceptCache: acceptCache,
      concurrency: concurrency, requestsPerSecond: 2, burst: burst, maxCalls: maxCalls),
    token: try APIToken(token), userAgent: "kolsite/test", sandboxDay: sandboxDay,
    network: .plain, now: { Timestamp(secondsSinceEpoch: 1_800_000_000) }, clock: clock, seed: 7)
  fetcher.timeout = timeout
  return fetcher
}

/// What a fetch did, as a test wants to see it.
struct Record {
  var events: [FetchEvent] = []
  var summary = FetchSummary()

  var replies: [Reply] {
    events.compactMap { if case .reply(let reply, _) = $0 { reply } else { nil } }
  }
  var diagnostics: [Diagnostic] {
    events.compactMap {
      switch $0 {
      case .failed(_, let diagnostic), .unusable(_, let diagnostic): diagnostic
      case .reply, .retrying, .unusableForNow: nil
      }
    }
  }
  var unusable: [UnusableReply] {
    events.compactMap { if case .unusable(let reply, _) = $0 { reply } else { nil } }
  }
}

extension Fetcher {
  func record(_ ids: [KOLID]) async throws -> Record {
    var record = Record()
    record.summary = try await fetch(ids) { record.events.append($0) }
    return record
  }
}

func failure(_ id: KOLID, _ reason: FetchFailure.Reason, _ attempts: Int) -> FetchFailure {
  FetchFailure(kolID: id, reason: reason, attempts: attempts)
}
