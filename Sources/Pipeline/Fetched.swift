import CommandSupport
import Fetching
import Model

/// What a fetch has brought; the replies themselves are in the archive.
struct Fetched {
  let plan: FetchPlan
  /// Nil where nobody was due.
  let summary: FetchSummary?
  let tally: FetchTally
  /// Whom the run asked for in vain.
  let failures: [FetchFailure]
}

extension Fetched {
  /// Decides whether a run may go on after fetching.
  ///
  /// A refused account ends it: the money or the permission is a person's to see to, and what was paid
  /// for is in the archive. So does a run in which nobody was fetched, unless others were not due.
  func checkUse(_ endpoint: Endpoint, _ diary: Diary) throws {
    guard let summary else { return }
    if let stop = summary.stopReason {
      switch stop.cause {
      case .account: throw RunFailure(.account, [stop.diagnostic(endpoint)])
      case .interrupted: throw CancellationError()
      default: diary.tell(stop.diagnostic(endpoint))
      }
      if stop.cause == .quota { return }
    }
    let hasOthers = plan.kols.contains {
      if case .fresh = $0.decision { true } else { false }
    }
    if tally.stored == 0, !hasOthers {
      throw RunFailure(
        .unavailable,
        "nothing new could be fetched: none of the \(plan.due.count) KOLs that were due got an answer",
        hint: "the site is as it was; try again later, or build from the archive with --offline")
    }
  }
}
