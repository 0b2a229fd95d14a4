import Model
import Testing

@testable import Reporting

/// A row of the roster's table says what the report of its KOL says, in a fraction of the room.
struct RosterRowTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)

  @Test(arguments: UInt64(0)..<60)
  func aRowSaysWhatTheReportOfItsKOLSays(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let builder = ReportBuilder(asOf: asOf)
    let kols = try (0..<4).map { try kol($0, &generator) }
    let reports = kols.map { builder.kolReport(for: $0.entry, history: $0.history) }
    let lines = RosterLines(days: [0: 20, 3: .max])
    var columns = RosterTable.Columns()
    for (kol, report) in zip(kols, reports) {
      builder.append(kol.entry, history: kol.history, avatar: report.avatar, to: &columns, lines: lines)
    }
    for (row, kol) in zip(RosterTable(columns, lines: lines).rows, reports) {
      #expect(row.entry == kol.entry && row.id == kol.entry.id && row.name == kol.name)
      #expect(row.freshness == kol.freshness && row.tier == kol.tier && row.origin == kol.origin)
      #expect(row.olderDay == kol.olderDay && row.peerGroups == kol.peerGroups)
      for (index, figure) in kol.figures.enumerated() {
        #expect(row.reading(ofMetricAt: index) == figure.reading, "\(figure.metric.id)")
        #expect(row.value(ofMetricAt: index) == figure.reading.value)
        #expect(row.reading(of: figure.metric.id) == figure.reading)
      }
      for window in Growth.windows {
        #expect(row.followersGrowth(window: window) == kol.growth("followers", window: window)?.outcome)
        #expect(
          row.currentFollowersChange(window: window) == kol.currentChange(of: "followers", window: window))
        if let change = row.tierChange(window: window) {
          #expect(change.to == kol.tier && change.from != change.to)
        }
      }
      for (metric, days) in lines.days {
        let series = try #require(row.series(ofMetricAt: metric))
        #expect(Array(series.points.suffix(20)) == Array(kol.series[metric].points.suffix(min(days, 20))))
        #expect(series.readings.count == min(days, kol.series[metric].readings.count))
      }
      #expect(row.series(ofMetricAt: 1) == nil)
      #expect(row.reading(ofMetricAt: MetricCatalog.builtIn.metrics.count) == .absent(.noSnapshot))
    }
  }

  @Test func whoIsUnknownHasNoReadingAndNothingOverTime() throws {
    let builder = ReportBuilder(asOf: asOf)
    let id = try #require(KOLID("anna"))
    var columns = RosterTable.Columns()
    let entry = RosterEntry(id: id, location: SourceLocation(file: "roster.yml"))
    builder.append(entry, history: History(unknown: id), avatar: nil, to: &columns, lines: .standard)
    let row = try #require(RosterTable(columns).rows.first)
    #expect(
      MetricCatalog.builtIn.metrics.indices.allSatisfy { row.reading(ofMetricAt: $0) == .absent(.noSnapshot) }
    )
    #expect(row.followers?.readings.isEmpty == true && row.followersGrowth(window: 7) == .tooShort)
    #expect(row.priceChanges.isEmpty && row.tierChange(window: 30) == nil && row.peerGroups == [.roster])
  }

  /// A KOL with a random history of 60 days; now and then without a snapshot, or with data older than their answers.
  private func kol(
    _ index: Int, _ generator: inout SeededGenerator
  ) throws -> (entry: RosterEntry, history: History) {
    let id = try #require(KOLID("kol\(index)"))
    let entry = RosterEntry(
      id: id, groups: index % 2 == 0 ? ["a"] : [], refreshDays: index == 1 ? 7 : 1,
      location: SourceLocation(file: "roster.yml"))
    var snapshots: [Snapshot] = []
    var failures: [CalendarDay: FetchFailure.Reason] = [:]
    let first = Int.random(in: 0..<60, using: &generator)
    for ago in (0..<first).reversed() {
      let day = asOf.advanced(by: -ago)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: failures[day] = .network
      case 1: continue
      default: snapshots.append(snapshot(on: day, &generator))
      }
    }
    let days = (snapshots.map(\.day) + failures.keys).sorted()
    let width = History.chartedMetrics.count
    let byDay = Dictionary(snapshots.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
    let history = History(
      kolID: id, days: days, outcomes: days.map { failures[$0].map { .failed($0) } ?? .snapshot },
      readings: days.flatMap { day in
        byDay[day]?.profile.chartedReadings ?? [PackedReading](repeating: .failed, count: width)
      }, latest: snapshots.last,
      olderDays: Dictionary(
        snapshots.compactMap { snapshot in snapshot.olderDataDay.map { (snapshot.day, $0) } },
        uniquingKeysWith: { first, _ in first }))
    return (entry, history)
  }

  private func snapshot(on day: CalendarDay, _ generator: inout SeededGenerator) -> Snapshot {
    let values = FieldCatalog.builtIn.fields.map { field -> FieldValue in
      switch field.type {
      case .number:
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return .null
        case 1: return .number(Quantity(millionths: 0))
        default:
          return .number(Quantity(millionths: Int64.random(in: 1...90_000, using: &generator) * 1_000_000))
        }
      case .flag: return .flag(Bool.random(using: &generator))
      default: return .notSent
      }
    }
    let isOlder = Int.random(in: 0..<5, using: &generator) == 0
    return Snapshot(
      day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400), endpoint: .profileV1,
      environment: "global",
      profile: Profile(values: values, recordTime: isOlder ? "\(day.advanced(by: -2))T08:00:00" : nil))
  }
}
