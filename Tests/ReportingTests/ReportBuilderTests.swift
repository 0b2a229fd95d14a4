import Model
import Testing

@testable import Reporting

private let asOf = CalendarDay(daysSinceEpoch: 20_779)

private func entry(refreshDays: Int = 1, name: String? = nil) throws -> RosterEntry {
  RosterEntry(
    id: try #require(KOLID("anna")), name: name, refreshDays: refreshDays,
    location: SourceLocation(file: "Content/roster.yml", line: 2, column: 5))
}

private func number(_ value: Int64) -> FieldValue { .number(Quantity(millionths: value * 1_000_000)) }

private func snapshot(_ values: [String: FieldValue], day: CalendarDay = asOf) -> Snapshot {
  Snapshot(
    day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400),
    endpoint: .profileV1, environment: "global",
    profile: Profile(
      values: FieldCatalog.builtIn.fields.map { values[$0.key] ?? .notSent }, recordTime: nil))
}

/// A history with a follower count on each of these days, counted back from the as-of day.
private func history(followers: [(daysAgo: Int, count: Int64)]) throws -> History {
  let missing = [Reading](repeating: .notSupplied, count: History.chartedMetrics.count - 1)
  let days = followers.sorted { $0.daysAgo > $1.daysAgo }.map { daysAgo, count in
    (
      asOf.advanced(by: -daysAgo), History.Outcome.snapshot,
      [Reading.value(Quantity(millionths: count * 1_000_000))] + missing
    )
  }
  let newest = try #require(days.last)
  return try history(days, latest: snapshot([:], day: newest.0))
}

private func history(
  _ days: [(CalendarDay, History.Outcome, [Reading])], latest: Snapshot?
) throws -> History {
  let width = History.chartedMetrics.count
  return History(
    kolID: try #require(KOLID("anna")), days: days.map(\.0), outcomes: days.map(\.1),
    readings: days.flatMap { day in
      (0..<width).map { PackedReading(day.2.indices.contains($0) ? day.2[$0] : .absent(.notSent)) }
    }, latest: latest)
}

struct FigureTests {
  private let builder = ReportBuilder(asOf: asOf)

  @Test func theRegisteredExampleHasItsWorkedFigures() throws {
    let figures = builder.figures(
      of: snapshot([
        "fansNum": number(2_031), "likeCollectCountInfo": number(25_870), "picturePrice": number(180),
        "videoPrice": number(200), "clickMidNum": number(1_471), "mEngagementNum": number(91),
        "userType": number(2),
      ]))
    func value(_ id: String) -> String? {
      figures.first { $0.metric.id == id }?.reading.value?.description
    }
    #expect(value("followers") == "2031")
    #expect(value("pictureCPE") == "1.978022")  // 180 ÷ 91
    #expect(value("pictureCostPerRead") == "0.122366")  // 180 ÷ 1,471
    #expect(value("engagementRateByReads") == "0.061863")  // 91 ÷ 1,471
    #expect(value("engagementRateByFollowers") == "0.044806")  // 91 ÷ 2,031
    #expect(value("likesPerFollower") == "12.737568")  // 25,870 ÷ 2,031
    #expect(value("picturePricePerThousandFollowers") == "88.626292")  // 180 ÷ 2,031 × 1,000
    #expect(value("videoPricePerThousandFollowers") == "98.473658")  // 200 ÷ 2,031 × 1,000
  }

  @Test func exposureGivesCPM() {
    let figures = builder.figures(
      of: snapshot(["picturePrice": number(180), "accumCommonImpMedinNum30d": number(7_594)]))
    #expect(figures.first { $0.metric.id == "pictureCPM" }?.reading.value?.description == "23.702923")
  }

  @Test func videosHaveTheirOwnMedians() {
    let figures = builder.figures(
      of: snapshot([
        "videoPrice": number(2_600), "videoInterMidNum": number(650), "videoClickMidNum": number(13_000),
        "accumVideoCommonImpMedinNum30d": number(52_000), "clickMidNum": number(1),
        "mEngagementNum": number(1),
      ]))
    func value(_ id: String) -> String? {
      figures.first { $0.metric.id == id }?.reading.value?.description
    }
    #expect(value("videoCPE") == "4")  // 2,600 ÷ 650
    #expect(value("videoCostPerRead") == "0.2")  // 2,600 ÷ 13,000
    #expect(value("videoCPM") == "50")  // 2,600 ÷ 52,000 × 1,000
  }

  @Test func everyFormulaIsWorkedOutInATest() {
    let worked: Set = [
      "engagementRateByReads", "engagementRateByFollowers", "likesPerFollower", "paidReadPerformance",
      "paidExposurePerformance", "pictureCPE", "videoCPE", "pictureCostPerRead", "videoCostPerRead",
      "pictureCPM", "videoCPM", "picturePricePerThousandFollowers", "videoPricePerThousandFollowers",
    ]
    let computed = MetricCatalog.builtIn.metrics.filter {
      if case .computed = $0.origin { true } else { false }
    }
    #expect(Set(computed.map(\.id)) == worked)
  }

