/// Dots on one line that would overlap, put above and below one another.
struct Swarm {
  /// For each dot, how far below the line its middle is, in hundredths of a pixel; above it is negative.
  let offsets: [Int]
  /// The greatest distance of a middle from the line.
  var reach: Int { offsets.map { abs($0) }.max() ?? 0 }

  /// No swarm needs more rows; what is denser overlaps.
  private static let mostRows = 200
  private static let gap = 80

  /// Gives each dot, from left to right, the row nearest to the line that is free.
  ///
  /// - Parameter limit: The reach allowed. Rows move closer together where they would go beyond it.
  init(_ dots: [(x: Int, radius: Int)], radius: Int, limit: Int) {
    var rowEnds: [Int] = []
    var rows = Array(repeating: 0, count: dots.count)
    let order = dots.indices.sorted { (dots[$0].x, $0) < (dots[$1].x, $1) }
    for index in order {
      let dot = dots[index]
      let start = dot.x - dot.radius
      var row = rowEnds.firstIndex { $0 <= start }
      if row == nil, rowEnds.count >= Self.mostRows {
        row = rowEnds.indices.min { (rowEnds[$0], $0) < (rowEnds[$1], $1) }
      }
      let chosen = row ?? rowEnds.count
      if chosen == rowEnds.count { rowEnds.append(0) }
      rowEnds[chosen] = dot.x + dot.radius + Self.gap
      rows[index] = chosen
    }
    let pitch = 2 * radius + Self.gap
    let deepest = rowEnds.count / 2
    let shrunk = deepest * pitch <= limit || deepest == 0 ? pitch : limit / deepest
    // Rows 0, 1, 2, 3 ... are on the line, one above, one below, two above ...
    offsets = rows.map { ($0 % 2 == 1 ? -1 : 1) * (($0 + 1) / 2) * shrunk }
  }
}
