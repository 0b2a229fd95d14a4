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
    let report = Report(
      title: "KOL report", asOf: sample.asOf, timeZone: "Asia/Shanghai", kols: kols,
      peers: builder.peerStatistics(of: kols),
      baskets: settings.baskets.map { builder.report(of: $0, kols: kols) })
    return Site(design, report: report, copies: [sample.asOf.advanced(by: -7)], copy: copy)
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
