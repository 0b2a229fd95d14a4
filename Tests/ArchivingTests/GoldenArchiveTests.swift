import Files
import Foundation
import Model
import Testing

@testable import Archiving

/// An archive that version 1 wrote, as it is in users' repositories: every later version must read it the same.
///
/// Never make it anew; a later format gets a folder of its own beside it.
struct GoldenArchiveTests {
  private let archive = Archive(
    folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/v1")
      .path)

  @Test func itIsWhole() async throws {
    let found = try await archive.verify()
    #expect(found.problems == [] && found.notes == [])
    let counts = [found.days, found.prunedDays, found.parts, found.replies, found.kols]
    #expect(counts == [4, 1, 6, 8, 2])
    #expect(found.head?.day.description == "2026-11-03")
  }

  @Test func itsReadingsAreWhatWasReplied() async throws {
    let ids = try ["anna", "bert", "cora"].map(id)
    let histories = try await archive.histories(of: ids, upTo: try day("2026-12-31"))
    let followers: [[String?]] = histories.map { history in
      history.days.indices.map { index -> String? in
        switch history.outcomes[index] {
        case .snapshot:
          history.readings(at: index)[0].value?.description ?? history.readings(at: index)[0].missingCode
        case .failed(let reason): reason.rawValue
        case .damaged: "damaged"
        }
      }
    }
    let expected: [[String?]] = [
      ["1000", "1020", "12000", "13000"], ["notSupplied", "7"], ["network", "quota"],
    ]
    #expect(followers == expected)
    #expect(
      histories[0].days.map(\.description) == ["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-03"])
    let latest = try #require(histories[0].latest)
    #expect(latest.profile["name"] == .text("名😀\n"))
    #expect(latest.profile.recordTime == "2026-11-03T08:00:00")
    #expect(histories[1].latest?.environment == "custom")
    #expect(try archive.pins() == [try day("2026-10-30"): "the first pack"])
    #expect(try archive.latestAside(upTo: try day("2026-11-01"), maxDays: 5).keys.map(\.text) == ["zoe"])
  }

  @Test func itsRepliesAreTokenForToken() throws {
    let lines = try archive.lines(of: try id("anna"), on: try day("2026-11-03"))
    #expect(lines.count == 2)
    let line = String(decoding: lines[1], as: UTF8.self)
    #expect(
      line.hasSuffix(
        #""reply":{"code":"0","message":null,"recordTime":"2026-11-03T08:00:00","data":{"userId":"anna","#
          + #""name":"\u540d\ud83d\ude00\n","fansNum":1.3e4,"newKey":{"a":[1.50,null,true]},"picturePrice":180.0,"#
          + #""pictureShowState":true}}}"#))
    #expect(String(decoding: lines[0], as: UTF8.self).hasSuffix(#""laterKey":1}"#))
  }
}
