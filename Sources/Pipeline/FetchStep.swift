import Archiving
import Fetching
import Files
import HTTP
import Model

extension Run {
  /// Asks the API for the KOLs that are due and seals their replies into the day's folder.
  ///
  /// What was answered is kept however this ends. Throws where the account was refused, where nothing
  /// new could be fetched though something was due, and where the archive fails.
  func fetch(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, _ credentials: Credentials,
    report: inout RunReport
  ) async throws {
    let network = try network()
    try checkDescriptors(for: project.settings.api.concurrency)
    let archive = options.openArchive()
    try checkRights(to: archive, on: clock.day)
    try refuseOtherKind(of: archive, than: project.settings.api.environment)
    try sealLeftovers(
      in: archive, on: clock.day, project.settings.timeZone, options.selection.shard, report: &report)
    let journal = try archiving { () throws(ArchiveError) in
      try archive.openJournal(
        on: clock.day, of: options.selection.shard, timeZone: project.settings.timeZone)
    }
    defer { journal.close() }
    tell(journal.warnings, report: &report)
    try checkClock(clock, against: archive)
    if let date = options.date {
      tell(
        [Diagnostic(.note, "the replies of this run are filed under \(date), whatever day they are of")],
        report: &report)
    }

    let plan = try plan(project, options, clock, archive)
    try checkSpace(for: plan.calls, in: archive)
    tell(notices(about: plan, options, project.settings.api), report: &report)
    environment.show(.stage(.fetching(due: plan.due.count, total: plan.kols.count)))
    var tally = FetchTally()
    var unusable: [FetchFailure] = []
    var summary: FetchSummary?
    if !plan.due.isEmpty {
      summary = try await fetch(
        plan, project, options, clock, try credentials.token(), network, into: journal, of: archive, &tally,
        &unusable,
        report: &report)
    }
    tell(tally.diagnostics, report: &report)
    if let note = summary?.rateDiagnostic(project.settings.api) { tell([note], report: &report) }

    environment.show(.stage(.archiving))
    let failures = (summary?.failures ?? []) + unusable
    try archiving { () throws(ArchiveError) in _ = try journal.seal(failures: failures) }
    report.fetch = RunReport.Fetch(plan, summary, tally, failures)
    try Task.checkCancellation()
    try compareShapes(of: tally, in: archive, on: clock.day, options, report: &report)
    if let summary {
      try judge(summary, plan, project.settings.api.endpoint, stored: tally.stored, report: &report)
    }
  }

  /// Makes the requests; every reply is in the journal before the next event comes.
  private func fetch(
    _ plan: FetchPlan, _ project: Project, _ options: RunOptions, _ clock: SiteClock,
    _ token: APIToken, _ network: NetworkEnvironment, into journal: Journal, of archive: Archive,
    _ tally: inout FetchTally,
    _ unusable: inout [FetchFailure], report: inout RunReport
  ) async throws -> FetchSummary {
    let lines = Dictionary(
      project.roster.entries.map { ($0.id, $0.location) }, uniquingKeysWith: { first, _ in first })
    let fetcher = Fetcher(
      api: project.settings.api, token: token, userAgent: "kolsite/\(version)",
      sandboxDay: options.sandboxURL == nil ? nil : clock.day, network: network, now: clock.now,
      clock: ContinuousClock(), seed: .random(in: .min ... .max))
    var done = 0
    return try await fetcher.fetch(plan.due) { event in
      switch event {
      case .reply(let reply, let arrived):
        do throws(ArchiveError) {
          try journal.append(reply, arrived)
          tally.add(reply, arrived)
        } catch {
          guard case .unusableReply = error else { throw RunFailure(.archive, [error.diagnostic]) }
          try setAside(UnusableReply(reply, problem: error.description), on: clock, in: archive)
          tally.addSetAside(of: reply.kolID)
          tell([error.diagnostic], report: &report)
          unusable.append(
            FetchFailure(kolID: reply.kolID, reason: .unusable, attempts: reply.attempts))
        }
      case .unusable(let reply, let diagnostic):
        try setAside(reply, on: clock, in: archive)
        tally.addSetAside(of: reply.kolID)
        tell([diagnostic], report: &report)
      case .failed(let failure, let diagnostic):
        tell([located(diagnostic, of: failure, lines)], report: &report)
      case .unusableForNow(let reply):
        try setAside(reply, on: clock, in: archive)
        tally.addSetAside(of: reply.kolID)
        return
      case .retrying:
        return
      }
      done += 1
      environment.show(.fetched(done: done, total: plan.due.count))
    }
  }

