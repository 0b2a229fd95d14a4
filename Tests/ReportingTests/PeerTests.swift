import Model
import Testing

@testable import Reporting

private func whole(_ value: Int64) -> Quantity { Quantity(millionths: value * Quantity.scale) }

struct DistributionTests {
  @Test func quartilesLieBetweenValuesInProportion() {
    // R: quantile(c(1, 2, 4, 8, 16, 32)) gives 2.5, 6 and 14.
    let distribution = Distribution(values: [32, 1, 16, 2, 8, 4].map(whole))
    #expect(distribution.quantile(1, of: 4)?.description == "2.5")
    #expect(distribution.median?.description == "6")
    #expect(distribution.quantile(3, of: 4)?.description == "14")
    #expect(distribution.quantile(0, of: 4) == whole(1))
    #expect(distribution.quantile(4, of: 4) == whole(32))
  }

  @Test func aPercentileCountsHalfOfTheEquals() {
    let distribution = Distribution(values: [10, 20, 20, 20, 30].map(whole))
    #expect(distribution.percentile(of: whole(10))?.description == "0.1")  // (0 + 1 ÷ 2) ÷ 5
    #expect(distribution.percentile(of: whole(20))?.description == "0.5")  // (1 + 3 ÷ 2) ÷ 5
    #expect(distribution.percentile(of: whole(30))?.description == "0.9")
    #expect(distribution.percentile(of: whole(99))?.description == "1")
  }

  @Test func aPercentileIsThatOfCountingOneByOne() throws {
    for count in 5..<40 {
      // Few different values, so that many are equal.
      let values = (0..<count).map { whole(Int64($0 * $0 % 11)) }
      let distribution = Distribution(values: values)
      for number in Int64(-1)...12 {
        let value = whole(number)
        let doubled = values.count { $0 < value } * 2 + values.count { $0 == value }
        let share = whole(Int64(doubled)).divided(by: whole(Int64(count * 2)))
        #expect(distribution.percentile(of: value) == share)
      }
      #expect(distribution.quartiles?.lower == distribution.quantile(1, of: 4))
      #expect(distribution.quartiles?.median == distribution.quantile(2, of: 4))
      #expect(distribution.quartiles?.upper == distribution.quantile(3, of: 4))
    }
  }

  @Test func olderDaysAreCountedInTheirOrder() {
    let today = CalendarDay(daysSinceEpoch: 20_779)
    var days = FigureDays()
    for age in [3, 0, 9, 3, 1, 9, 3] { days.add(today.advanced(by: -age), asOf: today) }
    #expect(days.older.map(\.day) == [9, 3, 1].map { today.advanced(by: -$0) })
    #expect(days.older.map(\.count) == [2, 3, 1])
    #expect(days.count == 7 && days.olderCount == 6)
  }

  /// With few equal values, many, and all; of whole numbers and with quotients among them.
  @Test(arguments: [1, 3, 40, 1_000])
  func aRankCountsWhoIsBelowAndHalfOfWhoIsEqual(kinds: Int64) throws {
    for quotients in [[], [try #require(whole(1).divided(by: whole(3)))]] {
      for count in [5, 6, 7, 64, 200] {
        let values = (0..<Int64(count)).map { whole($0 * 7_919 % kinds) } + quotients
        let distribution = Distribution(values: values)
        for value in Set(values).union([whole(-1), whole(kinds), Quantity(millionths: 500_000)] + quotients) {
          let halves = 2 * values.count { $0 < value } + values.count { $0 == value }
          #expect(
            distribution.percentile(of: value)
              == whole(Int64(halves)).divided(by: whole(Int64(2 * values.count))))
        }
      }
    }
  }

  @Test(arguments: 0..<Distribution.fewest)
  func underFiveNothingIsSaid(count: Int) {
    let distribution = Distribution(values: (0..<count).map { whole(Int64($0)) })
    #expect(distribution.median == nil)
    #expect(distribution.quantile(1, of: 4) == nil)
    #expect(distribution.percentile(of: whole(0)) == nil)
    #expect(Standing(value: whole(0), among: distribution).count == count)
  }

