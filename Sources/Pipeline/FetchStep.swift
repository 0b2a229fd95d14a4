import Archiving
import Fetching
import Model
import Replies

extension Run {
  /// Asks the API for the KOLs that are due and seals their replies into the day's folder.
  ///
  /// What was answered is kept however this ends. Throws where the account was refused, where nothing
  /// new could be fetched though something was due, and where the archive fails.
  func fetch(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, report: inout RunReport
  ) async throws {
    let settings = project.settings
    let archive = Archive(folder: options.archivePath)
    try refuseOtherKind(of: archive, than: settings.api.environment)
    try sealEarlierDays(of: archive, before: clock.day, settings.timeZone, report: &report)
    let journal = try archiving { () throws(ArchiveError) in
      try archive.openJournal(on: clock.day, timeZone: settings.timeZone)
    }
    defer { journal.close() }
    tell(journal.warnings, report: &report)

    let (due, wanted) = try dueIDs(project.roster, options, clock, archive, journal)
    let token = due.isEmpty ? nil : try token()
    environment.show(.stage(.fetching(due: due.count, total: project.roster.entries.count)))
    var summary: FetchSummary?
    var stored = 0
    var unusable: [FetchFailure] = []
    if let token {
      let fetcher = Fetcher(
        api: settings.api, token: token, userAgent: "kolsite/\(version)",
        sandboxDay: options.sandboxURL == nil ? nil : clock.day, now: clock.now,
        clock: ContinuousClock(), seed: .random(in: .min ... .max))
      var done = 0
      summary = try await fetcher.fetch(due) { event in
        switch event {
        case .reply(let reply, let warnings):
          do throws(ArchiveError) {
            try journal.append(reply)
            stored += 1
          } catch {
            guard case .unusableReply = error else { throw RunFailure(.archive, [error.diagnostic]) }
            tell([error.diagnostic], report: &report)
            unusable.append(
              FetchFailure(kolID: reply.kolID, reason: .unusable, attempts: reply.attempts))
          }
          tell(warnings.map { fieldWarning($0, of: reply.kolID) }, report: &report)
          done += 1
        case .failed(_, let diagnostic):
          tell([diagnostic], report: &report)
          done += 1
        case .retrying:
          return
        }
        environment.show(.fetched(done: done, total: due.count))
      }
    }

    environment.show(.stage(.archiving))
    let failures = (summary?.failures ?? []) + unusable
    try archiving { () throws(ArchiveError) in _ = try journal.seal(failures: failures) }
    report.fetch = RunReport.Fetch(
      roster: project.roster.entries.count, due: due.count, stored: stored,
      calls: summary?.calls ?? 0,
      answered: summary?.answered ?? 0, charged: summary?.charged ?? 0,
      failures: failures.map {
        .init(id: $0.kolID.text, reason: $0.reason.rawValue, attempts: $0.attempts)
      })
    try Task.checkCancellation()
    if let summary {
      try judge(summary, due: due.count, hasOthers: stored > 0 || due.count < wanted, report: &report)
    }
  }

  /// Seals what runs of earlier days had fetched when they were killed.
  private func sealEarlierDays(
    of archive: Archive, before today: CalendarDay, _ timeZone: String, report: inout RunReport
  ) throws(RunFailure) {
    let contents = try archiving { () throws(ArchiveError) in try archive.contents() }
    tell(contents.warnings, report: &report)
    for day in contents.unsealedDays where day != today {
      let journal = try archiving { () throws(ArchiveError) in
        let journal = try archive.openJournal(on: day, timeZone: timeZone)
        _ = try journal.seal(failures: [])
        return journal
      }
      tell(journal.warnings, report: &report)
      guard journal.recoveredReplies > 0 else { continue }
      tell(
        [
          Diagnostic(
            .note, "kept \(journal.recoveredReplies) replies of \(day) that an earlier run had not sealed")
        ], report: &report)
    }
  }

