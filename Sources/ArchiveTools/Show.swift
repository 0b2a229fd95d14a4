import Archiving
import CommandSupport
public import Model
import Reporting

extension ArchiveTools {
  /// Shows a day, or what it has of one KOL.
  /// - Parameters:
  ///   - id: Nil for everyone of the day.
  ///   - json: Whether to print the lines of the archive as they are.
  public func show(_ reference: DayReference, _ id: KOLID?, json: Bool) async -> Outcome {
    await reading {
      let day = try reference.resolved(among: try archive.days())
      let failures = try archive.manifests(on: day).flatMap(\.failures)
      if json {
        var output: [UInt8] = []
        let ids = try id.map { [$0] } ?? archive.snapshots(on: day).keys.sorted()
        for id in ids {
          for line in try archive.lines(of: id, on: day) { output += line + [UInt8(ascii: "\n")] }
        }
        return Outcome(.success, output)
      }
      let snapshots = try archive.snapshots(of: id.map { [$0] }, on: day)
      if let id { return try lines(of: id, on: day, snapshots[id], failures) }
      var lines = ["\(day): \(snapshots.count) KOLs"]
      for (id, snapshot) in snapshots.sorted(by: { $0.key < $1.key }) {
        let older = snapshot.dataDay < day ? ", data of \(snapshot.dataDay)" : ""
        lines.append("  \(id)  \(safeText(name(of: snapshot) ?? "")), fetched \(snapshot.fetchedAt)\(older)")
      }
      for failure in failures where snapshots[failure.kolID] == nil {
        lines.append("  \(failure.kolID)  failed: \(failure.reason.rawValue)")
      }
      return Outcome(lines: lines)
    }
  }

  private func lines(
    of id: KOLID, on day: CalendarDay, _ snapshot: Snapshot?, _ failures: [FetchFailure]
  ) throws(RunFailure) -> Outcome {
    guard let snapshot else {
      let failure = failures.first { $0.kolID == id }
      throw RunFailure(
        .noSnapshot, "\(day) has no snapshot of \(id)",
        hint: failure.map { "it was asked for in vain: \($0.reason.rawValue)" }
          ?? "it was not asked for that day")
    }
    var lines = [
      "\(id)  \(safeText(name(of: snapshot) ?? ""))",
      "\(day), fetched \(snapshot.fetchedAt) from \(snapshot.endpoint.name), \(snapshot.environment)"
        + (snapshot.dataDay < day ? ", data of \(snapshot.dataDay)" : ""),
    ]
    for figure in ReportBuilder(asOf: day).figures(of: snapshot) {
      let value = figure.reading.value.map(\.description) ?? "– (\(figure.reading.missingCode ?? ""))"
      lines.append(
        "  \(figure.metric.id): \(value) \(figure.reading.value == nil ? "" : figure.metric.unit.rawValue)")
    }
    return Outcome(lines: lines)
  }
}

/// The profile's own name; nil where it has none.
func name(of snapshot: Snapshot) -> String? { snapshot.profile["name"].text }

/// A text of a stranger's for one line of a terminal.
func safeText(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.filter { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
          false
        default: true
        }
      }))
}
