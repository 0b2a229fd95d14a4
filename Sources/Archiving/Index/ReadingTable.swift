import Model

/// The charted readings of a batch of KOLs over some days, in memory as one block.
struct ReadingTable {
  /// In id order, none twice.
  let ids: [KOLID]
  let days: [CalendarDay]
  /// A ``RowState`` for each KOL of each day.
  private(set) var states: [UInt8]
  /// The bits of a ``PackedReading``: for each day, for each charted metric, for each KOL.
  private(set) var cells: [Int64]
  private let idBytes: [[UInt8]]
  /// Rosters change rarely: the ids of a group are mostly those that the day before had.
  private var mappings: [(idBlock: [UInt8], mapping: RowMapping)] = []
  private static let keptMappings = 8

  private static let width = History.chartedMetrics.count

  init(ids: [KOLID], days: [CalendarDay]) {
    self.ids = ids
    self.days = days
    idBytes = ids.map { Array($0.text.utf8) }
    states = Array(repeating: RowState.none, count: ids.count * days.count)
    cells = Array(repeating: PackedReading.noSnapshot.bits, count: ids.count * days.count * Self.width)
  }

  /// Takes a group of a day's column file; false where the bytes are no such group.
  mutating func add(_ block: [UInt8], of group: ColumnFile.Group, day: Int) -> Bool {
    guard block.count == group.range.count, block.count >= group.rows, checksum(of: block) == group.crc else {
      return false
    }
    let idLength = block[..<group.rows].reduce(0) { $0 + Int($1) }
    let statesStart = group.rows + idLength
    guard block.count >= statesStart + group.rows else { return false }
    let mapping = mapping(block, idEnd: statesStart, rows: group.rows)
    let firstState = day * ids.count
    mapping.forEach { row, place in states[firstState + place] = block[statesStart + row] }
    var offset = statesStart + group.rows
    let count = ids.count
    return block.withUnsafeBytes { block in
      cells.withUnsafeMutableBufferPointer { cells in
        for metric in 0..<Self.width {
          let start = (day * Self.width + metric) * count
          guard
            let length = Column.read(
              UnsafeRawBufferPointer(rebasing: block[offset...]), count: group.rows,
              into: UnsafeMutableBufferPointer(rebasing: cells[start..<(start + count)]), rows: mapping)
          else { return false }
          offset += length
        }
        return offset == block.count
      }
    }
  }

  /// Marks the KOLs of a damaged day of which nothing could be read.
  mutating func markDamaged(day: Int) {
    for place in ids.indices where states[day * ids.count + place] != RowState.snapshot {
      states[day * ids.count + place] = RowState.damaged
    }
  }

  /// Forgets a day, to read it again.
  mutating func clear(day: Int) {
    for place in ids.indices { states[day * ids.count + place] = RowState.none }
    let size = ids.count * Self.width
    for index in (day * size)..<((day + 1) * size) { cells[index] = PackedReading.noSnapshot.bits }
  }

  func history(of place: Int, latest: Snapshot?) -> History {
    var outcomes: [History.Outcome] = []
    var found: [Int] = []
    for day in days.indices {
      guard let outcome = RowState.outcome(states[day * ids.count + place]) else { continue }
      found.append(day)
      outcomes.append(outcome)
    }
    // Damage before anything is known of a KOL says nothing of it.
    let start = outcomes.firstIndex { $0 != .damaged } ?? 0
    var readings: [PackedReading] = []
    readings.reserveCapacity((found.count - start) * Self.width)
    for day in found[start...] {
      for metric in 0..<Self.width {
        readings.append(PackedReading(bits: cells[(day * Self.width + metric) * ids.count + place]))
      }
    }
    return History(
      kolID: ids[place], days: found[start...].map { days[$0] }, outcomes: Array(outcomes[start...]),
      readings: readings, latest: latest)
  }

  /// Finds the group's ids among the table's; both are in id order.
  private mutating func mapping(_ block: [UInt8], idEnd: Int, rows: Int) -> RowMapping {
    for known in mappings where known.idBlock.count == idEnd {
      let isSame = block.withUnsafeBytes { block in
        known.idBlock.withUnsafeBytes { known in
          zip(known, block).allSatisfy { $0 == $1 }
        }
      }
      if isSame { return known.mapping }
    }
    var mapping = RowMapping()
    var place = 0
    var start = rows
    for row in 0..<rows {
      let id = block[start..<(start + Int(block[row]))]
      start = id.endIndex
      while place < idBytes.count, idBytes[place].lexicographicallyPrecedes(id) { place += 1 }
      guard place < idBytes.count else { break }
      if idBytes[place].elementsEqual(id) { mapping.add(row: row, place: place) }
    }
    if mappings.count >= Self.keptMappings { mappings.removeFirst() }
    mappings.append((Array(block[..<idEnd]), mapping))
    return mapping
  }
}
