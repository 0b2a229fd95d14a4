public import Markup

/// One category of a grouped bar chart, with a value of each series.
public struct BarGroup: Sendable, Hashable {
  /// One value of a category.
  public struct Value: Sendable, Hashable {
    /// The length in any unit; nil draws no bar, which is not the same as zero.
    public let value: Int64?
    /// The value as text; where there is no value, the text in its place, such as `–`.
    public let label: String

    public init(_ value: Int64?, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// The category, on the left.
  public let label: String
  /// In the order of the chart's series; one too many is left out.
  public let values: [Value]
  /// Stands at the end of a stacked bar, such as its sum; may be empty.
  public let totalLabel: String

  public init(label: String, values: [Value], totalLabel: String = "") {
    self.label = label
    self.values = values
    self.totalLabel = totalLabel
  }
}

/// Horizontal bars of several series, told apart by pattern as well as by colour, with a key above them.
public struct GroupedBarChart: Sendable {
  public enum Form: Sendable, Hashable {
    /// A bar for each value, one below the other: the values of a category can be compared.
    case grouped
    /// One bar a category, its values end to end; negative values go to the left of the zero line.
    case stacked
    /// As `stacked`, with the zero line in the middle, so that both sides can be compared.
    case diverging
  }

  public let id: String
  public let text: ChartText
  public let form: Form
  /// The names of the series, in the order of each group's values.
  public let series: [String]
  public let groups: [BarGroup]
  /// In pixels, 240...10,000; the height follows from the groups.
  public let width: Int

  /// Creates a chart; `id` is unique in the page, and the ids inside the chart begin with it.
  public init(
    id: String, text: ChartText, form: Form, series: [String], groups: [BarGroup], width: Int = 720
  ) {
    self.id = id
    self.text = text
    self.form = form
    self.series = series
    self.groups = groups
    self.width = min(max(width, 240), 10_000)
  }

  /// The height of a category with its distance to the next, in pixels.
  private var rowHeight: Int {
    form == .grouped ? max(1, series.count) * BarParts.thickness / 100 + 14 : 28
  }

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    let key = SeriesKey(series, width: width * 100)
    let height = key.height / 100 + max(1, groups.count) * rowHeight
    buffer.openChart("chart chart-bar", id: id, text: text, width: width, height: height)
    if !series.isEmpty && !groups.isEmpty {
      buffer.appendPatterns(id: id, seriesCount: series.count)
      key.draw(id: id, into: &buffer)
      drawRows(from: key.height, to: height * 100, into: &buffer)
    }
    buffer.appendLiteral("</svg>")
  }

  private func drawRows(from top: Int, to bottom: Int, into buffer: inout MarkupBuffer) {
    let rows = groups.enumerated().map { index, group in
      BarParts(
        group, of: self, top: top + index * rowHeight * 100, height: rowHeight * 100)
    }
    var channels = Channels()
    channels.addX(0)
    for row in rows { row.declare(in: &channels) }
    guard var values = channels.x else { return }
    if form == .diverging {
      let far = max(
        Int64(clamping: values.lowerBound.magnitude), Int64(clamping: values.upperBound.magnitude))
      values = -far...far
    }
    var margins = Margins()
    for row in rows { margins.grow(to: row.margins) }
    let right = width * 100 - min(margins.right, width * 30)
    // All zero: the bars grow from the left.
    let domain = values == 0...0 ? Domain(0...1) : Domain(values)
    var x = PositionScale(domain: domain, from: min(margins.left, width * 55), to: right)
    // A short bar to the left has room for its label before the longest one begins; a long one needs more.
    for _ in 0..<8 {
      let lacking = rows.map { $0.lackingRoom(on: x) }.max() ?? 0
      if lacking <= 0 { break }
      x = PositionScale(domain: domain, from: min(x.start + lacking, width * 55), to: right)
    }
    for row in rows { row.draw(on: x, id: id, into: &buffer) }
    buffer.appendLiteral("<path class=\"c-axis\" fill=\"none\" stroke=\"#888\" d=\"")
    buffer.appendPathStep("M", x: x.position(0), y: top)
    buffer.appendLiteral("V")
    buffer.append(hundredths: bottom)
    buffer.appendLiteral("\"/>")
  }
}