  @Test func theFarthestValuesDoNotOverflow() {
    let ends = [Int64.min, Int64.min, 0, Int64.max, Int64.max].map(Quantity.init(millionths:))
    let distribution = Distribution(values: ends)
    #expect(distribution.median == Quantity(millionths: 0))
    for part in 0...100 { #expect(distribution.quantile(part, of: 100) != nil) }
  }
}

@Suite struct PeerGroupTests {
  @Test func namesAreComparedByByte() {
    #expect(PeerGroup.group("caf\u{E9}") != .group("cafe\u{301}"))
    #expect(PeerGroup.group("a") == .group("a") && PeerGroup.group("a") != .category("a"))
    #expect(
      Set([PeerGroup.category("caf\u{E9}"), .category("cafe\u{301}"), .category("caf\u{E9}")]).count == 2)
  }

  @Test func aReplyOfAHundredCategoriesHasFiveAndNoneTwice() {
    let tags = (0..<100).map { index in
      JSONValue.object([.init(key: "taxonomy1Tag", value: .string("c\(index / 2)"))])
    }
    let profile = Profile(
      values: FieldCatalog.builtIn.fields.map { $0.key == "contentTags" ? .list(tags) : .null },
      recordTime: nil)
    #expect(profile.contentCategories.map(\.name) == ["c0", "c1", "c2", "c3", "c4"])
  }
}

/// Made-up rosters: some KOLs lack a snapshot, some lack a field, some share a value.
private struct RandomRoster {
  let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func kols(_ count: Int) -> [KOLReport] {
    (0..<count).compactMap { index in
      guard let id = KOLID("kol\(index)") else { return nil }
      let entry = RosterEntry(
        id: id, groups: generator.next() % 2 == 0 ? ["a", "a"] : [],
        location: SourceLocation(file: "roster.yml"))
      let history =
        generator.next() % 5 == 0
        ? History(unknown: id)
        : History(kolID: id, days: [asOf], outcomes: [.snapshot], readings: [], latest: snapshot())
      return ReportBuilder(asOf: asOf).kolReport(for: entry, history: history)
    }
  }

  private mutating func snapshot() -> Snapshot {
    let values = FieldCatalog.builtIn.fields.map { field -> FieldValue in
      guard field.type == .number else { return .notSent }
      switch generator.next() % 4 {
      case 0: return .null
      case 1: return .number(Quantity(millionths: 0))
      default: return .number(whole(Int64(generator.next() % 50)))
      }
    }
    return Snapshot(
      day: asOf, fetchedAt: Timestamp(secondsSinceEpoch: 0), endpoint: .profileV1, environment: "global",
      profile: Profile(values: values, recordTime: nil))
  }
}

@Suite struct PeerPropertyTests {
  private let builder = ReportBuilder(asOf: CalendarDay(daysSinceEpoch: 20_779))

  private func statistics(of kols: [KOLReport]) -> PeerStatistics {
    builder.peerStatistics(of: rows(kols, asOf: builder.asOf))
  }

  @Test(arguments: 0..<40)
  func aRosterInAnotherOrderGivesTheSameStandings(seed: Int) {
    var roster = RandomRoster(seed: UInt64(seed))
    let kols = roster.kols(12)
    #expect(statistics(of: kols) == statistics(of: kols.reversed()))
  }

  @Test(arguments: 0..<40)
  func anotherKOLChangesNobodysOwnFigures(seed: Int) {
    var fewer = RandomRoster(seed: UInt64(seed))
    var more = RandomRoster(seed: UInt64(seed))
    #expect(fewer.kols(8) == Array(more.kols(9).prefix(8)))
  }

  @Test(arguments: 0..<40)
  func aMissingInputNeverYieldsANumberAndNoPeerIsCountedWithoutAValue(seed: Int) {
    var roster = RandomRoster(seed: UInt64(seed))
    let kols = roster.kols(12)
    let statistics = statistics(of: kols)
    for (index, metric) in MetricCatalog.builtIn.metrics.enumerated() {
      let withValue = kols.filter { $0.figures[index].reading.value != nil }
      #expect(statistics.peers(in: .roster).distribution(metric: index).count == withValue.count)
      let inGroup = withValue.count { !$0.entry.groups.isEmpty }
      #expect(statistics.peers(in: .group("a")).distribution(metric: index).count == inGroup)
      guard case .computed(let formula) = metric.origin else { continue }
      for kol in withValue {
        #expect(formula.inputs.allSatisfy { kol.figure($0)?.reading.value != nil })
      }
      for kol in kols where kol.figures[index].reading.value == nil {
        let standings = statistics.peers(of: kol).map { $0.standing(of: nil, metric: index) }
        #expect(standings.allSatisfy { $0.percentile == nil })
      }
    }
  }
}
