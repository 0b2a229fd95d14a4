import Archiving
import Foundation
import Model
import Reporting
import Testing

@testable import Pipeline

/// What is found with the help of the columns is what comparing every reply with the one before it finds.
struct ComparedBatchTests {
  @Test(arguments: UInt64(0)..<12)
  func itFindsWhatComparingEverythingFinds(seed: UInt64) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("compared-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = Archive(folder: folder)
    var random = SeededGenerator(seed: seed)
    let ids = try (0..<6).map { try #require(KOLID("kol\($0)")) }
    let start = CalendarDay(daysSinceEpoch: 20_700)
    var states = ids.map { _ in State() }
    for offset in 0..<40 where Int.random(in: 0..<5, using: &random) > 0 {
      let day = start.advanced(by: offset)
      let journal = try archive.openJournal(on: day, of: nil, timeZone: "UTC")
      var failures: [FetchFailure] = []
      for (place, id) in ids.enumerated() {
        states[place].move(&random)
        switch Int.random(in: 0..<12, using: &random) {
        // Nobody asks for the last one in the second half, so it is gone.
        case _ where place == 5 && offset > 20: continue
        case 0: failures.append(FetchFailure(kolID: id, reason: .network, attempts: 1))
        case 1: continue
        default: try journal.append(states[place].reply(of: id, on: day))
        }
      }
      _ = try journal.seal(failures: failures)
    }
    let reader = try await archive.historyReader(upTo: start.advanced(by: 50))
    let days = Array(reader.days.suffix(15))
    let found = try ComparedBatch(ids, days: days, reader: reader, tiers: .standard).changes()
    let expected = try all(of: ids, days: days, reader)
    #expect(found == expected)
    #expect(expected.contains { !$0.changes.isEmpty })
    let lists = try await ArchiveStory(reader: reader, ids: ids, tiers: .standard).changes()
    #expect(lists == expected.reversed())
  }

  /// The same with all fields of every reply.
  private func all(of ids: [KOLID], days: [CalendarDay], _ reader: HistoryReader) throws -> [ChangeList] {
    let histories = try reader.histories(of: ids, latest: [:])
    return try zip(days, days.dropFirst()).map { from, to in
      let before = try reader.days(upTo: from).latestSnapshots(of: ids)
      let after = try reader.days(upTo: to).latestSnapshots(of: ids)
      let finder = ChangeFinder(from: from, to: to)
      return ChangeList(
        from: from, to: to,
        changes: zip(ids, histories).flatMap { id, history in
          finder.changes(of: id, before: before[id], after: after[id], history: history)
        }, fetchedAt: after.values.filter { $0.day == to }.map(\.fetchedAt).max())
    }
  }

  /// What a KOL's reply says; little of it changes from one day to the next.
  private struct State {
    var followers = 9_000
    var price = 100
    var name = "a"
    var tags = ["x"]
    var userType = 2

    mutating func move(_ random: inout SeededGenerator) {
      followers += Int.random(in: -300...400, using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: price += 10
      case 1: name = ["a", "b", "e\u{301}", "\u{e9}"].randomElement(using: &random) ?? "a"
      case 2: tags = [["x"], ["x", "y"], [], ["y", "x"]].randomElement(using: &random) ?? []
      case 3: userType = userType == 2 ? 1 : 2
      default: break
      }
    }

    func reply(of id: KOLID, on day: CalendarDay) -> Reply {
      let tags = tags.map { "\"\($0)\"" }.joined(separator: ",")
      let body = """
        {"code":0,"data":{"userId":"\(id)","name":"\(name)","fansNum":\(followers),"picturePrice":\(price),\
        "userType":\(userType),"personalTags":[\(tags)]}}
        """
      return Reply(
        kolID: id, endpoint: .profileV1, parameters: [:],
        fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400 + 3_600), environment: "global",
        attempts: 1, body: Array(body.utf8))
    }
  }
}
