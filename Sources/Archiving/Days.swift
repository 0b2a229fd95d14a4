public import Model

/// A sealed day, for a list.
public struct DaySummary: Sendable, Hashable {
  public let day: CalendarDay
  public let timeZone: String
  public let replies: Int
  /// KOLs with a reply, and KOLs that were asked for in vain.
  public let kols: Int
  public let failures: [FetchFailure]
  public let parts: Int
  /// The size of the parts.
  public let bytes: Int
  /// Whether the replies were pruned, so that only the numbers here are left.
  public let isPruned: Bool
}

extension Archive {
  /// What the manifests say of each day, oldest first.
  public func summaries(upTo last: CalendarDay? = nil) throws(ArchiveError) -> [DaySummary] {
    let contents = try contents(upTo: last)
    var summaries: [DaySummary] = []
    for day in (contents.days + contents.pruned).sorted() {
      summaries.append(try summary(of: day, isPruned: contents.pruned.contains(day)))
    }
    return summaries
  }

  private func summary(of day: CalendarDay, isPruned: Bool) throws(ArchiveError) -> DaySummary {
    let manifests = try manifests(on: day)
    // Two runs of a day may have some KOLs in common.
    let isOne = manifests.count == 1 || isPruned
    let replied = isOne ? [] : Set(try sealedReplies(on: day).map(\.kolID))
    let kols = isOne ? manifests.reduce(0) { $0 + $1.kols } : replied.count
    let failures = Dictionary(
      manifests.flatMap(\.failures).map { ($0.kolID, $0) }, uniquingKeysWith: { _, later in later })
    return DaySummary(
      day: day, timeZone: manifests.first?.timeZone ?? "", replies: manifests.reduce(0) { $0 + $1.replies },
      kols: kols,
      failures: failures.values.filter { !replied.contains($0.kolID) }.sorted { $0.kolID < $1.kolID },
      parts: manifests.reduce(0) { $0 + $1.parts.count },
      bytes: manifests.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.bytes } }, isPruned: isPruned)
  }

  /// The lines that a day has of a KOL, as they stand in the parts.
  public func lines(of id: KOLID, on day: CalendarDay) throws(ArchiveError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var reader = LineReader()
    try forEachLine(on: day) { (line, path) throws(ArchiveError) in
      if let start = ReplyLine.start(of: line.bytes), start.kolID != id { return }
      do throws(LineProblem) {
        if try reader.head(of: line.bytes).kolID == id { lines.append(Array(line.bytes)) }
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    return lines
  }

  /// The KOLs among some whose reply of a day, the one that counts, is of a kind; sorted.
  public func kols(
    among ids: Set<KOLID>, on day: CalendarDay, whoseReply isOfKind: ([UInt8]) -> Bool
  ) throws(ArchiveError) -> [KOLID] {
    var found: [KOLID: (fetchedAt: Timestamp, isOfKind: Bool)] = [:]
    var reader = LineReader()
    try forEachLine(on: day) { (line, path) throws(ArchiveError) in
      if let start = ReplyLine.start(of: line.bytes), !ids.contains(start.kolID) { return }
      do throws(LineProblem) {
        let head = try reader.head(of: line.bytes)
        guard ids.contains(head.kolID), head.fetchedAt >= found[head.kolID]?.fetchedAt ?? head.fetchedAt
        else { return }
        found[head.kolID] = (head.fetchedAt, isOfKind(Array(line.bytes)))
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    return found.filter(\.value.isOfKind).keys.sorted()
  }
}
