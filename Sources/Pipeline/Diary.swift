import Model
import Synchronization

/// What a run says while it works: shown at once, and kept in the order in which it was said.
///
/// Steps write in it. What becomes of it, the run's report for one, is none of their business.
final class Diary: Sendable {
  private let show: @Sendable (ProgressEvent) -> Void
  private let kept = Mutex<[Diagnostic]>([])

  init(show: @escaping @Sendable (ProgressEvent) -> Void) { self.show = show }

  /// Everything that was told so far.
  var diagnostics: [Diagnostic] { kept.withLock { $0 } }

  func tell(_ diagnostic: Diagnostic) {
    show(.diagnostic(diagnostic))
    kept.withLock { $0.append(diagnostic) }
  }

  func tell(_ diagnostics: [Diagnostic]) { diagnostics.forEach(tell) }

  func begin(_ stage: ProgressEvent.Stage) { show(.stage(stage)) }

  /// So many of the due KOLs have an answer, good or bad.
  func count(_ done: Int, of total: Int) { show(.fetched(done: done, total: total)) }
}
