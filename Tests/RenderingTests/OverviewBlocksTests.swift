import Markup
import Model
import Testing

@testable import Rendering
@testable import Reporting

/// What the index says of all KOLs together.
struct OverviewBlocksTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: Dictionary(
        uniqueKeysWithValues: Labels.Key.allCases.map { key in
          let parts = key == .coverageLead ? " {fresh}/{count} {day} {next}" : ""
          return (key.rawValue, key.rawValue + parts)
        }), overrides: [:]))

  /// A KOL with these followers, oldest first, a day apart; the last of them so many days old.
  private func kol(
    _ id: String, followers: [Int64], daysOld: Int = 0, refreshDays: Int = 1, groups: [String] = [],
    values: [String: Int64] = [:], prices: [Int64] = [], recordTime: String? = nil
  ) throws -> KOLReport {
    let id = try #require(KOLID(id))
    let days = followers.indices.map { asOf.advanced(by: $0 - followers.count + 1 - daysOld) }
    let snapshots = zip(days, followers).enumerated().map { index, pair in
      let (day, count) = pair
      return Snapshot(
        day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400),
        endpoint: .profileV1, environment: "global",
        profile: Profile(
          values: FieldCatalog.builtIn.fields.map { field in
            let price = field.key == "picturePrice" && !prices.isEmpty ? prices[index] : values[field.key]
            let value = field.key == "fansNum" ? count : price
            return value.map { .number(Quantity(millionths: $0 * 1_000_000)) } ?? .notSent
          }, recordTime: recordTime))
    }
    let history = History(
      kolID: id, days: days, outcomes: days.map { _ in .snapshot },
      readings: snapshots.flatMap(\.profile.chartedReadings), latest: snapshots.last)
    return ReportBuilder(asOf: asOf).kolReport(
      for: RosterEntry(
        id: id, groups: groups, refreshDays: refreshDays, location: SourceLocation(file: "roster.yml")),
      history: history)
  }

  private func report(_ kols: [KOLReport]) -> Report {
    Report(title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows(kols, asOf: asOf))
  }

  private func text(_ html: HTML) -> String { String(decoding: html.bytes, as: UTF8.self) }

  @Test func theFirstSentenceSaysHowFreshTheDataIsAndWhenItShouldBeNewer() throws {
    let late = try kol("late", followers: [5], daysOld: 9)
    let weekly = try kol("weekly", followers: [5], daysOld: 2, refreshDays: 7)
    let fresh = try kol("fresh", followers: [5], refreshDays: 3)
    func lead(_ kols: [KOLReport]) throws -> String {
      try html(CoverageBlock.self, of: report(kols), wording: wording)
    }
    let tomorrow = asOf.advanced(by: 1)
    #expect(try lead([late, weekly, fresh]).contains("coverageLead 1/3 \(asOf) \(tomorrow)"))
    #expect(try lead([weekly, fresh]).contains("1/2 \(asOf) \(asOf.advanced(by: 3))"))
    #expect(try lead([weekly]).contains("0/1 \(asOf.advanced(by: -2)) \(asOf.advanced(by: 5))"))
    #expect(try lead([]).contains("0/0 – \(tomorrow)"))
    #expect(try lead([late, weekly]).contains("stale · 1") && !lead([fresh]).contains("stale"))
  }

  @Test func whoseDataIsOlderIsNotCountedAsFresh() throws {
    let old = try kol("old", followers: [5], recordTime: "2025-12-08T18:39:25")
    let new = try kol("new", followers: [5], recordTime: "\(asOf)T08:00:00")
    func lead(_ kols: [KOLReport]) throws -> String {
      try html(CoverageBlock.self, of: report(kols), wording: wording)
    }
    let tomorrow = asOf.advanced(by: 1)
    #expect(try lead([old, new]).contains("coverageLead 1/2 \(asOf) \(tomorrow)"))
    #expect(try lead([old, new]).contains("olderDataCount · 1"))
    #expect(try lead([old]).contains("coverageLead 0/1 2025-12-08 \(tomorrow)"))
    #expect(Set(old.figures.map(\.day)) == [CalendarDay("2025-12-08")])
    #expect(Set(new.figures.map(\.day)) == [asOf])
    // Also where the snapshot itself is of an earlier day.
    let late = try kol("late", followers: [5], daysOld: 3, recordTime: "2025-12-08T18:39:25")
    #expect(wording.badge(of: late).text == "stale · olderData")
    let weekly = try kol(
      "weekly", followers: [5], daysOld: 3, refreshDays: 7, recordTime: "2025-12-08T18:39:25")
    #expect(wording.badge(of: weekly).text == "olderData")
    let json = String(decoding: ProfileJSON(report([old])).bytes(of: old), as: UTF8.self)
    let metrics = MetricCatalog.builtIn.metrics.count
    #expect(json.ranges(of: "\"day\":\"2025-12-08\"").count == metrics)
    let fresh = String(decoding: ProfileJSON(report([new])).bytes(of: new), as: UTF8.self)
    #expect(fresh.ranges(of: "\"day\":").count == 1)  // The snapshot's.
    // A single value is told with its own day, and so is its row in a table.
    func chart(_ kol: KOLReport) throws -> String {
      try html(
        LineChartBlock.self, ["line": "followers"], of: kol, in: report([kol]),
        wording: Wording(
          labels: Labels(
            language: .en, builtIn: ["lineDescriptionOne": "{last} on {to}", "olderData": "of {day}"],
            overrides: [:])))
    }
    #expect(try chart(old).contains(">5 on 2025-12-08</p>"))
    #expect(try chart(new).contains(">5 on \(asOf)</p>"))
    let two = try chart(try kol("two", followers: [5, 6], recordTime: "2025-12-08T18:39:25"))
    #expect(two.contains("<time>\(asOf)</time> <small class=\"reason\">of 2025-12-08</small></th>"))
    #expect(two.ranges(of: "of 2025-12-08").count == 1)
    let csv = ArchiveDownloads(report: report([old])).files()[0].bytes
    #expect(String(decoding: csv, as: UTF8.self).contains("old,old,\(asOf),2025-12-08,"))
  }

  @Test func countsAreAddedUpAndOfPricesTheMiddleOneIsShown() throws {
    let kols = try (1...6).map { index in
      try kol(
        "k\(index)", followers: [Int64(index)],
        values: index == 6 ? [:] : ["picturePrice": Int64(index * index)])
    }
    func totals(_ kols: [KOLReport]) throws -> String {
      try html(
        TotalsBlock.self, ["metrics": "followers, picturePrice"], of: report(kols), wording: wording)
    }
    #expect(try totals(kols).contains("<dd class=\"number\">21</dd>"))  // 1 + … + 6
    #expect(try totals(kols).contains("<dd class=\"number\">¥9</dd>"))  // of 1, 4, 9, 16, 25
    #expect(try !totals(Array(kols.prefix(4))).contains("¥"))
    #expect(try !totals([]).contains("<dd class=\"number\">0"))
  }

  @Test func moversAreThoseWhoMovedAndNobodyElse() throws {
    let up = try kol("up", followers: [100, 100, 100, 100, 110])
    let down = try kol("down", followers: [100, 100, 100, 100, 90])
    let still = try kol("still", followers: [100, 100, 100, 100, 100])
    let new = try kol("new", followers: [100])
    let html = try html(
      MoversBlock.self, ["window": "7d"], of: report([still, down, new, up]), wording: wording
    ) { $0.rootPath = "../" }
    let halves = html.split(separator: "moversDown", maxSplits: 1)
    #expect(halves.count == 2)
    #expect(halves[0].contains("../kol/up/") && halves[0].contains("+10%") && !halves[0].contains("/down/"))
    #expect(halves[1].contains("../kol/down/") && halves[1].contains("−10%"))
    #expect(!html.contains("/still/") && !html.contains("/new/"))
  }

  @Test func pricesAndTiersChangeInTheWindowOfTheGrowthBesideThem() throws {
    let flat = [Int64](repeating: 100, count: 40)
    func kol(_ id: String, priceChangedDaysAgo days: Int) throws -> KOLReport {
      try self.kol(id, followers: flat, prices: flat.indices.map { $0 >= 39 - days ? 118 : 100 })
    }
    let kols = [
      try kol("old", priceChangedDaysAgo: 30), try kol("in", priceChangedDaysAgo: 29),
      try kol("new", priceChangedDaysAgo: 2),
      try self.kol("tier", followers: flat.indices.map { $0 >= 20 ? 6_000 : 4_000 }),
    ]
    let month = try html(MoversBlock.self, of: report(kols), wording: wording)
    let changes = try #require(month.split(separator: "moversPrices", maxSplits: 1).last)
    #expect(!changes.contains("/old/"))
    let places = try ["/new/", "/tier/", "/in/"].map { try #require(changes.firstRange(of: $0)).lowerBound }
    #expect(places == places.sorted())
    #expect(changes.contains("<time>\(asOf.advanced(by: -19))</time>"))
    // In a shorter window only what happened in it.
    let week = try html(MoversBlock.self, ["window": "7d"], of: report(kols), wording: wording)
    let weekly = try #require(week.split(separator: "moversPrices", maxSplits: 1).last)
    #expect(weekly.contains("/new/") && !weekly.contains("/in/") && !weekly.contains("/tier/"))
  }

  @Test func theSentenceUnderSeveralLinesNamesTheirPeaksAndTroughs() throws {
    let wording = Wording(
      labels: Labels(
        language: .en,
        builtIn: [
          "trendsText": "{most} {up}, {least} {down}.", "trendsHighest": "{name} high {value} {day}.",
          "trendsLowest": "{name} low {value} {day}.",
        ], overrides: [:]))
    func finding(_ kols: [KOLReport]) throws -> String {
      let html = try html(TrendsBlock.self, ["metric": "followers"], of: report(kols), wording: wording)
      return String(try #require(html.firstMatch(of: /<figcaption>(.*?)<details>/)).output.1)
    }
    let same = try kol("same", followers: [400, 800, 300, 400])
    let up = try kol("up", followers: [100, 105, 110])
    #expect(
      try finding([same, up]) == "up +10%, same 0%. same high +100% \(asOf.advanced(by: -2))."
        + " same low −25% \(asOf.advanced(by: -1)).")
    #expect(try finding([up]) == "up +10%, up +10%.")
  }

  @Test func aLongNumberHasARowOfItsOwn() throws {
    func card(_ value: Int64) throws -> String {
      let kol = try kol("a", followers: [value])
      return try html(
        MetricsBlock.self, ["metrics": "followers", "style": "cards"], of: kol, wording: wording)
    }
    #expect(try card(9_999_999_999).contains("<dd class=\"number\">9,999,999,999</dd>"))
    #expect(try card(10_000_000_000).contains("<dd class=\"number long\">10,000,000,000</dd>"))
  }

  @Test func growthOfLongAgoIsNotCurrent() throws {
    let followers: [Int64] = [100, 100, 100, 100, 110]
    func moved(daysOld: Int, refreshDays: Int = 1) throws -> Bool {
      let kol = try kol("old", followers: followers, daysOld: daysOld, refreshDays: refreshDays)
      return kol.currentChange(of: "followers", window: 7) != nil
    }
    #expect(try moved(daysOld: 0) && moved(daysOld: 8))
    #expect(try !moved(daysOld: 9) && !moved(daysOld: 140))
    #expect(try moved(daysOld: 13, refreshDays: 14) && !moved(daysOld: 22, refreshDays: 14))
  }

  @Test func aShortLineKeepsItsEndsAndItsExtremes() throws {
    var counts = [Int64](repeating: 100, count: 90)
    counts[89] = 200
    let series = try #require(try kol("daily", followers: counts).series("followers"))
    let line = SeriesChart(series: series, asOf: asOf, window: 90, wording: wording)
      .coarseLine(points: 12, height: 22)
    #expect(line == [Int64?](repeating: 22, count: 10) + [0, 0])
    counts = [Int64](repeating: 100, count: 90)
    counts[40] = 900
    let peak = try #require(try kol("peak", followers: counts).series("followers"))
    let high = SeriesChart(series: peak, asOf: asOf, window: 90, wording: wording)
      .coarseLine(points: 12, height: 22)
    #expect(high.count { $0 == 0 } == 1 && high.first == 22 && high.last == 22)
    // A value a week: every span of seven and a half days has one.
    let readings = (0..<90).map {
      $0 % 7 == 3 ? PackedReading(.value(Quantity(millionths: Int64($0)))) : .noSnapshot
    }
    let weekly = Series(metric: series.metric, firstDay: asOf.advanced(by: -89), readings: readings)
    let sparse = SeriesChart(series: weekly, asOf: asOf, window: 90, wording: wording)
      .coarseLine(points: 12, height: 22)
    #expect(sparse.count == 12 && sparse.allSatisfy { $0 != nil } && sparse.last == 0)
    #expect(
      SeriesChart(
        series: Series(metric: series.metric, firstDay: asOf, readings: [.noSnapshot]), asOf: asOf,
        window: 90,
        wording: wording
      ).coarseLine(points: 12, height: 22).isEmpty)
  }

  @Test func aLongRosterHasEvenlyChosenDotsAndSaysSo() throws {
    let kols = try (1...450).map { try kol("k\($0)", followers: [Int64($0)]) }
    let metric = try #require(MetricCatalog.builtIn.metric("followers"))
    let html = try html(
      DistributionBlock.self, ["metric": "followers", "scale": "log"], of: report(kols), wording: wording)
    #expect(html.contains("sampledDots") && html.contains("logarithmic"))
    let ranking = report(kols).ranking(of: metric)
    #expect(ranking.sample.count == 100)
    #expect(ranking.sample.first?.kol.entry.id.text == "k450")
    #expect(ranking.sample.last?.kol.entry.id.text == "k1")
    #expect(html.utf8.count < 40_000)
  }

  @Test func aPartOfAReportKeepsItsOwnChangesOnly() throws {
    let a = try kol("a", followers: [5], groups: ["x"])
    let b = try kol("b", followers: [5])
    let changes = ChangeList(
      from: asOf.advanced(by: -1), to: asOf,
      changes: [
        Change(kolID: a.entry.id, name: "a", kind: .appeared),
        Change(kolID: b.entry.id, name: "b", kind: .gone),
      ],
      fetchedAt: nil)
    let whole = Report(
      title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows([a, b], asOf: asOf), changes: [changes])
    let part = whole.restricted { $0.entry.groups == ["x"] }
    #expect(part.kols.map(\.id) == [a.entry.id])
    #expect(part.changes.first?.changes.map(\.name) == ["a"])
    #expect(part.peers == whole.peers)
  }
}
