import Archiving
import CommandSupport
import Model
import Reporting

extension ArchiveTools {
  public enum DiffFormat: Sendable, Hashable {
    case text, json, markdown
  }

  /// Tells what changed between two days.
  /// - Parameters:
  ///   - from: Nil for the day before `to`.
  ///   - to: Nil for the newest.
  public func diff(_ from: DayReference?, _ to: DayReference?, _ format: DiffFormat) async -> Outcome {
    await reading {
      let days = try archive.days()
      let last = try (to ?? .latest).resolved(among: days)
      let earlier = days.filter { $0 < last }
      let first = try from?.resolved(among: days, before: last) ?? earlier.last
      guard let first, first < last else {
        throw RunFailure(
          .usage, "there is nothing before \(last) to compare it with",
          hint: "name two days, the earlier one first; `kolsite archive list` shows them")
      }
      let list = try await archive.changes(from: first, to: last)
      switch format {
      case .json: return Outcome(.success, try reportJSON(ChangeReport(list)))
      case .text: return Outcome(lines: list.textLines)
      case .markdown: return Outcome(lines: list.markdownLines)
      }
    }
  }
}

extension Archive {
  /// Everyone's changes between two days.
  func changes(from first: CalendarDay, to last: CalendarDay) async throws -> ChangeList {
    let reader = try await historyReader(upTo: last)
    let ids = try reader.ids()
    let after = try reader.latestSnapshots(of: ids, fields: ChangeFinder.fields)
    let before = try await historyReader(upTo: first).latestSnapshots(of: ids, fields: ChangeFinder.fields)
    let finder = ChangeFinder(from: first, to: last)
    var changes: [Change] = []
    for start in stride(from: 0, to: ids.count, by: HistoryReader.batchSize) {
      let batch = Array(ids[start..<min(start + HistoryReader.batchSize, ids.count)])
      for history in try reader.histories(of: batch, latest: [:]) {
        changes += finder.changes(
          of: history.kolID, before: before[history.kolID], after: after[history.kolID], history: history)
      }
    }
    return ChangeList(
      from: first, to: last, changes: changes, fetchedAt: after.values.map(\.fetchedAt).max())
  }
}
