import Model
import Synchronization
import TestSupport
import Testing

@testable import Fetching

/// What a run does about answers that cost money and bring nothing, and about time.
@Suite struct PaidAnswerTests {
  @Test(arguments: [
    (#"{"code":0,"data":null,"message":"x"}"#, "the answer has no data"),
    (#"{"code":0}"#, "the answer has no data"), (#"{"code":"0","data":[]}"#, "the answer has no data"),
    (#"{"code":0,"data":{"name":"n"}}"#, "the data has no user id"),
    (#"{"code":0,"data":{"userId":"other"}}"#, "the data is of another creator (other)"),
    (#"{"code":301,"code":0,"data":{"userId":"a"}}"#, "the answer says two things under one key"),
  ])
  func aPaidAnswerWithoutTheProfileIsHandedOverAndNotAskedForAgain(
    body: String, problem: String
  ) async throws {
    try await ScriptedServer.run({ _ in .answer(body: body) }) { server in
      let id = try #require(KOLID("a"))
      let record = try await fetcher(server.baseURL).record([id])
      #expect(server.requests.count == 1)
      #expect(record.summary.charged == 1)
      #expect(record.summary.failures == [failure(id, .unusable, 1)])
      #expect(record.unusable.map(\.body) == [Array(body.utf8)])
      #expect(record.unusable.map(\.problem) == [problem])
      #expect(record.events.count == 1)
    }
  }

  @Test func theTokenIsTakenOutOfWhatIsSetAside() async throws {
    let body = #"{"code":0,"data":{"userId":"other","name":"\#(secret)\u0301"}}"#
    try await ScriptedServer.run({ _ in .answer(body: body) }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      let kept = try #require(record.unusable.first)
      #expect(!String(decoding: kept.body, as: UTF8.self).utf8.elementsEqual(body.utf8))
      #expect(!"\(record.events)".contains("s3cret"))
      #expect(String(decoding: kept.body, as: UTF8.self).unicodeScalars.contains("*"))
    }
  }

  @Test func whatMayHaveBeenPaidIsCounted() async throws {
    let cut = Array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":0,".utf8)
    try await ScriptedServer.run({ request in
      switch request.id {
      case "a": .raw(cut)
      case "b": .answer(body: "<html></html>")
      default: .raw([])
      }
    }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a", "b", "c"))
      // What came and cannot be read is asked for once more, the others twice.
      #expect(record.summary.calls == 8)
      #expect(record.summary.retries == 5)
      #expect(record.summary.possiblyCharged == 8)
      #expect(record.summary.charged == 0)
    }
  }

  /// On this clock the wait for another attempt never ends by itself; another KOL's answer, or a person, ends the run.
  @Test(arguments: [303, 600, nil] as [Int?])
  func whatWasPaidForIsHandedOverThoughTheRunEndsBeforeTheNextAttempt(_ code: Int?) async throws {
    let half = Array(#"{"code":0,"data":{"userId":"a","#.utf8)
    try await ScriptedServer.run({ request in
      request.id == "a" ? .answer(body: String(decoding: half, as: UTF8.self)) : .code(code ?? 400, "x")
    }) { server in
      let fetcher = try fetcher(server.baseURL, concurrency: 1, burst: 5, clock: StoppedClock())
      let names = try ids("a", "b")
      let task = Task {
        var record = Record()
        record.summary = try await fetcher.fetch(names) { event in
          record.events.append(event)
          if code == nil, case .failed = event { withUnsafeCurrentTask { $0?.cancel() } }
        }
        return record
      }
      let record = try await task.value
      let kept = record.events.compactMap { if case .unusableForNow(let reply) = $0 { reply } else { nil } }
      #expect(kept.map(\.body) == [half] && kept.map(\.attempts) == [1])
      #expect(record.summary.failures.first == failure(names[0], .notAttempted, 1))
      #expect(server.requests.count { $0.id == "a" } == 1)
    }
  }

  @Test func whatWasPaidForIsHandedOverThoughTheNextAttemptBringsTheProfile() async throws {
    let asked = Mutex(0)
    try await ScriptedServer.run({ request in
      let number = asked.withLock { count in
        count += 1
        return count
      }
      return number == 1 ? .answer(body: "{") : .profile(request.id)
    }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      let kept = record.events.compactMap { if case .unusableForNow(let reply) = $0 { reply } else { nil } }
      #expect(kept.map(\.body) == [Array("{".utf8)])
      #expect(record.replies.count == 1 && record.unusable.isEmpty)
    }
  }

  @Test func whoWaitsForItsRetryLeavesItsPlaceToOthers() async throws {
    try await ScriptedServer.run({ $0.id == "a" ? .code(301) : .code(303, "QUOTA") }) { server in
      // On this clock the wait never ends by itself.
      let record = try await fetcher(
        server.baseURL, concurrency: 1, burst: 5, clock: StoppedClock()
      ).record(ids("a", "b", "c"))
      #expect(server.requests.map(\.id) == ["a", "b"])
      #expect(record.summary.calls == 2)
      #expect(record.summary.retries == 0)
      #expect(record.summary.stopReason?.cause == .quota)
      #expect(record.summary.failures.map(\.reason) == [.notAttempted, .quota, .notAttempted])
    }
  }

  @Test func aMissingEndpointNamesTheWayOver() async throws {
    try await ScriptedServer.run({ _ in .answer(status: 410, body: "gone") }) { server in
      let record = try await fetcher(server.baseURL, concurrency: 1).record(ids(1...9))
      #expect(server.requests.count == 3)
      let stop = try #require(record.summary.stopReason)
      #expect(stop.cause == .endpointGone)
      #expect(
        stop.diagnostic(.profileV1).description == """
          error: fetching stopped: the API no longer has the endpoint profile-v1
            hint: set `endpoint: profile-v2` under `api` in Content/site.yml: it gives the same fields
          """)
      #expect(
        record.diagnostics.first?.message.contains("the endpoint profile-v1 is gone (HTTP 410)") == true)
    }
  }
}
