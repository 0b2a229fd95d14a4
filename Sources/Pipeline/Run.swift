import Archiving
public import CommandSupport
import Fetching
import Files
public import Model
import Publishing
import Rendering
import Secrets

/// One run of a command: the workflows, each readable from top to bottom.
///
///     Content/, Templates/ ─► Loading ─► Project ─┐
///     Just One API ─► Fetching ─► Reply ──────────┤
///     Content/snapshots/ ◄─► Archiving ─► History ┴─► Reporting ─► Report
///                                                                    │
///                      public/ ◄─ Publishing ◄─ pages ◄─ Rendering ◄─┘
///
/// A ``Step`` takes values and returns a value. Nothing in `public/` changes before the last one, and
/// nothing is asked of the API before everything that could fail without it has been tried.
public struct Run: Sendable {
  let version: String
  let environment: RunEnvironment

  /// What a person can have done; the names are those of the command line.
  public enum Command: String, Sendable {
    case build, fetch, plan
  }

  public init(version: String, environment: RunEnvironment) {
    self.version = version
    self.environment = environment
  }

  /// The same run with another token: the sandbox's, so that it never sees the real one.
  public func withToken(_ token: String) -> Run {
    Run(version: version, environment: environment.asking(with: token))
  }

  /// Fetches what is due, archives it, and publishes the site.
  public func build(_ options: RunOptions) async -> RunReport {
    await report(of: .build, options) { project, clock, diary, record in
      let archive = options.openArchive()
      let reading = try archive.lockForReading()
      defer { withExtendedLifetime(reading) {} }
      let design = try await DesignStep(project: project, generator: generator).take(diary)
      let credentials = credentials(diary)
      let publisher = try await PreflightStep(
        options: options, mode: project.settings.publish.mode, secrets: credentials.secrets
      ).take(diary)
      try await ForesightStep(
        project: project, options: options, day: clock.day, design: design, publisher: publisher
      ).take(diary)
      if options.isOffline {
        diary.tell(try archive.contents(upTo: clock.day).warnings)
      } else {
        try await fetch(project, options, clock, credentials, diary, &record, isForSite: true)
      }
      let (today, source) = try await ReportStep(
        project: project, options: options, day: clock.day, lines: design.lines, publisher: publisher
      ).take(diary)
      try Task.checkCancellation()
      record.site = try await PublishStep(
        today: today, source: source, design: design, publisher: publisher, archive: archive,
        generator: generator, folder: options.folders.output
      ).take(diary)
      record.isStale = today.report.kols.contains(where: \.freshness.isLate)
    }
  }

  /// Fetches what is due and archives it.
  public func fetch(_ options: RunOptions) async -> RunReport {
    await report(of: .fetch, options) { project, clock, diary, record in
      let credentials = credentials(diary)
      try await fetch(project, options, clock, credentials, diary, &record, isForSite: false)
      record.isStale = record.fetch?.failures.isEmpty == false
    }
  }

  /// Tells whom a run would ask and why, and what a build would find wrong with the project before it asks; asks
  /// nobody and writes nothing but the index, so it needs no lock.
  /// - Returns: The report, and the plan in lines for a person.
  public func plan(_ options: RunOptions) async -> (report: RunReport, lines: [String]) {
    var lines: [String] = []
    let report = await report(of: .plan, options) { project, clock, diary, record in
      let plan = try await PlanStep(
        project: project, selection: options.selection, archive: options.openArchive(), day: clock.day
      ).take(diary)
      record.plan = plan
      lines = plan.lines(on: clock.day, mostCalls: mostCalls(forKOLs: plan.due.count))
      let design = try await DesignStep(project: project, generator: generator).take(diary)
      try checkLinks(of: project, design, try Publisher(options))
    }
    return (report, lines)
  }
}

// MARK: What the commands share