  @Test func cooperationNotesAreSetAgainstDailyOnes() {
    let figures = builder.figures(
      of: snapshot([
        "readMidCoop30": number(32_654), "clickMidNum": number(28_500),
        "accumCoopImpMedinNum30d": number(6_000), "accumCommonImpMedinNum30d": number(7_594),
      ]))
    func value(_ id: String) -> String? {
      figures.first { $0.metric.id == id }?.reading.value?.description
    }
    #expect(value("paidReadPerformance") == "1.145754")  // 32,654 ÷ 28,500
    #expect(value("paidExposurePerformance") == "0.790097")  // 6,000 ÷ 7,594
  }

  @Test func aMissingInputIsNamedAndNothingIsComputed() {
    let figures = builder.figures(of: snapshot(["picturePrice": number(180), "mEngagementNum": number(0)]))
    #expect(
      figures.first { $0.metric.id == "pictureCPE" }?.reading
        == .absent(.missingInput("mEngagementNum")))
    #expect(
      figures.first { $0.metric.id == "videoCPE" }?.reading == .absent(.missingInput("videoPrice")))
  }

  @Test func everyFigureKnowsItsFieldAndDay() {
    let figures = builder.figures(of: snapshot(["fansNum": number(0), "fansCount": number(7)]))
    #expect(figures.map(\.metric) == MetricCatalog.builtIn.metrics)
    #expect(figures.first?.field == "fansCount")
    #expect(figures.allSatisfy { $0.day == asOf })
  }

  @Test func withoutASnapshotNothingHasAValue() {
    #expect(builder.figures(of: nil).allSatisfy { $0.reading == .absent(.noSnapshot) && $0.day == nil })
  }
}

struct GrowthTests {
  private let builder = ReportBuilder(asOf: asOf)

  private func growth(_ followers: [(daysAgo: Int, count: Int64)], window: Int) throws -> Growth.Change? {
    let series = builder.allSeries(of: try history(followers: followers))
    let outcome = builder.growth(of: try #require(series.first), over: window).outcome
    guard case .change(let change) = outcome else { return nil }
    return change
  }

  @Test func theNearestSnapshotToTheWindowCounts() throws {
    let change = try #require(try growth([(45, 900), (28, 1_000), (3, 1_100), (0, 1_124)], window: 30))
    #expect(change.days == 28)
    #expect(change.absolute.description == "124")
    #expect(change.relative?.description == "0.124")
    #expect(change.fromDay == asOf.advanced(by: -28))
  }

  @Test func ofTwoEquallyNearTheOlderCounts() throws {
    #expect(try growth([(32, 1), (28, 2), (0, 3)], window: 30)?.days == 32)
  }

  @Test func lessThanHalfTheWindowIsTooShort() throws {
    #expect(try growth([(14, 1), (0, 3)], window: 30) == nil)
    #expect(try growth([(15, 1), (0, 3)], window: 30)?.days == 15)
    #expect(try growth([(0, 3)], window: 7) == nil)
  }

  @Test func moreThanOneAndAHalfWindowsIsTooLong() throws {
    #expect(try growth([(46, 1), (0, 3)], window: 30) == nil)
    #expect(try growth([(45, 1), (0, 3)], window: 30)?.days == 45)
    #expect(try growth([(73, 1), (2, 2), (0, 3)], window: 7) == nil)
  }

  /// What the API said of one day is no growth, however often it said it.
  @Test func growthIsBetweenTheDaysOfTheData() throws {
    func growth(_ dataDaysAgo: [Int: Int]) throws -> Growth.Change? {
      let plain = try history(followers: [(40, 100), (30, 110), (10, 120), (0, 130)])
      let older = dataDaysAgo.map { (asOf.advanced(by: -$0.key), asOf.advanced(by: -$0.value)) }
      let history = History(
        kolID: plain.kolID, days: plain.days, outcomes: plain.outcomes, readings: plain.readings,
        latest: plain.latest, olderDays: Dictionary(uniqueKeysWithValues: older))
      let series = try #require(builder.allSeries(of: history).first)
      guard case .change(let change) = builder.growth(of: series, over: 30).outcome else { return nil }
      return change
    }
    #expect(try growth([:])?.fromDay == asOf.advanced(by: -30))
    // The newest data are nine days old, so thirty days before them are those of forty days ago.
    let change = try #require(try growth([0: 9]))
    #expect(change.fromDay == asOf.advanced(by: -40) && change.toDay == asOf)
    #expect(change.toDataDay == asOf.advanced(by: -9) && change.fromDataDay == change.fromDay)
    #expect(change.days == 31)
    // All of the same day.
    #expect(try growth([40: 200, 30: 200, 10: 200, 0: 200]) == nil)
  }

  @Test func aWindowCountsBackFromTheNewestValue() throws {
    #expect(try growth([(40, 1), (33, 2), (10, 3)], window: 30)?.days == 30)
  }
}

struct SeriesTests {
  private let builder = ReportBuilder(asOf: asOf)

