import SVGCharts

extension Gallery {
  private mutating func bars(_ title: String, _ finding: String, _ bars: [Bar]) {
    figure(title, finding) { id, text, html in
      BarChart(id: id, text: text, bars: bars).svg(into: &html)
    }
  }

  mutating func addBars() {
    heading("Bars")
    bars(
      "A ranking", "One row stands out; a missing value has its reason.",
      (0..<8).map { place in
        let value = Int64(98_000 - place * place * 1_400)
        return Bar(
          label: Sample.name(place), value: value, valueLabel: Sample.count(value),
          isHighlighted: place == 2)
      } + [
        Bar(label: "慢慢来", value: 0, valueLabel: "0"),
        Bar(label: Sample.longName, value: nil, valueLabel: "– 未公开"),
      ])
    bars(
      "Gains and losses", "Negative values go to the left of zero.",
      [420, 155, 0, -38, -290].enumerated().map {
        Bar(label: Sample.name($0), value: $1, valueLabel: Sample.count($1))
      })
    bars("One bar", "The only bar fills the room.", [Bar(label: "小鹿的日常", value: 5, valueLabel: "5")])
    bars(
      "All zero", "Zero is a value: its bar has no length.",
      (0..<3).map { Bar(label: Sample.name($0), value: 0, valueLabel: "0") })
    bars(
      "A huge range", "The small are there, but cannot be seen beside the large.",
      [912_000_000, 4_300_000, 12].enumerated().map {
        Bar(label: Sample.name($0), value: $1, valueLabel: Sample.count($1))
      })
  }

  private mutating func grouped(
    _ title: String, _ finding: String, _ form: GroupedBarChart.Form, series: [String],
    rows: [(String, [Int64?])], total: ([Int64?]) -> String = { _ in "" },
    label: (Int64) -> String = Sample.percent
  ) {
    figure(title, finding) { id, text, html in
      GroupedBarChart(
        id: id, text: text, form: form, series: series,
        groups: rows.map { name, values in
          BarGroup(
            label: name, values: values.map { .init($0, label: $0.map(label) ?? "–") },
            totalLabel: total(values))
        }
      ).svg(into: &html)
    }
  }

  mutating func addGroupedBars() {
    grouped(
      "Grouped", "Rates of three kinds of notes; the third KOL has no videos.", .grouped,
      series: ["图文", "视频", "直播"],
      rows: [
        ("小鹿的日常", [520, 310, 140]), ("阿茶爱喝茶", [280, 460, 90]), ("西西弗的猫", [390, nil, 0]),
        (Sample.longName, [120, 95, -30]),
      ])
    grouped(
      "Stacked", "What the followers came from.", .stacked, series: ["推荐", "搜索", "关注页", "其他"],
      rows: [
        ("小鹿的日常", [4_200, 1_900, 800, 300]), ("阿茶爱喝茶", [2_100, 2_600, 300, 120]),
        ("西西弗的猫", [900, 0, 1_500, nil]), ("山野厨房", [nil, nil, nil, nil]),
      ], total: { $0.contains { $0 != nil } ? Sample.count($0.reduce(0) { $0 + ($1 ?? 0) }) : "–" },
      label: Sample.count)
    grouped(
      "Diverging", "Women on the left, men on the right, in the same unit.", .diverging,
      series: ["女性", "男性"],
      rows: [
        ("<18", [-620, 110]), ("18–24", [-3_450, 420]), ("25–34", [-4_100, 560]), ("35–44", [-510, 180]),
        (">44", [-40, 10]),
      ], label: { Sample.percent(Int64(clamping: $0.magnitude)) })
  }
}
