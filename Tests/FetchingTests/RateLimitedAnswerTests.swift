import Model
import TestSupport
import Testing

@testable import Fetching

/// What a run does with answers that refuse a request for its rate, over HTTP.
@Suite struct RateLimitedAnswerTests {
  @Test func aKOLThatIsAlwaysRefusedForTheRateIsGivenUpAfterFiveMinutes() async throws {
    let clock = ImmediateClock()
    try await ScriptedServer.run({ $0.id == "a" ? .code(302, status: 429) : .profile($0.id) }) { server in
      let asked = try ids("a", "b")
      let record = try await fetcher(server.baseURL, clock: clock).record(asked)
      #expect(record.replies.map(\.kolID) == [asked[1]])
      #expect(record.summary.failures.map(\.reason) == [.rateLimited])
      #expect(record.summary.stopReason == nil)
      #expect((4...103).contains(record.summary.rateLimited))
      #expect(record.summary.calls == record.summary.rateLimited + 1)
      #expect(clock.now.offset < .seconds(360))
    }
  }

  @Test func aServerThatRefusesEveryoneForTheRateEndsTheRun() async throws {
    try await ScriptedServer.run({ _ in .code(302, "SLOW DOWN") }) { server in
      let record = try await fetcher(server.baseURL).record(ids(1...50))
      let stop = try #require(record.summary.stopReason)
      #expect(stop == StopReason(cause: .rateLimited, code: 302, message: "SLOW DOWN", requestID: "r-302"))
      #expect(record.summary.rateLimited == server.requests.count)
      #expect(server.requests.count <= FetchRun.mostRefusals + 6)
      #expect(record.summary.failures.count == 50 && record.summary.charged == 0)
    }
  }
}
