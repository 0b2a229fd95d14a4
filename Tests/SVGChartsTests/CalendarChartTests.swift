import Markup
import Testing

@testable import SVGCharts

struct CalendarChartTests {
  @Test func everyDayHasACellAndNoTwoShareAPlace() throws {
    let svg = picture((20_000..<20_800).map { .init(day: $0, level: $0 % 6, label: "day \($0)") })
    #expect(svg.ranges(of: "<rect class=\"c-cell l").count == 800)
    #expect(Set(svg.matches(of: /x="[0-9.]+" y="[0-9.]+" width/).map { String($0.output) }).count == 800)
  }

  @Test func aWeekBeginsOnMonday() {
    // 2026-11-22 is a Sunday, the last row; the day after begins the next column.
    let svg = picture([.init(day: 20_779, level: 1, label: "a"), .init(day: 20_780, level: 1, label: "b")])
    #expect(svg.contains("x=\"0\" y=\"108\""))
    #expect(svg.contains("x=\"15\" y=\"18\""))
  }

  @Test(arguments: [[], [Int.max, Int.min], [0], [-1, -8, -400], [5, 5, 5]])
  func extremesGiveAPicture(days: [Int]) {
    let svg = picture(days.map { .init(day: $0, level: 99, label: "<&>\u{0}") })
    #expect(svg.hasPrefix("<svg class=\"chart chart-calendar\"") && svg.hasSuffix("</svg>"))
    #expect(!svg.contains("<&>"))
  }

  private func picture(_ days: [CalendarChart.Day]) -> String {
    var buffer = MarkupBuffer()
    CalendarChart(
      id: "c", text: ChartText(title: "t", description: "d"), days: days,
      labelMonth: { $0 % 30 == 0 ? "month" : nil }
    ).svg(into: &buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}
