import Archiving
import Files
import Foundation
import Model
import Reporting
import Synchronization

/// What the site says of the archive itself: what changed from day to day, and which days there are.
struct ArchiveStory {
  let archive: Archive
  let reader: HistoryReader
  let skipsDamage: Bool
  /// In id order.
  let ids: [KOLID]
  let tiers: TierBounds

  /// How many of the last days are compared with the day before them: two weeks.
  static let comparedDays = 14
  /// Growth over 30 days looks back half as far again, from the first of the days that are compared.
  private static let calendarDays = 90

  /// The changes of the last days, newest first.
  func changes() async throws -> [ChangeList] {
    // A part of the roster for each core, in the order of ids.
    let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
    let size = max(1, (ids.count + width - 1) / width)
    let starts = Array(stride(from: 0, to: ids.count, by: size))
    let found = Mutex<[Int: [ChangeList]]>([:])
    try await onEveryCore(starts) { start in
      let lists = try changes(of: Array(ids[start..<min(start + size, ids.count)]))
      found.withLock { $0[start] = lists }
    }
    let parts = found.withLock { found in starts.compactMap { found[$0] } }
    guard var whole = parts.first else { return try changes(of: []) }
    for part in parts.dropFirst() {
      for (place, list) in part.enumerated() {
        whole[place] = ChangeList(
          from: list.from, to: list.to, changes: whole[place].changes + list.changes,
          fetchedAt: [whole[place].fetchedAt, list.fetchedAt].compactMap { $0 }.max())
      }
    }
    return whole
  }

  /// The same of some KOLs; a list for each of the days, whoever they are.
  /// - Parameter ids: In id order.
  private func changes(of ids: [KOLID]) throws -> [ChangeList] {
    let days = reader.days.suffix(Self.comparedDays + 1)
    guard let first = days.first, let last = days.last, first < last else { return [] }
    let recent = reader.days(from: last.advanced(by: -Self.calendarDays))
    var histories: [KOLID: History] = [:]
    for start in stride(from: 0, to: ids.count, by: HistoryReader.batchSize) {
      let batch = Array(ids[start..<min(start + HistoryReader.batchSize, ids.count)])
      for history in try recent.histories(of: batch, latest: [:]) { histories[history.kolID] = history }
    }
    var current = try reader.days(upTo: first).latestSnapshots(of: ids, fields: ChangeFinder.fields)
    let wanted = Set(ids)
    var lists: [ChangeList] = []
    for (from, to) in zip(days, days.dropFirst()) {
      try Task.checkCancellation()
      let new = try archive.snapshots(
        of: wanted, on: to, fields: ChangeFinder.fields, skippingDamage: skipsDamage)
      let finder = ChangeFinder(from: from, to: to, tiers: tiers)
      var changes: [Change] = []
      for id in ids {
        guard let history = histories[id] else { continue }
        let before = current[id]
        let after = new[id] ?? before
        changes += finder.changes(of: id, before: before, after: after, history: history)
      }
      current.merge(new) { _, new in new }
      lists.append(
        ChangeList(from: from, to: to, changes: changes, fetchedAt: new.values.map(\.fetchedAt).max()))
    }
    return lists.reversed()
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
