import Archiving
import Model
import Replies

extension Run {
  /// How far back the last snapshot is looked for.
  private static let shapeDays = 60
  /// How many differences are told; `run.json` has them all.
  private static let toldDrifts = 20

  /// Tells how the replies of a run differ in shape from the field catalogue and the last snapshot.
  ///
  /// A vendor that renames or drops a field does not say so; the pages would just show less.
  /// - Throws: Where the run is strict and they differ.
  func compareShapes(
    of tally: FetchTally, in archive: Archive, on day: CalendarDay, _ options: RunOptions,
    report: inout RunReport
  ) throws(RunFailure) {
    guard tally.shape.replies > 0 else { return }
    let previous = try archiving { () throws(ArchiveError) in
      try archive.shape(of: tally.kolIDs, before: day, maxDays: Self.shapeDays)
    }
    let drifts = schemaDrift(of: tally.shape, since: previous)
    guard !drifts.isEmpty else { return }
    report.fetch?.schemaDrift = drifts.map {
      RunReport.Drift(field: $0.key, change: $0.change.rawValue, found: $0.found, before: $0.before)
    }
    let severity: Diagnostic.Severity = options.isStrict ? .error : .warning
    var lines = drifts.prefix(Self.toldDrifts).map { Diagnostic(severity, $0.description) }
    if drifts.count > lines.count {
      lines.append(
        Diagnostic(severity, "\(drifts.count - lines.count) more fields have changed; run.json has them all"))
    }
    guard options.isStrict else {
      tell(lines, report: &report)
      return
    }
    lines.append(
      Diagnostic(
        .error, "the shape of the API's replies has changed",
        hint:
          "what was fetched is kept and the site is as it was; look at the fields, then run without --strict")
    )
    throw RunFailure(.schemaDrift, lines)
  }
}