extension Run {
  /// Fetches what is due and archives it, the pictures with it.
  /// - Parameter isForSite: Whether a site is made of it next.
  private func fetch(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, _ credentials: Credentials, _ diary: Diary,
    _ record: inout RunRecord, isForSite: Bool
  ) async throws {
    let (archive, network) = (options.openArchive(), try environment.network.get())
    let fetch = try await FetchStep(
      project: project, options: options, archive: archive, clock: clock, credentials: credentials,
      environment: environment, network: network, userAgent: userAgent
    ).take(diary)
    record.fetch = fetch
    try Task.checkCancellation()
    let drifts = try await ShapeStep(tally: fetch.tally, archive: archive, day: clock.day).take(diary)
    record.drifts = drifts
    try check(drifts, isStrict: options.isStrict, diary)
    try fetch.checkUse(project.settings.api.endpoint, diary)
    guard project.settings.avatars == .mirror else { return }
    record.avatars = try await AvatarStep(
      project: project, selection: options.selection, archive: archive, day: clock.day,
      environment: environment, network: network, userAgent: userAgent, isForSite: isForSite
    ).take(diary)
    try Task.checkCancellation()
  }

  private var userAgent: String { "kolsite/\(version)" }
  private var generator: String { "kolsite \(version)" }

  private func credentials(_ diary: Diary) -> Credentials {
    let credentials = Credentials(environment)
    diary.tell(credentials.warnings)
    return credentials
  }

  /// The report of a run that could not even begin.
  public func failed(_ command: Command, _ status: ExitStatus, _ diagnostics: [Diagnostic]) -> RunReport {
    let diary = Diary(show: environment.show)
    diary.tell(diagnostics)
    return RunReport(version, command, RunRecord(), status, diary.diagnostics)
  }

  /// Takes the project's lock, reads the project, does the work, and leaves `run.json`.
  private func report(
    of command: Command, _ options: RunOptions,
    _ work: (Project, SiteClock, Diary, inout RunRecord) async throws -> Void
  ) async -> RunReport {
    let diary = Diary(show: environment.show)
    var record = RunRecord()
    var status = ExitStatus.success
    var lock: ProjectLock?
    do {
      if let problem = options.folders.problem { throw problem }
      // A plan writes nothing. Where there is no project, nothing is written either.
      let isWriting = command != .plan
      let content = "\(options.folders.root)/Content"
      if isWriting, isFolder(content) { lock = try ProjectLock(options, for: command) }
      let project = try await LoadStep(options: options).take(diary)
      if isWriting, lock == nil { lock = try ProjectLock(options, for: command) }
      // Of runs that were killed as they wrote it; where that fails, they do no harm.
      if isWriting { try? removeAbandonedFiles(in: options.folders.indexPath) }
      // The shards of a fetch are at work beside each other.
      if isWriting, command != .fetch || options.selection.shard == nil {
        try? removeTemporaryFiles(in: options.folders.statePath)
      }
      let zone = project.settings.timeZone
      let clock = SiteClock(options, zone: zone)
      record.asOf = clock.day
      try checkClock(clock, options, zone: zone)
      try await work(project, clock, diary, &record)
      if record.isStale { status = .stale }
    } catch {
      let failure = RunFailure(ending: error)
      status = failure.status
      diary.tell(failure.diagnostics)
    }
    // The report of a run that found the project busy is not the project's.
    if lock != nil {
      let report = RunReport(version, command, record, status, diary.diagnostics)
      if let warning = leaveRunFile(of: report, command, options) { diary.tell(warning) }
    }
    withExtendedLifetime(lock) {}
    return RunReport(version, command, record, status, diary.diagnostics)
  }

  private func isFolder(_ path: String) -> Bool {
    do throws(FileError) {
      return try fileStatus(path) == .folder
    } catch {
      return false
    }
  }

  /// Writes `run.json`.
  /// - Returns: What to tell where that failed.
  private func leaveRunFile(of report: RunReport, _ command: Command, _ options: RunOptions) -> Diagnostic? {
    let shard = command == .fetch ? options.selection.shard.map { "-\($0.label)" } : nil
    let path = "\(options.folders.statePath)/run\(shard ?? "").json"
    do {
      try createFolder(options.folders.statePath)
      try writeFileDurably(environment.secrets.redact(json: report.json()), to: path, replacing: true)
      return nil
    } catch {
      return Diagnostic(.warning, "the run's report could not be left: \(error)")
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
