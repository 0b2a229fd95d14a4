import Archiving
import Fetching
import Files
import HTTP
public import Model
import Secrets

/// One run of a command: the workflows, each readable from top to bottom.
///
///     Content/, Templates/ ─► Loading ─► Project ─┐
///     Just One API ─► Fetching ─► Reply ──────────┤
///     Content/snapshots/ ◄─► Archiving ─► History ┴─► Reporting ─► Report
///                                                                    │
///                      public/ ◄─ Publishing ◄─ pages ◄─ Rendering ◄─┘
///
/// A step takes values and returns values. Nothing in `public/` changes before the last one, and
/// nothing is asked of the API before everything that could fail without it has been tried.
public struct Run: Sendable {
  let command: String
  let version: String
  let environment: RunEnvironment

  public init(command: String, version: String, environment: RunEnvironment) {
    self.command = command
    self.version = version
    self.environment = environment
  }

  /// The same run with another token: the sandbox's, so that it never sees the real one.
  public func withToken(_ token: String) -> Run {
    Run(command: command, version: version, environment: environment.asking(with: token))
  }

  /// Fetches what is due, archives it, and publishes the site.
  public func build(_ options: RunOptions) async -> RunReport {
    await reporting(options) { project, clock, report in
      let reading = try archiving { () throws(ArchiveError) in
        try options.openArchive().lockForReading()
      }
      defer { withExtendedLifetime(reading) {} }
      let renderer = try renderer(for: project, report: &report)
      let credentials = credentials(report: &report)
      let publisher = try preparePublisher(
        options, project.settings.publish.mode, credentials, report: &report)
      try await checkForeseen(project, options, clock, renderer, publisher)
      if !options.isOffline {
        try await fetch(project, options, clock, credentials, report: &report)
        try await mirrorAvatars(project, options, clock, report: &report)
      } else {
        try tellStrays(in: options.openArchive(), upTo: clock.day, report: &report)
      }
      let (today, source) = try await self.report(project, options, clock, renderer, for: publisher)
      try Task.checkCancellation()
      try await publish(today, source, with: renderer, to: publisher, options, report: &report)
      if today.report.kols.contains(where: \.freshness.isLate) { report.status = .stale }
    }
  }

  /// Fetches what is due and archives it.
  public func fetch(_ options: RunOptions) async -> RunReport {
    await reporting(options) { project, clock, report in
      try await fetch(project, options, clock, credentials(report: &report), report: &report)
      try await mirrorAvatars(project, options, clock, report: &report)
      if report.fetch?.failures.isEmpty == false { report.status = .stale }
    }
  }

  /// Tells whom a run would ask and why, and what a build would find wrong with the project before it asks; asks
  /// nobody and writes nothing but the index, so it needs no lock.
  /// - Returns: The report, and the plan in lines for a person.
  public func plan(_ options: RunOptions) async -> (report: RunReport, lines: [String]) {
    var lines: [String] = []
    let report = await reporting(options, isReading: true) { project, clock, report in
      let plan = try plan(project, options, clock, options.openArchive())
      let most = mostCalls(forKOLs: plan.due.count)
      report.plan = RunReport.Plan(plan, mostCalls: most)
      lines = plan.lines(on: clock.day, mostCalls: most)
      try checkLinks(of: project, renderer(for: project, report: &report), publisher(options))
    }
    return (report, lines)
  }

  private func credentials(report: inout RunReport) -> Credentials {
    let credentials = Credentials(environment)
    tell(credentials.warnings, report: &report)
    return credentials
  }

  /// The report of a run that could not even begin.
  public func failed(_ status: ExitStatus, _ diagnostics: [Diagnostic]) -> RunReport {
    var report = RunReport(version: version, command: command)
    report.status = status
    tell(diagnostics, report: &report)
    return report
  }

