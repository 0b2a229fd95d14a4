import Archiving
import Files
import Model
import Publishing
import Rendering

extension Run {
  /// Reads the archive up to the day and computes the report.
  func report(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, _ renderer: SiteDesign,
    for publisher: Publisher
  ) async throws -> (today: ReportedDay, source: ReportSource) {
    environment.show(.stage(.reporting))
    let source = try await reading { () async throws in
      // Whoever knows the token could name a picture that has it, and a picture is never worth a build.
      try await ReportSource(project, options, asOf: clock.day, lines: renderer.lines) {
        !publisher.findsSecret(in: $0)
      }
    }
    let today = try await reading { try await source.day(clock.day) }
    try checkCoverage(of: today.report, minimum: project.settings.publish.minimumCoverage)
    if let limit = options.maxStale { try checkStaleness(of: today.report, limit: limit) }
    return (today, source)
  }

  /// Runs what reads the archive; its errors become a failure of the run.
  private func reading<Result>(_ work: () async throws -> Result) async throws -> Result {
    do {
      return try await work()
    } catch let error as ArchiveError {
      throw RunFailure(.archive, [error.diagnostic])
    }
  }

  private func reading<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as ArchiveError {
      throw RunFailure(.archive, [error.diagnostic])
    }
  }

  /// A site without numbers, or with too few, never replaces one that has them.
  private func checkCoverage(of report: Report, minimum: Quantity) throws(RunFailure) {
    guard report.coveredCount > 0 else {
      throw RunFailure(
        .noSnapshot, "the archive has no snapshot of any KOL of the roster up to \(report.asOf)",
        hint: "run without --offline to fetch today's, or name a later day with --as-of")
    }
    let all = Quantity(millionths: Int64(report.kols.count))
    let covered = Quantity(millionths: Int64(report.coveredCount))
    if let share = covered.divided(by: all), share < minimum {
      throw RunFailure(
        .unavailable,
        "only \(report.coveredCount) of \(report.kols.count) KOLs have a snapshot; "
          + "publish.minimumCoverage asks for a share of \(minimum)",
        hint: "the site is as it was; fetch the others first, or lower the setting in Content/site.yml")
    }
  }

  /// What `--max-stale` asks for: rather yesterday's site than one that is mostly old news.
  private func checkStaleness(of report: Report, limit: StaleLimit) throws(RunFailure) {
    let late = report.kols.filter(\.freshness.isLate)
    switch limit {
    case .percent(let percent):
      guard late.count * 100 > percent * report.kols.count else { return }
      throw RunFailure(
        .unavailable,
        "\(late.count) of \(report.kols.count) KOLs are stale or were never fetched; "
          + "--max-stale allows \(percent) %",
        hint: "the site is as it was; run again when the API answers, or raise --max-stale")
    case .days(let days):
      let ages = late.compactMap { kol -> (id: KOLID, days: Int)? in
        guard case .stale(let age, _) = kol.freshness, age > days else { return nil }
        return (kol.entry.id, age)
      }
      guard let oldest = ages.max(by: { $0.days < $1.days }) else { return }
      throw RunFailure(
        .unavailable,
        "\(ages.count) KOLs have no snapshot of the last \(days) days (\(oldest.id): "
          + "\(oldest.days) days); --max-stale allows no older one",
        hint: "the site is as it was; run again when the API answers, or raise --max-stale")
    }
  }

  /// Finds out whether a site could be published, before anything is fetched.
  func preparePublisher(
    _ options: RunOptions, _ mode: Settings.Publish.Mode?, _ credentials: Credentials, report: inout RunReport
  ) throws(RunFailure) -> Publisher {
    let publisher = try publisher(options, mode, secrets: credentials.secrets)
    do throws(PublishingError) {
      try publisher.lock()
      tell(try publisher.preflight(), report: &report)
      return publisher
    } catch {
      throw RunFailure(.unpublished, [error.diagnostic])
    }
  }

  /// A publisher that has touched nothing yet.
  func publisher(
    _ options: RunOptions, _ mode: Settings.Publish.Mode? = nil, secrets: [[UInt8]] = []
  ) throws(RunFailure) -> Publisher {
    do throws(PublishingError) {
      return try Publisher(
        folder: options.outputPath, mode: mode, workFolder: options.workPath, secrets: secrets,
        allowShrink: options.allowsShrinking)
    } catch {
      let isWrongArgument = if case .unusableFolder = error { true } else { false }
      throw RunFailure(isWrongArgument ? .usage : .unpublished, [error.diagnostic])
    }
  }

  /// Checks where the links lead that people wrote.
  func checkLinks(
    of project: Project, _ renderer: SiteDesign, _ publisher: Publisher
  ) throws(RunFailure) {
    let isKept: (String) -> Bool
    do throws(PublishingError) {
      isKept = try publisher.keptFiles()
    } catch {
      throw RunFailure(.unpublished, error.diagnostics)
    }
    let dead = renderer.deadLinks(of: project.roster, isKept: isKept)
    guard dead.isEmpty else { throw RunFailure(.invalidInput, dead) }
  }

  /// Checks what is known of the new site before anything is bought for it: where its links lead, and its size.
  func checkForeseen(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, _ renderer: SiteDesign,
    _ publisher: Publisher
  ) async throws {
    try checkLinks(of: project, renderer, publisher)
    do {
      var copies = 0
      if project.settings.archive.sites != .none {
        copies = try await reading {
          try await ReportSource(project, options, asOf: clock.day, lines: renderer.lines) { _ in true }
            .copies
            .count
        }
      }
      try publisher.checkSize(pages: renderer.pageCount(of: project.roster, copies: copies))
    } catch let error as PublishingError {
      throw RunFailure(.unpublished, error.diagnostics)
    }
  }

  /// Renders the site beside the old one and puts it in its place.
  func publish(
    _ today: ReportedDay, _ source: ReportSource, with renderer: SiteDesign, to publisher: Publisher,
    _ options: RunOptions, report: inout RunReport
  ) async throws {
    let siteReport = today.report
    environment.show(.stage(.rendering))
    tell(source.avatars?.warnings ?? [], report: &report)
    do {
      let staging = try publisher.stage()
      do {
        let count = try await write(today, source, with: renderer, to: staging)
        environment.show(.stage(.publishing))
        let publication = try staging.commit(
          asOf: siteReport.asOf, generator: "kolsite \(version)")
        tell(publication.notices, report: &report)
        report.site = RunReport.Site(
          folder: options.output, files: count, changed: publication.written,
          unchanged: publication.unchanged, removed: publication.removed,
          carriedOver: publication.carriedOver, fresh: siteReport.freshCount,
          kols: siteReport.kols.count)
      } catch {
        staging.discard()
        throw error
      }
    } catch let error as PublishingError {
      if case .secretFound = error { throw secretFailure(error, siteReport, publisher, options) }
      throw RunFailure(.unpublished, error.diagnostics)
    } catch let error as InvalidInput {
      throw RunFailure(.invalidInput, error.diagnostics)
    }
  }

  /// Writes the site, its copies of earlier days and the pictures of both.
  /// - Returns: How many files that are.
  private func write(
    _ today: ReportedDay, _ source: ReportSource, with design: SiteDesign, to staging: Staging
  ) async throws -> Int {
    var avatars: Set<Avatar> = []
    func write(_ day: ReportedDay, copy: CalendarDay?) async throws {
      let site = Site(
        design, report: day.report, copies: source.copies, copy: copy, kolReport: day.kolReport)
      // The pages about everyone are the longest, so they come first.
      let works = site.sharedPages.map { SiteWork.page($0) } + day.batches.map { SiteWork.kols($0) }
      try await reading {
        try await onEveryCore(works) { work in
          switch work {
          case .page(let page): for file in try site.render(page) { try staging.write(file) }
          case .kols(let batch):
            try day.forEachKOL(in: batch) { kol in
              try Task.checkCancellation()
              for page in site.pages(of: kol.entry.id) {
                for file in try site.render(page, of: kol) { try staging.write(file) }
              }
            }
          }
        }
      }
      for avatar in day.report.kols.compactMap(\.avatar) where avatars.insert(avatar).inserted {
        try Task.checkCancellation()
        let bytes = try reading { try source.bytes(of: avatar) }
        try staging.write(OutputFile(path: SiteDesign.path(of: avatar), bytes: bytes))
      }
    }
    try await write(today, copy: nil)
    for day in source.copies { try await write(reading { try await source.day(day) }, copy: day) }
    return staging.count
  }

  /// Names the KOLs whose archived replies hold the token, and what helps.
  private func secretFailure(
    _ error: PublishingError, _ report: Report, _ publisher: Publisher, _ options: RunOptions
  ) -> RunFailure {
    guard case .secretFound(let path) = error,
      let holders = SecretHolders(of: path, in: options.openArchive(), report, publisher.findsSecret),
      let first = holders.kols.first
    else { return RunFailure(.unpublished, [error.diagnostic]) }
    let others = holders.kols.count > 1 ? ", and so do those of \(holders.kols.count - 1) more" : ""
    return RunFailure(
      .unpublished,
      "\(error.diagnostic.message): the archived reply of KOL \(first) of \(holders.day) holds it\(others)",
      hint: "replace the token, for it may be known: with a new one the site is built; or "
        + (holders.isNewest
          ? "ask for the KOL again: kolsite fetch --only \(first) --refetch"
          : "remove that day, where it need not be kept: kolsite archive prune"))
  }
}

/// What one core does at a time.
private enum SiteWork: Sendable {
  case page(Site.PageID)
  /// All pages of some KOLs, whose replies are read together.
  case kols(Range<Int>)
}

extension PublishingError {
  /// One for each link that leads nowhere: a message is one line.
  fileprivate var diagnostics: [Diagnostic] {
    guard case .brokenLinks(let links, let total) = self else { return [diagnostic] }
    let all = links.map { link in
      Diagnostic(
        .error, "\(link.page) would have a link that leads nowhere, `\(link.link)`: \(link.problem.rawValue)",
        hint: "correct it in the page, the note or the template that this page is made from")
    }
    let more = Diagnostic(.error, "\(total - links.count) more links lead nowhere")
    return total > links.count ? all + [more] : all
  }
}
