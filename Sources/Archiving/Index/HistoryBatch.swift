import Files
public import Model

/// What the archive holds of a batch of KOLs, as its columns have it; a history is made of it when it is asked for.
public struct HistoryBatch: Sendable {
  /// In id order, none twice.
  public let ids: [KOLID]
  public let days: [CalendarDay]
  /// For each day the groups that were read, and whether some of the day's replies cannot be read.
  private var slices: [(groups: [Slice], isDamaged: Bool)] = []
  private let idBytes: [[UInt8]]
  /// For the ids of a group, by their digest: the row of each of the batch's KOLs, or -1. Rosters change rarely, so
  /// the groups of most days have the same ids.
  private var rowsByIDs: [SHA256Digest: [Int32]] = [:]

  private struct Slice: Sendable {
    /// The states, then the columns.
    let data: [UInt8]
    /// Where each column is: ``fixedColumns``, and behind them that of older data's days where there is one.
    let columns: [Int]
    let rows: [Int32]
  }

  init(ids: [KOLID], days: [CalendarDay]) {
    self.ids = ids
    self.days = days
    idBytes = ids.map { Array($0.text.utf8) }
  }

  /// Takes the groups of the next day; false, and nothing taken, where the bytes are not what was written.
  mutating func add(
    _ day: IndexedDay, from first: KOLID, to last: KOLID, using operations: FileOperations
  ) -> Bool {
    var found: [Slice] = []
    for group in day.header.groups(from: first, to: last) {
      guard let rows = rows(of: group, in: day, using: operations),
        let data = day.bytes(in: group.dataRange, using: operations), checksum(of: data) == group.dataCRC,
        let columns = Self.columns(in: data, rows: group.rows)
      else { return false }
      found.append(Slice(data: data, columns: columns, rows: rows))
    }
    slices.append((found, day.isDamaged))
    return true
  }

  /// What a day brought for a KOL; nil where it says nothing of it.
  public func outcome(of place: Int, day: Int) -> History.Outcome? {
    let (groups, isDamaged) = slices[day]
    let state = Self.slice(of: place, in: groups).map { $0.data[Int($0.rows[place])] } ?? RowState.none
    return isDamaged && state != RowState.snapshot ? .damaged : RowState.outcome(state)
  }

  /// The history of one of ``ids``, by its index.
  public func history(at place: Int, latest: Snapshot?) -> History {
    var found: [(day: Int, outcome: History.Outcome)] = []
    for day in days.indices {
      if let outcome = outcome(of: place, day: day) { found.append((day, outcome)) }
    }
    // Damage before anything is known of a KOL says nothing of it.
    let start = found.firstIndex { $0.outcome != .damaged } ?? 0
    let known = found[start...]
    var readings: [PackedReading] = []
    readings.reserveCapacity(known.count * History.chartedMetrics.count)
    var dataDays: [CalendarDay] = []
    dataDays.reserveCapacity(known.count)
    var hasOlder = false
    for (day, outcome) in known {
      append(to: &readings, place, day, outcome)
      if outcome == .snapshot, let older = olderDay(of: place, day: day), older < days[day] {
        dataDays.append(older)
        hasOlder = true
      } else {
        dataDays.append(days[day])
      }
    }
    return History(
      kolID: ids[place], days: known.map { days[$0.day] }, outcomes: known.map(\.outcome), readings: readings,
      latest: latest, dataDays: hasOlder ? dataDays : [])
  }

  private func olderDay(of place: Int, day: Int) -> CalendarDay? {
    reading(of: place, day: day, in: Self.fixedColumns)?.olderDay
  }

  /// The reading of one of ``History/chartedMetrics``, by its index; nil for a day without a reply.
  public func reading(of metric: Int, of place: Int, day: Int) -> PackedReading? {
    guard metric < History.chartedMetrics.count, outcome(of: place, day: day) == .snapshot else { return nil }
    return reading(of: place, day: day, in: metric)
  }

  /// What is the same on two days where no compared field has changed, the followers apart; nil for a day without a reply.
  public func fingerprint(of place: Int, day: Int) -> Int64? {
    guard outcome(of: place, day: day) == .snapshot else { return nil }
    return reading(of: place, day: day, in: Self.fixedColumns - 2)?.bits
  }

  /// When the reply of a day came; nil for a day without one.
  public func fetchedAt(of place: Int, day: Int) -> Timestamp? {
    guard outcome(of: place, day: day) == .snapshot else { return nil }
    return reading(of: place, day: day, in: Self.fixedColumns - 1)?.time
  }

  /// Those that every group has: of the charted metrics, of the fingerprints, and of the times of the answers.
  private static let fixedColumns = History.chartedMetrics.count + 2

  /// Nil where the day has no such column.
  private func reading(of place: Int, day: Int, in column: Int) -> PackedReading? {
    guard let slice = Self.slice(of: place, in: slices[day].groups), slice.columns.indices.contains(column)
    else { return nil }
    return slice.data.withUnsafeBytes { data in
      Column.reading(
        UnsafeRawBufferPointer(rebasing: data[slice.columns[column]...]), row: Int(slice.rows[place]))
    }
  }

  private func append(
    to readings: inout [PackedReading], _ place: Int, _ day: Int, _ outcome: History.Outcome
  ) {
    guard outcome == .snapshot, let slice = Self.slice(of: place, in: slices[day].groups) else {
      let missing: PackedReading = outcome == .damaged ? .damaged : .failed
      readings.append(contentsOf: repeatElement(missing, count: History.chartedMetrics.count))
      return
    }
    let row = Int(slice.rows[place])
    slice.data.withUnsafeBytes { data in
      for column in slice.columns.prefix(History.chartedMetrics.count) {
        readings.append(Column.reading(UnsafeRawBufferPointer(rebasing: data[column...]), row: row))
      }
    }
  }

  private static func slice(of place: Int, in groups: [Slice]) -> Slice? {
    for slice in groups where slice.rows[place] >= 0 { return slice }
    return nil
  }

  /// Where the columns of a group are; nil where the bytes are no such group.
  private static func columns(in data: [UInt8], rows: Int) -> [Int]? {
    var columns: [Int] = []
    var offset = rows
    while offset < data.count, columns.count <= fixedColumns {
      guard let length = Column.length(data[offset], count: rows) else { return nil }
      columns.append(offset)
      offset += length
    }
    return offset == data.count && columns.count >= fixedColumns ? columns : nil
  }

  /// Finds the batch's KOLs among a group's; both are in id order.
  private mutating func rows(
    of group: ColumnFile.Group, in day: IndexedDay, using operations: FileOperations
  ) -> [Int32]? {
    if let known = rowsByIDs[group.idDigest] { return known }
    guard let ids = day.bytes(in: group.idRange, using: operations), ids.count >= group.rows,
      SHA256Digest(of: ids) == group.idDigest
    else { return nil }
    var rows = [Int32](repeating: -1, count: idBytes.count)
    var place = 0
    var start = group.rows
    for row in 0..<group.rows {
      let end = start + Int(ids[row])
      guard end <= ids.count else { return nil }
      let id = ids[start..<end]
      start = end
      while place < idBytes.count, idBytes[place].lexicographicallyPrecedes(id) { place += 1 }
      guard place < idBytes.count else { break }
      if idBytes[place].elementsEqual(id) { rows[place] = Int32(row) }
    }
    rowsByIDs[group.idDigest] = rows
    return rows
  }
}
