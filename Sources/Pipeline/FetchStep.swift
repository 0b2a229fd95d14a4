import Archiving
import CommandSupport
import Fetching
import Files
import HTTP
import Model

/// Asks the API for the KOLs that are due and seals their replies into the day's folder.
///
/// What was answered is kept however this ends.
struct FetchStep: Step {
  static let name = "fetching"

  let project: Project
  let options: RunOptions
  let archive: Archive
  let clock: SiteClock
  let credentials: Credentials
  let environment: RunEnvironment
  let network: NetworkEnvironment
  let userAgent: String

  private var api: Settings.API { project.settings.api }

  func value(_ diary: Diary) async throws -> Fetched {
    try NetworkEnvironment.reserveDescriptors(forConnections: api.concurrency)
    try checkRights()
    try refuseOtherKind()
    try sealLeftovers(
      in: archive, on: clock.day, project.settings.timeZone, options.selection.shard, diary)
    let journal = try archive.openJournal(
      on: clock.day, of: options.selection.shard, timeZone: project.settings.timeZone)
    defer { journal.close() }
    diary.tell(journal.warnings)
    try checkClock(clock, against: archive)
    if let date = options.date {
      diary.tell(
        Diagnostic(.note, "the replies of this run are filed under \(date), whatever day they are of"))
    }

    let plan = try await PlanStep(
      project: project, selection: options.selection, archive: archive, day: clock.day
    ).take(diary)
    try checkSpace(for: plan.calls)
    diary.tell(notices(about: plan))
    diary.begin(.fetching(due: plan.due.count, total: plan.kols.count))
    var tally = FetchTally()
    var unusable: [FetchFailure] = []
    var summary: FetchSummary?
    if !plan.due.isEmpty { summary = try await ask(for: plan, into: journal, &tally, &unusable, diary) }
    diary.tell(tally.diagnostics)
    if let note = summary?.rateDiagnostic(api) { diary.tell(note) }

    diary.begin(.archiving)
    let failures = (summary?.failures ?? []) + unusable
    _ = try journal.seal(failures: failures)
    return Fetched(plan: plan, summary: summary, tally: tally, failures: failures)
  }

  /// Makes the requests; every reply is in the journal before the next event comes.
  private func ask(
    for plan: FetchPlan, into journal: Journal, _ tally: inout FetchTally, _ unusable: inout [FetchFailure],
    _ diary: Diary
  ) async throws -> FetchSummary {
    let lines = Dictionary(
      project.roster.entries.map { ($0.id, $0.location) }, uniquingKeysWith: { first, _ in first })
    let fetcher = Fetcher(
      api: api, token: try credentials.token(), userAgent: userAgent,
      sandboxDay: options.sandboxURL == nil ? nil : clock.day, network: network, now: clock.now,
      clock: environment.clock, seed: environment.seed)
    var done = 0
    return try await fetcher.fetch(plan.due) { event in
      switch event {
      case .reply(let reply, let arrived):
        do throws(ArchiveError) {
          try journal.append(reply, arrived)
          tally.add(reply, arrived)
        } catch {
          guard case .unusableReply = error else { throw error }
          try archive.setAside(UnusableReply(reply, problem: error.description), on: clock.day)
          tally.addSetAside(of: reply.kolID)
          diary.tell(error.diagnostic)
          unusable.append(
            FetchFailure(kolID: reply.kolID, reason: .unusable, attempts: reply.attempts))
        }
      case .unusable(let reply, let diagnostic):
        try archive.setAside(reply, on: clock.day)
        tally.addSetAside(of: reply.kolID)
        diary.tell(diagnostic)
      case .failed(let failure, let diagnostic):
        diary.tell(located(diagnostic, of: failure, lines))
      case .unusableForNow(let reply):
        try archive.setAside(reply, on: clock.day)
        tally.addSetAside(of: reply.kolID)
        return
      case .retrying:
        return
      }
      done += 1
      diary.count(done, of: plan.due.count)
    }
  }

  /// An id that the API refuses is a mistake of the roster's, so its line is named.
  private func located(
    _ diagnostic: Diagnostic, of failure: FetchFailure, _ lines: [KOLID: SourceLocation]
  ) -> Diagnostic {
    guard failure.reason == .rejectedID else { return diagnostic }
    return Diagnostic(
      diagnostic.severity, diagnostic.message, at: lines[failure.kolID], hint: diagnostic.hint)
  }

  /// What to know before money is spent.
  private func notices(about plan: FetchPlan) -> [Diagnostic] {
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

  /// Sample data and real data never share an archive.
  private func refuseOtherKind() throws {
    let found = try archive.newestEnvironment()
    guard let found, (found == "sandbox") != (api.environment.name == "sandbox") else { return }
    throw RunFailure(
      .archive,
      found == "sandbox"
        ? "\(archive.folder) holds sample data from the sandbox"
        : "\(archive.folder) holds real replies, and this run would add sample data",
      hint: found == "sandbox"
        ? "remove the folder or choose another with --archive, so that sample and real data never mix"
        : "choose another folder with --archive and another with --output")
  }

  /// Refuses to buy what this user may not keep.
  private func checkRights() throws {
    guard let folder = try archive.unwritableFolder(on: clock.day) else { return }
    throw RunFailure(
      .archive, "this user may not write to \(folder), so nothing could be kept there",
      hint: "run kolsite as the folder's owner, or let this user write there; nothing has been asked for")
  }

  /// Refuses to buy what the disk could not hold: a reply in the journal, in a part and on the site.
  private func checkSpace(for calls: Int) throws(RunFailure) {
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
