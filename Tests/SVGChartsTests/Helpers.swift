import Markup
import SVGCharts

let someText = ChartText(title: "T", description: "D")

/// Names that try to leave their place.
let hostileNames = [
  "</title><script>alert(1)</script>", "\"\u{301} onmouseover=alert(1) x=\"\u{301}",
  "'><svg onload=alert(1)>",
  "</text></svg>", "]]>&<!--", "a b\tc\nd", "\u{202E}cba\0",
]

func svg(_ body: (inout MarkupBuffer) -> Void) -> String {
  var buffer = MarkupBuffer()
  body(&buffer)
  return String(decoding: buffer.bytes, as: UTF8.self)
}

/// Points at 0, 1, 2 ...
func points(_ values: [Int64?]) -> [ChartPoint] {
  values.enumerated().map { ChartPoint(x: $0, y: $1) }
}

func lineChart(
  _ values: [Int64?], id: String = "i", text: ChartText = someText, label: String = "",
  size: ChartSize = .line, yStep: Int64 = 1
) -> String {
  lineChart(
    series: [LineSeries(label: label, points: points(values))], id: id, text: text, size: size, yStep: yStep)
}

func lineChart(
  series: [LineSeries], id: String = "i", text: ChartText = someText, size: ChartSize = .line,
  yStep: Int64 = 1,
  includesZero: Bool = false, xTicks: [Int]? = nil
) -> String {
  let chart = LineChart(
    id: id, text: text, series: series, size: size, yStep: yStep, includesZero: includesZero, xTicks: xTicks,
    labelX: { "d\($0)" }, labelY: { "\($0)" })
  return svg(chart.svg)
}
