import Files
public import Model

/// The archive up to a day, opened for reading histories in batches.
///
///     parts ──► columns (kept in the index) ──► a slice a batch ──► histories
///
/// A batch costs the memory of its KOLs times the days. Batches of KOLs in id order read each column once.
public struct HistoryReader: Sendable {
  /// The days that are read, oldest first.
  public let days: [CalendarDay]
  /// The days of which some replies cannot be read, oldest first; empty unless damage is skipped.
  public let damagedDays: [CalendarDay]
  private let archive: Archive
  private let indexed: [IndexedDay]
  private let skipsDamage: Bool

  /// The same archive, with the days up to one.
  public func days(upTo last: CalendarDay) -> HistoryReader {
    HistoryReader(archive, indexed.filter { $0.header.day <= last }, skipsDamage: skipsDamage)
  }

  /// The same archive, with the days from one on.
  public func days(from first: CalendarDay) -> HistoryReader {
    HistoryReader(archive, indexed.filter { $0.header.day >= first }, skipsDamage: skipsDamage)
  }

  /// How many parts the newest day has: the replies of neighbours lie in as many places.
  public var newestParts: Int { Set((indexed.last?.header.members ?? []).map(\.part)).count }

  /// How many KOLs are read at once by those who read many.
  public static let batchSize = ColumnFile.rowsPerGroup

  fileprivate init(_ archive: Archive, _ indexed: [IndexedDay], skipsDamage: Bool) {
    self.archive = archive
    self.indexed = indexed
    self.skipsDamage = skipsDamage
    days = indexed.map(\.header.day)
    damagedDays = indexed.filter(\.isDamaged).map(\.header.day)
  }

