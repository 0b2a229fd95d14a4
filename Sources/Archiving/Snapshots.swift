public import Model
import Replies

extension Archive {
  /// Reads the profiles that a day has of some KOLs: of several replies for one the latest, and of two at the same
  /// second the later line.
  /// - Parameters:
  ///   - ids: Nil for everyone.
  ///   - fields: The keys of the fields that are wanted, which is quicker; the others count as not sent. Nil for all.
  ///   - skippingDamage: Leaves out what cannot be read instead of throwing.
  public func snapshots(
    of ids: Set<KOLID>? = nil, on day: CalendarDay, fields: [String]? = nil, skippingDamage: Bool = false
  ) throws(ArchiveError) -> [KOLID: Snapshot] {
    var snapshots: [KOLID: Snapshot] = [:]
    var reader = LineReader()
    let selection = fields.map { JSONSelection(at: ["reply", "data"], keys: ["userId"] + $0) }
    for run in try counted(try runs(on: day), on: day) {
      do throws(ArchiveError) {
        guard let manifest = try manifest(on: day, of: run) else { continue }
        for part in manifest.parts {
          do throws(ArchiveError) {
            let found = try profiles(in: part, of: ids, on: day, selection, with: &reader)
            for (id, snapshot) in found {
              if let other = snapshots[id], other.fetchedAt > snapshot.fetchedAt { continue }
              snapshots[id] = snapshot
            }
          } catch {
            guard skippingDamage, error.isDamage else { throw error }
          }
        }
      } catch {
        guard skippingDamage, error.isDamage else { throw error }
      }
    }
    return snapshots
  }

  private func profiles(
    in part: Manifest.Part, of ids: Set<KOLID>?, on day: CalendarDay, _ selection: JSONSelection?,
    with reader: inout LineReader
  ) throws(ArchiveError) -> [(KOLID, Snapshot)] {
    var found: [(KOLID, Snapshot)] = []
    try forEachLine(of: part, on: day) { (line, path) throws(ArchiveError) in
      // Most lines of a large archive may be of other KOLs; their replies need not be parsed.
      if let ids, let start = ReplyLine.start(of: line.bytes), !ids.contains(start.kolID) { return }
      do throws(LineProblem) {
        guard let (id, snapshot) = try reader.snapshot(of: line.bytes, on: day, selecting: selection),
          ids?.contains(id) ?? true
        else {
          return
        }
        found.append((id, snapshot))
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    return found
  }
}
