/// A rectangle in hundredths of a pixel.
struct Box: Equatable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  func contains(_ other: Box) -> Bool {
    left <= other.left && top <= other.top && other.right <= right && other.bottom <= bottom
  }

  /// The room a label of one line takes, `middle` being its vertical middle.
  static func label(_ text: FittedText, left: Int, middle: Int) -> Box {
    Box(left: left, top: middle - 650, right: left + text.width, bottom: middle + 650)
  }

  /// The room a dot takes.
  static func dot(x: Int, y: Int, radius: Int) -> Box {
    Box(left: x - radius, top: y - radius, right: x + radius, bottom: y + radius)
  }
}

/// What is taken in a chart, in cells, so that a thousand labels are placed without comparing each with all.
struct OccupiedSpace {
  private let bounds: Box
  private let columns: Int
  private var cells: [[Box]]
  private static let cell = 4000

  /// Begins with nothing taken inside `bounds`.
  init(within bounds: Box) {
    self.bounds = bounds
    columns = max(0, bounds.right - bounds.left) / Self.cell + 1
    cells = Array(repeating: [], count: columns * (max(0, bounds.bottom - bounds.top) / Self.cell + 1))
  }

  /// Whether a box is inside the bounds and touches nothing taken.
  func isFree(_ box: Box) -> Bool {
    bounds.contains(box) && !indices(of: box).contains { cells[$0].contains(where: box.overlaps) }
  }

  mutating func take(_ box: Box) {
    // Equal dots take the same room once.
    for index in indices(of: box) where cells[index].last != box { cells[index].append(box) }
  }

  /// The first of some boxes that is free; it is taken.
  mutating func takeFirstFree(of boxes: [Box]) -> Box? {
    guard let free = boxes.first(where: isFree) else { return nil }
    take(free)
    return free
  }

  private func indices(of box: Box) -> [Int] {
    let rows = cells.count / columns
    func clamped(_ position: Int, _ count: Int) -> Int { max(0, min(position / Self.cell, count - 1)) }
    let first = clamped(box.left - bounds.left, columns)
    let last = max(first, clamped(box.right - bounds.left, columns))
    let top = clamped(box.top - bounds.top, rows)
    let bottom = max(top, clamped(box.bottom - bounds.top, rows))
    return (top...bottom).flatMap { row in (first...last).map { row * columns + $0 } }
  }
}

/// Labels along a line, each centred on its place as far as the room allows, in as few rows as they need.
struct LabelRows {
  /// The distance of two rows, in hundredths of a pixel.
  static let height = 1600

  /// For each label, in the given order, the left end and the row 0...; nil where no row had room.
  private(set) var places: [(left: Int, row: Int)?] = []
  /// How many rows are used.
  private(set) var count = 0

  /// Places labels between `left` and `right`; the first given choose first.
  init(_ labels: [(text: FittedText, middle: Int)], from left: Int, to right: Int, atMost most: Int) {
    var rows: [[ClosedRange<Int>]] = []
    for label in labels {
      let start = max(left, min(label.middle - label.text.width / 2, right - label.text.width))
      let span = (start - labelGap / 2)...(start + max(0, label.text.width) + labelGap / 2)
      var row = rows.firstIndex { taken in !taken.contains { $0.overlaps(span) } }
      if row == nil, rows.count < most {
        row = rows.count
        rows.append([])
      }
      guard let row, !label.text.text.isEmpty else {
        places.append(nil)
        continue
      }
      rows[row].append(span)
      places.append((start, row))
      count = max(count, row + 1)
    }
  }
}
