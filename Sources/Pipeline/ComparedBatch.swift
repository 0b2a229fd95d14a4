import Archiving
import Model
import Reporting

/// Compares some KOLs day by day.
///
/// The columns of the index tell for which KOLs of which days nothing can have changed, which are nearly all: the replies
/// are read of the others alone.
struct ComparedBatch {
  private let ids: [KOLID]
  /// Each is compared with the one before it; at least two.
  private let days: [CalendarDay]
  private let reader: HistoryReader
  private let tiers: TierBounds
  private let batch: HistoryBatch
  /// For each of ``days`` its index in the batch.
  private let places: [Int]
  /// One for each KOL, of the batch's days.
  private let histories: [History]

  /// Of the last that is compared, and at least ``growthDays`` of the first.
  private static let calendarDays = 90
  /// Growth over 30 days looks back half as far again.
  private static let growthDays = 45
  private static let followers = History.chartedMetrics.firstIndex { $0.id == "followers" }

  /// - Parameter ids: In id order, none twice.
  init(_ ids: [KOLID], days: [CalendarDay], reader: HistoryReader, tiers: TierBounds) throws {
    self.ids = ids
    self.days = days
    self.reader = reader
    self.tiers = tiers
    let first = [
      days.last?.advanced(by: -Self.calendarDays), days.first?.advanced(by: -Self.growthDays),
    ].compactMap { $0 }.min()
    let batch = try (first.map(reader.days(from:)) ?? reader).batch(of: ids)
    let indices = Dictionary(
      batch.days.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.batch = batch
    places = days.compactMap { indices[$0] }
    histories = ids.indices.map { batch.history(at: $0, latest: nil) }
  }

  /// A list for each pair of days, oldest first; changes in id order.
  func changes() throws -> [ChangeList] {
    /// The day of the newest snapshot of each KOL before the day that is looked at; nil for none in the batch's days.
    var newest = ids.indices.map { kol in
      batch.days.indices.last { batch.days[$0] <= days[0] && hasSnapshot(kol, on: $0) }
    }
    var lists: [ChangeList] = []
    var known: [KOLID: Snapshot] = [:]
    for (from, to) in zip(days.indices, days.indices.dropFirst()) {
      try Task.checkCancellation()
      let finder = ChangeFinder(from: days[from], to: days[to], tiers: tiers)
      let suspects = ids.indices.filter { isSuspect($0, newest: newest[$0], to: to, finder) }
      let before = try snapshots(of: suspects, newest, known)
      let new = try reader.snapshots(
        of: suspects.filter { hasSnapshot($0, on: places[to]) }.map { ids[$0] }, on: days[to],
        fields: ChangeFinder.fields)
      let changes = suspects.flatMap { kol in
        finder.changes(
          of: ids[kol], before: before[ids[kol]], after: new[ids[kol]] ?? before[ids[kol]],
          history: histories[kol])
      }
      var fetchedAt: Timestamp?
      for kol in ids.indices where hasSnapshot(kol, on: places[to]) {
        newest[kol] = places[to]
        fetchedAt = [fetchedAt, batch.fetchedAt(of: kol, day: places[to])].compactMap { $0 }.max()
      }
      known = before.merging(new) { _, new in new }
      lists.append(ChangeList(from: days[from], to: days[to], changes: changes, fetchedAt: fetchedAt))
    }
    return lists
  }

  private func hasSnapshot(_ kol: Int, on day: Int) -> Bool {
    batch.outcome(of: kol, day: day) == .snapshot
  }

  /// Whether anything can have changed for a KOL up to a day.
  /// - Parameter newest: The day of its newest snapshot before.
  private func isSuspect(_ kol: Int, newest: Int?, to: Int, _ finder: ChangeFinder) -> Bool {
    if finder.hasTurned(in: histories[kol]) { return true }
    let day = places[to]
    guard hasSnapshot(kol, on: day) else { return false }
    guard let newest, batch.fingerprint(of: kol, day: newest) == batch.fingerprint(of: kol, day: day) else {
      return true
    }
    return finder.isCrossing(from: followers(of: kol, on: newest), to: followers(of: kol, on: day))
  }

  private func followers(of kol: Int, on day: Int) -> Quantity? {
    Self.followers.flatMap { batch.reading(of: $0, of: kol, day: day)?.value }
  }

  /// The newest snapshots of some KOLs, which may be older than the batch's days.
  private func snapshots(
    of kols: [Int], _ newest: [Int?], _ known: [KOLID: Snapshot]
  ) throws -> [KOLID: Snapshot] {
    var found: [KOLID: Snapshot] = [:]
    var wanted: [CalendarDay: [KOLID]] = [:]
    var older: [KOLID] = []
    for kol in kols {
      let id = ids[kol]
      guard let day = newest[kol].map({ batch.days[$0] }) else {
        older.append(id)
        continue
      }
      if let snapshot = known[id], snapshot.day == day {
        found[id] = snapshot
      } else {
        wanted[day, default: []].append(id)
      }
    }
    for (day, ids) in wanted {
      found.merge(try reader.snapshots(of: ids, on: day, fields: ChangeFinder.fields)) { _, new in new }
    }
    if let first = batch.days.first, !older.isEmpty {
      found.merge(
        try reader.days(upTo: first.advanced(by: -1)).latestSnapshots(of: older, fields: ChangeFinder.fields)
      ) { _, new in new }
    }
    return found
  }
}
