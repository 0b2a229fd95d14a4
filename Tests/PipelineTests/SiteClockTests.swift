import CommandSupport
import Model
import Synchronization
import Testing

@testable import Pipeline

struct SiteClockTests {
  /// A minute before and after midnight, on days of 23, 24 and 25 hours, and where a day was skipped.
  @Test(arguments: [
    ("Asia/Shanghai", "2026-11-23T15:59:59Z", "2026-11-23"),
    ("Asia/Shanghai", "2026-11-23T16:00:00Z", "2026-11-24"),
    ("UTC", "2026-02-28T23:59:59Z", "2026-02-28"), ("UTC", "2024-02-28T23:59:59Z", "2024-02-28"),
    ("UTC", "2024-02-29T00:00:00Z", "2024-02-29"),
    ("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07"),
    ("America/New_York", "2026-03-08T05:00:00Z", "2026-03-08"),
    ("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08"),
    ("America/New_York", "2026-03-09T04:00:00Z", "2026-03-09"),
    ("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"),
    ("America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"),
    ("Australia/Lord_Howe", "2026-04-05T13:29:59Z", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-04-05T13:30:00Z", "2026-04-06"),
    ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
  ])
  func aDayIsTheCalendarsInTheSitesTimeZone(zone: String, instant: String, day: String) throws {
    let timestamp = try #require(Timestamp(instant))
    #expect(SiteClock.day(of: timestamp, zone: zone).description == day)
  }

  @Test func aClockThatIsSetDuringARunChangesNoTime() throws {
    let start = try #require(Timestamp("2026-11-23T23:59:58Z"))
    let elapsed = Mutex(Duration.zero)
    let clock = SiteClock.running(since: Double(start.secondsSinceEpoch) + 0.25, zone: "UTC") {
      elapsed.withLock { $0 }
    }
    #expect(clock.now() == start)
    elapsed.withLock { $0 = .milliseconds(2_500) }
    #expect(clock.now() == Timestamp("2026-11-24T00:00:00Z"))
    #expect(clock.day.description == "2026-11-23")
  }

  @Test(arguments: [("9999-12-31T23:59:59Z", true), ("+1", false)])
  func aYearThatTheArchiveHasNoNameForIsRefusedBeforeAnythingIsAsked(
    _ text: String, _ isAccepted: Bool
  ) throws {
    let last = try #require(Timestamp("9999-12-31T23:59:59Z"))
    let now = Timestamp(text) ?? Timestamp(secondsSinceEpoch: last.secondsSinceEpoch + 1)
    let clock = SiteClock(day: SiteClock.day(of: now, zone: "UTC"), now: { now })
    let options = RunOptions(folders: ProjectFolders(archive: "/nonexistent/snapshots"))
    if isAccepted {
      try checkClock(clock, options, zone: "UTC")
    } else {
      let failure = #expect(throws: RunFailure.self) { try checkClock(clock, options, zone: "UTC") }
      #expect(failure?.status == .archive)
      #expect(failure?.diagnostics[0].message.contains("10000-01-01") == true)
    }
  }

  @Test(arguments: [
    ("Content/snapshots/date=2999-01-01", "Content/snapshots/date=2999-01-01"), ("-r/x", "./-r/x"),
    ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("'\u{301};rm", "''\\''\u{301};rm'"),
    ("'\u{200D}", "''\\''\u{200D}'"),
    ("'\u{FE0F}", "''\\''\u{FE0F}'"), ("快照", "'快照'"), ("$(x)`y`\n", "'$(x)`y`\n'"),
  ])
  func aPathInACommandIsOneWord(_ path: String, _ word: String) {
    #expect(Array(shellQuoted(path).utf8) == Array(word.utf8))
  }

  @Test func aRunKeepsItsDay() {
    let clock = SiteClock.system(zone: "Asia/Shanghai")
    #expect(clock.day == SiteClock.day(of: clock.now(), zone: "Asia/Shanghai"))
    let earlier = CalendarDay(daysSinceEpoch: 20_000)
    #expect(SiteClock.system(zone: "Asia/Shanghai", filedUnder: earlier).day == earlier)
  }
}