  private func setAside(
    _ reply: UnusableReply, on clock: SiteClock, in archive: Archive
  ) throws(RunFailure) {
    try archiving { () throws(ArchiveError) in try archive.setAside(reply, on: clock.day) }
  }

  /// An id that the API refuses is a mistake of the roster's, so its line is named.
  private func located(
    _ diagnostic: Diagnostic, of failure: FetchFailure, _ lines: [KOLID: SourceLocation]
  ) -> Diagnostic {
    guard failure.reason == .rejectedID else { return diagnostic }
    return Diagnostic(
      diagnostic.severity, diagnostic.message, at: lines[failure.kolID], hint: diagnostic.hint)
  }

  /// Decides whether a run may go on after fetching.
  ///
  /// A refused account ends it: the money or the permission is a person's to see to, and what was paid
  /// for is in the archive. So does a run in which nobody was fetched, unless others were not due.
  private func judge(
    _ summary: FetchSummary, _ plan: FetchPlan, _ endpoint: Endpoint, stored: Int, report: inout RunReport
  ) throws {
    if let stop = summary.stopReason {
      switch stop.cause {
      case .account: throw RunFailure(.account, [stop.diagnostic(endpoint)])
      case .interrupted: throw CancellationError()
      default: tell([stop.diagnostic(endpoint)], report: &report)
      }
      if stop.cause == .quota { return }
    }
    let hasOthers = plan.kols.contains {
      if case .fresh = $0.decision { true } else { false }
    }
    if stored == 0, !hasOthers {
      throw RunFailure(
        .unavailable,
        "nothing new could be fetched: none of the \(plan.due.count) KOLs that were due got an answer",
        hint: "the site is as it was; try again later, or build from the archive with --offline")
    }
  }

  /// What to know before money is spent.
  private func notices(
    about plan: FetchPlan, _ options: RunOptions, _ api: Settings.API
  ) -> [Diagnostic] {
    var notices: [Diagnostic] = []
    if let shard = plan.shard, let variable = options.shardVariable {
      notices.append(
        Diagnostic(.note, "\(variable) makes this run shard \(shard): it asks for its own KOLs only"))
    }
    if !plan.due.isEmpty, let successor = api.endpoint.successor, api.environment.name != "sandbox" {
      notices.append(
        Diagnostic(
          .note, "the vendor has deprecated the endpoint \(api.endpoint.name) and may remove it",
          hint: "try `endpoint: \(successor)` under `api` in Content/site.yml; both give the same fields"))
    }
    return notices
  }

  /// Refuses to buy what this user may not keep.
  private func checkRights(to archive: Archive, on day: CalendarDay) throws(RunFailure) {
    let folder = try archiving { () throws(ArchiveError) in try archive.unwritableFolder(on: day) }
    guard let folder else { return }
    throw RunFailure(
      .archive, "this user may not write to \(folder), so nothing could be kept there",
      hint: "run kolsite as the folder's owner, or let this user write there; nothing has been asked for")
  }

  /// Refuses to buy what the disk could not hold: a reply in the journal, in a part and on the site.
  private func checkSpace(for calls: Int, in archive: Archive) throws(RunFailure) {
    guard calls > 0 else { return }
    let needed = (64 << 20) + calls * (48 << 10)
    let free: Int
    do throws(FileError) {
      free = try freeSpace(at: archive.folder)
    } catch {
      throw RunFailure(.archive, error.description)
    }
    guard free < needed else { return }
    throw RunFailure(
      .archive,
      "the disk of \(archive.folder) has \(free >> 20) MiB left, and \(calls) replies need "
        + "\(needed >> 20) MiB",
      hint: "free some space; nothing has been asked for")
  }
}

extension UnusableReply {
  /// A reply that reads as a profile and that the archive cannot hold as one.
  fileprivate init(_ reply: Reply, problem: String) {
    self.init(
      kolID: reply.kolID, endpoint: reply.endpoint, parameters: reply.parameters,
      fetchedAt: reply.fetchedAt, environment: reply.environment, attempts: reply.attempts,
      problem: problem, body: reply.body)
  }
}
