import SVGCharts

extension Gallery {
  mutating func addRanges() {
    heading("Ranges")
    figure("Against the peers, each row in its unit", "Above the middle half in reach; no price is public.") {
      id, text, html in
      RangeChart(
        id: id, text: text,
        rows: [
          RangeRow(
            label: "粉丝数", value: 125_000, valueLabel: "12.5万", band: 20_000...110_000, median: 48_000,
            bandLabel: "2万–11万，中位数 4.8万", limits: 3_000...320_000),
          RangeRow(
            label: "互动率", value: 350, valueLabel: "3.5%", band: 310...620, median: 440,
            bandLabel: "3.1%–6.2%，中位数 4.4%", limits: 80...1_400),
          RangeRow(
            label: "近 30 天笔记", value: 0, valueLabel: "0", band: 6...14, median: 9,
            bandLabel: "6–14，中位数 9", limits: 0...31),
          RangeRow(
            label: "图文报价", value: nil, valueLabel: "– 未公开", band: 800...3_600, median: 1_900,
            bandLabel: "¥800–¥3600，中位数 ¥1900", limits: 200...9_000),
          RangeRow(label: Sample.longName, value: 5, valueLabel: "没有同类可比"),
          RangeRow(label: "空", value: nil, valueLabel: "–"),
        ], key: RangeChart.Key(value: "小鹿的日常", band: "同类的中间一半", median: "同类中位数")
      ).svg(into: &html)
    }
    figure("One axis for all rows", "All rates on one axis can be compared.") { id, text, html in
      RangeChart(
        id: id, text: text,
        rows: [(420, 440), (610, 380), (-30, 120), (250, 250)].enumerated().map {
          RangeRow(
            label: Sample.name($0), value: $1.0, valueLabel: Sample.percent($1.0),
            band: ($1.1 - 130)...($1.1 + 160), median: $1.1)
        }, scale: .shared(ChartAxis(title: "互动率", step: 10, label: Sample.percent))
      ).svg(into: &html)
    }
  }

  mutating func addSlopes() {
    heading("Slopes")
    figure("Ranks at two dates", "From the sixth place to the second.") { id, text, html in
      let then = [1, 2, 3, 4, 5, 6, 7, 8, nil, 9]
      let now = [1, 4, 3, 7, 6, 2, 5, nil, 8, 9]
      SlopeChart(
        id: id, text: text, form: .rank, columns: ["2026-10-22", "2026-11-22"],
        series: then.indices.map {
          SlopeSeries(
            label: Sample.name($0), values: [then[$0], now[$0]].map { $0.map { Int64($0) } },
            isHighlighted: $0 == 5)
        }, labelValue: { "\($0)" }
      ).svg(into: &html)
    }
    figure("Ranks at several dates", "A gap is a month without a reading.") { id, text, html in
      let ranks: [[Int64?]] = [
        [1, 1, 2, 3, 3, 2], [2, 3, 1, 1, 1, 1], [3, 2, nil, 2, 2, 3], [4, 5, 5, 5, 4, 4],
        [5, 4, 3, 4, nil, nil],
      ]
      SlopeChart(
        id: id, text: text, form: .rank, columns: ["6 月", "7 月", "8 月", "9 月", "10 月", "11 月"],
        series: ranks.enumerated().map {
          SlopeSeries(label: $0 == 3 ? Sample.longName : Sample.name($0), values: $1)
        }, width: 840, labelValue: { "\($0)" }
      ).svg(into: &html)
    }
    figure("Values at two dates", "Prices rose for all but one; two are equal.") { id, text, html in
      let prices: [(Int64?, Int64?)] = [
        (1_200, 1_500), (1_200, 1_500), (3_000, 2_600), (800, 820), (12_000, 15_800), (900, nil),
      ]
      SlopeChart(
        id: id, text: text, form: .value, columns: ["双十一前", "双十一后"],
        series: prices.enumerated().map {
          SlopeSeries(label: Sample.name($0), values: [$1.0, $1.1], isHighlighted: $0 == 2)
        }, labelValue: Sample.money
      ).svg(into: &html)
    }
  }

  mutating func addCalendars() {
    heading("Calendars")
    for (title, days) in [("A year", 365), ("One day", 1), ("Two years", 730)] {
      figure(title, "How many KOLs were read on each day.") { id, text, html in
        CalendarChart(
          id: id, text: text,
          days: (0..<days).map { offset in
            let level = Sample.noise(offset, 91, below: 9)
            return .init(
              day: 20_779 - offset, level: level > 4 ? 4 : level, label: galleryDay(20_779 - offset))
          },
          labelMonth: { number in
            let day = galleryDay(number)
            return day.hasSuffix("-01") || day.utf8.count == 4 ? day : nil
          }
        ).svg(into: &html)
      }
    }
  }
}
