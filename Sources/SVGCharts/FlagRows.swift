/// Labels like flags at vertical lines, in as few rows as they need; no line runs through a label.
struct FlagRows {
  struct Flag {
    let x: Int
    let text: FittedText
    /// Left end and row, 0 the nearest to what the lines stand on; nil where no row had room.
    let place: (left: Int, row: Int)?

    /// Whether the text stands on the left of its line.
    var isOnTheLeft: Bool { place.map { $0.left < x } ?? false }
  }

  /// In the given order.
  private(set) var flags: [Flag?]
  /// How many rows there are.
  private(set) var rowCount = 0

  /// - Parameters:
  ///   - width: Texts stay between 0 and this.
  ///   - most: How many rows there may be.
  init(_ labels: [(text: FittedText, x: Int)], width: Int, atMost most: Int) {
    flags = Array(repeating: nil, count: labels.count)
    // From right to left: a text then lies above the lines on its right, and they end below it.
    for index in labels.indices.sorted(by: { (labels[$1].x, $0) < (labels[$0].x, $1) }) {
      let (text, x) = labels[index]
      let right = x + 400
      let left = right + text.width <= width ? right : x - 400 - text.width
      let row =
        text.text.isEmpty || left < 0
        ? nil : (0..<max(0, most)).first { isFree(left...(left + text.width), x: x, row: $0) }
      flags[index] = Flag(x: x, text: text, place: row.map { (left, $0) })
      rowCount = max(rowCount, (row ?? -1) + 1)
    }
  }

  /// Whether a text touches no other in its row, no line runs through it, and its line through no other.
  private func isFree(_ span: ClosedRange<Int>, x: Int, row: Int) -> Bool {
    flags.allSatisfy { flag in
      guard let flag, let place = flag.place else { return true }
      let other = (place.left - labelGap)...(place.left + flag.text.width)
      if place.row == row { return !other.overlaps(span) && !span.contains(flag.x) && !other.contains(x) }
      return place.row > row ? !span.contains(flag.x) : !other.contains(x)
    }
  }
}
