import Model
import Replies

/// What one day says of every KOL, gathered from its parts and manifests: the rows of a ``ColumnFile``.
///
/// A KOL can have several rows until ``order`` has chosen one.
struct DayRows {
  private(set) var ids: [KOLID] = []
  /// One for each id; see ``RowState``.
  private(set) var states: [UInt8] = []
  /// The readings of ``History/chartedMetrics``, a KOL's after the other's.
  private(set) var cells: [PackedReading] = []
  /// A fingerprint of each row's compared fields; see ``Fingerprint``.
  private(set) var fingerprints: [PackedReading] = []
  /// The day of the data of each row whose answer says that they are older than itself.
  private(set) var olderDays: [Int: CalendarDay] = [:]
  private(set) var fetchedAt: [Timestamp] = []
  /// Where the lines are that the rows were made of, in the order of the parts.
  private(set) var members: [IndexedMember] = []
  private var compared: [UInt8] = []

  static let width = History.chartedMetrics.count

  /// Takes the KOLs that were asked for in vain.
  mutating func add(_ failures: [FetchFailure]) {
    for failure in failures {
      ids.append(failure.kolID)
      states.append(RowState.failed(failure.reason))
      fetchedAt.append(Timestamp(secondsSinceEpoch: .min))
      fingerprints.append(.failed)
      cells.append(contentsOf: repeatElement(.failed, count: Self.width))
    }
  }

  /// Takes a reply of a member of the part that is being read.
  /// - Parameters:
  ///   - read: Appends the readings.
  ///   - compare: Appends what the fields say that are compared.
  mutating func add(
    _ head: LineHead, in member: PartLines.Line.Member,
    _ read: (inout [PackedReading]) throws(LineProblem) -> Void, compared compare: (inout [UInt8]) -> Void
  ) throws(LineProblem) {
    try read(&cells)
    ids.append(head.kolID)
    states.append(RowState.snapshot)
    fetchedAt.append(head.fetchedAt)
    compared.removeAll(keepingCapacity: true)
    compare(&compared)
    fingerprints.append(Fingerprint.of(compared))
    if members.last?.range == member.range {
      members[members.count - 1].include(head.kolID)
    } else {
      members.append(IndexedMember(part: "", member, of: head.kolID))
    }
  }

  /// Notes that the data of the last row are older than their answer.
  mutating func noteOlderData(of day: CalendarDay) {
    olderDays[ids.count - 1] = day
  }

  /// Takes the rows of a part after all of it could be read.
  mutating func add(_ rows: DayRows, of part: String) {
    members += rows.members.map { $0.named(part) }
    for (row, day) in rows.olderDays { olderDays[ids.count + row] = day }
    ids += rows.ids
    states += rows.states
    cells += rows.cells
    fingerprints += rows.fingerprints
    fetchedAt += rows.fetchedAt
  }

  /// The rows' indices in id order, one for each KOL: of several replies the latest, and of two at the same second the
  /// later one; a failure where there is none.
  var order: [Int] {
    // Parts are in id order, so most days are already.
    if zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) { return Array(ids.indices) }
    var order: [Int] = []
    for row in ids.indices.sorted(by: { ids[$0] == ids[$1] ? $0 < $1 : ids[$0] < ids[$1] }) {
      guard let last = order.last, ids[last] == ids[row] else {
        order.append(row)
        continue
      }
      if fetchedAt[last] <= fetchedAt[row] { order[order.count - 1] = row }
    }
    return order
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
    for run in try counted(try runsWithFiles(on: day), on: day) {
      try tolerating { () throws(ArchiveError) in
        // A part without a manifest is being sealed, or nothing says whether it is whole.
        guard let manifest = try manifest(on: day, of: run) else {
          if try !hasJournal(day, of: run.shard), try !exists(manifestPath(of: day, run)) {
            throw .manifestMissing(path: manifestPath(of: day, run))
          }
          return
        }
        failures += manifest.failures
        try tolerating { () throws(ArchiveError) in try checkUnlistedParts(of: manifest) }
        for part in manifest.parts {
          try tolerating { () throws(ArchiveError) in
            try add(part, of: manifest, readingAll: skippingDamage, to: &rows, with: &reader)
          }
        }
      }
    }
    rows.add(failures)
    return (rows, isDamaged)
  }

  /// Nothing of a part counts unless all of it can be read.
  /// - Parameter readingAll: Whether what the rows do without has to be readable, too.
  private func add(
    _ part: Manifest.Part, of manifest: Manifest, readingAll: Bool, to rows: inout DayRows,
    with reader: inout LineReader
  ) throws(ArchiveError) {
    var found = DayRows()
    try forEachLine(of: part, on: manifest.day) { (line, path) throws(ArchiveError) in
      do throws(LineProblem) {
        if readingAll { try reader.checkedHead(of: line.bytes) }
        try reader.addRow(of: line, to: &found)
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    rows.add(found, of: part.name)
  }
}

extension ArchiveError {
  /// Whether it is about a file that is not as it was written, and not about the system or a later format.
  var isDamage: Bool {
    switch self {
    case .damaged, .unlistedPart, .manifestMissing: true
    case .file, .busy, .newerVersion, .journalClosed, .prunedDay, .prunedMeanwhile, .linkedDay,
      .unusableReply:
      false
    }
  }
}
