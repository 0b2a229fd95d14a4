/// A point that will be drawn, in hundredths of a pixel.
struct PlacedPoint: Equatable {
  let x: Int
  let y: Int
  /// Counts the gaps before the point. Only points of the same run are joined.
  let run: Int
}

extension Plot {
  /// Places the values of a line and leaves out what no eye could tell apart.
  ///
  /// Of all values in one column, a pixel wide, the lowest and the highest stay, in their order; so does
  /// the last value of all. A gap narrower than a column still parts the line.
  func placed(_ points: [ChartPoint]) -> [PlacedPoint] {
    var placed: [PlacedPoint] = []
    placed.reserveCapacity(min(points.count, (right - left) / 50 + 3))
    var run = 0
    var column = Column()
    var last: PlacedPoint?
    for point in points {
      guard let value = point.y else {
        if last?.run == run { run += 1 }
        continue
      }
      let here = PlacedPoint(x: x.position(Int64(point.x)), y: y.position(value), run: run)
      if !column.take(here) {
        column.empty(into: &placed)
        column = Column(here)
      }
      last = here
    }
    column.empty(into: &placed)
    if let last, placed.last != last { placed.append(last) }
    return placed
  }
}

/// The points that fall into the same pixel column, as far as they are kept.
private struct Column {
  private var first: PlacedPoint?
  private var second: PlacedPoint?

  init() {}
  init(_ point: PlacedPoint) { first = point }

  /// Takes a point in; false where it belongs to another column.
  mutating func take(_ point: PlacedPoint) -> Bool {
    guard let known = first, known.x / 100 == point.x / 100 else { return false }
    guard let other = second else {
      second = point
      return true
    }
    // Of three points in order, the one between the two others in height goes.
    let heights = (known.y, other.y, point.y)
    if isBetween(heights.1, heights.0, heights.2) {
      second = point
    } else if isBetween(heights.0, heights.1, heights.2) {
      (first, second) = (other, point)
    }
    return true
  }

  func empty(into placed: inout [PlacedPoint]) {
    if let first { placed.append(first) }
    if let second { placed.append(second) }
  }

  private func isBetween(_ height: Int, _ one: Int, _ other: Int) -> Bool {
    min(one, other) <= height && height <= max(one, other)
  }
}
