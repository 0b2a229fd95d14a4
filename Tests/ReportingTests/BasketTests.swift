import Model
import Testing

@testable import Reporting

@Suite struct BasketTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private var builder: ReportBuilder { ReportBuilder(asOf: asOf) }

  private func kol(_ id: String, groups: [String] = ["q4"], _ values: [String: Int64]) throws -> KOLReport {
    let id = try #require(KOLID(id))
    let snapshot = Snapshot(
      day: asOf, fetchedAt: Timestamp(secondsSinceEpoch: 0), endpoint: .profileV1, environment: "global",
      profile: Profile(
        values: FieldCatalog.builtIn.fields.map { field in
          values[field.key].map { .number(Quantity(millionths: $0 * Quantity.scale)) } ?? .null
        }, recordTime: nil))
    return builder.kolReport(
      for: RosterEntry(id: id, groups: groups, location: SourceLocation(file: "roster.yml")),
      history: History(kolID: id, days: [asOf], outcomes: [.snapshot], readings: [], latest: snapshot))
  }

  private func basket(
    pictures: Int = 1, videos: Int = 0, except: [String: (Int, Int)] = [:]
  ) throws -> Basket {
    var exceptions: [KOLID: Basket.Placements] = [:]
    for (id, counts) in except {
      exceptions[try #require(KOLID(id))] = Basket.Placements(pictures: counts.0, videos: counts.1)
    }
    return Basket(
      name: "Winter", group: "q4", placements: .init(pictures: pictures, videos: videos),
      exceptions: exceptions)
  }

  @Test func placementsTimesQuotesAndMediansAddUp() throws {
    let a = try kol("a", ["picturePrice": 1_000, "clickMidNum": 5_000, "mEngagementNum": 500])
    let b = try kol(
      "b",
      [
        "picturePrice": 2_000, "videoPrice": 3_000, "clickMidNum": 4_000, "mEngagementNum": 250,
        "videoClickMidNum": 6_000, "videoInterMidNum": 300,
      ])
    let other = try kol("other", groups: ["q3"], ["picturePrice": 9])
    let report = builder.report(of: try basket(except: ["b": (2, 1)]), kols: rows([a, b, other]))
    #expect(report.lines.map(\.kol.entry.id.text) == ["a", "b"])
    #expect(report.total.cost.value?.description == "8000")  // 1,000 + 2 × 2,000 + 3,000
    #expect(report.total.reads.value?.description == "19000")  // 5,000 + 2 × 4,000 + 6,000
    #expect(report.total.interactions.value?.description == "1300")  // 500 + 2 × 250 + 300
    #expect(report.total.cpe.value?.description == "6.153846")  // 8,000 ÷ 1,300
    #expect(report.total.costPerRead.value?.description == "0.421053")  // 8,000 ÷ 19,000
    #expect(report.total.cpm == .init(value: nil, count: 0))
    #expect(report.lines.first?.cpeWithout.value?.description == "8.75")  // 7,000 ÷ 800
    #expect(report.lines.last?.cpeWithout == .init(value: Quantity(2), count: 1))  // 1,000 ÷ 500
  }

  @Test func whoLacksAnInputIsInNoSumThatNeedsIt() throws {
    let a = try kol(
      "a", ["picturePrice": 1_000, "mEngagementNum": 500, "accumCommonImpMedinNum30d": 10_000])
    let noQuote = try kol("b", ["clickMidNum": 5_000, "mEngagementNum": 500])
    let noMedian = try kol("c", ["picturePrice": 300])
    let report = builder.report(of: try basket(), kols: rows([a, noQuote, noMedian]))
    #expect(report.total.cost == .init(value: Quantity(1_300), count: 2))
    #expect(report.total.cpe == .init(value: Quantity(2), count: 1))
    #expect(report.total.cpm == .init(value: Quantity(100), count: 1))
    #expect(report.lines[1].cost == .absent(.missingInput("picturePrice")))
    #expect(report.lines[2].interactions == .absent(.missingInput("mEngagementNum")))
  }

  @Test func whoHasNoPlacementIsNotInTheBasketAndWhatIsNotBookedIsNotNeeded() throws {
    let a = try kol("a", ["picturePrice": 1_000])
    let b = try kol("b", ["videoPrice": 500])
    let report = builder.report(of: try basket(except: ["a": (0, 0), "b": (0, 3)]), kols: rows([a, b]))
    #expect(report.lines.map(\.kol.entry.id.text) == ["b"])
    #expect(report.total.cost == .init(value: Quantity(1_500), count: 1))
    #expect(report.lines.first?.cpeWithout == .init(value: nil, count: 0))
    #expect(builder.report(of: try basket(), kols: []).total.cost == .init(value: nil, count: 0))
  }

  @Test func sumsThatAreOutOfRangeAreNoNumbers() throws {
    let kols = try (0..<3).map { try kol("k\($0)", ["picturePrice": Int64.max / Quantity.scale / 2]) }
    #expect(
      builder.report(of: try basket(pictures: 1_000), kols: rows(kols)).lines[0].cost == .absent(.undefined))
    #expect(builder.report(of: try basket(), kols: rows(kols)).total.cost == .init(value: nil, count: 3))
  }

  private func rows(_ kols: [KOLReport]) -> [RosterRow] {
    ReportingTests.rows(kols, asOf: builder.asOf)
  }
}