  /// The KOLs whose newest snapshot is older than the roster allows, in the order of the roster, and how
  /// many were looked at.
  private func dueIDs(
    _ roster: Roster, _ options: RunOptions, _ clock: SiteClock, _ archive: Archive,
    _ journal: Journal
  ) throws -> (due: [KOLID], wanted: Int) {
    let wanted = roster.entries.filter { entry in
      options.only.isEmpty || options.only.contains(entry.id.text)
        || entry.groups.contains { options.only.contains($0) }
    }
    let replied = Endpoint.profiles.reduce(into: Set<KOLID>()) {
      $0.formUnion(journal.repliedIDs($1))
    }
    let longest = wanted.map(\.refreshDays).max() ?? 1
    let newest = try archiving { () throws(ArchiveError) in
      try archive.latestDay(of: wanted.map(\.id), upTo: clock.day, maxDays: longest)
    }
    let due = wanted.filter { entry in
      if replied.contains(entry.id) { return false }
      guard let day = newest[entry.id] else { return true }
      return clock.day.days(since: day) >= entry.refreshDays
    }
    return (due.map(\.id), wanted.count)
  }

  /// Decides whether a run may go on after fetching.
  ///
  /// A refused account ends it: the money or the permission is a person's to see to, and what was paid
  /// for is in the archive. So does a run in which nobody was fetched, unless others were not due.
  private func judge(
    _ summary: FetchSummary, due: Int, hasOthers: Bool, report: inout RunReport
  ) throws {
    if let stop = summary.stopReason {
      switch stop.cause {
      case .account: throw RunFailure(.account, [stop.diagnostic])
      case .interrupted: throw CancellationError()
      case .quota, .callLimit, .unreachable: tell([stop.diagnostic], report: &report)
      }
      if stop.cause == .quota { return }
    }
    if !hasOthers {
      throw RunFailure(
        .unavailable,
        "nothing new could be fetched: none of the \(due) KOLs that were due got an answer",
        hint: "the site is as it was; try again later, or build from the archive with --offline")
    }
  }

  private func token() throws(RunFailure) -> APIToken {
    guard let text = environment.token, !text.utf8.isEmpty else {
      throw RunFailure(
        .account, "there is no API token",
        hint: "set the environment variable KOLSITE_TOKEN, or try --sandbox, which needs none")
    }
    // A shorter one would be found by chance in what is published, after it has been paid for.
    guard text.utf8.count >= 8 else {
      throw RunFailure(
        .account, "the API token is too short to be one",
        hint: "check the environment variable KOLSITE_TOKEN")
    }
    do throws(APITokenProblem) {
      return try APIToken(text)
    } catch {
      throw RunFailure(
        .account, error.description, hint: "check the environment variable KOLSITE_TOKEN")
    }
  }

  /// Sample data and real data never share an archive.
  private func refuseOtherKind(
    of archive: Archive, than wanted: Settings.Environment
  ) throws(RunFailure) {
    let found = try archiving { () throws(ArchiveError) in try archive.newestEnvironment() }
    guard let found, (found == "sandbox") != (wanted.name == "sandbox") else { return }
    throw RunFailure(
      .archive,
      found == "sandbox"
        ? "\(archive.folder) holds sample data from the sandbox"
        : "\(archive.folder) holds real replies, and this run would add sample data",
      hint: found == "sandbox"
        ? "remove the folder or choose another with --archive, so that sample and real data never mix"
        : "choose another folder with --archive and another with --output")
  }

  private func fieldWarning(_ warning: FieldWarning, of id: KOLID) -> Diagnostic {
    Diagnostic(.warning, "\(id): \(warning)", hint: "the reply is kept; the field is shown as unreadable")
  }
}

/// Turns the archive's errors into a run's failure.
func archiving<Result>(
  _ work: () throws(ArchiveError) -> Result
) throws(RunFailure) -> Result {
  do throws(ArchiveError) {
    return try work()
  } catch {
    throw RunFailure(.archive, [error.diagnostic])
  }
}
