import Markup
import Model
import Synchronization
import Templating
import Testing

@testable import Rendering
@testable import Reporting

/// A site gives the same files whichever page is made first, and on how many cores.
struct SiteTests {
  private let sample = WeightTests()

  /// Two languages, groups, a basket, a free page, a note, charts as files, and a roster in two parts.
  private func site(copy: CalendarDay? = nil) throws -> Site {
    let kols = try (0..<205).map { try sample.kol($0, days: $0 < 3 ? 40 : 2) }
    var settings = Settings()
    settings.chartFiles = true
    settings.baskets = [
      Basket(name: "Winter", group: "g1", placements: .init(pictures: 2, videos: 1), exceptions: [:])
    ]
    let page = SourceText(
      path: "about.md", text: "# About\n\n```kols\ncolumns: growth7, videoPrice\nlimit: 3\n```\n")
    let note = Note(text: SourceText(path: "note.md", text: "*Good.*"), author: "A", day: nil)
    let project = Project(
      settings: settings, roster: Roster(entries: kols.map(\.entry)), templates: [:],
      pages: ["about": [.zh: page, .en: page]], notes: [kols[0].entry.id: [.zh: note]], warnings: [])
    let design = try SiteDesign(
      project: project, theme: .builtIn, labels: [.zh: builtInLabels(.zh), .en: builtInLabels(.en)],
      generator: "kolsite", digest: { String($0.count, radix: 16) + "0000000000000000" })
    let builder = ReportBuilder(asOf: sample.asOf)
    let rows = rows(kols, asOf: sample.asOf)
    let report = Report(
      title: "KOL report", asOf: sample.asOf, timeZone: "Asia/Shanghai", kols: rows,
      peers: builder.peerStatistics(of: rows),
      baskets: settings.baskets.map { builder.report(of: $0, kols: rows) })
    return Site(design, report: report, copies: [sample.asOf.advanced(by: -7)], copy: copy) { id in
      kols.first { $0.entry.id == id }
    }
  }

  private func design(of roster: Roster, templates: [String: String]) throws -> SiteDesign {
    let own = templates.mapValues { SourceText(path: "own.md", text: $0) }
    let project = Project(
      settings: Settings(), roster: roster, templates: own, pages: [:], notes: [:], warnings: [])
    return try SiteDesign(
      project: project, theme: Theme.builtIn.overridden(by: own).theme,
      labels: [.zh: builtInLabels(.zh), .en: builtInLabels(.en)], generator: "kolsite",
      digest: { String($0.count, radix: 16) + "0000000000000000" })
  }

  private func files(_ pages: [[OutputFile]]) -> [String: [UInt8]] {
    Dictionary(pages.joined().map { ($0.path, $0.bytes) }, uniquingKeysWith: { _, last in last })
  }

