import Model
import Testing

@testable import Rendering

/// A feed reader knows an entry by its id: it must stay when the title changes, and no other project's may be the same.
struct FeedTests {
  private func ids(title: String, origin: String, language: Language = .zh) throws -> [String] {
    let day = try #require(CalendarDay("2026-11-22"))
    let change = Change(kolID: try #require(KOLID("anna")), name: "anna", kind: .appeared)
    let report = Report(
      title: title, asOf: day, timeZone: "Asia/Shanghai", kols: [],
      changes: [ChangeList(from: day.advanced(by: -1), to: day, changes: [change], fetchedAt: nil)],
      origin: origin)
    let labels = Labels(language: language, builtIn: ["feedTitle": "{title}"], overrides: [:])
    let files = Feed(report: report, wording: Wording(labels: labels)).files
    let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(texts[0].contains("<title>\(title)</title>"))
    return texts.flatMap { $0.matches(of: /urn:[^"<]*/).map { String($0.output) } }
  }

  @Test func idsStayWhenTheTitleChanges() throws {
    let ids = try ids(title: "one", origin: "abc")
    #expect(
      ids == [
        "urn:kolsite:abc:zh:changes", "urn:kolsite:abc:zh:changes:2026-11-22",
        "urn:kolsite:abc:zh:changes:2026-11-22",
      ])
    #expect(try self.ids(title: "two", origin: "abc") == ids)
  }

  @Test func idsOfAnotherProjectOrLanguageAreOthers() throws {
    let ids = Set(try ids(title: "one", origin: "abc"))
    #expect(ids.isDisjoint(with: try self.ids(title: "one", origin: "abd")))
    #expect(ids.isDisjoint(with: try self.ids(title: "one", origin: "abc", language: .en)))
  }
}