  /// Reads the histories of some KOLs, one for each id and in their order.
  /// - Parameter latest: The newest snapshots, as ``latestSnapshots(of:)`` gives them.
  public func histories(
    of ids: [KOLID], latest: [KOLID: Snapshot]
  ) throws(ArchiveError) -> [History] {
    let batch = try batch(of: Set(ids).sorted())
    let places = Dictionary(
      batch.ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return ids.map { id in
      places[id].map { batch.history(at: $0, latest: latest[id]) } ?? History(unknown: id)
    }
  }

  /// Everyone of whom a day says something, in id order.
  public func ids() throws(ArchiveError) -> [KOLID] {
    var ids: Set<KOLID> = []
    var seen: Set<SHA256Digest> = []
    for day in indexed {
      for group in day.header.groups where !seen.contains(group.idDigest) {
        guard let found = day.ids(of: group, using: archive.operations) else {
          // The index has rotted; a batch would find out and make it anew, and so does this.
          let again = try archive.indexedDay(day.header.day, isTrusted: false, skippingDamage: skipsDamage)
          for group in again.header.groups {
            ids.formUnion(again.ids(of: group, using: archive.operations) ?? [])
          }
          break
        }
        seen.insert(group.idDigest)
        ids.formUnion(found)
      }
    }
    return ids.sorted()
  }

  /// The first day with a reply of any of some KOLs; nil where none has one.
  public func firstDay(of ids: [KOLID]) throws(ArchiveError) -> CalendarDay? {
    let sorted = Set(ids).sorted()
    for index in indexed.indices {
      let batch = try batch(of: sorted, days: index..<(index + 1))
      if batch.ids.indices.contains(where: { batch.outcome(of: $0, day: 0) == .snapshot }) {
        return days[index]
      }
    }
    return nil
  }

  /// The newest day with a reply of each KOL; a KOL without one is left out.
  /// - Parameter first: The first day to look at; nil for all.
  public func latestDays(
    of ids: [KOLID], from first: CalendarDay? = nil
  ) throws(ArchiveError) -> [KOLID: CalendarDay] {
    var missing = Set(ids)
    var found: [KOLID: CalendarDay] = [:]
    for index in indexed.indices.reversed() where !missing.isEmpty {
      if let first, days[index] < first { break }
      let batch = try batch(of: missing.sorted(), days: index..<(index + 1))
      for (place, id) in batch.ids.enumerated() where batch.outcome(of: place, day: 0) == .snapshot {
        found[id] = days[index]
        missing.remove(id)
      }
    }
    return found
  }

  /// The newest snapshot of each KOL; a KOL without one is left out.
  ///
  /// Reads no more of the parts than holds these KOLs, so a batch costs the memory of a batch.
  /// - Parameter fields: As for ``Archive/snapshots(of:on:fields:skippingDamage:)``.
  public func latestSnapshots(
    of ids: [KOLID], fields: [String]? = nil
  ) throws(ArchiveError) -> [KOLID: Snapshot] {
    var snapshots: [KOLID: Snapshot] = [:]
    let byDay = Dictionary(grouping: try latestDays(of: ids), by: \.value)
    for (day, entries) in byDay.sorted(by: { $0.key < $1.key }) {
      let found = try self.snapshots(of: entries.map(\.key), on: day, fields: fields)
      snapshots.merge(found) { _, new in new }
    }
    return snapshots
  }

  /// The snapshots that one of ``days`` has of some KOLs; a KOL without one is left out.
  /// - Parameter fields: As for ``Archive/snapshots(of:on:fields:skippingDamage:)``.
  public func snapshots(
    of ids: [KOLID], on day: CalendarDay, fields: [String]? = nil
  ) throws(ArchiveError) -> [KOLID: Snapshot] {
    guard let place = days.firstIndex(of: day) else { return [:] }
    return try archive.snapshots(
      of: ids.sorted(), in: indexed[place], fields: fields, skippingDamage: skipsDamage)
  }

  /// Reads the columns of some KOLs.
  /// - Parameter ids: In id order, none twice.
  public func batch(of ids: [KOLID]) throws(ArchiveError) -> HistoryBatch {
    try batch(of: ids, days: indexed.indices)
  }

  private func batch(of ids: [KOLID], days range: Range<Int>) throws(ArchiveError) -> HistoryBatch {
    guard let first = ids.first, let last = ids.last else { return HistoryBatch(ids: [], days: []) }
    var batch = HistoryBatch(ids: ids, days: Array(days[range]))
    for day in indexed[range] {
      if batch.add(day, from: first, to: last, using: archive.operations) { continue }
      // The index has rotted, or another run has made it anew.
      let again = try archive.indexedDay(day.header.day, isTrusted: false, skippingDamage: skipsDamage)
      guard batch.add(again, from: first, to: last, using: archive.operations) else {
        throw .file(FileError(path: archive.index ?? archive.folder, operation: .read, errno: 5))
      }
    }
    return batch
  }
}

extension Archive {
  /// Opens the days up to one for reading, and brings the index up to date.
  ///
  /// The journal is not part of it. Damage anywhere in the period is an error: data that cannot be read never looks
  /// like data that was never fetched.
  /// - Parameters:
  ///   - skippingDamage: Goes on without what cannot be read; its days are then in ``HistoryReader/damagedDays``.
  ///   - width: How many days are read at once; the result does not depend on it.
  public func historyReader(
    upTo last: CalendarDay, skippingDamage: Bool = false, width: Int = 2
  ) async throws(ArchiveError) -> HistoryReader {
    let days = try days(upTo: last, skippingDamage: skippingDamage)
    var found: [CalendarDay: IndexedDay] = [:]
    var failure: (day: CalendarDay, error: ArchiveError)?
    await withTaskGroup(of: (CalendarDay, Result<IndexedDay, ArchiveError>).self) { group in
      var rest = days.reversed()[...]
      func start(_ group: inout TaskGroup<(CalendarDay, Result<IndexedDay, ArchiveError>)>) {
        guard let day = rest.popFirst() else { return }
        group.addTask {
          // Whoever goes on without what cannot be read wants to know all of it, and the index does not.
          let opened = Result { () throws(ArchiveError) in
            try indexedDay(day, isTrusted: !skippingDamage, skippingDamage: skippingDamage)
          }
          return (day, opened)
        }
      }
      for _ in 0..<max(1, width) { start(&group) }
      while let (day, result) = await group.next() {
        switch result {
        case .success(let opened): found[day] = opened
        case .failure(let error):
          // Of several damaged days the newest is reported: every day after it has been started by then.
          if failure.map({ $0.day < day }) ?? true { failure = (day, error) }
        }
        if failure == nil { start(&group) }
      }
    }
    if let failure { throw failure.error }
    return HistoryReader(self, days.compactMap { found[$0] }, skipsDamage: skippingDamage)
  }

  /// Opens one day alone.
  func historyReader(of day: CalendarDay) throws(ArchiveError) -> HistoryReader {
    HistoryReader(self, [try indexedDay(day)], skipsDamage: false)
  }

  /// Reads what the archive holds of some KOLs up to a day, one history for each id and in their order.
  public func histories(
    of ids: [KOLID], upTo last: CalendarDay, skippingDamage: Bool = false, width: Int = 2
  ) async throws(ArchiveError) -> [History] {
    let reader = try await historyReader(upTo: last, skippingDamage: skippingDamage, width: width)
    return try reader.histories(of: ids, latest: try reader.latestSnapshots(of: ids))
  }

  /// The days to read: with damage skipped also one whose manifest is missing, which is damage.
  private func days(
    upTo last: CalendarDay, skippingDamage: Bool
  ) throws(ArchiveError) -> [CalendarDay] {
    guard skippingDamage else { return try days(upTo: last) }
    var days: [CalendarDay] = []
    let folders = try dayFolders()
    try folders.checkLinks(upTo: last)
    for day in folders.days where day <= last {
      if try !isPruned(day), try !runsWithFiles(on: day).isEmpty { days.append(day) }
    }
    return days
  }
}
