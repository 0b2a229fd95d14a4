import Markup
import SVGCharts

/// 2026-11-22.
private let today = 20_779

/// `11-22`, and `2026-01` for the first days of years.
func galleryDay(_ number: Int) -> String {
  let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  // Only for the years shown here, 2015 to 2026.
  var (year, rest) = (2015, number - 16_436)
  while rest >= (year % 4 == 0 ? 366 : 365) {
    rest -= year % 4 == 0 ? 366 : 365
    year += 1
  }
  var month = 0
  while month < 11 {
    let length = months[month] + (month == 1 && year % 4 == 0 ? 1 : 0)
    guard rest >= length else { break }
    rest -= length
    month += 1
  }
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return month == 0 && rest == 0 ? "\(year)" : "\(two(month + 1))-\(two(rest + 1))"
}

private func recent(_ values: [Int64?]) -> [ChartPoint] {
  values.enumerated().map { ChartPoint(x: today - values.count + 1 + $0, y: $1) }
}

extension Gallery {
  private mutating func line(
    _ title: String, _ finding: String, _ series: [(String, [Int64?])], size: ChartSize = .line,
    includesZero: Bool = false, fillsArea: Bool = false, references: [ReferenceLine] = [],
    annotations: [Annotation] = [], links: PointLinks? = nil, yTitle: String = "",
    yScale: ChartAxis.Scale = .linear,
    label: @escaping @Sendable (Int64) -> String = Sample.count
  ) {
    let days = series.map(\.1.count).max() ?? 1
    figure(title, finding) { id, text, html in
      LineChart(
        id: id, text: text, series: series.map { LineSeries(label: $0, points: recent($1)) }, size: size,
        yTitle: yTitle, yScale: yScale, includesZero: includesZero, fillsArea: fillsArea,
        references: references, annotations: annotations,
        pointLinks: links, xTicks: DayTicks.days(in: (today - days + 1)...today, atMost: 7),
        labelX: galleryDay,
        labelY: label
      ).svg(into: &html)
    }
  }

  mutating func addLines() {
    heading("Lines")
    let year = Sample.walk(days: 365, from: 84_000, step: 900, drift: 170, seed: 1).map { Int64($0) }
    line(
      "A year of followers, from zero, with what happened",
      "Followers rose in the year; the peers' median was passed in spring.",
      [("", year.enumerated().map { (200..<226).contains($0) ? nil : $1 })], includesZero: true,
      fillsArea: true, references: [ReferenceLine(value: 105_000, label: "同类中位数 10.5万")],
      annotations: [
        Annotation(x: today - 300, label: "报价上调"), Annotation(x: today - 120, label: "登上热搜榜"),
        Annotation(x: today - 112, label: "新品首发合作"), Annotation(x: today - 4, label: "双十一"),
      ])
    line(
      "Days without a reading are gaps", "Nothing is drawn across a gap; a value between two gaps is a dot.",
      [("", [310, 324, nil, nil, 371, nil, 388, 395, 402, nil, nil, nil, 371, 360, 366, nil])])
    line("One value", "A single value is a dot in the middle.", [("", [8_417])])
    line("All equal", "Equal values are a level line.", [("", Array(repeating: 52_000, count: 30))])
    line(
      "All zero", "Zeros lie on the axis.", [("", Array(repeating: 0, count: 30))], includesZero: true,
      fillsArea: true)
    let changes = (0..<60).map { Int64(Sample.noise($0, 3, below: 900) - 420) }
    line(
      "Negative values", "Followers won and lost by day; the dashed line is zero.", [("", changes)],
      references: [ReferenceLine(value: 0, label: "")])
    line(
      "A huge range", "From a few to more than two hundred million.",
      [("", (0..<28).map { Int64(3) << Int64($0) })])
    line(
      "The same on a logarithmic axis", "Each day has twice as many as the one before.",
      [("", (0..<28).map { Int64(3) << Int64($0) })],
      annotations: [Annotation(x: today - 20, label: "第一篇爆文")], yTitle: "粉丝数（对数刻度）",
      yScale: .logarithmic)
    let decade = Sample.walk(days: 3_650, from: 2_000, step: 320, drift: 38, seed: 5)
    line(
      "Ten years of days", "3,650 points; what no eye can tell apart is left out.",
      [("", decade.enumerated().map { $0 % 900 < 60 ? nil : Int64($1) })])
  }

  mutating func addMoreLines() {
    let rates = (0..<4).map { series in
      Sample.walk(days: 90, from: 320 + series * 90, step: 22, drift: series % 2, seed: 11 + series)
        .map { Int64($0) as Int64? }
    }
    line(
      "Several lines with their names", "Lines differ in colour and dash, and each is named at its end.",
      [
        ("小鹿的日常", rates[0]), ("阿茶爱喝茶", rates[1]), ("Luna 露娜", rates[2]), (Sample.longName, rates[3]),
      ], size: ChartSize(width: 840, height: 300), label: Sample.percent)
    line(
      "Lines that end together", "Labels keep apart where the lines do not.",
      (0..<5).map { series in
        (Sample.name(series), (0..<30).map { Int64(5_000 + ($0 - 29) * (series - 2) * 12) as Int64? })
      }, label: Sample.money)
    let month = Sample.walk(days: 31, from: 1_200, step: 90, drift: 12, seed: 21).map { Int64($0) as Int64? }
    line(
      "Values reached with a keyboard",
      "Each value is a link that shows itself with the focus or the pointer.",
      [("", month)],
      links: PointLinks(
        href: { _, point in SafeURL("#p\(point.x)") },
        label: { _, point in galleryDay(point.x) + "：" + Sample.count(point.y ?? 0) }))
    line("No value at all", "A chart without any value says so.", [("", [nil, nil])])
  }

  mutating func addSparklines() {
    heading("Sparklines")
    table(caption: "Sparklines") { gallery in
      let cases: [(String, [Int64?])] = [
        ("Rising", Sample.walk(days: 60, from: 900, step: 40, drift: 8, seed: 31).map { Int64($0) }),
        ("With gaps", [3, 5, nil, 4, 6, 7, nil, nil, 5, nil, 8, 9]),
        ("All equal", [7, 7, 7, 7]), ("One value", [7]), ("Negative", [-3, -8, -2, -11, -4]),
        ("A huge range", [1, 2, 1, 900_000_000, 3, 2]),
      ]
      for (label, values) in cases {
        gallery.row(label) { Sparkline(label: label, points: recent(values)).svg(into: &$0) }
      }
    }
  }
}
