import Archiving
import CommandSupport
import Model

extension ArchiveTools {
  /// Lists the days with what their manifests say.
  public func list(json: Bool) async -> Outcome {
    await reading {
      let days = try archive.summaries()
      let contents = try archive.contents()
      contents.warnings.forEach(show)
      let pins = try archive.pins()
      if json {
        return Outcome(.success, try reportJSON(ListReport(days, contents.unsealed, pins)))
      }
      var lines = [
        row(["DAY", "KOLS", "REPLIES", "FAILED", "PARTS", "BYTES", ""])
      ]
      for day in days {
        var remarks: [String] = []
        if day.isPruned { remarks.append("pruned") }
        if let pin = pins[day.day] { remarks.append("pinned: \(safeText(pin))") }
        lines.append(
          row([
            day.day.description, "\(day.kols)", "\(day.replies)", "\(day.failures.count)", "\(day.parts)",
            "\(day.bytes)", remarks.joined(separator: ", "),
          ]))
      }
      for journal in contents.unsealed { lines.append("\(journal.day)  not sealed yet: \(journal)") }
      return Outcome(lines: lines)
    }
  }

  /// Numbers to the right of their columns.
  private func row(_ cells: [String]) -> String {
    let widths = [10, 7, 8, 7, 6, 11]
    var line = ""
    for (index, cell) in cells.enumerated() {
      guard index < widths.count else {
        line += cell.utf8.isEmpty ? "" : "  \(cell)"
        continue
      }
      let padding = String(repeating: " ", count: max(0, widths[index] - cell.utf8.count))
      line += index == 0 ? cell + padding : " " + padding + cell
    }
    return line
  }
}

/// `archive list --json`; keys are stable.
private struct ListReport: Codable {
  var formatVersion = 1
  var days: [Day]
  /// The journals that are not sealed: `2026-11-23.jsonl`.
  var unsealed: [String]

  struct Day: Codable {
    var day: String
    var timeZone: String
    var kols: Int
    var replies: Int
    var parts: Int
    var bytes: Int
    var pruned: Bool
    /// Why the day is pinned; nil for one that is not.
    var pin: String?
    var failures: [Failure]
  }

  struct Failure: Codable {
    var id: String
    var reason: String
    var attempts: Int
  }

  init(_ days: [DaySummary], _ unsealed: [JournalName], _ pins: [CalendarDay: String]) {
    self.days = days.map { day in
      Day(
        day: day.day.description, timeZone: day.timeZone, kols: day.kols, replies: day.replies,
        parts: day.parts,
        bytes: day.bytes, pruned: day.isPruned, pin: pins[day.day],
        failures: day.failures.map {
          .init(id: $0.kolID.text, reason: $0.reason.rawValue, attempts: $0.attempts)
        })
    }
    self.unsealed = unsealed.map(\.description)
  }
}
