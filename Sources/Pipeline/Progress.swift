public import Model

/// What a run tells while it works.
public enum ProgressEvent: Sendable, Hashable {
  /// A stage begins.
  case stage(Stage)
  /// So many of the due KOLs have an answer, good or bad.
  case fetched(done: Int, total: Int)
  /// Something to tell at once rather than at the end.
  case diagnostic(Diagnostic)

  /// The stages in the order of a build.
  public enum Stage: Sendable, Hashable {
    case loading
    case fetching(due: Int, total: Int)
    case archiving
    case mirroring(pictures: Int)
    case reporting
    case rendering
    case publishing
  }
}
