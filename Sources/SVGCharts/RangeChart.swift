public import Markup

/// One value held against a range: the KOL's dot, the peers' middle half, their median.
public struct RangeRow: Sendable, Hashable {
  /// What is measured, on the left.
  public let label: String
  /// Where the dot is; nil draws none, which is not the same as zero.
  public let value: Int64?
  /// The value as text, on the right; where there is no value, the text in its place, such as `–`.
  public let valueLabel: String
  /// The band; nil where there is nothing to compare with.
  public let band: ClosedRange<Int64>?
  /// The tick in the band.
  public let median: Int64?
  /// Band and median as text, for whoever points at them.
  public let bandLabel: String
  /// The least and the most of the group; a row with a scale of its own spans them.
  public let limits: ClosedRange<Int64>?

  public init(
    label: String, value: Int64?, valueLabel: String, band: ClosedRange<Int64>? = nil,
    median: Int64? = nil, bandLabel: String = "", limits: ClosedRange<Int64>? = nil
  ) {
    self.label = label
    self.value = value
    self.valueLabel = valueLabel
    self.band = band
    self.median = median
    self.bandLabel = bandLabel
    self.limits = limits
  }
}

/// Values against what is usual, one row a measure, with a dot, a band and a tick in each.
public struct RangeChart: Sendable {
  /// How the rows are scaled.
  public enum Scale: Sendable {
    /// All rows on one axis, drawn below them: for values of one unit.
    case shared(ChartAxis)
    /// Each row from the least to the most of its own numbers: only places within a row can be compared.
    case perRow
  }

  /// The words that explain the marks, above the rows; an empty one is left out.
  public struct Key: Sendable, Hashable {
    public let value: String
    public let band: String
    public let median: String

    public init(value: String, band: String, median: String) {
      self.value = value
      self.band = band
      self.median = median
    }
  }

  /// The height of a row, in pixels.
  public static let rowHeight = 32

  public let id: String
  public let text: ChartText
  public let rows: [RangeRow]
  public let scale: Scale
  public let key: Key?
  /// In pixels, 240...10,000; the height follows from the rows.
  public let width: Int

  /// Creates a chart; `id` is unique in the page, and the ids inside the chart begin with it.
  public init(
    id: String, text: ChartText, rows: [RangeRow], scale: Scale = .perRow, key: Key? = nil,
    width: Int = 720
  ) {
    self.id = id
    self.text = text
    self.rows = rows
    self.scale = scale
    self.key = key
    self.width = min(max(width, 240), 10_000)
  }

  private var rowsTop: Int { key == nil ? 0 : 2800 }

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    let axis = sharedAxis
    let rowsBottom = rowsTop + max(1, rows.count) * Self.rowHeight * 100
    let height = rowsBottom + (axis?.mark.margins.bottom ?? 0)
    buffer.openChart("chart chart-range", id: id, text: text, width: width, height: (height + 99) / 100)
    if let key { RangeKey(key, chartWidth: width).draw(into: &buffer) }
    let marks = rows.enumerated().map { index, row in
      RangeMark(
        row: row, middle: rowsTop + (2 * index + 1) * Self.rowHeight * 50, chartWidth: width,
        form: axis?.form ?? .linear)
    }
    var margins = Margins(left: 1000)
    for mark in marks { margins.grow(to: mark.margins) }
    let (left, right) = (margins.left, width * 100 - margins.right)
    if let axis {
      let x = PositionScale(domain: axis.domain, from: left, to: right, form: axis.form)
      let plot = Plot(
        width: width * 100, height: height,
        exact: Margins(top: rowsTop, right: margins.right, bottom: height - rowsBottom, left: left), x: x,
        y: PositionScale(domain: Domain(0...1), from: rowsBottom, to: rowsTop))
      axis.mark.draw(on: plot, into: &buffer)
      for mark in marks { mark.draw(on: x, into: &buffer) }
    } else {
      for mark in marks {
        mark.draw(on: PositionScale(domain: mark.ownDomain, from: left, to: right), into: &buffer)
      }
    }
    buffer.appendLiteral("</svg>")
  }

  /// The axis of all rows; nil where each has its own, or none has a number.
  private var sharedAxis: (mark: PlaceAxis, domain: Domain, form: ChartAxis.Scale)? {
    guard case .shared(let axis) = scale else { return nil }
    var channels = Channels()
    for number in rows.flatMap(\.numbers) where axis.shows(number) { channels.addX(number) }
    guard let values = channels.x else { return nil }
    let ticks = axis.ticks(covering: values, atMost: max(2, width / 160))
    let mark = PlaceAxis(
      ticks: ticks.values, title: axis.title, room: width * 20, hasRules: true, label: axis.label)
    return (mark, ticks.domain, axis.scale)
  }
}

extension RangeRow {
  /// Every number that needs a place on the row's scale.
  var numbers: [Int64] {
    [
      value, median, band?.lowerBound, band?.upperBound, limits?.lowerBound, limits?.upperBound,
    ].compactMap { $0 }
  }
}
