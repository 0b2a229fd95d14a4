import Files
public import Model

extension Archive {
  /// The KOLs that need not be asked for again on a day: those with a reply in its parts or its journal.
  public func repliedIDs(
    on day: CalendarDay, endpoints: Set<Endpoint> = Set(Endpoint.profiles)
  ) throws(ArchiveError) -> Set<KOLID> {
    let names = Set(endpoints.map(\.name))
    var ids: Set<KOLID> = []
    // Journals first: what another shard seals in between is then in its part.
    for journal in try unsealed(upTo: day) where journal.day == day {
      for path in try journalPaths(of: journal) {
        for line in try JournalFile(path, in: self).lines where names.contains(line.head.endpoint) {
          ids.insert(line.head.kolID)
        }
      }
    }
    for reply in try sealedReplies(on: day) where names.contains(reply.endpoint) {
      ids.insert(reply.kolID)
    }
    return ids
  }

  /// The newest day with a sealed profile of each KOL; a KOL without one in the period is left out.
  ///
  /// Reads days backwards, from the index where it has them, and stops as soon as every KOL is found.
  /// - Parameters:
  ///   - last: The last day of the period.
  ///   - maxDays: How many calendar days the period has; nil for all that the archive holds.
  public func latestDay(
    of ids: [KOLID], upTo last: CalendarDay, maxDays: Int? = nil
  ) throws(ArchiveError) -> [KOLID: CalendarDay] {
    var missing = Set(ids)
    var found: [KOLID: CalendarDay] = [:]
    for day in try days(upTo: last).reversed() {
      if let maxDays, last.days(since: day) >= maxDays { break }
      if missing.isEmpty { break }
      for id in try historyReader(of: day).latestDays(of: Array(missing)).keys {
        missing.remove(id)
        found[id] = day
      }
    }
    return found
  }

  /// When the last of a day's sealed replies was fetched; nil where it has none.
  public func newestFetch(on day: CalendarDay) throws(ArchiveError) -> Timestamp? {
    var newest: Timestamp?
    var reader = LineReader()
    try forEachLine(on: day) { (line, path) throws(ArchiveError) in
      do throws(LineProblem) {
        let time = try reader.head(of: line.bytes).fetchedAt
        newest = max(newest ?? time, time)
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    return newest
  }

  /// Which KOLs have a sealed reply of which endpoint on a day.
  func sealedReplies(on day: CalendarDay) throws(ArchiveError) -> Set<ReplyKey> {
    var replies: Set<ReplyKey> = []
    for manifest in try manifests(on: day) { replies.formUnion(try sealedReplies(of: manifest)) }
    return replies
  }

  /// Which KOLs have a reply of which endpoint in a manifest's parts.
  func sealedReplies(of manifest: Manifest) throws(ArchiveError) -> Set<ReplyKey> {
    var replies: Set<ReplyKey> = []
    var reader = LineReader()
    try forEachLine(of: manifest) { (line, path) throws(ArchiveError) in
      do throws(LineProblem) {
        if let key = ReplyLine.start(of: line.bytes) {
          replies.insert(key)
        } else {
          let head = try reader.head(of: line.bytes)
          replies.insert(ReplyKey(kolID: head.kolID, endpoint: head.endpoint))
        }
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    guard Set(replies.map(\.kolID)).count == manifest.kols else {
      throw .damaged(
        path: manifestPath(of: manifest.day, manifest.run),
        .manifest("\"kols\" is not the number of KOLs in its parts"))
    }
    return replies
  }
}

/// A KOL and the endpoint that answered for it.
struct ReplyKey: Sendable, Hashable {
  let kolID: KOLID
  let endpoint: String
}
