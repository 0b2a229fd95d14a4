import Markup
import Model
import Testing

@testable import Rendering
@testable import Reporting

/// What a KOL's page says of single fields, with replies that somebody hostile or careless would send.
struct ProfileBlocksTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: Dictionary(uniqueKeysWithValues: Labels.Key.allCases.map { ($0.rawValue, $0.rawValue) }),
      overrides: [:]))

  private func kol(_ values: [String: FieldValue]) throws -> KOLReport {
    let id = try #require(KOLID("anna"))
    let snapshot = Snapshot(
      day: asOf, fetchedAt: Timestamp(secondsSinceEpoch: 0), endpoint: .profileV1, environment: "global",
      profile: Profile(
        values: FieldCatalog.builtIn.fields.map { values[$0.key] ?? .null }, recordTime: nil))
    return ReportBuilder(asOf: asOf).kolReport(
      for: RosterEntry(id: id, location: SourceLocation(file: "roster.yml")),
      history: History(
        kolID: id, days: [asOf], outcomes: [.snapshot], readings: snapshot.profile.chartedReadings,
        latest: snapshot))
  }

  private func number(_ value: Int64) -> FieldValue { .number(Quantity(millionths: value * 1_000_000)) }

  private func fields(_ values: [String: FieldValue]) throws -> String {
    try html(FieldsBlock.self, of: kol(values), wording: wording)
  }

  @Test func everyPublishedFieldIsThereAndNoOther() throws {
    for values in [
      [:], Dictionary(uniqueKeysWithValues: FieldCatalog.builtIn.fields.map { ($0.key, number(7)) }),
    ] {
      let html = try fields(values)
      for field in FieldCatalog.builtIn.fields {
        #expect(html.contains("<code>\(field.key)</code>") == field.isPublished, "\(field.key)")
      }
    }
  }

  @Test func listsAndObjectsAreListsAndTextStaysText() throws {
    let html = try fields([
      "personalTags": .list([.string("a<b>"), .null, .object([.init(key: "k", value: .number("1.50"))])]),
      "featureTags": .list([]), "location": .text(""),
    ])
    #expect(
      html.contains(
        "<ul><li><bdi>a&lt;b&gt;</bdi></li><li><span class=\"missing\">–</span> <small class=\"reason\">reasonNull</small></li><li><ul><li><code>k</code> 1.50</li></ul></li></ul>"
      ))
    #expect(html.contains("<code>featureTags</code></th><td>emptyValue</td>"))
    #expect(html.contains("<code>location</code></th><td>emptyValue</td>"))
  }

  @Test func whatIsTooLongOrTooDeepIsCutAndSaysSo() throws {
    var deep = JSONValue.string("bottom")
    for _ in 0..<5_000 { deep = .array([deep]) }
    let html = try fields([
      "noteList": .list([deep]), "personalTags": .list(Array(repeating: .string("x"), count: 60)),
      "location": .text(String(repeating: "长", count: 1_001)),
    ])
    #expect(!html.contains("bottom"))
    #expect(html.contains("andMore"))
    #expect(html.contains("长…</bdi>"))
  }

  @Test func aZeroThatIsNoneSaysSo() throws {
    let zero = try fields(["picturePrice": number(0), "likeCollectCountInfo": number(0)])
    #expect(
      zero.contains("<code>picturePrice</code></th><td>0 <small class=\"reason\">reasonNotSupplied</small>"))
    #expect(zero.contains("<code>likeCollectCountInfo</code></th><td>0</td>"))
    #expect(try fields(["coopNoteNum30d": number(0), "userType": number(1)]).contains("<td>0 <small"))
    #expect(
      try fields(["coopNoteNum30d": number(0), "userType": number(2)])
        .contains("<code>coopNoteNum30d</code> <small class=\"scope\">dayCount</small></th><td>0</td>"))
  }

  @Test func aQuoteThatTheCreatorHidesIsNotShownAsAField() throws {
    let values = ["picturePrice": number(98_765), "pictureShowState": FieldValue.flag(false)]
    let hidden = try fields(values)
    #expect(!hidden.contains("98765") && hidden.contains("reasonHidden"))
    let kol = try kol(values)
    let report = Report(title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows([kol], asOf: asOf))
    #expect(!String(decoding: ProfileJSON(report).bytes(of: kol), as: UTF8.self).contains("98765"))
    #expect(try fields(["picturePrice": number(98_765)]).contains("98765"))
  }

  @Test func whatIsCutForItsDepthIsNotCalledEmpty() throws {
    var deep = JSONValue.string("bottom")
    for _ in 0..<20 { deep = .array([deep]) }
    let html = try fields(["noteList": .list([deep])])
    #expect(html.contains("<li>…</li>") && !html.contains("emptyValue"))
  }

  @Test func aLevelOfHealthIsSaidInWords() throws {
    for (level, word) in [(0, "healthPoor"), (1, "healthOrdinary"), (2, "healthGood"), (3, "healthGood")] {
      let kol = try kol(["currentLevel": number(Int64(level))])
      let facts = try html(FactsBlock.self, of: kol, wording: wording)
      #expect(facts.contains("Health level \(word)</li>"))
      #expect(try fields(["currentLevel": number(Int64(level))]).contains("<td>\(level) · \(word)</td>"))
    }
    // The platform sends −1 where there is no next level.
    #expect(try fields(["nextLevel": number(-1)]).contains("<td>-1 · reasonNotSupplied</td>"))
    let none = try html(FactsBlock.self, of: kol(["currentLevel": number(-1)]), wording: wording)
    #expect(none.contains("Health level reasonNotSupplied</li>"))
    let change = Change.Kind.field(field: "currentLevel", from: "1", to: "-1")
    #expect(wording.text(of: change) == "changeField")
    let named = Wording(
      labels: Labels(
        language: .zh,
        builtIn: ["changeField": "{from} → {to}", "healthOrdinary": "普通", "healthGood": "优秀"], overrides: [:])
    )
    #expect(named.text(of: .field(field: "currentLevel", from: "1", to: "2")) == "普通 → 优秀")
    #expect(named.text(of: .field(field: "location", from: "1", to: "2")) == "1 → 2")
  }

  @Test func theFieldsAreCountedAsTheReplyHasThem() throws {
    let counting = Wording(
      labels: Labels(language: .en, builtIn: ["allFieldsCaption": "{all}={count}+{withheld}"], overrides: [:])
    )
    func caption(_ values: [FieldValue]) throws -> String {
      let kol = try kol(
        Dictionary(uniqueKeysWithValues: zip(FieldCatalog.builtIn.fields.map(\.key), values)))
      let html = try html(FieldsBlock.self, of: kol, wording: counting)
      return String(try #require(html.firstMatch(of: /<summary>(.*?)<\/summary>/)).output.1)
    }
    let all = FieldCatalog.builtIn.fields
    let published = all.count(where: \.isPublished)
    #expect(published < all.count)
    #expect(try caption(all.map { _ in .null }) == "\(all.count)=\(published)+\(all.count - published)")
    let sent = all.enumerated().map { $0.offset < 20 ? FieldValue.null : .notSent }
    let shown = all.prefix(20).count(where: \.isPublished)
    #expect(try caption(sent) == "20=\(shown)+\(20 - shown)")
  }

  @Test func noCostPerReadIsNoFreeOne() throws {
    for key in ["pictureReadCost", "videoReadCost"] {
      #expect(try kol([key: number(0)]).figure(key)?.reading == .notSupplied)
      #expect(try kol([key: number(1)]).figure(key)?.reading == .value(Quantity(millionths: 1_000_000)))
    }
  }

  @Test func aRateThatThePlatformCountsOtherwiseSaysSoWhereItStands() throws {
    let kol = try kol(["clickMidNum": number(1_471), "mEngagementNum": number(91)])
    let figure = try #require(kol.figure("engagementRateByReads"))
    guard case .computed(let formula) = figure.metric.origin, let caution = formula.caution?.en else {
      Issue.record("nothing is said")
      return
    }
    for style in ["table", "cards"] {
      let options = ["metrics": figure.metric.id, "style": style]
      let text = try html(MetricsBlock.self, options, of: kol, wording: wording)
      #expect(text.contains("6.19%") && text.contains(caution))
    }
    #expect(wording.source(of: figure.metric).contains(caution))
  }

  @Test func anEstimateStandsBesideWhatIsComputed() throws {
    let kol = try kol([
      "picturePrice": number(180), "mEngagementNum": number(91), "estimatePictureEngageCost": number(4),
    ])
    let html = try html(EstimatesBlock.self, of: kol, wording: wording)
    #expect(
      html.contains(
        "Cost per interaction · picture</th><td class=\"number\">¥1.98</td><td class=\"number\">¥4</td>"))
    #expect(html.contains("<code>videoReadCost</code>"))
  }

  @Test func aRankNeedsFivePeers() throws {
    let kol = try kol(["fansNum": number(6_000)])
    func standing(_ values: [Int64]) throws -> String {
      let followers = Distribution(values: values.map { Quantity(millionths: $0 * 1_000_000) })
      let report = Report(
        title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows([kol], asOf: asOf),
        peers: PeerStatistics(groups: [.roster: [followers], .tier(.junior): [followers]]))
      return try html(
        StandingBlock.self, ["metrics": "followers"], of: kol, in: report, wording: wording)
    }
    #expect(try standing([1, 2, 3, 6_000]).contains("peersTooFew"))
    #expect(try !standing([1, 2, 3, 6_000]).contains("class=\"rank\""))
    #expect(
      try standing([1, 2, 3, 4, 6_000]).contains(
        "percentile</span> <small class=\"scope\">median 3 · n\u{A0}=\u{A0}5"))
  }
}