  /// Loads the project, runs the work under its lock, turns what is thrown into a status, and leaves `run.json`.
  /// - Parameter isReading: Whether the work writes nothing, so that neither is needed.
  private func reporting(
    _ options: RunOptions, isReading: Bool = false,
    _ work: (Project, SiteClock, inout RunReport) async throws -> Void
  ) async -> RunReport {
    var report = RunReport(version: version, command: command)
    var held: [FileLock] = []
    do {
      if let problem = options.folderProblem { throw problem }
      // Where there is no project, nothing is written either.
      if !isReading, isFolder("\(options.root)/Content") { held = try lock(options) }
      let project = try load(options, for: &report)
      if !isReading, held.isEmpty { held = try lock(options) }
      // Of runs that were killed as they wrote it; where that fails, they do no harm.
      if !isReading { try? removeAbandonedFiles(in: options.indexPath) }
      let clock = SiteClock(options, zone: project.settings.timeZone)
      report.asOf = clock.day.description
      try checkClock(clock, options, zone: project.settings.timeZone)
      try await work(project, clock, &report)
    } catch let failure as RunFailure {
      report.status = failure.status
      tell(failure.diagnostics, report: &report)
    } catch is CancellationError {
      report.status = .interrupted
      tell(
        [Diagnostic(.error, "interrupted", hint: "what was fetched is kept; run the same command again")],
        report: &report)
    } catch let failure as HTTPFailure {
      report.status = .unavailable
      tell([Diagnostic(.error, "nobody could be asked: \(failure)")], report: &report)
    } catch {
      report.status = .bug
      tell(
        [Diagnostic(.error, "unexpected: \(error)", hint: "this is a bug in kolsite; please report it")],
        report: &report)
    }
    // The report of a run that found the project busy is not the project's.
    if !held.isEmpty { leaveRunFile(of: &report, options) }
    withExtendedLifetime(held) {}
    return report
  }

  private func isFolder(_ path: String) -> Bool {
    do throws(FileError) {
      return try fileStatus(path) == .folder
    } catch {
      return false
    }
  }

  /// Shows diagnostics at once and keeps them in the run's report.
  func tell(_ diagnostics: [Diagnostic], report: inout RunReport) {
    for diagnostic in diagnostics { environment.show(.diagnostic(diagnostic)) }
    report.add(diagnostics)
  }

  /// Takes the project's lock: two runs never write the same archive or site at once.
  ///
  /// The shards of a fetch share it and have a lock each: they write files of their own.
  private func lock(_ options: RunOptions) throws(RunFailure) -> [FileLock] {
    let shard = command == "fetch" ? options.selection.shard : nil
    do throws(FileError) {
      try createFolder(options.statePath)
    } catch {
      throw RunFailure(
        command == "fetch" ? .archive : .unpublished, error.description,
        hint: "kolsite keeps its lock and its last report there: make the folder writable")
    }
    do throws(FileLock.Failure) {
      let whole = try FileLock(path: "\(options.statePath)/lock", isShared: shard != nil)
      guard let shard else { return [whole] }
      return [whole, try FileLock(path: "\(options.statePath)/lock-\(shard.label)")]
    } catch {
      let isBusy = if case .busy = error { true } else { false }
      throw RunFailure(
        isBusy || command != "fetch" ? .unpublished : .archive, error.description,
        hint: isBusy
          ? "wait for the other run to end, or stop it"
          : "kolsite keeps its lock and its last report there: make the folder writable")
    }
  }

  private func leaveRunFile(of report: inout RunReport, _ options: RunOptions) {
    let shard = command == "fetch" ? options.selection.shard.map { "-\($0.label)" } : nil
    let path = "\(options.statePath)/run\(shard ?? "").json"
    do throws(FileError) {
      try createFolder(options.statePath)
      try writeFileDurably(environment.secrets.redact(json: report.json()), to: path, replacing: true)
    } catch {
      tell([Diagnostic(.warning, "the run's report could not be left: \(error)")], report: &report)
    }
  }
}

extension Freshness {
  /// Whether the KOL should have newer data than it has.
  var isLate: Bool {
    switch self {
    case .fresh, .notDue: false
    case .stale, .never: true
    }
  }
}

extension SiteClock {
  init(_ options: RunOptions, zone: String) {
    self = options.asOf.map { .fixed($0, zone: zone) } ?? .system(zone: zone, filedUnder: options.date)
  }
}
