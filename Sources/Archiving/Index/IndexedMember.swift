import Files
import Model
import Replies

/// A gzip member of a day's parts, and whose replies are in it: a batch of KOLs reads the members that it needs.
struct IndexedMember: Sendable, Hashable {
  /// The part's name in the day's folder.
  private(set) var part: String
  let range: Range<Int>
  /// The number of its first line in the part, counted from 1.
  let firstLine: Int
  /// The smallest and the greatest id in it; the lines of parts stand in id order, but nothing depends on that.
  private(set) var firstID: KOLID
  private(set) var lastID: KOLID

  init(part: String, _ member: PartLines.Line.Member, of id: KOLID) {
    self.init(part: part, range: member.range, firstLine: member.firstLine, firstID: id, lastID: id)
  }

  init(part: String, range: Range<Int>, firstLine: Int, firstID: KOLID, lastID: KOLID) {
    self.part = part
    self.range = range
    self.firstLine = firstLine
    self.firstID = firstID
    self.lastID = lastID
  }

  mutating func include(_ id: KOLID) {
    firstID = min(firstID, id)
    lastID = max(lastID, id)
  }

  func named(_ part: String) -> IndexedMember {
    var member = self
    member.part = part
    return member
  }
}

/// Eight bytes that are the same for the same bytes, and for others in one of 2^64 cases: the beginning of their
/// SHA-256, kept like a reading. Where two differ, the replies themselves are compared.
enum Fingerprint {
  static func of(_ bytes: [UInt8]) -> PackedReading {
    PackedReading(bits: Int64(bitPattern: SHA256Digest(of: bytes).prefix))
  }
}

extension Archive {
  /// Reads the profiles that a day has of some KOLs, from the members that may hold them and no others.
  ///
  /// Each member is read with its checksum; the hash of its part was checked when the index was made.
  /// - Parameters:
  ///   - ids: In id order.
  ///   - fields: As for ``snapshots(of:on:fields:skippingDamage:)``.
  func snapshots(
    of ids: [KOLID], in day: IndexedDay, fields: [String]?, skippingDamage: Bool
  ) throws(ArchiveError) -> [KOLID: Snapshot] {
    var snapshots: [KOLID: Snapshot] = [:]
    var reader = LineReader()
    let wanted = Set(ids)
    let selection = fields.map { JSONSelection(at: ["reply", "data"], keys: ["userId"] + $0) }
    for member in day.header.members {
      let first = ids.partitioningIndex { !($0 < member.firstID) }
      guard first < ids.count, !(member.lastID < ids[first]) else { continue }
      do throws(ArchiveError) {
        try forEachLine(of: member, on: day.header.day) { (line, path) throws(ArchiveError) in
          if let start = ReplyLine.start(of: line.bytes), !wanted.contains(start.kolID) { return }
          do throws(LineProblem) {
            guard
              let (id, snapshot) = try reader.snapshot(
                of: line.bytes, on: day.header.day, selecting: selection), wanted.contains(id)
            else { return }
            if let other = snapshots[id], other.fetchedAt > snapshot.fetchedAt { return }
            snapshots[id] = snapshot
          } catch {
            throw .damaged(path: path, .line(line.number, error))
          }
        }
      } catch {
        guard skippingDamage, error.isDamage else { throw error }
      }
    }
    return snapshots
  }

  private func forEachLine(
    of member: IndexedMember, on day: CalendarDay,
    _ body: (_ line: PartLines.Line, _ path: String) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    let path = joinPath(dayFolder(of: day), member.part)
    switch try status(path) {
    case .file(let size, _) where size >= member.range.upperBound: break
    case .file(let size, _):
      throw .damaged(path: path, .size(listed: member.range.upperBound, found: size))
    default:
      // Pruning marks the day before it removes a part.
      if try isPruned(day) { throw .prunedMeanwhile(path: path) }
      throw .damaged(path: path, .missing)
    }
    let bytes = try onDisk { () throws(FileError) in try readFile(path, in: member.range, using: operations) }
    let text: [UInt8]
    do throws(GzipError) {
      text = try Gzip.decompress(bytes)
    } catch {
      throw .damaged(
        path: path, .gzip(GzipError(offset: member.range.lowerBound + error.offset, reason: error.reason)))
    }
    var rest = text[...]
    var number = member.firstLine
    while !rest.isEmpty {
      guard let newline = firstNewline(in: rest) else { throw .damaged(path: path, .line(number, .cutOff)) }
      let place = PartLines.Line.Member(range: member.range, firstLine: member.firstLine)
      try body(PartLines.Line(number: number, bytes: rest[..<newline], member: place), path)
      rest = rest[(newline + 1)...]
      number += 1
    }
  }
}

extension [KOLID] {
  /// The index of the first element of which a condition holds that holds of all after it; the count where it holds of
  /// none.
  fileprivate func partitioningIndex(where holds: (KOLID) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
