import Files
import Model
import Testing

@testable import Archiving

struct HistoriesTests {
  @Test func aHistoryHasItsReadingsItsGapAndItsFailure() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let days = try ["2026-11-20", "2026-11-21", "2026-11-23", "2026-11-24"].map(day)
      let failed = FetchFailure(kolID: try id("anna"), reason: .rateLimited, attempts: 3)
      try seal([try reply("anna", followers: "1000")], on: days[0], in: archive)
      try seal([try reply("bert")], failures: [failed], on: days[1], in: archive)
      try seal(
        [try reply("anna", followers: "0", at: "2026-11-23T04:00:00Z", environment: "sandbox")],
        on: days[2], in: archive)
      try seal([try reply("anna", followers: "3000")], on: days[3], in: archive)

      let found = try await archive.histories(
        of: [try id("zoe"), try id("anna")], upTo: days[2])
      #expect(found.map(\.kolID.text) == ["zoe", "anna"])
      #expect(found[0] == History(unknown: try id("zoe")))
      let anna = found[1]
      #expect(anna.days == Array(days[..<3]))
      #expect(followers(anna, 0) == .value(try #require(Quantity(1_000))))
      #expect(anna.outcomes[1] == .failed(.rateLimited))
      #expect(followers(anna, 2) == .notSupplied)
      let latest = try #require(anna.latest)
      #expect(latest.day == days[2])
      #expect(latest.fetchedAt == Timestamp("2026-11-23T04:00:00Z"))
      #expect(latest.environment == "sandbox")
      #expect(latest.endpoint == .profileV1)
      #expect(latest.profile["name"] == .text("名字 anna"))
    }
  }

  /// Of every day, not only of the newest, and from the index as from the parts.
  @Test func aHistoryHasTheDaysOfOlderData() async throws {
    try await withFolder { folder in
      let days = try ["2026-11-20", "2026-11-21", "2026-11-23"].map(day)
      let bare = Archive(folder: joinPath(folder, "snapshots"))
      func answer(_ kol: String, _ day: CalendarDay, recordTime: String) throws -> Reply {
        try reply(
          kol, at: "\(day)T04:00:00Z",
          body: #"{"code":0,"data":{"userId":"\#(kol)","fansNum":5},"recordTime":"\#(recordTime)"}"#)
      }
      for (day, recorded) in zip(days, ["2026-11-18T08:00:00", "2026-11-21T08:00:00", "2026-11-20T08:00:00"])
      {
        try seal(
          [
            try answer("anna", day, recordTime: recorded),
            try answer("bert", day, recordTime: "\(day)T08:00:00"),
          ], on: day, in: bare)
      }
      let indexed = Archive(folder: bare.folder, index: joinPath(folder, "index"))
      for archive in [bare, indexed, indexed] {
        let found = try await archive.histories(of: [try id("anna"), try id("bert")], upTo: days[2])
        #expect(
          found[0].olderDays == [days[0]: try day("2026-11-18"), days[2]: try day("2026-11-20")])
        #expect(found[1].olderDays == [:])
        #expect(found[0].allOlderDays == found[0].olderDays)
      }
    }
  }

  @Test func theLatestReplyOfADayWins() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let failed = FetchFailure(kolID: try id("anna"), reason: .quota, attempts: 0)
      try seal(
        [
          try reply("anna", followers: "2", at: "2026-11-23T02:00:00Z"),
          try reply("bert", followers: "2", at: "2026-11-23T02:00:00Z"),
          try reply("cora", followers: "1", at: "2026-11-23T01:00:00Z"),
          try reply("cora", followers: "2", at: "2026-11-23T02:00:00Z", endpoint: .profileV2),
        ], on: today, in: archive)
      try seal(
        [
          try reply("anna", followers: "1", at: "2026-11-23T01:00:00Z"),
          try reply("bert", followers: "3", at: "2026-11-23T02:00:00Z"),
        ], failures: [failed], on: today, in: archive)
      let ids = try ["anna", "bert", "cora"].map(id)
      let all = try await archive.histories(of: ids, upTo: today)
      #expect(all.map { $0.latest?.profile["fansNum"].number?.whole } == [2, 3, 2])
      #expect(all.map { followers($0, 0)?.value?.whole } == [2, 3, 2])
      #expect(all.map(\.days.count) == [1, 1, 1])
    }
  }

  @Test func theResultDoesNotDependOnHowManyDaysAreReadAtOnce() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let start = try day("2026-10-30")
      var generator = Seeded(state: 3)
      let kols = (0..<12).map { "kol-\($0)" }
      for offset in 0..<25 {
        let replies = try kols.shuffled(using: &generator).prefix(7).map {
          try reply($0, followers: "\(offset * 100 + 1)")
        }
        let failures = try kols.map {
          FetchFailure(kolID: try id($0), reason: .unavailable, attempts: 1)
        }
        try seal(replies, failures: failures, on: start.advanced(by: offset), in: archive)
      }
      let ids = try kols.map(id)
      let last = start.advanced(by: 20)
      let expected = try await archive.histories(of: ids, upTo: last, width: 1)
      #expect(expected.allSatisfy { $0.days.count == 21 })
      for history in expected {
        let newest = Array(zip(history.days, history.outcomes)).last { $0.1 == .snapshot }
        #expect(history.latest?.day == newest?.0)
      }
      for width in [2, 3, 4, 50] {
        #expect(try await archive.histories(of: ids, upTo: last, width: width) == expected)
      }
    }
  }

  @Test func ofSeveralDamagedDaysTheNewestIsNamed() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let start = try day("2026-11-01")
      for offset in 0..<8 { try seal([try reply("anna")], on: start.advanced(by: offset), in: archive) }
      for offset in [2, 3, 5] {
        try removeFile(partPath(0, on: start.advanced(by: offset), in: archive))
      }
      let path = partPath(0, on: start.advanced(by: 5), in: archive)
      for width in 1...4 {
        await #expect(throws: ArchiveError.damaged(path: path, .missing)) {
          try await archive.histories(of: [try id("anna")], upTo: start.advanced(by: 7), width: width)
        }
      }
    }
  }

  @Test func linesOfOtherEndpointsAreNoProfiles() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let line = """
        {"kolId":"anna","endpoint":"audience-v1","parameters":{},"fetchedAt":"2026-11-23T01:00:00Z",\
        "environment":"global","attempts":1,"reply":{"code":0,"data":[]}}
        """
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna"))
      journal.close()
      try overwrite(journal.path, with: try readFile(journal.path) + Array((line + "\n").utf8))
      let again = try archive.openJournal(on: today, timeZone: "UTC")
      #expect(again.recoveredReplies == 2)
      #expect(try again.seal(failures: [])?.replies == 2)
      let history = try await archive.histories(of: [try id("anna")], upTo: today)[0]
      #expect(history.days.count == 1)
      #expect(history.latest?.endpoint == .profileV1)
    }
  }

  @Test func theJournalIsNoPartOfAHistory() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna"))
      #expect(try await archive.histories(of: [try id("anna")], upTo: today)[0].days == [])
      #expect(try await archive.histories(of: [], upTo: today) == [])
    }
  }

  @Test func theNewestDayOfEachKOLIsFound() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let start = try day("2026-11-01")
      try seal([try reply("anna"), try reply("bert")], on: start, in: archive)
      try seal([try reply("bert")], on: start.advanced(by: 5), in: archive)
      try seal([try reply("cora", endpoint: .profileV2)], on: start.advanced(by: 9), in: archive)
      let ids = try ["anna", "bert", "cora", "zoe"].map(id)
      #expect(
        try archive.latestDay(of: ids, upTo: start.advanced(by: 20)) == [
          ids[0]: start, ids[1]: start.advanced(by: 5), ids[2]: start.advanced(by: 9),
        ])
      #expect(
        try archive.latestDay(of: ids, upTo: start.advanced(by: 8), maxDays: 8)
          == [ids[1]: start.advanced(by: 5)])
    }
  }

  private func followers(_ history: History, _ index: Int) -> Reading? {
    guard history.outcomes[index] == .snapshot else { return nil }
    return zip(History.chartedMetrics, history.readings(at: index)).first { $0.0.id == "followers" }?.1
  }
}
