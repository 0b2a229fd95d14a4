import Archiving
import CommandSupport
import HTTP
import Model
import Publishing
import Synchronization
import Testing

@testable import Pipeline

struct StepTests {
  /// A step that tells something and ends as it was told.
  private struct Trial: Step {
    static let name = "trying"
    var error: (any Error)?

    func value(_ diary: Diary) async throws -> Int {
      diary.tell(Diagnostic(.note, "tried"))
      if let error { throw error }
      return 7
    }
  }

  private struct Unforeseen: Error {}

  @Test func aStepReturnsItsValueAndTellsAtOnce() async throws {
    let shown = Mutex<[ProgressEvent]>([])
    let diary = Diary { event in shown.withLock { $0.append(event) } }
    diary.begin(.loading)
    #expect(try await Trial().take(diary) == 7)
    diary.tell([Diagnostic(.warning, "a"), Diagnostic(.error, "b")])
    diary.count(1, of: 2)
    #expect(
      shown.withLock { $0 } == [
        .stage(.loading), .diagnostic(Diagnostic(.note, "tried")), .diagnostic(Diagnostic(.warning, "a")),
        .diagnostic(Diagnostic(.error, "b")), .fetched(done: 1, total: 2),
      ])
    #expect(diary.diagnostics.map(\.message) == ["tried", "a", "b"])
  }

  @Test func anErrorThatNobodyForesawSaysInWhichStepItHappened() async throws {
    let error = await #expect(throws: StepError.self) {
      try await Trial(error: Unforeseen()).take(Diary { _ in })
    }
    let failure = RunFailure(ending: try #require(error))
    #expect(
      failure
        == RunFailure(
          .bug, "unexpected while trying: Unforeseen()", hint: "this is a bug in kolsite; please report it"))
    #expect(RunFailure(ending: Unforeseen()).diagnostics[0].message == "unexpected: Unforeseen()")
  }

  @Test(
    arguments: [
      (RunFailure(.noSnapshot, "x"), .noSnapshot), (InvalidInput([Diagnostic(.error, "x")]), .invalidInput),
      (ArchiveError.newerVersion(path: "x", version: "9"), .archive),
      (PublishingError.unusableFolder("."), .usage),
      (PublishingError.shrunk(pages: 1, before: 9), .unpublished),
      (NetworkProblem.proxy(variable: "HTTPS_PROXY"), .usage),
      (NetworkProblem.descriptors(needed: 9, allowed: 1, connections: 2), .invalidInput),
      (CancellationError(), .interrupted), (Unforeseen(), .bug),
    ] as [(any Error, CommandSupport.ExitStatus)])
  func everyErrorHasItsStatusWhereverItIsThrown(
    error: any Error, status: CommandSupport.ExitStatus
  ) async throws {
    #expect(RunFailure(ending: error).status == status)
    let wrapped = await #expect(throws: StepError.self) { try await Trial(error: error).take(Diary { _ in }) }
    #expect(RunFailure(ending: try #require(wrapped)).status == status)
  }

  @Test func brokenLinksAreALineEach() {
    let links = ["a", "b"].map { BrokenLink(page: "index.html", link: $0, problem: .noSuchFile) }
    let messages = RunFailure(ending: PublishingError.brokenLinks(links, total: 5)).diagnostics.map(\.message)
    #expect(messages.count == 3)
    #expect(messages.last == "3 more links lead nowhere")
  }

  @Test func aReportHasWhatTheStepsHaveBrought() {
    var record = RunRecord()
    record.asOf = CalendarDay(daysSinceEpoch: 20_780)
    record.avatars = AvatarStep.Counts(due: 3, mirrored: 1, failed: 1, left: 1)
    let report = RunReport("1", .build, record, .stale, [Diagnostic(.warning, "a", hint: "b")])
    #expect(report.command == "build" && report.status == .stale && report.asOf == "2026-11-23")
    #expect(report.avatars?.left == 1)
    #expect(report.fetch == nil && report.plan == nil && report.site == nil)
    #expect(report.diagnostics.map(\.message) == ["a"])
  }
}
