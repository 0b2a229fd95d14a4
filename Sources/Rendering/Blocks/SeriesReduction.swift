import SVGCharts

/// Leaves out most values of a line that has little room, never its ends, and never the lowest or the highest.
struct SeriesReduction {
  /// A day each, oldest first; a day without a value has nil.
  let points: [ChartPoint]

  /// The lowest and the highest value of each of so many spans of days, and the first and the last of all; a span
  /// without a value is a gap.
  func line(spans count: Int) -> [ChartPoint] {
    guard points.count > 2 * count + 2 else { return points }
    let (first, last) = (points.firstIndex { $0.y != nil }, points.lastIndex { $0.y != nil })
    var line: [ChartPoint] = []
    line.reserveCapacity(2 * count + 2)
    for span in 0..<count {
      let days = self.span(span, of: count)
      guard let extremes = extremes(of: days) else {
        line += days.suffix(1)
        continue
      }
      for index in days.indices
      where index == extremes.first || index == extremes.last || index == first || index == last {
        line.append(points[index])
      }
    }
    return line
  }

  /// The same in at most so many values that are evenly apart, whatever their days.
  /// - Parameter count: At least 4.
  func values(_ count: Int) -> [Int64?] {
    guard points.count > count else { return points.map(\.y) }
    let spans = (count - 2) / 2
    var values: [Int64?] = [span(0, of: spans).first { $0.y != nil }?.y]
    values.reserveCapacity(count)
    for span in 0..<spans {
      let extremes = extremes(of: self.span(span, of: spans))
      values.append(extremes.flatMap { points[$0.first].y })
      values.append(extremes.flatMap { points[$0.last].y })
    }
    values.append(span(spans - 1, of: spans).last { $0.y != nil }?.y)
    return values
  }

  private func span(_ index: Int, of count: Int) -> ArraySlice<ChartPoint> {
    points[(index * points.count / count)..<((index + 1) * points.count / count)]
  }

  /// The places of the lowest and the highest value, the first of equal ones, in order; nil where there is none.
  private func extremes(of days: ArraySlice<ChartPoint>) -> (first: Int, last: Int)? {
    var low: (index: Int, value: Int64)?
    var high: (index: Int, value: Int64)?
    for (index, day) in zip(days.indices, days) {
      guard let value = day.y else { continue }
      if low.map({ value < $0.value }) ?? true { low = (index, value) }
      if high.map({ value > $0.value }) ?? true { high = (index, value) }
    }
    guard let low = low?.index, let high = high?.index else { return nil }
    return low <= high ? (low, high) : (high, low)
  }
}