  @Test(arguments: [false, true])
  func pagesAreTheSameAloneInReverseAndInParallel(isCopy: Bool) async throws {
    let copy = isCopy ? sample.asOf.advanced(by: -7) : nil
    let site = try site(copy: copy)
    let inOrder = files(try site.pages.map(site.render))
    #expect(inOrder.count > 2 * 205)
    #expect(Set(site.pages).count == site.pages.count)

    let other = try self.site(copy: copy)
    #expect(files(try other.pages.reversed().map(other.render)) == inOrder)

    let shared = try self.site(copy: copy)
    let inParallel = try await withThrowingTaskGroup(of: [OutputFile].self) { group in
      for page in shared.pages { group.addTask { try shared.render(page) } }
      return try await group.reduce(into: [[OutputFile]]()) { $0.append($1) }
    }
    #expect(files(inParallel) == inOrder)

    // Each page of a site on which nothing else was asked for.
    for page in site.pages.indices where page % 97 == 0 {
      let alone = try self.site(copy: copy)
      for file in try alone.render(alone.pages[page]) { #expect(inOrder[file.path] == file.bytes) }
    }
  }

  /// The rows have no more over time than the templates show, and a page says the same as if they had everything.
  @Test(arguments: [
    ("```trends\nmetric: clickMidNum\nwindow: 20d\n```", ["clickMidNum": 92, "followers": 90]),
    ("```ranks\nmetric: picturePrice\n```", ["clickMidNum": 92, "followers": 90, "picturePrice": 92]),
    ("```trends\nmetric: followers\nwindow: 300d\n```", ["clickMidNum": 92, "followers": 300]),
    ("a\n\n{{> own}}\n", ["clickMidNum": 92, "followers": 90, "likeCollectCountInfo": 92]),
    ("```kols\ncolumns: trend\n```", ["clickMidNum": 92, "followers": 90]),
    ("```trends\nmetric: {{site.title}}\n```", nil),
    ("{{> open}}\nwindow: 30d\n```", nil),
    // What a page makes of these is known with the page alone.
    ("{{^site.isSample}}```\n{{/site.isSample}}```trends\nmetric: picturePrice\n```", nil),
    ("{{^site.isSample}}~~~\n{{/site.isSample}}\n\n```ranks\nmetric: picturePrice\n```", nil),
    ("{{^site.isSample}}    {{/site.isSample}}```trends\nmetric: picturePrice\n```", nil),
  ])
  func theLinesOfTheTemplatesSuffice(index: String, days: [String: Int]?) throws {
    let design = try design(
      of: Roster(entries: []),
      templates: [
        "index.md": index,
        // The partial is read whether or not a page has it.
        "_own.md": index.contains("own") ? "```ranks\nmetric: likeCollectCountInfo\n```\n" : "",
        "_open.md": index.contains("open") ? "```trends\nmetric: followers" : "",
      ])
    let names = design.lines.days.map { (History.chartedMetrics[$0].id, $1) }
    let all = History.chartedMetrics.map { ($0.id, Int.max) }
    #expect(Dictionary(uniqueKeysWithValues: names) == days ?? Dictionary(uniqueKeysWithValues: all))
  }

  @Test func aPageSaysTheSameWithTheLinesOfItsTemplatesAsWithAll() throws {
    let kols = try (0..<12).map { try sample.kol($0, days: 120 - $0) }
    let design = try design(
      of: Roster(entries: kols.map(\.entry)),
      templates: [
        "index.md": """
        ```trends
        metric: clickMidNum
        window: 20d
        ```

        ```ranks
        metric: picturePrice
        ```

        ```movers
        window: 90d
        ```

        ```kols
        columns: trend, growth30
        ```
        """
      ])
    func pages(_ lines: RosterLines) throws -> [String: [UInt8]] {
      let report = Report(
        title: "", asOf: sample.asOf, timeZone: "UTC", kols: rows(kols, asOf: sample.asOf, lines: lines))
      let site = Site(design, report: report) { _ in nil }
      return files(try site.sharedPages.map(site.render))
    }
    let found = try pages(design.lines)
    #expect(found == (try pages(.all)))
    #expect(found != (try pages(RosterLines(days: [:]))))
  }

  @Test func theScriptsDataHasTheColumnsOfAllPages() throws {
    let site = try site()
    let data = files(try site.pages.map(site.render))["data/roster.zh.js"]
    let text = String(decoding: try #require(data), as: UTF8.self)
    let columns = try #require(text.split(separator: "]").first)
    // The free page alone shows these two.
    #expect(columns.contains("\"growth7\"") && columns.contains("\"videoPrice\""))
    #expect(!columns.contains("trend"))
  }

  @Test(arguments: [
    ("kols", ["columns": "followers", "order": "upwards"]), ("kols", ["columns": "followers, ,"]),
    ("distribution", ["metric": "followers", "scale": "foo"]), ("kols", ["columns": ""]),
  ])
  func anOptionFromATagIsHeldAgainstWhatItMayBe(kind: String, options: [String: String]) {
    let call = BlockCall(kind: kind, options: options, location: SourceLocation(file: "index.md", line: 3))
    let wording = Wording(labels: builtInLabels(.en))
    #expect(throws: InvalidInput.self) { try BlockRegistry.overview.block(call, wording: wording) }
  }
}
