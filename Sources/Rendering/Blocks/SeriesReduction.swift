import SVGCharts

/// Leaves out most values of a line that has little room, never its ends, and never the lowest or the highest.
struct SeriesReduction {
  /// A day each, oldest first; a day without a value has nil.
  let points: [ChartPoint]

  /// The lowest and the highest value of each of so many spans of days, and the first and the last of all; a span
  /// without a value is a gap.
  func line(spans count: Int) -> [ChartPoint] {
    guard points.count > 2 * count + 2 else { return points }
    let ends = [points.first { $0.y != nil }, points.last { $0.y != nil }]
    return (0..<count).flatMap { span -> [ChartPoint] in
      let days = self.span(span, of: count)
      guard let extremes = extremes(of: days) else { return days.suffix(1) }
      return days.filter { day in ([extremes.first, extremes.last] + ends).contains(day) }
    }
  }

  /// The same in at most so many values that are evenly apart, whatever their days.
  /// - Parameter count: At least 4.
  func values(_ count: Int) -> [Int64?] {
    guard points.count > count else { return points.map(\.y) }
    let spans = (count - 2) / 2
    let pairs = (0..<spans).flatMap { span -> [Int64?] in
      let extremes = extremes(of: self.span(span, of: spans))
      return [extremes?.first.y, extremes?.last.y]
    }
    let first = span(0, of: spans).first { $0.y != nil }
    let last = span(spans - 1, of: spans).last { $0.y != nil }
    return [first?.y] + pairs + [last?.y]
  }

  private func span(_ index: Int, of count: Int) -> ArraySlice<ChartPoint> {
    points[(index * points.count / count)..<((index + 1) * points.count / count)]
  }

  /// The lowest and the highest value, the earlier one first; nil where there is none.
  private func extremes(of days: ArraySlice<ChartPoint>) -> (first: ChartPoint, last: ChartPoint)? {
    let known = days.compactMap { day in day.y.map { (day: day, value: $0) } }
    guard let low = known.min(by: { $0.value < $1.value })?.day,
      let high = known.max(by: { $0.value < $1.value })?.day
    else { return nil }
    return low.x <= high.x ? (low, high) : (high, low)
  }
}
