import Model

/// What one day says of some KOLs.
struct DayReadings: Sendable {
  let day: CalendarDay
  /// By KOL; one without an entry was neither fetched nor tried.
  var entries: [KOLID: History.Entry.Content] = [:]
  /// By KOL, of those that were asked for with all their fields.
  var snapshots: [KOLID: Snapshot] = [:]
}

/// Which KOLs of a day are wanted, and how much of them.
struct DayRequest: Sendable {
  let day: CalendarDay
  let ids: Set<KOLID>
  /// The KOLs whose whole profile is wanted; for the others only the charted readings are kept.
  let wholeProfiles: Set<KOLID>
  /// The names of the endpoints that answer with a profile.
  let endpoints: Set<String>
}

extension Archive {
  /// Reads a day once for all KOLs, a gzip member at a time.
  func readings(_ request: DayRequest) throws(ArchiveError) -> DayReadings {
    var result = DayReadings(day: request.day)
    let manifests = try manifests(on: request.day)
    // Who failed in one shard's run and was answered in another's has readings.
    for failure in manifests.flatMap(\.failures) where request.ids.contains(failure.kolID) {
      result.entries[failure.kolID] = .failed(failure.reason)
    }
    var reader = LineReader()
    var newest: [KOLID: Timestamp] = [:]
    for manifest in manifests {
      try forEachLine(of: manifest) { (line, path) throws(ArchiveError) in
        // Most lines of a large archive are of other KOLs; their replies need not be parsed.
        if let start = ReplyLine.start(of: line.bytes), !request.ids.contains(start.kolID) { return }
        do throws(LineProblem) {
          guard let (id, snapshot) = try reader.snapshot(of: line.bytes, for: request) else { return }
          // At the same second the later line wins.
          if let other = newest[id], other > snapshot.fetchedAt { return }
          newest[id] = snapshot.fetchedAt
          result.entries[id] = .readings(Self.chartedReadings(of: snapshot.profile))
          if request.wholeProfiles.contains(id) { result.snapshots[id] = snapshot }
        } catch {
          throw .damaged(path: path, .line(line.number, error))
        }
      }
    }
    return result
  }

  private static func chartedReadings(of profile: Profile) -> [Reading] {
    // Every charted metric is the platform's own, so a reading is nil for none of them.
    History.chartedMetrics.map { profile.reading(of: $0) ?? .absent(.undefined) }
  }
}
