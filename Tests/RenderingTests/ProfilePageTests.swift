import Markup
import Model
import Testing

@testable import Rendering
@testable import Reporting

/// A KOL's own page and its data file, of a roster in which names are hostile, values are missing and data are old.
struct ProfilePageTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let hostile = "</script>\"'&\u{202E}"
  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: Dictionary(uniqueKeysWithValues: Labels.Key.allCases.map { ($0.rawValue, $0.rawValue) })
        .merging([
          "olderData": "of {day}", "olderAmong": "{n}/{count} of {days}", "daysBetween": "{from}–{to}",
          "percentile": "P{rank}", "peersTooFew": "under {count}: {peers}", "tooFewPeers": "under {count}",
        ]) { $1 }, overrides: [:]))

  /// - Parameter daysOld: How old the data are that came today; nil for a KOL without a snapshot.
  private func kol(
    _ id: String, _ values: [String: FieldValue] = [:], groups: [String] = [], daysOld: Int? = 0
  ) throws -> KOLReport {
    let id = try #require(KOLID(id))
    let snapshot = daysOld.map { daysOld in
      Snapshot(
        day: asOf, fetchedAt: Timestamp(secondsSinceEpoch: asOf.daysSinceEpoch * 86_400),
        endpoint: .profileV1, environment: "global",
        profile: Profile(
          values: FieldCatalog.builtIn.fields.map { values[$0.key] ?? .notSent },
          recordTime: "\(asOf.advanced(by: -daysOld))T08:00:00"))
    }
    return ReportBuilder(asOf: asOf).kolReport(
      for: RosterEntry(id: id, groups: groups, location: SourceLocation(file: "roster.yml")),
      history: snapshot.map {
        History(
          kolID: id, days: [asOf], outcomes: [.snapshot], readings: $0.profile.chartedReadings, latest: $0)
      } ?? History(unknown: id))
  }

  private func number(_ value: Int64) -> FieldValue { .number(Quantity(millionths: value * Quantity.scale)) }

  /// One KOL with each of these followers, and of a group of its own the first.
  private func roster(_ followers: [Int64], daysOld: [Int] = []) throws -> (first: KOLReport, report: Report)
  {
    let kols = try followers.enumerated().map { index, count in
      try kol(
        "kol\(index)", ["fansNum": number(count)], groups: index == 0 ? [hostile] : [],
        daysOld: daysOld.isEmpty ? 0 : daysOld[index])
    }
    return (kols[0], report(kols))
  }

  private func report(_ kols: [KOLReport]) -> Report {
    let rows = rows(kols, asOf: asOf)
    return Report(
      title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows,
      peers: ReportBuilder(asOf: asOf).peerStatistics(of: rows))
  }

  private func standing(_ roster: (first: KOLReport, report: Report)) throws -> String {
    try html(
      StandingBlock.self, ["metrics": "followers, picturePrice"], of: roster.first, in: roster.report,
      wording: wording)
  }

  @Test func aStandingHasItsRankItsMedianAndItsNumber() throws {
    let html = try standing(roster([20_000, 20_000, 10_000, 30_000, 40_000, 50_000]))
    #expect(
      html.contains(
        "Followers</th><td class=\"number\">20,000</td><td><span class=\"rank\">P33</span> <small class=\"scope\">median 25,000 · n\u{A0}=\u{A0}6</small></td>"
      ))
    // Nobody has a quote, so the column that the followers opened has nothing to say of it.
    #expect(
      html.contains(
        "<td><span class=\"missing\">–</span> <small class=\"reason\">under 5 · n\u{A0}=\u{A0}0</small></td>")
    )
    #expect(html.contains("under 5: group: &lt;/script&gt;\"'&amp; standingNote"))
    #expect(html.contains("<svg class=\"chart chart-range\""))
  }

  @Test func withoutPeersEveryGroupIsOnlyNamed() throws {
    let alone = try roster([20_000])
    let html = try standing(alone)
    #expect(html.contains("under 5: peersRoster · tier: tierJunior · group: &lt;/script&gt;\"'&amp; "))
    #expect(!html.contains("<svg") && !html.contains("class=\"rank\""))
    let nobody = try kol("a", daysOld: nil)
    let unknown = Report(title: "", asOf: asOf, timeZone: "", kols: rows([nobody], asOf: asOf))
    #expect(try standing((nobody, unknown)).contains("under 5: peersRoster "))
  }

  @Test func theDaysOfOlderPeersAreTheirs() throws {
    let html = try standing(roster([5, 6, 7, 8, 9], daysOld: [0, 2, 2, 3, 0]))
    let days = "\(asOf.advanced(by: -3)), \(asOf.advanced(by: -2))"
    #expect(
      html.contains("<p class=\"source\">peersRoster · 3/5 of \(days). tier: tierNano · 3/5 of \(days). "))
    let many = try standing(roster([5, 6, 7, 8, 9], daysOld: [9, 2, 4, 3, 7]))
    #expect(many.contains("<p class=\"source\">of \(asOf.advanced(by: -9)). peersRoster · 5/5 of "))
    #expect(many.contains("5/5 of \(asOf.advanced(by: -9))–\(asOf.advanced(by: -2)). "))
  }

  @Test func theDataFileHasEveryStanding() throws {
    let (first, report) = try roster(
      [20_000, 20_000, 10_000, 30_000, 40_000, 50_001], daysOld: [0, 2, 2, 0, 0, 3])
    let json = String(decoding: ProfileJSON(report).bytes(of: first), as: UTF8.self)
    let older =
      "\"older\":[{\"day\":\"\(asOf.advanced(by: -3))\",\"n\":1},{\"day\":\"\(asOf.advanced(by: -2))\",\"n\":2}]"
    #expect(
      json.contains(
        "{\"id\":\"followers\",\"unit\":\"count\",\"value\":20000,\"source\":\"platform\",\"field\":\"fansNum\",\"standings\":[{\"peers\":\"roster\",\"n\":6,\"percentile\":0.333333,\"quartiles\":[20000,25000,37500],\(older)},{\"peers\":\"tier\",\"name\":\"junior\",\"n\":5,\"percentile\":0.4,\"quartiles\":[20000,20000,30000],\"older\":[{\"day\":\"\(asOf.advanced(by: -2))\",\"n\":2}]}]},"
      ))
    #expect(json.contains("\"groups\":[\"\\u003c/script\\u003e\\\"'\\u0026\"],\"tier\":\"junior\""))
    #expect(
      json.contains(
        "{\"id\":\"picturePrice\",\"unit\":\"cny\",\"value\":null,\"missing\":\"notSent\",\"source\":\"platform\",\"field\":\"picturePrice\",\"media\":\"picture\"}"
      ))
    // Of the followers, and of the field that they come from.
    #expect(json.ranges(of: "\"standings\":").count == 2)
  }

  @Test func theDataFileOfNobodyHasNothing() throws {
    let kol = try kol("a", daysOld: nil)
    let json = String(decoding: ProfileJSON(report([kol])).bytes(of: kol), as: UTF8.self)
    #expect(json.contains("\"groups\":[],\"tier\":null,\"snapshot\":null,\"metrics\":[\n"))
    #expect(json.hasSuffix("\n],\"growth\":[\n],\"fields\":{}}\n"))
    #expect(json.ranges(of: "\"missing\":\"noSnapshot\"").count == MetricCatalog.builtIn.metrics.count)
  }

  @Test func aNoteIsSignedAndItsNamesAreText() throws {
    func note(_ text: String, author: String? = nil, day: CalendarDay? = nil) throws -> String {
      let note = Note(text: SourceText(path: "notes/a.md", text: text), author: author, day: day)
      return try html(NoteBlock.self, of: kol("a"), note: note, wording: wording)
    }
    #expect(try html(NoteBlock.self, of: kol("a"), wording: wording) == "")
    #expect(
      try note("Good.", author: hostile, day: asOf)
        == "<section class=\"note\"><h2>analystNote</h2>\n<p>Good.</p>\n<p class=\"signature\"><bdi>&lt;/script&gt;\"'&amp;</bdi> · <time>\(asOf)</time></p>\n</section>\n"
    )
    #expect(try note("Good.", day: asOf).contains("<p class=\"signature\"><time>"))
    #expect(try !note("Good.").contains("signature"))
    // A report block is none here.
    #expect(try note("```facts\n```").contains("<code"))
    #expect(throws: InvalidInput.self) { try note("<script>") }
  }

  @Test func whatAProfileSaysIsText() throws {
    let tag = JSONValue.object([
      .init(key: "taxonomy1Tag", value: .string(hostile)),
      .init(key: "taxonomy2Tags", value: .array([.string("<b>"), .null, .string("c")])),
    ])
    let html = try html(
      FactsBlock.self,
      of: kol(
        "a",
        [
          "redId": .text(hostile), "location": .text(""), "gender": number(1),
          "noteSign": .object([.init(key: "name", value: .string("<i>"))]), "contentTags": .list([tag]),
          "featureTags": .list([.string("one"), .null, .string("<two>")]), "personalTags": .list([.null]),
        ], groups: [hostile]), groups: NamedPage.pages(for: [hostile]), wording: wording)
    let escaped = "&lt;/script&gt;\"'&amp;"
    #expect(
      html.contains("<div><dt>xiaohongshuID</dt><dd><bdi>\(escaped)</bdi></dd></div>\n<div><dt>agency</dt>"))
    #expect(html.contains("<div><dt>agency</dt><dd><bdi>&lt;i&gt;</bdi></dd></div>\n"))
    #expect(html.contains("<dt>contentCategories</dt><dd><bdi>\(escaped) › &lt;b&gt;, c</bdi></dd></div>"))
    #expect(
      html.contains(
        "<dt>features</dt><dd><bdi>one</bdi></dd><dd><bdi>&lt;two&gt;</bdi></dd></div>\n<div><dt>groups"))
    #expect(html.contains("href=\"../../compare/index.html?with=a\""))
  }

  @Test func theBadgeOnThePageIsThatOfTheRoster() throws {
    let snapshots = [try kol("a", daysOld: 4).snapshot, try kol("a").snapshot, nil]
    for freshness in [
      Freshness.fresh, .notDue(days: 2), .stale(days: 3, reason: nil), .never(reason: nil),
    ] {
      for snapshot in snapshots {
        let entry = RosterEntry(id: try #require(KOLID("a")), location: SourceLocation(file: "roster.yml"))
        let kol = KOLReport(
          entry: entry, name: "a", freshness: freshness, tier: nil, snapshot: snapshot,
          figures: [], series: [], growths: [])
        let badge = wording.badge(of: kol)
        let first = "<ul class=\"badges\"><li class=\"badge \(badge.style)\">\(badge.text)</li>"
        #expect(try html(FactsBlock.self, of: kol, wording: wording).contains(first))
      }
    }
    let old = try kol("a", daysOld: 4)
    #expect(wording.badge(of: old) == ("is-neutral", "of \(asOf.advanced(by: -4))"))
  }

  @Test func anEstimateThatIsMissingSaysWhy() throws {
    func estimates(_ kol: KOLReport) throws -> String {
      try html(EstimatesBlock.self, of: kol, wording: wording)
    }
    let none = try estimates(kol("a", daysOld: nil))
    let reason = "<span class=\"missing\">–</span> <small class=\"reason\">reasonNoSnapshot</small>"
    #expect(none.contains("</th><td class=\"number\">\(reason)</td><td class=\"number\">\(reason)</td><td"))
    #expect(none.contains("<p class=\"source\">estimatesNote</p>"))
    let day = asOf.advanced(by: -4)
    #expect(try estimates(kol("b", daysOld: 4)).contains("<p class=\"source\">of \(day). estimatesNote</p>"))
  }
}
