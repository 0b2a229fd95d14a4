import Archiving
import CommandSupport
import Model
import Replies

/// Finds out how the replies of a run differ in shape from the field catalogue and the last snapshot.
///
/// A vendor that renames or drops a field does not say so; the pages would just show less.
struct ShapeStep: Step {
  static let name = "comparing the shape of replies"
  /// How far back the last snapshot is looked for.
  private static let days = 60

  let tally: FetchTally
  let archive: Archive
  let day: CalendarDay

  func value(_ diary: Diary) async throws -> [SchemaDrift] {
    guard tally.shape.replies > 0 else { return [] }
    let previous = try archive.shape(of: tally.kolIDs, before: day, maxDays: Self.days)
    return schemaDrift(of: tally.shape, since: previous)
  }
}

/// How many differences are told; `run.json` has them all.
private let toldDrifts = 20

/// Tells how the shape of replies has changed.
/// - Throws: Where the run is strict and it has.
func check(_ drifts: [SchemaDrift], isStrict: Bool, _ diary: Diary) throws(RunFailure) {
  guard !drifts.isEmpty else { return }
  let severity: Diagnostic.Severity = isStrict ? .error : .warning
  var lines = drifts.prefix(toldDrifts).map { Diagnostic(severity, $0.description) }
  if drifts.count > lines.count {
    lines.append(
      Diagnostic(severity, "\(drifts.count - lines.count) more fields have changed; run.json has them all"))
  }
  guard isStrict else {
    diary.tell(lines)
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
