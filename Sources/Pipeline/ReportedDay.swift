import Archiving
import Model
import Reporting

/// What the site says as of one day: the report, and what there is to say of one KOL alone, read when its page is made.
struct ReportedDay: Sendable {
  let report: Report
  /// The roster in id order.
  let entries: [RosterEntry]
  let reader: HistoryReader
  let builder: ReportBuilder
  let avatars: AvatarStore?

  /// How many KOLs are read at once: enough that little is read twice, and so few that a core's share of the memory is
  /// small.
  private static let batchSize = 256

  /// Ranges of ``entries`` to be read at once: longer ones where the day's replies lie in many parts, each of which has some
  /// of any batch.
  var batches: [Range<Int>] {
    let size = min(Self.batchSize * max(1, reader.newestParts), HistoryReader.batchSize)
    return Pipeline.batches(of: entries.count, atMost: size)
  }

  /// Hands over the KOLs of a batch, one after the other.
  func forEachKOL(in batch: Range<Int>, _ body: (KOLReport) throws -> Void) throws {
    let batch = entries[batch]
    let ids = batch.map(\.id)
    let latest = try reader.latestSnapshots(of: ids)
    let histories = try reader.batch(of: ids)
    for (place, entry) in batch.enumerated() {
      let snapshot = latest[entry.id]
      var kol = builder.kolReport(for: entry, history: histories.history(at: place, latest: snapshot))
      kol.avatar = avatars?.avatar(of: entry.id, in: snapshot, asOf: builder.asOf)
      try body(kol)
    }
  }

  /// One KOL alone; nil for one that is not in the roster.
  func kolReport(of id: KOLID) throws -> KOLReport? {
    guard let place = entries.firstIndex(where: { $0.id == id }) else { return nil }
    var found: KOLReport?
    try forEachKOL(in: place..<(place + 1)) { found = $0 }
    return found
  }
}

extension AvatarStore {
  /// The picture that a snapshot names, as it was there on a day; nil where initials stand for it.
  func avatar(of id: KOLID, in snapshot: Snapshot?, asOf day: CalendarDay) -> Avatar? {
    guard let snapshot, let source = AvatarSource(of: id, in: snapshot.profile) else { return nil }
    return avatar(of: source, asOf: day)
  }
}
