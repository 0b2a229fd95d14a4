import Model
import Testing

@testable import Reporting

struct ChangeFinderTests {
  private let from = CalendarDay(daysSinceEpoch: 20_700)
  private let to = CalendarDay(daysSinceEpoch: 20_707)

  @Test func everyKindOfChangeIsFound() throws {
    let kinds = try kinds(
      before: [
        "fansNum": number(49_999), "picturePrice": number(180), "userType": number(1), "name": .text("A"),
        "location": .text("上海"), "contentTags": .list([.string("a"), .string("b")]),
        "lowActive": .flag(false),
      ],
      after: [
        "fansNum": number(50_000), "picturePrice": number(200), "videoPrice": number(300),
        "userType": number(2),
        "name": .text("A"), "location": .null, "contentTags": .list([.string("b"), .string("c")]),
        "lowActive": .flag(true),
      ])
    #expect(
      Set(kinds) == [
        .price(metricID: "picturePrice", from: Quantity(180), to: Quantity(200)),
        .price(metricID: "videoPrice", from: nil, to: Quantity(300)), .tier(from: .junior, to: .middle),
        .registered(true), .tags(field: "contentTags", added: ["c"], removed: ["a"]),
        .field(field: "location", from: "上海", to: nil), .field(field: "lowActive", from: "false", to: "true"),
      ])
  }

  @Test func countsThatMoveEveryDayAreNoChanges() throws {
    #expect(
      try kinds(
        before: ["fansNum": number(100), "headPhoto": .text("https://a"), "clickMidNum": number(3)],
        after: ["fansNum": number(101), "headPhoto": .text("https://b"), "clickMidNum": number(4)]) == [])
  }

  @Test func aZeroThatIsNotSuppliedIsNoPrice() throws {
    #expect(try kinds(before: ["picturePrice": number(0)], after: ["picturePrice": .null]) == [])
    #expect(
      try kinds(before: ["picturePrice": number(0)], after: ["picturePrice": number(9)])
        == [.price(metricID: "picturePrice", from: nil, to: Quantity(9))])
  }

  @Test func aKOLAppearsOnceAndIsGoneOnce() throws {
    let finder = ChangeFinder(from: from, to: to)
    let id = try #require(KOLID("anna"))
    let new = snapshot([:], on: to)
    #expect(
      finder.changes(of: id, before: nil, after: new, history: History(unknown: id)).map(\.kind) == [
        .appeared
      ])
    #expect(finder.changes(of: id, before: nil, after: nil, history: History(unknown: id)) == [])
    func gone(_ lastDay: CalendarDay) -> [Change.Kind] {
      let old = snapshot([:], on: lastDay)
      let history = History(
        kolID: id, days: [lastDay], outcomes: [.snapshot], readings: [], latest: nil)
      return finder.changes(of: id, before: old, after: old, history: history).map(\.kind)
    }
    #expect(gone(to.advanced(by: -29)) == [])
    #expect(gone(to.advanced(by: -30)) == [.gone])
    #expect(gone(to.advanced(by: -36)) == [.gone])
    #expect(gone(to.advanced(by: -37)) == [])
  }

  @Test func growthThatTurnsIsToldOnce() throws {
    let id = try #require(KOLID("anna"))
    let days = [from.advanced(by: -30), from, to]
    func turn(_ followers: [Int64]) -> [Change.Kind] {
      let width = History.chartedMetrics.count
      let readings = followers.flatMap { count in
        [PackedReading(.value(Quantity(millionths: count * 1_000_000)))]
          + [PackedReading](repeating: .failed, count: width - 1)
      }
      let history = History(
        kolID: id, days: days, outcomes: [.snapshot, .snapshot, .snapshot], readings: readings, latest: nil)
      let snapshot = snapshot([:], on: to)
      return ChangeFinder(from: from, to: to)
        .changes(of: id, before: snapshot, after: snapshot, history: history).map(\.kind)
    }
    #expect(
      turn([100, 110, 90])
        == [.growth(from: Quantity(millionths: 100_000), to: Quantity(millionths: -100_000))])
    #expect(turn([100, 90, 80]) == [])
    #expect(turn([100, 90, 120]).count == 1)
  }

  @Test func aChangeKnowsTheDayOfItsData() throws {
    let id = try #require(KOLID("anna"))
    func days(recordTime: String?, on day: CalendarDay) -> [CalendarDay?] {
      let new = Snapshot(
        day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400), endpoint: .profileV1,
        environment: "global",
        profile: Profile(values: FieldCatalog.builtIn.fields.map { _ in .notSent }, recordTime: recordTime))
      return ChangeFinder(from: from, to: to)
        .changes(of: id, before: nil, after: new, history: History(unknown: id)).map(\.dataDay)
    }
    let older = to.advanced(by: -3)
    #expect(days(recordTime: nil, on: to) == [nil])
    #expect(days(recordTime: "\(to)T08:00:00", on: to) == [nil])
    #expect(days(recordTime: "\(older)T08:00:00", on: to) == [older])
    #expect(days(recordTime: nil, on: older) == [older])
  }

  @Test func growthIsWhatTheReportSays() throws {
    let id = try #require(KOLID("anna"))
    let width = History.chartedMetrics.count
    for seed in 0..<200 {
      var state = UInt64(seed) &+ 1
      func next(_ bound: UInt64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64((state >> 33) % bound)
      }
      let days = (0..<90).filter { _ in next(3) == 0 }.map { to.advanced(by: $0 - 89) }
      let outcomes = days.map { _ in next(5) == 0 ? History.Outcome.failed(.network) : .snapshot }
      let readings = days.flatMap { _ in
        [
          PackedReading(
            next(6) == 0 ? .notSupplied : .value(Quantity(millionths: 1_000_000 + next(9_000_000))))
        ]
          + [PackedReading](repeating: .failed, count: width - 1)
      }
      var olderDays: [CalendarDay: CalendarDay] = [:]
      for day in days where seed % 2 == 1 && next(2) == 0 {
        olderDays[day] = day.advanced(by: -1 - Int(next(20)))
      }
      let history = History(
        kolID: id, days: days, outcomes: outcomes, readings: readings, latest: nil, olderDays: olderDays)
      func growth(_ day: CalendarDay) -> Quantity? {
        let builder = ReportBuilder(asOf: day)
        guard let series = builder.allSeries(of: history).first,
          case .change(let change) = builder.growth(of: series, over: 30).outcome
        else { return nil }
        return change.relative
      }
      var expected: [Change.Kind] = []
      if let old = growth(from), let new = growth(to), (old.millionths < 0) != (new.millionths < 0) {
        expected = [.growth(from: old, to: new)]
      }
      let same = snapshot([:], on: to)
      let found = ChangeFinder(from: from, to: to)
        .changes(of: id, before: same, after: same, history: history).map(\.kind)
      #expect(found.filter { $0 != .gone } == expected, "seed \(seed)")
    }
  }

  @Test func tiersHaveTheirBounds() {
    let bounds: [(Int64, Tier)] = [
      (0, .nano), (4_999, .nano), (5_000, .junior), (49_999, .junior), (50_000, .middle), (499_999, .middle),
      (500_000, .top),
    ]
    for (followers, tier) in bounds {
      #expect(TierBounds.standard.tier(followers: Quantity(millionths: followers * 1_000_000)) == tier)
    }
  }

  private func kinds(
    before: [String: FieldValue], after: [String: FieldValue]
  ) throws -> [Change.Kind] {
    let id = try #require(KOLID("anna"))
    return ChangeFinder(from: from, to: to).changes(
      of: id, before: snapshot(before, on: from), after: snapshot(after, on: to),
      history: History(unknown: id)
    ).map(\.kind)
  }

  private func number(_ value: Int64) -> FieldValue { .number(Quantity(millionths: value * 1_000_000)) }

  private func snapshot(_ values: [String: FieldValue], on day: CalendarDay) -> Snapshot {
    Snapshot(
      day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400), endpoint: .profileV1,
      environment: "global",
      profile: Profile(
        values: FieldCatalog.builtIn.fields.map { values[$0.key] ?? .notSent }, recordTime: nil))
  }
}
