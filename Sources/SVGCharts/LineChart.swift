public import Markup

/// One line of a line chart.
public struct LineSeries: Sendable, Hashable {
  /// The name beside the line's end, before its last value; may be empty where the chart's title names it.
  public let label: String
  /// Ascending in x. Points without a value are gaps; a place without a point is none.
  public let points: [ChartPoint]

  /// Creates a series; points that are out of order are put in order.
  public init(label: String, points: [ChartPoint]) {
    self.label = label
    let isAscending = zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x }
    self.points = isAscending ? points : points.sorted { $0.x < $1.x }
  }

  /// The same line with gaps in place of some values.
  func keeping(_ isKept: (Int64) -> Bool) -> LineSeries {
    LineSeries(
      label: label,
      points: points.map { ChartPoint(x: $0.x, y: $0.y.flatMap { isKept($0) ? $0 : nil }) })
  }

  var valueCount: Int { points.count { $0.y != nil } }
}

/// Values over time: one line a series, with axes and the last value written beside the line's end.
///
/// A point without a value breaks the line; a value between two gaps is a dot. The y axis covers the
/// data and need not start at zero. On a logarithmic one, what is not positive has no place and is a gap.
public struct LineChart: Sendable {
  public let id: String
  public let text: ChartText
  public let series: [LineSeries]
  /// How many values were given that a logarithmic axis has no place for. A page should say so.
  public let undrawn: Int
  /// What the y axis counts, above it; a logarithmic one has to say that it is.
  public let yTitle: String
  public let yScale: ChartAxis.Scale
  public let size: ChartSize
  /// The smallest distance of two y ticks, in the values' unit.
  public let yStep: Int64
  public let includesZero: Bool
  /// Whether the area under each line is filled; only where the y axis begins at zero.
  public let fillsArea: Bool
  /// Horizontal lines; the y axis reaches them.
  public let references: [ReferenceLine]
  /// Vertical lines; those outside the data are not drawn.
  public let annotations: [Annotation]
  /// Makes each value a link; nil, or too many values, makes the chart one image.
  public let pointLinks: PointLinks?
  /// Where the x axis has ticks; nil spreads them evenly.
  public let xTicks: [Int]?
  /// Written in the middle of a chart without any value.
  public let emptyLabel: String
  private let labelX: @Sendable (Int) -> String
  private let labelY: @Sendable (Int64) -> String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - id: unique in the page; the ids inside the chart begin with it.
  ///   - size: at least 160 × 90.
  ///   - yStep: one unit of what is counted, so that ticks are whole: 1,000,000 for counts in millionths.
  ///   - xTicks: for days, ``DayTicks/days(in:atMost:)`` finds months and Mondays.
  ///   - labelX: the text of an x tick.
  ///   - labelY: the text of a y tick and of a last value.
  public init(
    id: String, text: ChartText, series: [LineSeries], size: ChartSize = .line, yTitle: String = "",
    yScale: ChartAxis.Scale = .linear, yStep: Int64 = 1,
    includesZero: Bool = false, fillsArea: Bool = false, references: [ReferenceLine] = [],
    annotations: [Annotation] = [], pointLinks: PointLinks? = nil, xTicks: [Int]? = nil,
    emptyLabel: String = "–",
    labelX: @escaping @Sendable (Int) -> String, labelY: @escaping @Sendable (Int64) -> String
  ) {
    self.id = id
    self.text = text
    if yScale == .linear {
      self.series = series
      undrawn = 0
    } else {
      let drawn = series.map { line in line.keeping { $0 > 0 } }
      self.series = drawn
      undrawn = zip(series, drawn).reduce(0) { $0 + $1.0.valueCount - $1.1.valueCount }
    }
    self.yTitle = yTitle
    self.yScale = yScale
    self.size = ChartSize(width: max(160, size.width), height: max(90, size.height))
    self.yStep = yStep
    self.includesZero = includesZero
    self.fillsArea = fillsArea
    self.references = references
    self.annotations = annotations
    self.pointLinks = pointLinks
    self.xTicks = xTicks
    self.emptyLabel = emptyLabel
    self.labelX = labelX
    self.labelY = labelY
  }

