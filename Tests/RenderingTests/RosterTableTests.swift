import Foundation
import Markup
import Model
import Testing

@testable import Rendering
@testable import Reporting

/// The table of KOLs and the data of its script say the same.
struct RosterTableTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: Dictionary(uniqueKeysWithValues: Labels.Key.allCases.map { ($0.rawValue, $0.rawValue) }),
      overrides: [:]))

  private func report(_ count: Int, name: String = "K") throws -> Report {
    let kols = try (0..<count).map { index in
      let id = try #require(KOLID("k\(index)"))
      let values = FieldCatalog.builtIn.fields.map { field -> FieldValue in
        switch field.key {
        case "fansNum": .number(Quantity(millionths: Int64(count - index) * 1_000_000))
        case "picturePrice" where index > 0: .number(Quantity(millionths: 500_000))
        case "name": .text(name)
        default: .null
        }
      }
      let snapshot = Snapshot(
        day: asOf, fetchedAt: Timestamp(secondsSinceEpoch: 0), endpoint: .profileV1, environment: "global",
        profile: Profile(values: values, recordTime: nil))
      return ReportBuilder(asOf: asOf).kolReport(
        for: RosterEntry(
          id: id, groups: index % 2 == 0 ? ["even"] : [], location: SourceLocation(file: "roster.yml")),
        history: History(kolID: id, days: [asOf], outcomes: [.snapshot], readings: [], latest: snapshot))
    }
    return Report(title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows(kols, asOf: asOf))
  }

  private func places(of report: Report) -> [KOLID: [Int]] {
    Dictionary(
      uniqueKeysWithValues: report.kols.map { ($0.entry.id, $0.entry.groups.isEmpty ? [] : [0]) })
  }

  private func table(_ report: Report, group: Int? = nil, part: Int = 1) throws -> String {
    try html(
      KOLsBlock.self, ["columns": "followers, picturePrice, groups", "sort": "followers"], of: report,
      groups: NamedPage.pages(for: ["even"]), groupPlaces: places(of: report), wording: wording
    ) { place in
      place.rootPath = "../"
      place.dataPath = "../data/roster.en.js"
      place.hasParts = group == nil
      place.rosterCount = 201
      place.group = group
      place.part = part
    }
  }

  @Test func aShortRosterIsOnOnePageAndNeedsNoData() throws {
    let html = try table(report(200))
    #expect(html.split(separator: "<tr data-").count - 1 == 200)
    #expect(!html.contains("data-all") && !html.contains("<nav"))
    #expect(html.contains("<th scope=\"col\" data-c=\"followers\" data-sortable aria-sort=\"descending\">"))
    #expect(html.contains("<form class=\"filters\" hidden"))
  }

  @Test func aLongRosterIsInParts() throws {
    let whole = try report(201)
    let first = try table(whole)
    #expect(first.contains("data-all=\"../data/roster.en.js\""))
    #expect(first.contains("href=\"../roster/2/index.html\">2</a>"))
    #expect(first.contains("/kol/k0/") && first.contains("/kol/k199/") && !first.contains("/kol/k200/"))
    let second = try table(whole, part: 2)
    #expect(second.contains("/kol/k200/") && !second.contains("/kol/k199/"))
    #expect(second.contains("href=\"../index.html\">1</a>"))
    #expect(KOLsBlock.pageCount(of: 200) == 1 && KOLsBlock.pageCount(of: 201) == 2)
    #expect(KOLsBlock.pageCount(of: 0) == 1)
  }

  @Test func aGroupThatHasNoRoomForItsRowsLeadsToTheWholeRoster() throws {
    let html = try table(report(201), group: 0)
    #expect(html.contains("data-group=\"even\"") && html.contains("shownOfElsewhere"))
    #expect(html.contains("href=\"../roster/2/index.html\"") && !html.contains("aria-current"))
    #expect(!html.contains("data-g=") && !html.contains("name=\"group\""))
  }

  @Test func aMissingValueHasNoKeyToSortBy() throws {
    let html = try table(report(2))
    #expect(html.contains("<td data-v=\"0.5\">¥0.5</td>"))
    #expect(html.contains("<td><span class=\"missing\">–</span>"))
    #expect(html.contains("data-g=\"even\" data-t=\"nano\"><th"))
  }

  @Test func theDataIsAScriptThatHoldsTheSameCellsAndNoMarkup() throws {
    let report = try report(3, name: "</script><b>\u{2028}\"'\\")
    let columns = try ["followers", "picturePrice", "groups"].map { try #require(RosterColumn(name: $0)) }
    let bytes = RosterData(
      report: report, wording: wording, groups: NamedPage.pages(for: ["even"]),
      groupPlaces: places(of: report),
      columns: columns
    ).bytes()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("<") && !text.contains("\u{2028}"))
    let start = try #require(text.firstIndex(of: "{"))
    let end = try #require(text.lastIndex(of: "}"))
    let data = try #require(
      try JSONSerialization.jsonObject(with: Data(text[start...end].utf8)) as? [String: Any])
    #expect(data["columns"] as? [String] == ["followers", "picturePrice", "groups"])
    let kols = try #require(data["kols"] as? [[String: Any]])
    #expect(kols.count == 3)
    #expect(kols[0]["tier"] as? String == "nano" && kols[0]["groups"] as? [Int] == [0])
    #expect(kols[0]["price"] is NSNull && kols[1]["price"] as? Double == 0.5)
    let cells = try #require(kols[0]["cells"] as? [[Any]])
    #expect(cells[0].count == 2 && cells[0][1] as? String == "3")
    #expect(cells[1].count == 1 && cells[2][0] is NSNull)
  }
}
