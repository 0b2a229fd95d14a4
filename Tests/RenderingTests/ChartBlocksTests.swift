import Markup
import Model
import Testing

@testable import Rendering

/// The charts of pages, with rosters that have gaps, nobody at all or hostile names.
struct ChartBlocksTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: Dictionary(
        uniqueKeysWithValues: Labels.Key.allCases.map { key in
          let parts =
            switch key {
            case .distributionText, .distributionFew, .scatterText: " {n}/{count}"
            case .ranksMoved: " {name} {from} {to}"
            case .olderData: " {day}"
            case .archiveDayLabel: " {day} {kols}/{all}"
            default: ""
            }
          return (key.rawValue, key.rawValue + parts)
        }), overrides: [:]))

  /// - Parameters:
  ///   - values: Of the newest snapshot, by metric; every other reading is null.
  ///   - followers: A value a day, the last one of the as-of day.
  private func kol(
    _ id: String, name: String? = nil, values: [String: Int64] = [:], followers: [Int64?] = [],
    growths: [Growth] = []
  ) throws -> KOLReport {
    func quantity(_ value: Int64) -> Quantity { Quantity(millionths: value * Quantity.scale) }
    return KOLReport(
      entry: RosterEntry(id: try #require(KOLID(id)), location: SourceLocation(file: "roster.yml")),
      name: name ?? id, freshness: .fresh, tier: nil, snapshot: nil,
      figures: MetricCatalog.builtIn.metrics.enumerated().map { index, metric in
        Figure(
          index, reading: values[metric.id].map { .value(quantity($0)) } ?? .absent(.null), field: nil,
          day: asOf)
      },
      series: History.chartedMetrics.map { metric in
        Series(
          metric: metric, firstDay: asOf.advanced(by: 1 - followers.count),
          readings: followers.map { value in
            metric.id == "followers"
              ? value.map { PackedReading(.value(quantity($0))) } ?? .failed : .noSnapshot
          })
      }, growths: growths)
  }

  private func report(_ kols: [KOLReport], archive: [ArchivedDay] = []) -> Report {
    Report(title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows(kols, asOf: asOf), archive: archive)
  }

  /// All charts of a roster, by the names of their blocks.
  private func charts(of kols: [KOLReport]) throws -> [String: String] {
    let report = report(kols)
    return [
      "distribution": try html(
        DistributionBlock.self, ["metric": "followers"], of: report, wording: wording),
      "scatter": try html(
        ScatterBlock.self, ["x": "followers", "y": "picturePrice"], of: report, wording: wording),
      "chart": try html(BarChartBlock.self, ["bar": "followers"], of: report, wording: wording),
      "trends": try html(TrendsBlock.self, ["metric": "followers"], of: report, wording: wording),
      "ranks": try html(RanksBlock.self, ["metric": "followers"], of: report, wording: wording),
    ]
  }

  @Test func aRosterOfNobodyHasNoValues() throws {
    let charts = try charts(of: [])
    #expect(try #require(charts["distribution"]).contains("distributionFew 0/0"))
    #expect(try #require(charts["scatter"]).contains("scatterText 0/0"))
    #expect(!(try #require(charts["chart"])).contains("<rect"))
    for name in ["trends", "ranks"] { #expect(charts[name] == "<p class=\"no-chart\">noGrowth</p>\n") }
  }

  @Test func aKOLWithoutAValueIsNotDrawnAsZero() throws {
    var kols = try (1...6).map {
      try kol("k\($0)", values: ["followers": Int64($0), "picturePrice": Int64($0 * 10)])
    }
    kols.append(try kol("absentee", values: ["picturePrice": 7]))
    let charts = try charts(of: kols)
    #expect(try #require(charts["distribution"]).contains("distributionText 6/7"))
    #expect(try #require(charts["scatter"]).contains("scatterText 6/7"))
    for name in ["distribution", "scatter"] { #expect(!(try #require(charts[name])).contains("absentee")) }
    let bars = try #require(charts["chart"])
    #expect(bars.ranges(of: "<rect").count == 6 && bars.contains("– reasonNull"))
    // With a limit the page says how many there are.
    let short = try html(
      BarChartBlock.self, ["bar": "followers", "limit": "2"], of: report(kols), wording: wording)
    #expect(short.ranges(of: "<rect").count == 2 && short.contains("shownOf"))
  }

  @Test func namesStayText() throws {
    let name = "<b onclick=\"x\">&'\u{202E}\u{301}"
    let kols = try (1...6).map { index in
      try kol(
        "k\(index)", name: name, values: ["followers": Int64(index), "picturePrice": 5],
        followers: (0..<90).map { Int64(100 + $0 * index) })
    }
    for (block, html) in try charts(of: kols) {
      #expect(html.ranges(of: "<b").count == html.ranges(of: "<bdi>").count, "\(block)")
      #expect(html.contains("&lt;b onclick="), "\(block)")
      #expect(!html.unicodeScalars.contains("\u{202E}"), "\(block)")
    }
  }

  @Test func ranksAreOfThoseWithAValueOnEveryDay() throws {
    let kols = [
      try kol("falls", followers: (0..<90).map { 200 - $0 }), try kol("newcomer", followers: [900]),
      try kol("rises", followers: (0..<90).map { 100 + $0 }),
    ]
    let page = try html(RanksBlock.self, ["metric": "followers"], of: report(kols), wording: wording)
    #expect(page.contains("ranksMoved rises 2 1"))
    #expect(!page.contains("newcomer"))
    #expect(page.contains("<tr><th scope=\"row\"><bdi>rises</bdi></th><td class=\"number\">2</td>"))
  }

  @Test func aWrongOptionFromATagIsAProblemAndNoCrash() {
    #expect(throws: BlockProblem.self) {
      try html(DistributionBlock.self, ["metric": "nothing"], of: report([]), wording: wording)
    }
    #expect(throws: BlockProblem.self) {
      try html(BarChartBlock.self, ["bar": "followers", "limit": "-1"], of: report([]), wording: wording)
    }
    #expect(throws: BlockProblem.self) {
      try html(TrendsBlock.self, ["metric": "pictureCPE"], of: report([]), wording: wording)
    }
    #expect(throws: BlockProblem.self) {
      try html(LineChartBlock.self, ["line": "followers", "window": "xd"], of: kol("a"), wording: wording)
    }
  }

  // MARK: One line

  @Test func aDayWithoutAValueHasARowWithItsReason() throws {
    let page = try html(
      LineChartBlock.self, ["line": "followers"], of: kol("a", followers: [7, nil, 9]), in: report([]),
      wording: wording)
    let day = asOf.advanced(by: -1)
    #expect(
      page.contains(
        "<tr><th scope=\"row\"><time>\(day)</time></th><td class=\"number\"><span class=\"missing\">–</span> <small class=\"reason\">reasonFailed</small></td></tr>"
      ))
    #expect(page.ranges(of: "<tr id=\"b1-").count == 2)
    let none = try html(
      LineChartBlock.self, ["line": "videoPrice"], of: kol("a", followers: [7, nil, 9]), in: report([]),
      wording: wording)
    #expect(none == "<p class=\"no-chart\">lineDescriptionEmpty</p>\n")
  }

  /// Every link of a line leads to a row, and the newest value has one.
  @Test func aLongLineLinksSixteenOfItsValues() throws {
    let page = try html(
      LineChartBlock.self, ["line": "followers"],
      of: kol("a", followers: (0..<200).map { $0 % 3 == 2 ? nil : 100 + $0 }), in: report([]),
      wording: wording)
    let links = page.matches(of: /<a href="#(b1-[0-9]+)"/).map(\.output.1)
    let rows = page.matches(of: /<tr id="(b1-[0-9]+)"/).map(\.output.1)
    #expect(links.count == 16 && Set(links) == Set(rows))
    #expect(links.last == "b1-\(asOf.daysSinceEpoch)")
    #expect(page.ranges(of: "<tr").count == 91)
  }

  // MARK: Changes

  @Test func aChangeIsToldWithItsValuesAndTheirDays() throws {
    func whole(_ value: Int64) -> Quantity { Quantity(millionths: value * Quantity.scale) }
    let change = Growth.Change(
      from: whole(1_000), to: whole(1_200), fromDay: asOf.advanced(by: -7), toDay: asOf, absolute: whole(200),
      relative: Quantity(millionths: 200_000))
    let growths = History.chartedMetrics.flatMap { metric in
      Growth.windows.map { window in
        let isKnown = metric.id == "followers" && window == 7
        return Growth(metric: metric, window: window, outcome: isKnown ? .change(change) : .tooShort)
      }
    }
    let table = try html(
      MetricsBlock.self, ["group": "growth"], of: kol("a", growths: growths), wording: wording)
    #expect(
      table.contains(
        "<td><span class=\"number\">+200 (+20%)</span> <small class=\"scope\">1,000 → 1,200 · "))
    #expect(table.contains(", \(asOf.advanced(by: -7)) – \(asOf)</small></td>"))
    // Of what does not move, only the reach has a row.
    let reach = History.chartedMetrics.count { $0.group == .reach }
    #expect(table.ranges(of: "<tr><th scope=\"row\">").count == reach)
    #expect(table.ranges(of: "<td>").count == reach * Growth.windows.count)
    let none = try html(MetricsBlock.self, ["group": "growth"], of: kol("a"), wording: wording)
    #expect(none.hasPrefix("<p class=\"no-chart\">") && !none.contains("<table"))
  }

  // MARK: Files

  private func output(chartFiles: Bool) throws -> PageOutput {
    var output = PageOutput(
      charts: ChartFiles(style: ChartFiles.style(of: Array("a > b {}".utf8)), isOn: chartFiles), id: "b1")
    let kol = try kol("a", followers: [7, 8, 9])
    let report = report([kol])
    let block = try LineChartBlock(BlockOptions(["line": "followers"]), wording: wording)
    for _ in 0..<2 {
      block.write(
        ProfilePage(kol: kol, report: report, siteRoot: "", rootPath: "", groups: [], note: nil), to: &output)
    }
    return output
  }

  @Test func aChartAsAFileHasItsStyleAndNoLinks() throws {
    let output = try output(chartFiles: true)
    #expect(output.charts.files.map(\.name) == ["followers.svg", "followers-2.svg"])
    let file = String(decoding: try #require(output.charts.files.first).bytes, as: UTF8.self)
    #expect(file.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart chart-line\""))
    #expect(file.contains("role=\"img\"") && !file.contains("<a "))
    #expect(file.contains("<style>a &gt; b {}svg { background: var(--surface); }</style><title"))
    #expect(file.hasSuffix("</svg>\n"))
    let page = String(decoding: output.html.bytes, as: UTF8.self)
    #expect(page.contains("<a class=\"download\" download href=\"followers-2.svg\">downloadChart</a>"))
  }

  @Test func withoutChartFilesNothingIsOffered() throws {
    let output = try output(chartFiles: false)
    #expect(output.charts.files.isEmpty)
    #expect(!String(decoding: output.html.bytes, as: UTF8.self).contains("download"))
  }

  @Test func aChartThatIsDrawnOnceIsTheSameInItsFile() {
    var output = PageOutput(charts: ChartFiles(style: [], isOn: true), id: "b1")
    output.html.appendLiteral("<p>before</p>")
    let file = output.draw("x") { $0.appendLiteral("<svg a=\"b\"><g/></svg>") }
    #expect(file == "x.svg")
    #expect(String(decoding: output.html.bytes, as: UTF8.self) == "<p>before</p><svg a=\"b\"><g/></svg>")
    #expect(
      output.charts.files.map { String(decoding: $0.bytes, as: UTF8.self) }
        == ["<svg xmlns=\"http://www.w3.org/2000/svg\" a=\"b\"><g/></svg>\n"])
  }

  // MARK: The archive

  @Test func everyArchivedDayHasARowTheNewestFirst() throws {
    let days = [(-3, 1, 0, true), (-1, 0, 2, false), (0, 2, 0, true)].map { offset, kols, failures, site in
      ArchivedDay(day: asOf.advanced(by: offset), kols: kols, failures: failures, hasSite: site)
    }
    let kols = [try kol("a"), try kol("b")]
    let page = try html(ArchiveBlock.self, of: report(kols, archive: days), wording: wording)
    let rows = page.matches(of: /<tr><th scope="row"><time>([-0-9]+)<\/time>/).map { String($0.output.1) }
    #expect(rows == days.reversed().map(\.day.description))
    #expect(page.contains("<a href=\"archive/\(asOf)/index.html\">archiveCopy \(asOf)</a>"))
    #expect(page.contains("</time></th><td class=\"number\">0 / 2</td><td class=\"number\">2</td><td><span"))
    // The day in between is a cell, too.
    #expect(page.ranges(of: "class=\"c-cell ").count == 4)
    #expect(page.contains("archiveDayLabel \(asOf.advanced(by: -2)) 0/2"))
    let one = try html(ArchiveBlock.self, of: report([], archive: Array(days.prefix(1))), wording: wording)
    #expect(!one.contains("<figure>") && one.contains("1 / 0"))
    #expect(!(try html(ArchiveBlock.self, of: report([]), wording: wording)).contains("<time>"))
  }
}
