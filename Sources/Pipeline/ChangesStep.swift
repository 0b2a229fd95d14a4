import Archiving
import Model
import Reporting
import Synchronization

/// What the site says of the archive itself: what changed from day to day, and which days there are.
struct ArchiveStory {
  let reader: HistoryReader
  /// In id order.
  let ids: [KOLID]
  let tiers: TierBounds

  /// How many of the last days are compared with the day before them: two weeks.
  static let comparedDays = 14

  /// The changes of the last days, newest first.
  func changes() async throws -> [ChangeList] {
    let days = Array(reader.days.suffix(Self.comparedDays + 1))
    guard days.count > 1 else { return [] }
    let batches = batches(of: ids.count, atMost: HistoryReader.batchSize)
    let found = Mutex<[Int: [ChangeList]]>([:])
    try await onEveryCore(batches) { batch in
      let lists = try ComparedBatch(Array(ids[batch]), days: days, reader: reader, tiers: tiers).changes()
      found.withLock { $0[batch.lowerBound] = lists }
    }
    // In id order, whoever was first.
    let parts = found.withLock { found in batches.compactMap { found[$0.lowerBound] } }
    return zip(days, days.dropFirst()).enumerated().map { place, pair in
      let lists = parts.map { $0[place] }
      return ChangeList(
        from: pair.0, to: pair.1, changes: lists.flatMap(\.changes),
        fetchedAt: lists.compactMap(\.fetchedAt).max())
    }.reversed()
  }

  /// The days with their coverage of the roster.
  /// - Parameter copies: The days that have a copy of the site.
  func days(withCopies copies: Set<CalendarDay>) throws -> [ArchivedDay] {
    var kols = [Int](repeating: 0, count: reader.days.count)
    var failures = kols
    for start in stride(from: 0, to: ids.count, by: HistoryReader.batchSize) {
      let batch = try reader.batch(of: Array(ids[start..<min(start + HistoryReader.batchSize, ids.count)]))
      for day in batch.days.indices {
        for place in batch.ids.indices {
          switch batch.outcome(of: place, day: day) {
          case .snapshot: kols[day] += 1
          case .failed: failures[day] += 1
          case .damaged, nil: break
          }
        }
      }
    }
    return reader.days.enumerated().map { index, day in
      ArchivedDay(day: day, kols: kols[index], failures: failures[index], hasSite: copies.contains(day))
    }
  }
}
