import Faults
import Model
import Testing

@testable import Serving

/// Who gets which fault, and when.
struct FaultScheduleTests {
  private func id(_ number: Int) throws -> KOLID { try #require(SandboxKOL.crowdID(UInt32(number))) }

  private func answers(
    _ script: FaultScript, _ id: KOLID, count: Int, every interval: Duration = .zero
  ) -> [Fault] {
    let schedule = FaultSchedule(script)
    return (0..<count).map { schedule.answer(to: id, at: interval * $0).fault }
  }

  @Test func theAnswersOfARuleComeInTurnAndTheLastIsRepeated() throws {
    var script = FaultScript()
    script.rules = [
      FaultScript.Rule(.kols([try id(1)]), [.init(.code(301)), .init(.code(301)), .init(.ok)]),
      FaultScript.Rule(.everyone, [.init(.named(.reset))]),
    ]
    #expect(answers(script, try id(1), count: 4) == [.code(301), .code(301), .ok, .ok])
    #expect(answers(script, try id(2), count: 2) == [.named(.reset), .named(.reset)])
  }

  @Test func aShareIsOfTheSameKOLsEachTimeAndOfOthersUnderAnotherRuleOrSeed() throws {
    let ids = try (0..<20_000).map(id)
    func hit(_ seed: UInt64, rule: Int) -> Set<KOLID> {
      var script = FaultScript()
      script.seed = seed
      script.rules = [FaultScript.Rule](repeating: .init(.kols([]), [.init(.ok)]), count: rule)
      script.rules.append(.init(.share(millionths: 50_000), [.init(.named(.reset))]))
      let schedule = FaultSchedule(script)
      return Set(ids.filter { schedule.answer(to: $0, at: .zero).fault != .ok })
    }
    let first = hit(1, rule: 0)
    #expect((900...1_100).contains(first.count))
    #expect(hit(1, rule: 0) == first)
    for other in [hit(2, rule: 0), hit(1, rule: 1)] {
      #expect((900...1_100).contains(other.count))
      #expect(first.intersection(other).count < 120)
    }
  }

  @Test func theRateLimitIsATokenBucket() throws {
    var script = FaultScript()
    script.rateLimit = FaultScript.RateLimit(requestsPerSecond: 10, burst: 3, retryAfter: 1)
    // Three at once, then none.
    #expect(answers(script, try id(1), count: 5) == [.ok, .ok, .ok, .code(302), .code(302)])
    // One in each tenth of a second for ever.
    #expect(
      answers(script, try id(1), count: 50, every: .milliseconds(100)) == Array(repeating: .ok, count: 50))
    // Twenty a second: the burst, then every other one.
    let twice = answers(script, try id(1), count: 40, every: .milliseconds(50))
    #expect(twice.count { $0 == .ok } == 22)
  }

  @Test func theQuotaCountsProfilesAlone() throws {
    var script = FaultScript()
    script.quota = 1
    script.rules = [FaultScript.Rule(.kols([try id(1)]), [.init(.code(301)), .init(.ok)])]
    let schedule = FaultSchedule(script)
    #expect(schedule.answer(to: try id(1), at: .zero).fault == .code(301))
    #expect(schedule.answer(to: try id(1), at: .zero).fault == .ok)
    schedule.countProfile()
    #expect(schedule.answer(to: try id(2), at: .zero).fault == .code(303))
  }

  @Test func latenciesAreWithinTheirBounds() {
    var script = FaultScript()
    script.latency = 20...30
    let schedule = FaultSchedule(script)
    let latencies = (0..<1_000).map { schedule.latency(of: $0) }
    #expect(latencies.allSatisfy { (.milliseconds(20)...(.milliseconds(30))).contains($0) })
    #expect(Set(latencies).count == 11)
  }

  @Test func theCrowdIsLargeAndEachOfItHasFiguresOfItsOwn() throws {
    let ids = try (0..<1_000).map(id)
    #expect(Set(ids).count == 1_000)
    #expect(!ids.contains { id in Persona.all.contains { $0.id == id.text } })
    let bodies = ids.compactMap { SandboxAPI.profile(of: $0, on: Sandbox.demoDay) }
    #expect(bodies.count == 1_000)
    let fans = try Set(bodies.map { try #require(try profile($0)["fansNum"] as? Int) })
    #expect(fans.count > 950)
    for text in ["c0ffee000000000000000008", "c0ffee000000000000000fff", "c0ffef000000000000001000"] {
      let id = try #require(KOLID(text))
      #expect(SandboxAPI.profile(of: id, on: Sandbox.demoDay) == nil)
    }
  }
}
