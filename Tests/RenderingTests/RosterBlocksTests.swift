import Foundation
import Markup
import Model
import Testing

@testable import Rendering
@testable import Reporting

/// The blocks of lists of KOLs: with nobody, with nothing known, and with names that would be markup.
struct RosterBlocksTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let hostile = "<b>&\"'\u{301}\u{202E}\\"
  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: Dictionary(
        uniqueKeysWithValues: Labels.Key.allCases.map { key in
          let parts: String? =
            switch key {
            case .olderData: "<of> {day}"
            case .dayCount: "{n} days"
            case .dayCountOne: "{n} day"
            case .ofKOLs: "{n} of {count}"
            default: nil
            }
          return (key.rawValue, parts ?? key.rawValue)
        }), overrides: [:]))

  /// A KOL with these followers, oldest first, a day apart, up to so many days ago; nobody has seen one without.
  private func kol(
    _ id: String, followers: [Int64] = [], daysOld: Int = 0, groups: [String] = []
  ) throws -> KOLReport {
    let id = try #require(KOLID(id))
    let days = followers.indices.map { asOf.advanced(by: $0 - followers.count + 1 - daysOld) }
    let snapshots = zip(days, followers).map { day, count in
      Snapshot(
        day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400),
        endpoint: .profileV1, environment: "global",
        profile: Profile(
          values: FieldCatalog.builtIn.fields.map { field in
            switch field.key {
            case "fansNum": .number(Quantity(millionths: count * 1_000_000))
            case "name": .text(hostile)
            default: .null
            }
          }, recordTime: nil))
    }
    return ReportBuilder(asOf: asOf).kolReport(
      for: RosterEntry(id: id, groups: groups, location: SourceLocation(file: "roster.yml")),
      history: History(
        kolID: id, days: days, outcomes: days.map { _ in .snapshot },
        readings: snapshots.flatMap(\.profile.chartedReadings), latest: snapshots.last))
  }

  private func report(_ kols: [KOLReport], changes: [ChangeList] = []) -> Report {
    Report(title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows(kols, asOf: asOf), changes: changes)
  }

  /// Whether the name is there, and nowhere as anything but text.
  private func isText(_ html: String) -> Bool {
    html.contains("&lt;b&gt;&amp;\"'\u{301}\\") && !html.contains("<b>") && !html.contains("\u{202E}")
  }

  // MARK: Tables

  private let columns = "followers, growth7, tier, snapshot, groups, pictureCPE"

  @Test func aTableSaysWhyACellHasNoValue() throws {
    let never = try kol("never")
    let new = try kol("new", followers: [5])
    let late = try kol("late", followers: [100, 100, 100, 100, 110], daysOld: 9, groups: [hostile, "b"])
    let options = ["columns": columns, "sort": "growth7", "order": "ascending"]
    let rows = try html(KOLsBlock.self, options, of: report([never, new, late]), wording: wording)
      .split(separator: "<tr").dropFirst(2)
    #expect(rows.count == 3)
    func cells(_ row: String?) -> [String] {
      (row ?? "").split(separator: "<td").dropFirst().map { String($0.split(separator: "</td>")[0]) }
    }
    func missing(_ reason: String) -> String {
      "><span class=\"missing\">–</span> <small class=\"reason\">\(reason)</small>"
    }
    let (nobody, first, old) = (
      cells(rows.first.map(String.init)), cells(rows.dropFirst().first.map(String.init)),
      cells(rows.last.map(String.init))
    )
    #expect(Array(repeating: missing("reasonNoSnapshot"), count: 4) == Array(nobody.prefix(4)))
    #expect(first[0] == " data-v=\"5\">5" && first[1] == missing("tooShort"))
    #expect(first[2] == " data-v=\"-3\">tierNano" && first[3] == " data-v=\"\(asOf.daysSinceEpoch)\">\(asOf)")
    #expect(first[4] == " class=\"text\"><bdi></bdi>" && first[5] == missing("reasonMissingInput"))
    #expect(old[1] == missing("&lt;of&gt; \(asOf.advanced(by: -9))"))
    #expect(old[4].hasSuffix(", b</bdi>") && rows.allSatisfy { !$0.contains("<b>") })
    #expect(rows.last?.contains("badge is-bad\">stale · &lt;of&gt; \(asOf.advanced(by: -9))<") == true)
    #expect(isText(String(try #require(rows.last))))
  }

  @Test func whoHasNoValueStandsLastAndEqualOnesStayInOrder() throws {
    let kols = [
      try kol("a", followers: [5]), try kol("none"), try kol("b", followers: [7]),
      try kol("c", followers: [5]),
    ]
    func order(_ options: [String: String]) throws -> [String] {
      try html(
        KOLsBlock.self, options.merging(["columns": "tier"]) { own, _ in own }, of: report(kols),
        wording: wording
      ).matches(of: /href="kol\/([a-z]+)\//).map { String($0.output.1) }
    }
    #expect(try order(["sort": "followers"]) == ["b", "a", "c", "none"])
    #expect(try order(["sort": "followers", "order": "ascending"]) == ["a", "c", "b", "none"])
    #expect(try order(["sort": "followers", "limit": "2"]) == ["b", "a"])
    #expect(try order([:]) == ["a", "none", "b", "c"])
  }

  @Test func aChangeStandsWithItsDays() throws {
    let up = try kol("up", followers: [100, 100, 100, 100, 110])
    let growths = up.growths.map { growth -> Growth in
      guard case .change(let change) = growth.outcome else { return growth }
      return Growth(
        metric: growth.metric, window: growth.window,
        outcome: .change(
          Growth.Change(
            from: Quantity(millionths: 0), to: change.to, fromDay: change.fromDay, toDay: change.toDay,
            absolute: change.to, relative: nil)))
    }
    let fromNothing = KOLReport(
      entry: up.entry, name: up.name, freshness: up.freshness, tier: up.tier, snapshot: up.snapshot,
      figures: up.figures, series: up.series, growths: growths)
    for (kol, cell, row) in [
      (up, " data-v=\"0.1\">+10% <small class=\"scope\">4 days</small>", "<bdi>+10% · 4 days</bdi>"),
      (fromNothing, ">+110 <small class=\"scope\">4 days</small>", "<bdi>+110 · 4 days</bdi>"),
    ] {
      let table = try html(KOLsBlock.self, ["columns": "growth7"], of: report([kol]), wording: wording)
      #expect(table.contains("<td\(cell)</td>"))
      let comparison = try html(CompareBlock.self, ["rows": "growth7"], of: report([kol]), wording: wording)
      #expect(comparison.contains("<td>\(row)</td>"))
    }
  }

  @Test func theDataOfTheScriptsIsSpeltAsJSON() throws {
    let kols = [try kol("late", followers: [100, 100, 100, 100, 110], daysOld: 9, groups: [hostile, "b"])]
    let bytes = RosterData(
      report: report(kols), wording: wording, groups: [], groupPlaces: [:],
      columns: try BlockOptions(["columns": columns]).columns("columns")
    ).bytes()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.contains("<") && !text.contains("&"))
    let start = try #require(text.firstIndex(of: "{"))
    let end = try #require(text.lastIndex(of: "}"))
    let data = try JSONSerialization.jsonObject(with: Data(text[start...end].utf8)) as? [String: Any]
    let kol = try #require((data?["kols"] as? [[String: Any]])?.first)
    let day = asOf.advanced(by: -9)
    #expect(kol["badge"] as? [String] == ["is-bad", "stale · <of> \(day)"])
    let cells = try #require(kol["cells"] as? [[Any]])
    #expect(cells[0][0] as? Int == 110 && cells[0][1] as? String == "110")
    #expect(cells[1].count == 1 && cells[1][0] as? String == "<of> \(day)")
    #expect(cells[2][0] as? Int == -3 && cells[3][1] as? String == day.description)
    #expect(cells[4][1] as? String == "<b>&\"'\u{301}\\, b")
    #expect(cells[5].count == 1 && cells[5][0] as? String == "reasonMissingInput")
  }

  @Test func nobodyIsComparedWhereThereIsNobody() throws {
    let empty = try html(CompareBlock.self, ["rows": "followers"], of: report([]), wording: wording)
    #expect(empty.contains("data-compare=\"\" data-root=\"\" data-all=\"data/roster.js\">"))
    #expect(empty.contains("<tr data-c=\"followers\"><th scope=\"row\">Followers</th></tr>"))
    let kols = try (0..<6).map { try kol("k\($0)", followers: [Int64($0 + 1)]) }
    let four = try html(CompareBlock.self, ["rows": "followers"], of: report(kols), wording: wording)
    #expect(four.contains("data-compare=\"k5 k4 k3 k2\"") && isText(four))
  }

  @Test func whatABlockNeedsBesideItsPageIsKnown() throws {
    func prepared<Block: OverviewBlock>(
      _ block: Block.Type, _ options: [String: String]
    ) throws -> PreparedBlock {
      PreparedBlock(.overview(try block.init(BlockOptions(options), wording: wording)))
    }
    let table = try prepared(KOLsBlock.self, ["columns": "tier, groups"])
    #expect(table.columns == [.tier, .groups] && table.script == "roster")
    let comparison = try prepared(CompareBlock.self, ["rows": "tier"])
    #expect(comparison.columns == [.tier] && comparison.script == "compare")
    let coverage = try prepared(CoverageBlock.self, [:])
    #expect(coverage.columns.isEmpty && coverage.script == nil)
    #expect(BlockRegistry.scripts == ["roster", "compare"])
    #expect(throws: BlockProblem.self) { try prepared(KOLsBlock.self, ["columns": "nothing"]) }
  }

  // MARK: Lists

  @Test func groupsAreCountedAndTheirNamesAreText() throws {
    let kols = [try kol("a", groups: ["x"]), try kol("b", groups: ["x"]), try kol("c")]
    let links = try html(
      GroupsBlock.self, of: report(kols), groups: [NamedPage(name: hostile, slug: "x")],
      groupPlaces: [kols[0].entry.id: [0], kols[1].entry.id: [0]], wording: wording)
    #expect(links.contains("<li><a href=\"group/x/index.html\"><bdi>&lt;b&gt;"))
    #expect(links.contains("<small class=\"scope\">· 2</small>") && isText(links))
    #expect(try html(GroupsBlock.self, of: report(kols), wording: wording).isEmpty)
  }

  @Test func nothingMovesWhereThereIsNobody() throws {
    let empty = try html(MoversBlock.self, of: report([]), wording: wording)
    #expect(empty.ranges(of: "<li class=\"missing\">none</li>").count == 3)
    let moved = try kol("up", followers: [100, 100, 100, 100, 110])
    #expect(isText(try html(MoversBlock.self, ["window": "7d"], of: report([moved]), wording: wording)))
  }

  @Test func daysWithoutAChangeAreNamedOnce() throws {
    let id = try #require(KOLID("a"))
    let (yesterday, before) = (asOf.advanced(by: -1), asOf.advanced(by: -2))
    let changes = [
      ChangeList(
        from: yesterday, to: asOf,
        changes: [Change(kolID: id, name: hostile, kind: .appeared, dataDay: before)], fetchedAt: nil),
      ChangeList(from: before, to: yesterday, changes: [], fetchedAt: nil),
    ]
    let list = try html(ChangesBlock.self, of: report([], changes: changes), wording: wording)
    #expect(list.contains("<h2 id=\"d\(asOf)\"><time>\(asOf)</time>") && isText(list))
    #expect(list.contains("<small class=\"reason\">&lt;of&gt; \(before)</small>"))
    #expect(list.contains("<p>noChanges <time>\(yesterday)</time></p>"))
    #expect(try html(ChangesBlock.self, of: report([]), wording: wording) == "<p>noChanges</p>\n")
  }

  @Test func aBasketOfNobodyHasNoNumbers() throws {
    func basket(_ kols: [KOLReport]) throws -> String {
      let basket = Basket(
        name: hostile, group: "x", placements: .init(pictures: 1, videos: 2), exceptions: [:])
      return try html(
        BasketBlock.self, of: report(kols),
        basket: ReportBuilder(asOf: asOf).report(of: basket, kols: rows(kols, asOf: asOf)), wording: wording)
    }
    let empty = try basket([])
    #expect(empty.ranges(of: "<dd class=\"number\"><span class=\"missing\">–</span></dd>").count == 6)
    #expect(empty.contains("0 of 0") && isText(empty))
    let unknown = try basket([try kol("a", followers: [5], groups: ["x"])])
    #expect(unknown.contains("<td>1 × picture, 2 × video</td>") && unknown.contains("0 of 1"))
    #expect(unknown.contains("<small class=\"reason\">reason"))
    #expect(try html(BasketBlock.self, of: report([]), wording: wording).isEmpty)
  }
}
