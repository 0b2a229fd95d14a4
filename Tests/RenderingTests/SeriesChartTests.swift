import Markup
import Model
import SVGCharts
import Testing

@testable import Rendering

/// A line that is told or drawn in little room keeps what it did on the way.
struct SeriesChartTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)

  /// - Parameter dataDays: For a value by its place how many days its data are older than its day.
  private func series(_ values: [Int64?], dataDays: [Int: Int] = [:]) throws -> Series {
    let firstDay = asOf.advanced(by: 1 - values.count)
    return Series(
      metric: try #require(MetricCatalog.builtIn.metric("followers")),
      firstDay: firstDay,
      readings: values.map { value in
        value.map { PackedReading(.value(Quantity(millionths: $0 * 1_000_000))) } ?? .noSnapshot
      },
      olderDays: Dictionary(
        uniqueKeysWithValues: dataDays.map {
          (firstDay.advanced(by: $0.key), firstDay.advanced(by: $0.key - $0.value))
        }))
  }

  private let wording = Wording(
    labels: Labels(
      language: .en,
      builtIn: [
        "lineDescriptionFlat": "stayed at {last} from {from} to {to}.", "lineDescription": "{from} to {to}.",
        "olderData": "of {day}", "lineDescriptionSame": "{last} at both ends.",
        "lineDescriptionChange": "{direction} {relative}, {first} to {last}.", "up": "up", "down": "down",
        "lineHighest": "As high as {value} on {day}.", "lineLowest": "As low as {value} on {day}.",
        "lineDescriptionOne": "{last} once.", "lineDescriptionEmpty": "nothing.",
      ], overrides: [:]))

  private func chart(_ values: [Int64?]) throws -> SeriesChart {
    SeriesChart(series: try series(values), asOf: asOf, window: 400, wording: wording)
  }

  /// The block on the page of a KOL whose followers these are.
  private func block(_ values: [Int64?], dataDays: [Int: Int] = [:]) throws -> String {
    let followers = try series(values, dataDays: dataDays)
    let kol = KOLReport(
      entry: RosterEntry(id: try #require(KOLID("anna")), location: SourceLocation(file: "roster.yml")),
      name: "Anna", freshness: .fresh, tier: nil, snapshot: nil, figures: [],
      series: History.chartedMetrics.map { metric in
        metric.id == "followers" ? followers : Series(metric: metric, firstDay: asOf, readings: [])
      }, growths: [])
    return try html(
      LineChartBlock.self, ["line": "followers", "window": "400d"], of: kol,
      in: Report(title: "", asOf: asOf, timeZone: "", kols: rows([kol], asOf: asOf)), wording: wording)
  }

  @Test func aSentenceNeverGoesBackInTime() throws {
    // The data of the last day are older than those of the first.
    for values: [Int64] in [[7, 7, 7], [7, 8, 7], [7, 8, 9]] {
      let text = try finding(values.map { $0 }, dataDays: [2: 30])
      #expect(!text.contains("\(asOf.advanced(by: -30))"), "\(text)")
    }
    #expect(try finding([7, 7, 7], dataDays: [2: 30]) == "stayed at 7 from 2026-11-20 to 2026-11-22.")
  }

  private func finding(_ values: [Int64?], dataDays: [Int: Int] = [:]) throws -> String {
    let text = try block(values, dataDays: dataDays)
    let match = try #require(
      text.firstMatch(of: /<figcaption>(.*?) <small>/)
        ?? text.firstMatch(of: /<p class="no-chart">(.*?)<\/p>/))
    return String(match.output.1)
  }

  @Test func aSentenceDoesNotPassOverAPeakOrATrough() throws {
    let days = (0..<6).map { asOf.advanced(by: $0 - 5) }
    #expect(
      try finding([50_000, 50_000, nil, 50_000])
        == "stayed at 50,000 from \(asOf.advanced(by: -3)) to \(asOf).")
    #expect(
      try finding([50_000, 50_000, 50_000, 950_000, nil, 50_000])
        == "50,000 at both ends. As high as 950,000 on \(days[3]).")
    #expect(
      try finding([100, 90, 300, 110, 40, 120])
        == "up 20%, 100 to 120. As high as 300 on \(days[2]). As low as 40 on \(days[4]).")
    // What lies between the ends is no news.
    #expect(try finding([100, 101, 102, 103, 104, 120]) == "up 20%, 100 to 120.")
    #expect(try finding([nil, 7, nil]) == "7 once.")
    #expect(try finding([nil]) == "nothing.")
  }

  @Test func aSentenceHasTheDaysOfTheData() throws {
    func day(_ offset: Int) -> CalendarDay { asOf.advanced(by: offset) }
    #expect(
      try finding([50, 50, 50], dataDays: [0: 4, 2: 1]) == "stayed at 50 from \(day(-6)) to \(day(-1)).")
    #expect(
      try finding([50, 90, 50], dataDays: [1: 3]) == "50 at both ends. As high as 90 on \(day(-4)).")
    // The same data again and again is one value; where data go back in time, the days are those of the answers.
    #expect(try finding([50, 50, 50], dataDays: [0: 3, 1: 4, 2: 5]) == "50 once.")
    #expect(try finding([50, 60], dataDays: [0: 3, 1: 9]) == "up 20%, 50 to 60.")
    let table = try block([50, 51, 52], dataDays: [0: 3])
    #expect(table.contains("<time>\(day(-2))</time> <small class=\"reason\">of \(day(-5))</small></th>"))
    #expect(table.ranges(of: "of \(day(-5))").count == 1)
  }

  @Test func aSparklineIsToldWithItsPeak() throws {
    var html = MarkupBuffer()
    try chart([50, 50, 950, 20, 50]).appendSparkline(name: "a", to: &html)
    #expect(String(decoding: html.bytes, as: UTF8.self).contains("aria-label=\"a: 50 → 950 → 20 → 50\""))
    var one = MarkupBuffer()
    try chart([50]).appendSparkline(name: "a", to: &one)
    #expect(String(decoding: one.bytes, as: UTF8.self).contains("aria-label=\"a: 50\""))
  }

  /// Wherever a single day stands out, it is still there.
  @Test(arguments: [91, 200, 365])
  func aReductionKeepsEveryPeakAndTrough(count: Int) throws {
    for place in 0..<count {
      for extreme: Int64 in [0, 900] {
        var values = [Int64?](repeating: 100, count: count)
        values[place] = extreme
        values[(place + 5) % count] = nil
        let points = values.enumerated().map { ChartPoint(x: $0, y: $1) }
        let line = SeriesReduction(points: points).line(spans: 12)
        #expect(line.contains(ChartPoint(x: place, y: extreme)))
        #expect(line.count <= 26 && zip(line, line.dropFirst()).allSatisfy { $0.x < $1.x })
        #expect(line.first { $0.y != nil } == points.first { $0.y != nil })
        #expect(line.last { $0.y != nil } == points.last { $0.y != nil })
        let coarse = SeriesReduction(points: points).values(12)
        #expect(coarse.count == 12 && coarse.contains(extreme))
        #expect(
          coarse.first == points.first { $0.y != nil }?.y && coarse.last == points.last { $0.y != nil }?.y)
      }
    }
  }

  @Test func aLongGapStaysAGap() {
    let values = (0..<120).map { $0 < 30 || $0 >= 90 ? Int64($0) : nil }
    let line = SeriesReduction(points: values.enumerated().map { ChartPoint(x: $0, y: $1) }).line(spans: 12)
    #expect(line.filter { $0.y == nil }.map(\.x) == [39, 49, 59, 69, 79, 89])
    #expect(SeriesReduction(points: []).line(spans: 12).isEmpty)
    #expect(SeriesReduction(points: []).values(12).isEmpty)
  }
}
