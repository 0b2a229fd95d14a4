import Markup
import Model
import Testing

@testable import Rendering

/// A KOL's picture stands beside the name where there is one, and the first letter where there is none.
struct FactsBlockTests {
  private func facts(_ avatar: Avatar?, siteRoot: String = "../../") throws -> String {
    let labels = Labels(
      language: .en,
      builtIn: Dictionary(uniqueKeysWithValues: Labels.Key.allCases.map { ($0.rawValue, $0.rawValue) }),
      overrides: [:])
    var kol = KOLReport(
      entry: RosterEntry(
        id: try #require(KOLID("anna")), name: nil, groups: [], note: nil, refreshDays: 1, priority: 0,
        location: SourceLocation(file: "roster.yml")),
      name: "anna", freshness: .never(reason: nil), tier: nil, snapshot: nil, figures: [], series: [],
      growths: [])
    kol.avatar = avatar
    return try html(
      FactsBlock.self, of: kol, siteRoot: siteRoot, groups: NamedPage.pages(for: ["q4"]),
      wording: Wording(labels: labels))
  }

  @Test func aPictureIsLinkedRelativelyWithItsSize() throws {
    let html = try facts(Avatar(fileName: "0f3c.jpg", width: 120, height: 80), siteRoot: "../../../")
    let tag =
      "<img class=\"avatar\" src=\"../../../assets/avatars/0f3c.jpg\" alt=\"\" width=\"120\" height=\"80\""
      + " loading=\"lazy\" decoding=\"async\">"
    #expect(html.contains(tag))
    #expect(!html.contains("class=\"initial"))
  }

  @Test func withoutAPictureTheFirstLetterStandsThere() throws {
    let html = try facts(nil)
    #expect(html.contains("class=\"initial"))
    #expect(html.contains(">A</text>"))
    #expect(!html.contains("<img"))
  }
}
