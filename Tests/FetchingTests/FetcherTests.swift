import Model
import Replies
import Synchronization
import TestSupport
import Testing

@testable import Fetching

@Suite struct FetcherTests {
  @Test func aReplyCarriesEverythingThatHasToBeKnownLater() async throws {
    let id = try #require(KOLID("60f2bf8200000000010096d8"))
    try await ScriptedServer.run({ .profile($0.id) }) { server in
      let record = try await fetcher(server.baseURL, acceptCache: false).record([id])
      let body = #"{"code":0,"data":{"userId":"\#(id)","fansNum":5},"message":null,"recordTime":null}"#
      var reader = JSONReader()
      let arrived = try reader.arrival(Array(body.utf8), of: id)
      #expect(
        record.events == [
          .reply(
            Reply(
              kolID: id, endpoint: .profileV1, parameters: ["acceptCache": "false"],
              fetchedAt: Timestamp(secondsSinceEpoch: 1_800_000_000), environment: "custom", attempts: 1,
              body: Array(body.utf8)), arrived)
        ])
      #expect(arrived.decoded.warnings == [] && arrived.line == Array(body.utf8))
      var expected = FetchSummary()
      expected.calls = 1
      expected.answered = 1
      expected.charged = 1
      #expect(record.summary == expected)
    }
  }

  @Test func theRequestHasNoMoreThanItNeeds() async throws {
    let day = try #require(CalendarDay("2026-11-23"))
    try await ScriptedServer.run({ .profile($0.id) }) { server in
      _ = try await fetcher(server.baseURL, sandboxDay: day).record(ids("a"))
      _ = try await fetcher(server.baseURL, endpoint: .profileV2, acceptCache: true).record(ids("b"))
      let token = "s3cret%2B%2F%3D%26%25%20%23token"
      #expect(
        server.requests.map(\.line) == [
          "GET \(Endpoint.profileV1.path)?token=\(token)&kolId=a HTTP/1.1",
          "GET \(Endpoint.profileV2.path)?token=\(token)&userId=b HTTP/1.1",
        ])
      let headers = server.requests.map(\.headers)
      #expect(
        headers[0].keys.sorted() == ["accept", "accept-encoding", "host", "user-agent", "x-sandbox-date"])
      #expect(headers[0]["user-agent"] == "kolsite/test")
      #expect(headers[0]["x-sandbox-date"] == "2026-11-23")
      #expect(headers[1].keys.sorted() == ["accept", "accept-encoding", "host", "user-agent"])
    }
  }

  @Test func aRejectedTokenStopsTheRun() async throws {
    let asked = try ids(1...50)
    try await ScriptedServer.run({ _ in .code(100, "TOKEN INVALID", status: 401) }) { server in
      let record = try await fetcher(server.baseURL).record(asked)
      #expect((1...3).contains(server.requests.count))
      #expect(record.summary.calls == server.requests.count)
      #expect(record.summary.charged == 0)
      #expect(
        record.summary.stopReason
          == StopReason(cause: .account, code: 100, message: "TOKEN INVALID", requestID: "r-100"))
      #expect(record.summary.failures.map(\.kolID) == asked)
      let reasons = record.summary.failures.map(\.reason)
      #expect(reasons.count { $0 == .account } == server.requests.count)
      #expect(reasons.count { $0 == .notAttempted } == 50 - server.requests.count)
      #expect(record.diagnostics.first?.hint == "the token is wrong or not active: check KOLSITE_TOKEN")
    }
  }

  @Test func whatWasUnderWayWhenTheRunStopsIsKept() async throws {
    let gate = Gate()
    try await ScriptedServer.run({ request in
      if request.id == "k1" { return .code(601, "BALANCE") }
      await gate.wait()
      return .profile(request.id)
    }) { server in
      var replies: [KOLID] = []
      let summary = try await fetcher(server.baseURL).fetch(ids(1...9)) { event in
        if case .failed = event { await gate.open() }
        if case .reply(let reply, _) = event { replies.append(reply.kolID) }
      }
      let underWay = try ids("k2", "k3")
      #expect(Set(replies).isSubset(of: underWay))
      #expect(summary.charged == replies.count)
      #expect(summary.stopReason?.cause == .account)
      #expect(summary.failures.filter { $0.reason == .notAttempted }.count == 8 - replies.count)
    }
  }

  @Test func aFailedCollectionIsTriedAgain() async throws {
    let answers = Mutex([ScriptedAnswer.code(301, "FAILED, RETRY"), .code(301, "FAILED, RETRY")])
    try await ScriptedServer.run({ request in
      answers.withLock { $0.isEmpty ? .profile(request.id) : $0.removeFirst() }
    }) { server in
      let id = try ids("a")[0]
      let record = try await fetcher(server.baseURL).record([id])
      #expect(
        record.events.prefix(2) == [
          .retrying(id, attempt: 1, reason: .unavailable), .retrying(id, attempt: 2, reason: .unavailable),
        ])
      #expect(record.replies.map(\.attempts) == [3])
      #expect(record.summary.calls == 3 && record.summary.charged == 1 && record.summary.failures == [])
    }
  }

  @Test(arguments: [
    (ScriptedAnswer.code(301), FetchFailure.Reason.unavailable, 3),
    (.code(500, status: 500), .unavailable, 3),
    (.code(400, status: 400), .rejectedID, 1),
    (.code(101), .unknownCode, 1), (.answer(status: 503, body: "busy"), .unavailable, 3),
    (.answer(status: 429, headers: ["Retry-After: 86400"], body: ""), .rateLimited, 3),
    (.answer(status: 404, body: "<html>not here</html>"), .endpointGone, 1),
    (
      .answer(status: 400, body: #"{"timestamp":"x","status":400,"error":"Bad Request","path":"/p"}"#),
      .unusable, 1
    ),
    (.answer(body: ""), .unusable, 2), (.answer(body: "<html></html>"), .unusable, 2),
    (.answer(body: #"{"code":0,"data":{"userId":"#), .unusable, 2),
    (.raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":0,".utf8)), .network, 3),
    (.raw(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod".utf8)), .network, 3),
    (.raw(Array("nonsense\r\n\r\n".utf8)), .unusable, 2), (.raw([]), .network, 3),
    (.answer(body: #"{"code":0,"data":null}"#), .unusable, 1), (.profile("another"), .unusable, 1),
    (.answer(body: #"{"code":301,"code":0,"data":{"userId":"a"}}"#), .unusable, 1),
  ])
  func everyBadAnswerIsAFailureOfThatKOLOnly(
    answer: ScriptedAnswer, reason: FetchFailure.Reason, attempts: Int
  ) async throws {
    try await ScriptedServer.run({ $0.id == "a" ? answer : .profile($0.id) }) { server in
      let asked = try ids("a", "b")
      let record = try await fetcher(server.baseURL).record(asked)
      #expect(record.summary.failures == [failure(asked[0], reason, attempts)])
      #expect(record.summary.stopReason == nil)
      #expect(record.replies.map(\.kolID) == [asked[1]])
      #expect(server.requests.count { $0.id == "a" } == attempts)
      #expect(record.diagnostics.count == 1)
    }
  }

  @Test func aProfileUnderAFailingStatusIsAProfile() async throws {
    let answer = ScriptedAnswer.answer(
      status: 500, headers: ["Content-Type: text/html"], body: #"{"code":"0","data":{"userId":"a"}}"#)
    try await ScriptedServer.run({ _ in answer }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      #expect(record.replies.count == 1)
    }
  }

  @Test(arguments: [true, false])
  func aRedirectIsNotFollowed(isElsewhere: Bool) async throws {
    try await ScriptedServer.run({ _ in .profile("a") }) { other in
      let host = other.baseURL.dropFirst("http://".utf8.count)
      let target = isElsewhere ? "http://user:pw@\(host)/x?token=s3cret" : "/elsewhere"
      let answer = ScriptedAnswer.answer(
        status: 302, headers: ["Location: \(target)"], body: #"{"code":0,"data":{"userId":"a"}}"#)
      try await ScriptedServer.run({ _ in answer }) { server in
        let record = try await fetcher(server.baseURL).record(ids("a"))
        #expect(server.requests.count == 1)
        #expect(other.requests.isEmpty)
        #expect(record.summary.failures.map(\.reason) == [.unusable])
        let named = isElsewhere ? "127.0.0.1" : "another address"
        #expect(
          record.diagnostics.map(\.message)
            == ["KOL a: the server redirects to \(named) [\(Endpoint.profileV1.path)]"])
      }
    }
  }

  @Test(arguments: [true, false])
  func anAnswerBeyondTheSizeLimitIsGivenUp(isDeclared: Bool) async throws {
    let body = String(repeating: " ", count: Transport.sizeLimit + 1)
    let endless = "HTTP/1.1 200 OK\r\n\r\n" + body
    try await ScriptedServer.run({ _ in isDeclared ? .answer(body: body) : .raw(Array(endless.utf8)) }) {
      server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      #expect(record.summary.failures.map(\.reason) == [.unusable])
      #expect(
        record.diagnostics.map(\.message)
          == ["KOL a: the answer is larger than 8 MiB [\(Endpoint.profileV1.path)]"])
      #expect(server.requests.count == 1)
    }
  }

  @Test func aServerThatNeverAnswersCostsTwoAttempts() async throws {
    try await ScriptedServer.run({ _ in .silence }) { server in
      let asked = try ids("a")
      let record = try await fetcher(server.baseURL, timeout: .milliseconds(150)).record(asked)
      #expect(record.summary.failures == [failure(asked[0], .network, 2)])
      #expect(record.summary.possiblyCharged == 2 && record.summary.answered == 0)
    }
  }

  @Test func aBodyThatNeverEndsIsOutOfTimeToo() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{".utf8)
    try await ScriptedServer.run({ _ in .part(head) }) { server in
      let record = try await fetcher(server.baseURL, timeout: .milliseconds(150)).record(ids("a"))
      #expect(record.summary.possiblyCharged == 2)
      #expect(record.summary.failures.map(\.reason) == [.network])
    }
  }

  @Test func nobodyThereIsANetworkFailure() async throws {
    var address = ""
    try await ScriptedServer.run({ _ in .silence }) { address = $0.baseURL }
    let record = try await fetcher(address).record(ids("a"))
    let id = try #require(KOLID("a"))
    #expect(record.summary.failures == [failure(id, .network, 3)])
    #expect(record.summary.answered == 0)
  }

  @Test func tenKOLsInARowWithoutAnAnswerEndTheRun() async throws {
    try await ScriptedServer.run({ _ in .code(500) }) { server in
      let record = try await fetcher(server.baseURL, concurrency: 1).record(ids(1...100))
      #expect(record.summary.stopReason == StopReason(cause: .unreachable))
      // Three attempts for each of the ten and one that tries whether the service is back. A few others begin
      // while these wait, as the machine has it; all of the hundred with all retries would be 130.
      #expect((31..<60).contains(record.summary.calls))
      #expect(record.summary.failures.filter { $0.attempts == 3 }.count >= 10)
      #expect(record.summary.failures.map(\.attempts).reduce(0, +) == record.summary.calls)
      #expect(server.requests.count == record.summary.calls)
    }
  }

  @Test func retriesOfARunAreLimited() async throws {
    try await ScriptedServer.run({ $0.id.last.map("05".contains) == true ? .profile($0.id) : .code(301) }) {
      server in
      let record = try await fetcher(server.baseURL, concurrency: 1).record(ids(1...60))
      #expect(record.summary.calls == 60 + 60 / 5 + 10)
      #expect(record.summary.failures.count == 48)
    }
  }

  @Test func neverMoreThanSoManyRequestsAreUnderWay() async throws {
    let barrier = Barrier(size: 3)
    try await ScriptedServer.run({ request in
      await barrier.meet()
      return .profile(request.id)
    }) { server in
      let record = try await fetcher(server.baseURL, concurrency: 3).record(ids(1...9))
      #expect(record.replies.count == 9)
      #expect(await barrier.most == 3)
    }
  }

  @Test func startsAreSpacedByTheRate() async throws {
    let clock = ImmediateClock()
    try await ScriptedServer.run({ .profile($0.id) }) { server in
      _ = try await fetcher(server.baseURL, clock: clock).record(ids(1...9))
      #expect(clock.now.offset == .seconds(4))
    }
  }

  @Test func theCeilingOfCallsHoldsAndWhatWasCountedStillStarts() async throws {
    try await ScriptedServer.run({ .profile($0.id) }) { server in
      let record = try await fetcher(server.baseURL, maxCalls: 4).record(ids(1...6))
      #expect(server.requests.count == 4)
      #expect(record.replies.count == 4)
      #expect(record.summary.stopReason == StopReason(cause: .callLimit))
      let left = try ids("k5", "k6")
      #expect(record.summary.failures == left.map { failure($0, .notAttempted, 0) })
    }
  }

  @Test func aRepeatedIDIsAskedForOnce() async throws {
    try await ScriptedServer.run({ .profile($0.id) }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a", "b", "a"))
      #expect(server.requests.map(\.id).sorted() == ["a", "b"])
      #expect(record.summary.failures == [])
    }
  }

  @Test func aHandlerThatThrowsStopsEverything() async throws {
    struct DiskFull: Error {}
    try await ScriptedServer.run({ $0.id == "k1" ? .profile($0.id) : .silence }) { server in
      var seen = 0
      await #expect(throws: DiskFull.self) {
        _ = try await fetcher(server.baseURL).fetch(ids(1...20)) { _ in
          seen += 1
          throw DiskFull()
        }
      }
      #expect(seen == 1)
      #expect(server.requests.count <= 3)
    }
  }

  @Test func aReplyIsHandedOverBeforeTheNextKOLOfItsPlaceStarts() async throws {
    try await ScriptedServer.run({ .profile($0.id) }) { server in
      _ = try await fetcher(server.baseURL, concurrency: 1).fetch(ids(1...4)) { event in
        guard case .reply(let reply, _) = event else { return }
        #expect(server.requests.last?.id == reply.kolID.text)
      }
    }
  }

  @Test func aCancelledRunKeepsWhatIsUnderWay() async throws {
    let arrived = Gate()
    let cancelled = Gate()
    try await ScriptedServer.run({ request in
      await arrived.open()
      await cancelled.wait()
      return .profile(request.id)
    }) { server in
      let fetcher = try fetcher(server.baseURL, concurrency: 1)
      let asked = try ids(1...5)
      let run = Task { try await fetcher.record(asked) }
      await arrived.wait()
      run.cancel()
      await cancelled.open()
      let record = try await run.value
      #expect(record.replies.map(\.kolID) == [asked[0]])
      #expect(record.summary.stopReason == StopReason(cause: .interrupted))
      #expect(record.summary.failures == asked.dropFirst().map { failure($0, .notAttempted, 0) })
    }
  }

  @Test func whoWaitsForATurnIsWokenWhenTheRunStops() async throws {
    try await ScriptedServer.run({ _ in .code(600, "NO PERMISSION") }) { server in
      let record = try await fetcher(server.baseURL, clock: StoppedClock()).record(ids(1...5))
      #expect(server.requests.count == 1)
      #expect(record.summary.calls == 1)
      #expect(record.summary.stopReason?.code == 600)
    }
  }
}

/// Opens once, for all who wait.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func wait() async {
    if isOpen { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

/// Lets requests through in groups, and counts how many were ever there at once.
actor Barrier {
  private let size: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private(set) var most = 0

  init(size: Int) {
    self.size = size
  }

  func meet() async {
    most = max(most, waiting.count + 1)
    if waiting.count + 1 >= size {
      // Time for one too many to arrive; the test passes however long that takes.
      try? await Task.sleep(for: .milliseconds(5))
      for continuation in waiting { continuation.resume() }
      waiting = []
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }
}
