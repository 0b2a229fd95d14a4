public import Model
public import Replies

extension Archive {
  /// The shape of the replies that some KOLs have on the newest day before a day on which any of them has one.
  /// - Parameter maxDays: How many calendar days are looked at.
  /// - Returns: Nil where none has a reply in the period.
  public func shape(
    of ids: Set<KOLID>, before day: CalendarDay, maxDays: Int
  ) throws(ArchiveError) -> ReplyShape? {
    for earlier in try days(upTo: day.advanced(by: -1)).reversed() {
      guard day.days(since: earlier) <= maxDays else { return nil }
      var shape = ReplyShape()
      var reader = LineReader()
      try forEachLine(on: earlier) { (line, path) throws(ArchiveError) in
        if let start = ReplyLine.start(of: line.bytes), !ids.contains(start.kolID) { return }
        do throws(LineProblem) {
          try reader.addShape(of: line.bytes, ids, to: &shape)
        } catch {
          throw .damaged(path: path, .line(line.number, error))
        }
      }
      if shape.replies > 0 { return shape }
    }
    return nil
  }
}