  @Test func everyCalendarDayHasAPointAndAGapIsNoZero() throws {
    let readings = [Reading](repeating: .value(Quantity(millionths: 5)), count: History.chartedMetrics.count)
    let history = try history(
      [
        (asOf.advanced(by: -4), .snapshot, readings), (asOf.advanced(by: -2), .failed(.network), []),
        (asOf.advanced(by: -1), .damaged, []),
      ], latest: nil)
    let series = try #require(builder.allSeries(of: history).first)
    #expect(series.points.map(\.day) == (0...4).map { asOf.advanced(by: $0 - 4) })
    #expect(
      series.points.map(\.reading) == [
        .value(Quantity(millionths: 5)), .absent(.noSnapshot), .failed, .absent(.damaged),
        .absent(.noSnapshot),
      ])
  }
}

struct LongHistoryTests {
  @Test func aDayFarFromTheArchiveCostsNoMoreThanTenYears() throws {
    let far = try #require(CalendarDay("9999-12-31"))
    let series = ReportBuilder(asOf: far).allSeries(of: try history(followers: [(0, 3)]))
    #expect(series.map(\.points.count).max() == ReportBuilder.longestSeries)
    #expect(series.first?.points.last?.day == far)
  }
}

struct FreshnessTests {
  private let builder = ReportBuilder(asOf: asOf)

  private func freshness(daysOld: Int, refreshDays: Int, failedDaysAgo: Int? = nil) throws -> Freshness {
    let day = asOf.advanced(by: -daysOld)
    var days: [(CalendarDay, History.Outcome, [Reading])] = [(day, .snapshot, [])]
    if let failedDaysAgo {
      days.append((asOf.advanced(by: -failedDaysAgo), .failed(.rateLimited), []))
    }
    let entry = try entry(refreshDays: refreshDays)
    return builder.freshness(
      of: entry, history: try history(days, latest: snapshot([:], day: day)))
  }

  @Test func ageIsMeasuredAgainstTheRoster() throws {
    #expect(try freshness(daysOld: 0, refreshDays: 1) == .fresh)
    #expect(try freshness(daysOld: 6, refreshDays: 7) == .notDue(days: 6))
    #expect(try freshness(daysOld: 7, refreshDays: 7) == .stale(days: 7, reason: nil))
    #expect(
      try freshness(daysOld: 2, refreshDays: 1, failedDaysAgo: 1)
        == .stale(days: 2, reason: .rateLimited))
  }

  @Test func aKOLWithoutASnapshotWasNeverFetched() throws {
    let entry = try entry()
    #expect(
      builder.freshness(of: entry, history: History(unknown: entry.id))
        == .never(reason: nil))
    #expect(
      builder.freshness(
        of: entry,
        history: try history([(asOf, .failed(.quota), [])], latest: nil))
        == .never(reason: .quota))
  }
}

struct ReportTests {
  @Test func aKOLIsCalledWhatTheRosterSaysElseWhatTheProfileSaysElseItsID() throws {
    let builder = ReportBuilder(asOf: asOf)
    let found = try history([(asOf, .snapshot, [])], latest: snapshot(["name": .text("Anna L.")]))
    #expect(builder.kolReport(for: try entry(name: "Anna"), history: found).name == "Anna")
    #expect(builder.kolReport(for: try entry(), history: found).name == "Anna L.")
    let invisible = try history(
      [(asOf, .snapshot, [])], latest: snapshot(["name": .text("\u{200B}\u{202E} ")]))
    #expect(builder.kolReport(for: try entry(), history: invisible).name == "anna")
  }

  /// A roster may name a hundred thousand who have none: what is said of them is kept once.
  @Test func whoHasNoSnapshotSharesWhatIsSaidOfThem() throws {
    let builder = ReportBuilder(asOf: asOf)
    let reports = try (0..<2).map { _ in
      try builder.kolReport(for: entry(), history: history([], latest: nil))
    }
    #expect(reports[0] == reports[1])
    #expect(reports[0].figures.map(\.metric) == MetricCatalog.builtIn.metrics)
    #expect(reports[0].growths.count == History.chartedMetrics.count * Growth.windows.count)
    func place<Element>(_ array: [Element]) -> UnsafeRawPointer? {
      array.withUnsafeBytes { UnsafeRawPointer($0.baseAddress) }
    }
    #expect(place(reports[0].figures) == place(reports[1].figures))
    #expect(place(reports[0].series) == place(reports[1].series))
    #expect(place(reports[0].growths) == place(reports[1].growths))
  }
}
