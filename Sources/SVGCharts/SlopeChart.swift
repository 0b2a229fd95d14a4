public import Markup

/// One line of a slope chart.
public struct SlopeSeries: Sendable, Hashable {
  /// The name at both ends of the line.
  public let label: String
  /// A value for each column; one that is missing parts the line.
  public let values: [Int64?]
  /// Whether the line stands out; the others are then quiet.
  public let isHighlighted: Bool

  public init(label: String, values: [Int64?], isHighlighted: Bool = false) {
    self.label = label
    self.values = values
    self.isHighlighted = isHighlighted
  }
}

/// Ranks or values of many at two dates (a slope chart) or at several (a bump chart), named at both ends.
public struct SlopeChart: Sendable {
  public enum Form: Sendable, Hashable {
    /// 1 is on top.
    case rank
    /// The most is on top.
    case value
  }

  public let id: String
  public let text: ChartText
  public let form: Form
  /// What stands above the columns, usually dates, from left to right.
  public let columns: [String]
  /// A line each; values beyond the columns are left out.
  public let series: [SlopeSeries]
  /// In pixels, 320...10,000; the height follows from the series.
  public let width: Int
  /// Written in a chart without any value.
  public let emptyLabel: String
  private let labelValue: @Sendable (Int64) -> String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - id: unique in the page; the ids inside the chart begin with it.
  ///   - labelValue: the text of a rank or value, beside the names.
  public init(
    id: String, text: ChartText, form: Form, columns: [String], series: [SlopeSeries], width: Int = 720,
    emptyLabel: String = "–", labelValue: @escaping @Sendable (Int64) -> String
  ) {
    self.id = id
    self.text = text
    self.form = form
    self.columns = columns
    self.series = series.map {
      SlopeSeries(
        label: $0.label, values: Array($0.values.prefix(columns.count)), isHighlighted: $0.isHighlighted)
    }
    self.width = min(max(width, 320), 10_000)
    self.emptyLabel = emptyLabel
    self.labelValue = labelValue
  }

  private static let top = 3600
  private static let bottom = 1000

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    var channels = Channels()
    for value in series.flatMap(\.values) { if let value { channels.addY(value) } }
    let height = height(of: channels.y)
    buffer.openChart("chart chart-slope", id: id, text: text, width: width, height: height)
    if let values = channels.y {
      draw(values, height: height * 100, into: &buffer)
    } else {
      buffer.appendEmpty(emptyLabel, size: ChartSize(width: width, height: height))
    }
    buffer.appendLiteral("</svg>")
  }

  /// A line for each label at an end and for each rank, within what can be looked at.
  private func height(of values: ClosedRange<Int64>?) -> Int {
    guard let values else { return 60 }
    let ranks = form == .rank ? UInt64(bitPattern: values.upperBound &- values.lowerBound) : 0
    let rows = min(400, max(8, series.count, Int(min(ranks, 100))))
    return rows * 18 + (Self.top + Self.bottom) / 100
  }

  private func draw(_ values: ClosedRange<Int64>, height: Int, into buffer: inout MarkupBuffer) {
    let room = width * 30
    let starts = SlopeLabels(series, at: 0, room: room, label: labelValue)
    let ends = SlopeLabels(series, at: columns.count - 1, room: room, label: labelValue)
    // A single column needs its labels once.
    let left = columns.count > 1 ? starts.width + labelGap + 500 : 1000
    let right = width * 100 - ends.width - labelGap - 500
    // Labels of close values need room above and below them.
    let inset = form == .rank ? 0 : (height - Self.top - Self.bottom) / 6
    let (top, bottom) = (Self.top + inset, height - Self.bottom - inset)
    let (first, last) = form == .rank ? (top, bottom) : (bottom, top)
    let y = PositionScale(domain: Domain(values), from: first, to: last)
    let x = columns.indices.map { left + (right - left) * $0 / max(1, columns.count - 1) }

    buffer.appendLiteral("<path class=\"c-grid\" fill=\"none\" stroke=\"#8886\" d=\"")
    for column in x {
      buffer.appendPathStep("M", x: column, y: Self.top - 1000)
      buffer.appendLiteral("V")
      buffer.append(hundredths: height - Self.bottom + 500)
    }
    buffer.appendLiteral("\"/>")
    drawHeadings(at: x, into: &buffer)
    let styles = SlopeStyles(series)
    for index in styles.drawingOrder {
      drawLine(index, styles[index], at: x, on: y, into: &buffer)
    }
    if columns.count > 1 {
      starts.draw(
        x: left - labelGap, isAnchoredAtEnd: true, on: y, inset: inset, styles, into: &buffer)
    }
    ends.draw(x: right + labelGap, isAnchoredAtEnd: false, on: y, inset: inset, styles, into: &buffer)
  }

  private func drawHeadings(at x: [Int], into buffer: inout MarkupBuffer) {
    let labels = zip(columns, x).map {
      (text: FittedText($0, within: width * 30), middle: $1)
    }
    let rows = LabelRows(labels, from: 0, to: width * 100, atMost: 1)
    for (label, place) in zip(labels, rows.places) {
      guard let place else { continue }
      buffer.appendLiteral("<text class=\"c-title\" text-anchor=\"middle\"")
      buffer.appendLabel(label.text, x: place.left + label.text.width / 2, middle: 1200)
    }
  }

  private func drawLine(
    _ index: Int, _ style: SlopeStyles.Style, at x: [Int], on y: PositionScale,
    into buffer: inout MarkupBuffer
  ) {
    let values = series[index].values
    guard values.contains(where: { $0 != nil }) else { return }
    buffer.appendLiteral("<path class=\"c-line ")
    buffer.appendLiteral(style.name)
    if let dash = style.dash {
      buffer.appendLiteral("\" stroke-dasharray=\"")
      buffer.appendLiteral(dash)
    }
    buffer.appendLiteral("\" fill=\"none\" stroke=\"currentColor\" d=\"")
    var isJoined = false
    for (column, value) in values.enumerated() {
      guard let value else {
        isJoined = false
        continue
      }
      buffer.appendPathStep(isJoined ? "L" : "M", x: x[column], y: y.position(value))
      isJoined = true
    }
    buffer.appendLiteral("\"/>")
    for (column, value) in values.enumerated() {
      guard let value else { continue }
      buffer.appendDot(
        style.dotClasses, x: x[column], y: y.position(value), radius: 400,
        title: "\(series[index].label) · \(columns[column]) · \(labelValue(value))", href: nil)
    }
  }
}
