import Foundation
import Model
import Testing

@testable import Archiving

@Suite struct SetAsideTests {
  private func reply(_ id: String, body: [UInt8]) throws -> UnusableReply {
    UnusableReply(
      kolID: try #require(KOLID(id)), endpoint: .profileV1, parameters: ["b": "2", "a": "\"1\""],
      fetchedAt: Timestamp(secondsSinceEpoch: 1_800_000_000), environment: "global", attempts: 2,
      problem: "the data is of another creator (x)", body: body)
  }

  @Test func whatWasPaidForIsKeptByteForByte() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aside-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = Archive(folder: folder)
    let day = CalendarDay(daysSinceEpoch: 20_780)
    let body = Array("{\"code\":0,\r\n\t\"data\":{\"userId\":\"é\u{301}\u{1}\\\"\"}}".utf8)
    try archive.setAside(try reply("a_-B9", body: body), on: day)
    let aside = "\(folder)/date=\(day)/aside"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: aside).first)
    #expect(name.wholeMatch(of: /a_-B9\.profile-v1\.[0-9a-f]{16}\.json/) != nil)
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(aside)/\(name)"))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["body"] as? String).map { Array($0.utf8) } == body)
    #expect(object["kolId"] as? String == "a_-B9")
    #expect(object["endpoint"] as? String == "profile-v1")
    #expect(object["parameters"] as? [String: String] == ["a": "\"1\"", "b": "2"])
    #expect(object["fetchedAt"] as? String == "2027-01-15T08:00:00Z")
    #expect(object["attempts"] as? Int == 2)
    #expect(object["problem"] as? String == "the data is of another creator (x)")

    // The same once more is one file, another is another: what two runs keep of a KOL merges in git.
    try archive.setAside(try reply("a_-B9", body: body), on: day)
    try archive.setAside(try reply("a_-B9", body: body + [0x20]), on: day)
    #expect(try FileManager.default.contentsOfDirectory(atPath: aside).count == 2)

    // It is no snapshot and no damage.
    #expect(try archive.days() == [])
    #expect(try archive.repliedIDs(on: day) == [])
  }

  @Test func whoseAskingEndedInAnotherWayHasNotBeenAnswered() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aside-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = Archive(folder: folder)
    let day = CalendarDay(daysSinceEpoch: 20_780)
    let journal = try archive.openJournal(on: day, timeZone: "UTC")
    let reasons: [(String, FetchFailure.Reason?)] = [
      ("unusable", .unusable), ("unavailable", .unavailable), ("network", .network), ("killed", nil),
    ]
    for (id, _) in reasons { try archive.setAside(try reply(id, body: Array("{".utf8)), on: day) }
    try journal.seal(
      failures: reasons.compactMap { id, reason in
        guard let reason, let kolID = KOLID(id) else { return nil }
        return FetchFailure(kolID: kolID, reason: reason, attempts: 2)
      })
    let found = try archive.latestAside(upTo: day, maxDays: 1)
    #expect(Set(found.keys.map(\.text)) == ["unusable", "killed"])
  }

  @Test func aLinkInTheirPlaceIsRefusedBeforeAnybodyIsAsked() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aside-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = Archive(folder: "\(folder)/archive")
    let day = CalendarDay(daysSinceEpoch: 20_780)
    try FileManager.default.createDirectory(
      atPath: "\(folder)/archive/date=\(day)", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: "\(folder)/else", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/archive/date=\(day)/aside", withDestinationPath: "\(folder)/else")
    #expect(throws: ArchiveError.self) { try archive.openJournal(on: day, timeZone: "UTC") }
    #expect(throws: ArchiveError.self) { try archive.setAside(try reply("anna", body: []), on: day) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/else").isEmpty)
  }

  @Test func theNewestDayOfEachKOLIsFound() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aside-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = Archive(folder: folder)
    let day = CalendarDay(daysSinceEpoch: 20_780)
    #expect(try archive.latestAside(upTo: day, maxDays: 30) == [:])
    for (id, age) in [("a", 5), ("a", 2), ("b", 0), ("c", 9), ("d", -1)] {
      try archive.setAside(try reply(id, body: []), on: day.advanced(by: -age))
    }
    let stray = "\(folder)/date=\(day)/aside/..json"
    #expect(FileManager.default.createFile(atPath: stray, contents: nil))
    let found = try archive.latestAside(upTo: day, maxDays: 7)
    #expect(found.count == 2)
    #expect(found[try #require(KOLID("a"))] == day.advanced(by: -2))
    #expect(found[try #require(KOLID("b"))] == day)
  }
}
