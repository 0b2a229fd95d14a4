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
    func standsOnTheLeft(_ index: Int) -> Bool { labels[index].x + 400 + labels[index].text.width > width }
    // Texts on the right of their lines from right to left, then those on the left from left to right: a
    // text then lies above the lines it spans, and they end below it.
    let order = labels.indices.sorted { (labels[$0].x, $0) < (labels[$1].x, $1) }
    for index in order.filter({ !standsOnTheLeft($0) }).reversed() + order.filter(standsOnTheLeft) {
      let (text, x) = labels[index]
      let left = standsOnTheLeft(index) ? x - 400 - text.width : x + 400
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
      let other = place.left...(place.left + flag.text.width)
      if place.row == row {
        // Some room between two texts, or a text and the line of another.
        let reach =
          min(flag.x, other.lowerBound) - labelGap / 2...max(flag.x, other.upperBound) + labelGap / 2
        return !reach.overlaps(min(x, span.lowerBound)...max(x, span.upperBound))
      }
      return place.row > row ? !span.contains(flag.x) : !other.contains(x)
    }
  }
}
