import Markup
@testable import SVGCharts

extension Gallery {
  private mutating func strip(
    _ title: String, _ finding: String, _ values: [Int64], axis: ChartAxis, highlighted: Set<Int> = [],
    median: ReferenceLine? = nil, band: ReferenceBand? = nil, hasLinks: Bool = false,
    name: (Int) -> String = Sample.name
  ) {
    figure(title, finding) { id, text, html in
      DistributionStrip(
        id: id, text: text,
        dots: values.enumerated().map {
          StripDot(
            label: name($0), value: $1, valueLabel: axis.label($1), isHighlighted: highlighted.contains($0),
            href: hasLinks ? SafeURL("#" + id) : nil)
        }, axis: axis, median: median, band: band
      ).svg(into: &html)
    }
  }

  mutating func addStrips() {
    heading("Distribution strips")
    let rates = (0..<90).map { place in
      Int64((0..<4).reduce(60) { $0 + Sample.noise(place, 40 + $1, below: 260) })
    }
    let sorted = rates.sorted()
    let middle = ReferenceLine(value: sorted[45], label: "中位数 " + Sample.percent(sorted[45]))
    let half = ReferenceBand(values: sorted[22]...sorted[67], label: "中间一半")
    strip(
      "One among ninety", "The rate is below the middle half of the peers.", rates,
      axis: ChartAxis(title: "互动率", step: 10, includesZero: true, label: Sample.percent), highlighted: [7],
      median: middle, band: half)
    strip(
      "A logarithmic axis, with links", "Followers from under a thousand to a million.",
      (0..<120).map { Sample.size($0, seed: 50) },
      axis: ChartAxis(title: "粉丝数（对数刻度）", scale: .logarithmic, label: Sample.count),
      highlighted: [3, 30, 66], median: ReferenceLine(value: 21_000, label: "中位数 2.1万"), hasLinks: true)
    strip(
      "A thousand", "Where there are many, the dots are smaller and closer.",
      (0..<1_000).map { place in
        Int64((0..<5).reduce(0) { $0 + Sample.noise(place, 60 + $1, below: 200) })
      }, axis: ChartAxis(label: Sample.money), highlighted: [0],
      median: ReferenceLine(value: 500, label: "中位数 ¥500"))
    strip(
      "All equal", "Equal values stand above and below one another.", Array(repeating: 300, count: 12),
      axis: ChartAxis(step: 10, label: Sample.percent), highlighted: [4])
    strip(
      "One value, with a long name", "A name is cut where it is too long.", [-40],
      axis: ChartAxis(step: 10, label: Sample.percent), highlighted: [0], name: { _ in Sample.longName })
  }

  private mutating func scatter(
    _ title: String, _ finding: String, _ dots: [ScatterDot], x: ChartAxis, y: ChartAxis,
    xReferences: [ReferenceLine] = [], yReferences: [ReferenceLine] = []
  ) {
    figure(title, finding) { id, text, html in
      ScatterChart(
        id: id, text: text, dots: dots, x: x, y: y, xReferences: xReferences, yReferences: yReferences
      ).svg(into: &html)
    }
  }

  mutating func addScatters() {
    heading("Scatter charts")
    let followers = ChartAxis(title: "粉丝数（对数刻度）", scale: .logarithmic, label: Sample.count)
    let dots = (0..<60).map { place in
      let x = Sample.size(place, seed: 50)
      let y = Int64(140 + Sample.noise(place, 71, below: 300) + Sample.noise(place, 72, below: 400))
      return ScatterDot(
        label: Sample.name(place), x: x, y: y - min(100, x / 8_000), isHighlighted: place == 5,
        href: SafeURL("#" + Sample.name(place)))
    }
    scatter(
      "Sixty, with names where they fit", "Small accounts have the higher rates.", dots, x: followers,
      y: ChartAxis(title: "互动率", step: 10, includesZero: true, label: Sample.percent),
      xReferences: [ReferenceLine(value: 21_000, label: "中位数 2.1万")],
      yReferences: [ReferenceLine(value: 460, label: "中位数 4.6%")])
    let plain = ChartAxis(title: "变化", label: Sample.count)
    scatter(
      "Negative values and long names", "Losses are on the left and below.",
      [(-80, -20), (-35, 40), (0, 0), (55, -60), (90, 75)].enumerated().map {
        ScatterDot(label: $0 == 3 ? Sample.longName : Sample.name($0), x: $1.0, y: $1.1)
      }, x: plain, y: plain, xReferences: [ReferenceLine(value: 0, label: "")],
      yReferences: [ReferenceLine(value: 0, label: "")])
    scatter(
      "One dot", "A single dot is in the middle.",
      [ScatterDot(label: Sample.name(0), x: 0, y: 0, isHighlighted: true)], x: plain, y: plain)
    scatter(
      "All equal", "As many names as have room.",
      (0..<6).map { ScatterDot(label: Sample.name($0), x: 7, y: 7) }, x: plain, y: plain)
  }
}
