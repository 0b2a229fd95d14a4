import Model
import Testing

@testable import Fetching

@Suite struct PaceTests {
  @Test func withoutRefusalsTheRateOfTheSettingsStands() {
    var pace = Pace(ceiling: 20)
    for number in 1...1_000 {
      pace.letThrough(startedAt: .milliseconds(50 * number), at: .milliseconds(50 * number + 40))
    }
    #expect(pace.rate == 20 && pace.allowed == nil)
  }

  @Test func theAnswersToWhatWasUnderWayChangeNothingMore() {
    var pace = Pace(ceiling: 100)
    pace.refused(startedAt: .zero, at: .milliseconds(50), pause: .zero)
    let rate = pace.rate
    #expect(rate < 100)
    for number in 1...30 {
      pace.refused(startedAt: .milliseconds(number), at: .milliseconds(50 + number), pause: .zero)
    }
    #expect(pace.rate == rate)
    pace.refused(startedAt: .milliseconds(50), at: .milliseconds(100), pause: .zero)
    #expect(pace.rate < rate)
  }

  @Test func theFirstRoundAfterARefusalTellsTheRate() {
    var pace = Pace(ceiling: 1_000)
    pace.refused(startedAt: .zero, at: .milliseconds(100), pause: .zero)
    for number in 1...24 {
      pace.letThrough(startedAt: .milliseconds(4 * number), at: .milliseconds(100 + 4 * number))
    }
    pace.refused(startedAt: .milliseconds(100), at: .milliseconds(200), pause: .zero)
    #expect(abs(pace.rate - 250) < 1)
  }

  @Test func aServerThatIsClosedIsAskedNowAndThenAndTheOldRateComesBackSoon() {
    var pace = Pace(ceiling: 50)
    for number in 1...500 {
      pace.letThrough(startedAt: .milliseconds(20 * number), at: .milliseconds(20 * number))
    }
    var now = Duration.seconds(10)
    while now < .seconds(60) {
      now += .seconds(1 / pace.rate)
      pace.refused(startedAt: now, at: now, pause: .zero)
    }
    #expect(pace.rate == Pace.floor)
    let opened = now
    while pace.rate < 10 {
      now += .seconds(1 / pace.rate)
      pace.letThrough(startedAt: now, at: now)
    }
    #expect(now - opened < .seconds(8))
  }

  @Test func refusalsThatComeAtEveryRateAlikeDoNotSlowFurther() {
    var random = SeededGenerator(seed: 5)
    var pace = Pace(ceiling: 100)
    var now = Duration.zero
    var lowest = 100.0
    while now < .seconds(120) {
      now += .seconds(1 / pace.rate)
      if random.next() % 10 < 3 {
        pace.refused(startedAt: now, at: now, pause: .zero)
      } else {
        pace.letThrough(startedAt: now, at: now)
      }
      lowest = min(lowest, pace.rate)
    }
    #expect(lowest > 5)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whateverComesTheRateStaysWithinItsBounds(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let ceiling = Double(random.next() % 1_000 + 1)
    var schedule = StartSchedule(perSecond: Int(ceiling), burst: Int(random.next() % 10) + 1)
    var now = Duration.zero
    var heldUntil = Duration.zero
    for _ in 0..<2_000 {
      now = max(now, schedule.next) + .milliseconds(Int64(random.next() % 50))
      #expect(now >= heldUntil)
      schedule.start(at: now, hasWaited: random.next() % 2 == 0)
      let start = now - .milliseconds(Int64(random.next() % 5_000))
      if random.next() % 3 == 0 {
        let pause = random.next() % 4 == 0 ? Duration.seconds(Int64(random.next() % 200)) : nil
        schedule.refused(startedAt: start, at: now, retryAfter: pause)
        heldUntil = max(heldUntil, now + min(pause ?? .zero, .seconds(120)))
      } else {
        schedule.letThrough(startedAt: start, at: now)
      }
      #expect(schedule.pace.rate <= ceiling && schedule.pace.rate >= min(ceiling, Pace.floor))
      #expect(schedule.next >= heldUntil && schedule.next <= max(now, heldUntil) + .seconds(5))
    }
  }

  private func summary(_ refused: Int, allowed: Double?) -> FetchSummary {
    var summary = FetchSummary()
    summary.calls = 1_240
    summary.rateLimited = refused
    summary.allowedPerSecond = allowed
    return summary
  }

  @Test func aRunThatWasSlowedNamesTheSettingThatFits() {
    let api = Settings.API(requestsPerSecond: 1_000)
    #expect(summary(0, allowed: nil).rateDiagnostic(api) == nil)
    #expect(
      summary(37, allowed: 250.2).rateDiagnostic(api)?.description == """
        note: the API refused 37 of 1240 requests for their rate; it allows about 250 a second
          hint: set `requestsPerSecond: 240` under `api` in Content/site.yml
        """)
    #expect(
      summary(37, allowed: 1.94).rateDiagnostic(api)?.description == """
        note: the API refused 37 of 1240 requests for their rate; it allows about 1.9 a second
          hint: set `requestsPerSecond: 1` under `api` in Content/site.yml
        """)
    #expect(
      summary(3, allowed: nil).rateDiagnostic(api)?.description == """
        note: the API refused 3 of 1240 requests for their rate; they cost nothing, and the run went slower
          hint: lower `api.requestsPerSecond` in Content/site.yml if this happens often
        """)
    // Nothing is lower than the lowest setting.
    #expect(summary(3, allowed: 0.5).rateDiagnostic(Settings.API(requestsPerSecond: 1))?.hint == nil)
  }
}
