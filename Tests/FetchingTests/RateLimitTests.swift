import Model
import Testing

@testable import Fetching

/// Whole fetches against servers that limit the rate, on simulated time.
@Suite struct RateLimitTests {
  private static let minute = (Duration.seconds(5), Duration.seconds(65))

  private func server(
    _ limit: SimulatedServer.Limit, latency: Int = 50, refusals: Int? = nil, jitter: Double = 0,
    retryAfter: Int? = nil
  ) -> SimulatedServer {
    var server = SimulatedServer(limit)
    server.latency = .milliseconds(latency)
    server.refusalLatency = refusals.map { .milliseconds($0) }
    server.jitter = jitter
    server.retryAfter = retryAfter.map { .seconds($0) }
    return server
  }

  struct Bucket: Sendable {
    let configured: Int
    let allowed: Double
    let burst: Double
    let concurrency: Int
    var latency = 50
    var refusals: Int?
    var jitter = 0.0
    /// The most refusals among the requests of the minute.
    var most = 0.06
  }

  @Test(
    arguments: [
      Bucket(configured: 1_000, allowed: 250, burst: 250, concurrency: 32),
      Bucket(configured: 1_000, allowed: 250, burst: 25, concurrency: 32),
      Bucket(configured: 1_000, allowed: 250, burst: 5, concurrency: 32, jitter: 0.2),
      Bucket(configured: 1_000, allowed: 250, burst: 1, concurrency: 32),
      Bucket(configured: 1_000, allowed: 250, burst: 25, concurrency: 64, refusals: 4_000),
      Bucket(configured: 1_000, allowed: 500, burst: 20, concurrency: 64),
      Bucket(configured: 500, allowed: 60, burst: 10, concurrency: 64, latency: 200, jitter: 0.5),
      Bucket(configured: 100, allowed: 95, burst: 10, concurrency: 16),
      Bucket(configured: 100, allowed: 10, burst: 3, concurrency: 8, jitter: 0.3),
      Bucket(configured: 100, allowed: 20, burst: 5, concurrency: 32, refusals: 4_000),
      Bucket(configured: 20, allowed: 2, burst: 2, concurrency: 3),
      Bucket(configured: 20, allowed: 2, burst: 5, concurrency: 8),
      Bucket(configured: 1_000, allowed: 2, burst: 2, concurrency: 256, most: 0.1),
    ], 1...2 as ClosedRange<UInt64>)
  func theServersRateIsFoundAndKept(_ bucket: Bucket, seed: UInt64) throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: bucket.concurrency, requestsPerSecond: bucket.configured),
      server(
        .bucket(perSecond: bucket.allowed, burst: bucket.burst), latency: bucket.latency,
        refusals: bucket.refusals, jitter: bucket.jitter),
      kols: Int(bucket.allowed * 60 + bucket.burst) + 100, seed: seed)
    let (start, end) = Self.minute
    let lastStart = try #require(fetch.requests.last?.at)
    let goodput = fetch.goodput(from: start, to: min(end, lastStart))
    #expect(goodput >= 0.9 * bucket.allowed, "\(goodput)")
    let refusals = fetch.refusals(from: start, to: end)
    #expect(refusals <= bucket.most, "\(refusals)")
    #expect(fetch.summary.failures == [] && fetch.summary.stopReason == nil)
    let told = try #require(fetch.summary.allowedPerSecond)
    #expect(abs(told - bucket.allowed) <= 0.1 * bucket.allowed, "\(told)")
    #expect(fetch.summary.rateLimited == fetch.requests.count { $0.isRefused })
    #expect(fetch.summary.calls == fetch.requests.count)
  }

  @Test(arguments: [(20, 120, 60), (1_000, 6_000, 60), (1_000, 100, 1), (2, 110, 60)])
  func whatAWindowAllowsIsUsedUp(configured: Int, count: Int, seconds: Int) throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: 32, requestsPerSecond: configured),
      server(.window(count: count, length: .seconds(seconds))), kols: 240 * count / seconds,
      until: .seconds(180), seed: 1)
    let goodput = fetch.goodput(from: .zero, to: .seconds(180))
    #expect(goodput >= 0.9 * Double(count) / Double(seconds), "\(goodput)")
    #expect(fetch.refusals(from: .seconds(60), to: .seconds(180)) <= 0.08)
    #expect(fetch.summary.failures.allSatisfy { $0.reason == .notAttempted })
  }

  @Test(arguments: [(20.0, 5.0, 2), (250, 25, 1)])
  func nobodyStartsBeforeRetryAfterIsOver(allowed: Double, burst: Double, seconds: Int) throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: 32, requestsPerSecond: 1_000),
      server(.bucket(perSecond: allowed, burst: burst), retryAfter: seconds), kols: Int(allowed * 120),
      until: .seconds(65), seed: 1)
    var heldFrom: [Duration] = []
    for request in fetch.requests {
      let learntAt = heldFrom.last { $0 < request.at }
      if let learntAt { #expect(request.at >= learntAt + .seconds(seconds)) }
      if request.isRefused { heldFrom.append(request.at + .milliseconds(50)) }
    }
    #expect(heldFrom.count > 1)
    // What a pause leaves unused is not known.
    #expect(fetch.summary.allowedPerSecond == nil)
    #expect(fetch.goodput(from: Self.minute.0, to: Self.minute.1) >= 0.7 * allowed)
    #expect(fetch.refusals(from: Self.minute.0, to: Self.minute.1) <= 0.01)
  }

  @Test func slowAnswersAreLearntFromToo() throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: 32, requestsPerSecond: 20),
      server(.bucket(perSecond: 5, burst: 5), latency: 4_000), kols: 700, until: .seconds(125), seed: 1)
    #expect(fetch.goodput(from: .seconds(20), to: .seconds(125)) >= 0.9 * 5)
    #expect(fetch.refusals(from: .seconds(20), to: .seconds(125)) <= 0.1)
  }

  @Test(arguments: [0.05, 0.3, 0.5], 1...3 as ClosedRange<UInt64>)
  func refusalsThatNoPaceAvoidsSlowARunButDoNotStopIt(share: Double, seed: UInt64) throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: 32, requestsPerSecond: 1_000), server(.random(share: share)), kols: 4_000,
      seed: seed)
    #expect(fetch.profiles.count == 4_000 && fetch.summary.failures == [])
    #expect(fetch.now < .seconds(240))
    let slow = try SimulatedFetch(
      Settings.API(concurrency: 3, requestsPerSecond: 2), server(.random(share: share)), kols: 40, seed: seed)
    #expect(slow.profiles.count == 40 && slow.summary.failures == [])
  }

  @Test func aLimitThatFallsIsFollowedSoon() {
    var random = SeededGenerator(seed: 1)
    var pace = Pace(ceiling: 1_000)
    var now = Duration.zero
    for allowed in [800.0, 100, 400] {
      var server = server(.bucket(perSecond: allowed, burst: 1))
      var refused = 0
      let end = now + .seconds(60)
      while now < end {
        now += .seconds(1 / pace.rate)
        if server.admits(at: now, &random) {
          pace.letThrough(startedAt: now, at: now)
        } else {
          pace.refused(startedAt: now, at: now, pause: .zero)
          refused += 1
        }
      }
      #expect(pace.rate > 0.9 * allowed && pace.rate < 1.05 * allowed)
      #expect(Double(refused) < 60 * allowed * 0.05)
    }
  }

  @Test(arguments: [nil, 0, 1, 30, 120, 86_400], [1, 32, 256])
  func aServerThatRefusesEveryoneEndsTheRun(retryAfter: Int?, concurrency: Int) throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: concurrency, requestsPerSecond: 1_000),
      server(.refusesAll, retryAfter: retryAfter), kols: 2_000, seed: 1)
    #expect(fetch.summary.stopReason?.cause == .rateLimited)
    #expect(fetch.summary.stopReason?.code == 302)
    #expect(fetch.summary.calls <= FetchRun.mostRefusals + 2 * concurrency)
    #expect(fetch.summary.calls == fetch.requests.count)
    #expect(fetch.now <= .seconds(300 + 2 * 120))
    #expect(fetch.summary.failures.count == 2_000 && fetch.summary.charged == 0)
    #expect(fetch.summary.failures.allSatisfy { $0.reason == .rateLimited || $0.reason == .notAttempted })
  }

  @Test func refusedRequestsCountAgainstTheCeilingOfCalls() throws {
    let fetch = try SimulatedFetch(
      Settings.API(concurrency: 8, requestsPerSecond: 20, maxCalls: 60),
      server(.bucket(perSecond: 2, burst: 2)), kols: 60, seed: 1)
    #expect(fetch.summary.calls == 60 && fetch.requests.count == 60)
    #expect(fetch.summary.stopReason?.cause == .callLimit)
    #expect(fetch.profiles.count == 60 - fetch.summary.rateLimited)
  }
}
