import Markup
import Model
import SVGCharts

/// A metric of one KOL over a window of days, worked out once for all that is drawn and said of it.
struct SeriesWindow {
  let series: Series
  /// Of the first of ``readings``.
  let firstDay: CalendarDay
  /// A reading a day, oldest first; at most up to the as-of day.
  let readings: ArraySlice<PackedReading>
  /// The same for a chart.
  let points: [ChartPoint]
  /// The days with a value.
  let values: [LineTurns.Value]

  /// - Parameter window: How many days up to the as-of day there are; all where the series has fewer.
  init(_ series: Series, asOf: CalendarDay, window: Int) {
    let start = asOf.advanced(by: -(max(1, window) - 1))
    let skipped = max(0, start.days(since: series.firstDay))
    let firstDay = series.firstDay.advanced(by: skipped)
    let readings = series.readings.dropFirst(skipped)
    var points: [ChartPoint] = []
    points.reserveCapacity(readings.count)
    var values: [LineTurns.Value] = []
    values.reserveCapacity(readings.count)
    for reading in readings {
      let day = firstDay.advanced(by: points.count)
      let value = reading.value
      points.append(ChartPoint(x: day.daysSinceEpoch, y: value?.millionths))
      if let value { values.append((day, value)) }
    }
    self.series = series
    self.firstDay = firstDay
    self.readings = readings
    self.points = points
    self.values = values
  }
}

/// The line of a metric of one KOL where there is little room.
struct SeriesChart {
  private let line: SeriesWindow
  private let wording: Wording

  /// - Parameter window: How many days up to the as-of day are drawn; all there are where there are fewer.
  init(series: Series, asOf: CalendarDay, window: Int, wording: Wording) {
    line = SeriesWindow(series, asOf: asOf, window: window)
    self.wording = wording
  }

  /// The line alone, beside a number; nothing where there is no value to draw.
  func appendSparkline(name: String, to html: inout MarkupBuffer) {
    guard !line.values.isEmpty else { return }
    let unit = line.series.metric.unit
    let turns = LineTurns(line.values).all.map { wording.numbers.text($0.value, unit: unit) }
    Sparkline(
      label: "\(name): \(turns.joined(separator: " → "))",
      points: SeriesReduction(points: line.points).line(spans: Self.spans)
    ).svg(into: &html)
  }

  /// How many spans of days a line of two centimetres shows; a page has hundreds of such lines.
  private static let spans = 10

  /// The line in a few whole numbers, for a script to draw: 0 at the top to `height` for the least value, nil for a gap.
  func coarseLine(points count: Int, height: Int64) -> [Int64?] {
    let values = SeriesReduction(points: line.points).values(count).map {
      $0.map { Quantity(millionths: $0) }
    }
    let known = values.compactMap { $0 }
    guard let least = known.min(), let most = known.max(), let range = most.subtracting(least) else {
      return []
    }
    return values.map { value in
      value.map { value in
        let share = most.subtracting(value)?.divided(by: range, times: height)
        return share.map { $0.millionths / Quantity.scale } ?? height / 2
      }
    }
  }
}
