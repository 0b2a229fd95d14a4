import Model
import Replies

/// What one day says of every KOL, gathered from its parts and manifests: the rows of a ``ColumnFile``.
struct DayRows {
  private(set) var ids: [KOLID] = []
  /// One for each id; see ``RowState``.
  private(set) var states: [UInt8] = []
  /// The readings of ``History/chartedMetrics``, a KOL's after the other's.
  private(set) var cells: [PackedReading] = []
  private var fetchedAt: [Timestamp] = []
  private var indexByID: [KOLID: Int] = [:]

  private static let width = History.chartedMetrics.count
  private static let noCells = [PackedReading](repeating: .failed, count: width)

  /// Takes the KOLs that were asked for in vain; one that has a reply, in whichever part, keeps it.
  mutating func add(_ failures: [FetchFailure]) {
    for failure in failures where indexByID[failure.kolID] == nil {
      append(failure.kolID, RowState.failed(failure.reason), Self.noCells, at: nil)
    }
  }

  /// Takes a reply's readings; of several for a KOL the latest counts, and of two at the same second the later line.
  mutating func add(_ id: KOLID, fetchedAt time: Timestamp, _ readings: [PackedReading]) {
    guard let index = indexByID[id] else {
      append(id, RowState.snapshot, readings, at: time)
      return
    }
    if states[index] == RowState.snapshot, fetchedAt[index] > time { return }
    states[index] = RowState.snapshot
    fetchedAt[index] = time
    cells.replaceSubrange((index * Self.width)..<((index + 1) * Self.width), with: readings)
  }

  /// The rows' indices in id order.
  var order: [Int] {
    // Parts are in id order, so most days are.
    let isSorted = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    return isSorted ? Array(ids.indices) : ids.indices.sorted { ids[$0] < ids[$1] }
  }

  private mutating func append(_ id: KOLID, _ state: UInt8, _ readings: [PackedReading], at time: Timestamp?) {
    indexByID[id] = ids.count
    ids.append(id)
    states.append(state)
    cells += readings
    fetchedAt.append(time ?? Timestamp(secondsSinceEpoch: .min))
  }
}

/// What a row says beside its readings, as a byte.
enum RowState {
  /// Not a row: the day says nothing of the KOL.
  static let none: UInt8 = 0
  static let snapshot: UInt8 = 1
  /// Not in a file: the day's replies cannot be read.
  static let damaged: UInt8 = 255

  static func failed(_ reason: FetchFailure.Reason) -> UInt8 {
    2 + UInt8(clamping: FetchFailure.Reason.allCases.firstIndex(of: reason) ?? 0)
  }

  /// Nil for ``none`` and for a byte that means nothing.
  static func outcome(_ state: UInt8) -> History.Outcome? {
    switch state {
    case none: return nil
    case snapshot: return .snapshot
    case damaged: return .damaged
    default:
      let reasons = FetchFailure.Reason.allCases
      let index = reasons.index(reasons.startIndex, offsetBy: Int(state) - 2)
      return reasons.indices.contains(index) ? .failed(reasons[index]) : nil
    }
  }
}

extension Archive {
  /// Gathers a day's rows from its parts, a gzip member at a time.
  /// - Parameter skippingDamage: Leaves out what cannot be read instead of throwing.
  /// - Returns: The rows, and whether anything was left out.
  func rows(
    on day: CalendarDay, skippingDamage: Bool = false
  ) throws(ArchiveError) -> (rows: DayRows, isDamaged: Bool) {
    var rows = DayRows()
    var isDamaged = false
    var reader = LineReader()
    func tolerating(_ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
      do throws(ArchiveError) {
        try body()
      } catch {
        guard skippingDamage, error.isDamage else { throw error }
        isDamaged = true
      }
    }
    var failures: [FetchFailure] = []
    for shard in try shardsWithFiles(on: day) {
      try tolerating { () throws(ArchiveError) in
        // A part without a manifest is being sealed, or nothing says whether it is whole.
        guard let manifest = try manifest(on: day, of: shard) else {
          if try !hasJournal(day, of: shard), try !exists(manifestPath(of: day, shard)) {
            throw .manifestMissing(path: manifestPath(of: day, shard))
          }
          return
        }
        failures += manifest.failures
        try tolerating { () throws(ArchiveError) in try checkUnlistedParts(of: manifest) }
        for part in manifest.parts {
          try tolerating { () throws(ArchiveError) in
            try add(part, of: manifest, to: &rows, with: &reader)
          }
        }
      }
    }
    rows.add(failures)
    return (rows, isDamaged)
  }

  /// Nothing of a part counts unless all of it can be read.
  private func add(
    _ part: Manifest.Part, of manifest: Manifest, to rows: inout DayRows, with reader: inout LineReader
  ) throws(ArchiveError) {
    var found: [(id: KOLID, fetchedAt: Timestamp, readings: [PackedReading])] = []
    found.reserveCapacity(part.lines)
    try forEachLine(of: part, on: manifest.day) { (line, path) throws(ArchiveError) in
      do throws(LineProblem) {
        guard let row = try reader.chartedReadings(of: line.bytes) else { return }
        found.append(row)
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    for row in found { rows.add(row.id, fetchedAt: row.fetchedAt, row.readings) }
  }
}

extension ArchiveError {
  /// Whether it is about a file that is not as it was written, and not about the system or a later format.
  var isDamage: Bool {
    switch self {
    case .damaged, .unlistedPart, .manifestMissing: true
    case .file, .busy, .newerVersion, .journalClosed, .unusableReply: false
    }
  }
}