  /// Appends the chart.
  public func svg(into buffer: inout MarkupBuffer) {
    draw(PointLinksMark(pointLinks, to: series), into: &buffer) { drawMarks(into: &$0) }
  }

  /// Appends the chart, and to another buffer the same without its links; both are laid out once.
  public func svg(into buffer: inout MarkupBuffer, withoutLinks copy: inout MarkupBuffer) {
    var marks = MarkupBuffer()
    let plot = drawMarks(into: &marks)
    let drawn = HTML(marks)
    func append(_ links: PointLinksMark, to buffer: inout MarkupBuffer) {
      draw(links, into: &buffer) { buffer in
        buffer.append(drawn)
        return plot
      }
    }
    append(PointLinksMark(pointLinks, to: series), to: &buffer)
    append(PointLinksMark(nil, to: series), to: &copy)
  }

  /// - Parameter marks: Writes everything but the links; it returns where they are to be drawn.
  private func draw(
    _ links: PointLinksMark, into buffer: inout MarkupBuffer, marks: (inout MarkupBuffer) -> Plot?
  ) {
    buffer.openChart(
      "chart chart-line", id: id, text: text, width: size.width, height: size.height,
      hasLinks: !links.isEmpty)
    var plot: Plot?
    buffer.appendHidden(!links.isEmpty) { plot = marks(&$0) }
    if let plot { links.draw(on: plot, into: &buffer) }
    buffer.appendLiteral("</svg>")
  }

  /// Draws everything but the links.
  /// - Returns: Nil where there is no value.
  private func drawMarks(into buffer: inout MarkupBuffer) -> Plot? {
    // Channels: what the lines bring.
    let lines = series.enumerated().map { LineMark(points: $1.points, index: $0) }
    var channels = Channels()
    for line in lines { line.declare(in: &channels) }
    guard let x = channels.x, channels.y != nil else {
      buffer.appendEmpty(emptyLabel, size: size)
      return nil
    }
    let yAxis = ChartAxis(
      title: yTitle, scale: yScale, step: yStep, includesZero: includesZero, label: labelY)
    let references = LineReferences(
      references: references.filter { yAxis.shows($0.value) }, series: series)
    references.declare(in: &channels)
    guard let y = channels.y else { return nil }

    // Scales: one domain for all lines.
    let yTicks = yAxis.ticks(covering: y, atMost: max(2, size.height / 44))
    let places = xTicks.map { ticks in ticks.map(Int64.init).filter(x.contains).sorted() }

    // Dimensions: what the labels need.
    let values = ValueAxis(ticks: yTicks, title: yTitle, room: size.width * 20, label: labelY)
    let axis = PlaceAxis(
      ticks: places ?? Ticks.even(over: x, count: max(2, size.width / 140)), room: size.width * 20,
      label: { labelX(Int(clamping: $0)) })
    let ends = EndLabels(of: series, room: size.width * 20, label: labelY)
    let areas = fillsArea ? series.enumerated().map { AreaMark(points: $1.points, index: $0) } : []
    var margins = Margins()
    margins.grow(to: values.margins)
    margins.grow(to: axis.margins)
    margins.grow(to: ends.margins)
    func plot() -> Plot {
      Plot(
        width: size.width, height: size.height, margins: margins, x: Domain(x), y: yTicks.domain,
        yForm: yScale)
    }
    // Where the annotations are decides how many rows they need above the plot.
    let room = (size.height * 30 - margins.top) / LabelRows.height
    let notes = AnnotationMark(annotations, inside: x, on: plot(), atMost: min(4, room))
    margins.top += notes.rowCount * LabelRows.height

    // Drawing: in order, so lines lie over rules.
    let plotted = plot()
    values.draw(on: plotted, into: &buffer)
    axis.draw(on: plotted, into: &buffer)
    for area in areas { area.draw(on: plotted, into: &buffer) }
    notes.draw(on: plotted, into: &buffer)
    references.draw(on: plotted, into: &buffer)
    for line in lines { line.draw(on: plotted, into: &buffer) }
    ends.draw(on: plotted, into: &buffer)
    return plotted
  }
}
