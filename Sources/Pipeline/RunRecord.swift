import CommandSupport
import Fetching
import Model
import Publishing
import Replies

/// What the steps of a run have brought; one that ended early has brought less.
struct RunRecord {
  var asOf: CalendarDay?
  var plan: FetchPlan?
  var fetch: Fetched?
  var drifts: [SchemaDrift] = []
  var avatars: AvatarStep.Counts?
  var site: PublishedSite?
  /// Whether the run has done what it should, and some KOLs are stale all the same.
  var isStale = false
}

// The one place where a report is put together.

extension RunReport {
  init(
    _ version: String, _ command: Run.Command, _ record: RunRecord,
    _ status: ExitStatus, _ diagnostics: [Diagnostic]
  ) {
    self.init(
      version: version, command: command.rawValue, status: status, asOf: record.asOf?.description,
      plan: record.plan.map { Plan($0, mostCalls: mostCalls(forKOLs: $0.due.count)) },
      fetch: record.fetch.map { Fetch($0, record.drifts) }, avatars: record.avatars.map(Avatars.init),
      site: record.site.map(Site.init), diagnostics: diagnostics.map(Message.init))
  }
}

extension RunReport.Fetch {
  fileprivate init(_ fetched: Fetched, _ drifts: [SchemaDrift]) {
    let (plan, summary, tally) = (fetched.plan, fetched.summary, fetched.tally)
    self.init(
      roster: plan.kols.count, due: plan.due.count, stored: tally.stored,
      calls: summary?.calls ?? 0, answered: summary?.answered ?? 0, charged: summary?.charged ?? 0,
      possiblyCharged: summary?.possiblyCharged ?? 0, retries: summary?.retries ?? 0,
      rateLimited: summary?.rateLimited ?? 0,
      allowedPerSecond: summary?.allowedPerSecond.map { ($0 * 10).rounded() / 10 },
      setAside: tally.setAside, maxCalls: plan.maxCalls,
      shard: plan.shard?.description, olderData: tally.older,
      schemaDrift: drifts.map {
        .init(field: $0.key, change: $0.change.rawValue, found: $0.found, before: $0.before)
      },
      failures: fetched.failures.map {
        .init(id: $0.kolID.text, reason: $0.reason.rawValue, attempts: $0.attempts)
      })
  }
}

extension RunReport.Avatars {
  fileprivate init(_ counts: AvatarStep.Counts) {
    self.init(due: counts.due, mirrored: counts.mirrored, failed: counts.failed, left: counts.left)
  }
}

extension RunReport.Site {
  fileprivate init(_ site: PublishedSite) {
    let publication = site.publication
    self.init(
      folder: site.folder, files: site.files, changed: publication.written,
      unchanged: publication.unchanged, removed: publication.removed,
      carriedOver: publication.carriedOver, fresh: site.fresh, kols: site.kols)
  }
}

extension RunReport.Message {
  fileprivate init(_ diagnostic: Diagnostic) {
    self.init(
      severity: diagnostic.severity.rawValue, message: diagnostic.message,
      location: diagnostic.location?.description, hint: diagnostic.hint)
  }
}
