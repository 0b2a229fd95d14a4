import Archiving
import Fetching
import Files
import Foundation
import HTTP
import Model
import Secrets

extension Run {
  /// Downloads the pictures that the newest snapshots name and that are not in the archive yet.
  ///
  /// A picture is never worth a build: whatever goes wrong is one warning, and the initials stand for it.
  /// - Throws: `CancellationError`, or ``RunFailure`` for an environment that ``fetch`` would have refused before.
  func mirrorAvatars(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, report: inout RunReport
  ) async throws {
    guard project.settings.avatars == .mirror else { return }
    do {
      try await mirror(project, options, clock, report: &report)
    } catch let error where error is ArchiveError || error is HTTPFailure {
      tell(
        [
          Diagnostic(
            .warning, "pictures could not be mirrored: \(error)", hint: "pages show initials in their place")
        ], report: &report)
    }
    try Task.checkCancellation()
  }

  private func mirror(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, report: inout RunReport
  ) async throws {
    let archive = options.openArchive()
    let store = try AvatarStore(of: archive, upTo: clock.day)
    let fetcher = AvatarFetcher(
      environment: project.settings.api.environment, userAgent: "kolsite/\(version)",
      network: try network())
    let due = store.due(
      try await sources(in: archive, project.roster, options.selection, upTo: clock.day)
        .filter(fetcher.concerns), on: clock.day)
    guard !due.isEmpty else { return }
    environment.show(.stage(.mirroring(pictures: due.count)))
    // A build tells them where it reads the pictures.
    if command == "fetch" { tell(store.warnings, report: &report) }
    var writer = try AvatarWriter(store, of: options.selection.shard, on: clock.day)
    var result = RunReport.Avatars(due: due.count, mirrored: 0, failed: 0, left: due.count)
    var firstFailure: (id: KOLID, problem: AvatarProblem)?
    func note(_ problem: AvatarProblem, _ sources: [AvatarSource]) {
      writer.note(problem, for: sources)
      result.failed += sources.count
      if firstFailure == nil { firstFailure = sources.first.map { ($0.kolID, problem) } }
    }
    // What came before something went wrong counts.
    defer { report.avatars = result }
    do {
      try await fetcher.fetch(due) { event in
        switch event {
        case .picture(let sources, let bytes):
          if environment.secrets.finds(in: bytes) {
            note(.secret, sources)
          } else if let problem = try writer.keep(bytes, for: sources) {
            note(problem, sources)
          } else {
            result.mirrored += sources.count
          }
          result.left -= sources.count
        case .failed(let sources, let problem):
          note(problem, sources)
          result.left -= sources.count
        }
      }
    } catch {
      try? writer.save()
      throw error
    }
    try writer.save()
    if let warning = warning(about: result, firstFailure) { tell([warning], report: &report) }
  }

  /// What the newest snapshots name, for the KOLs that this run asks for, in the roster's order.
  private func sources(
    in archive: Archive, _ roster: Roster, _ selection: FetchPlan.Selection, upTo day: CalendarDay
  ) async throws -> [AvatarSource] {
    let ids = roster.entries.filter(selection.asks).map(\.id)
    // Damage is for those to tell who need what is damaged.
    let reader = try await archive.historyReader(
      upTo: day, skippingDamage: true, width: ProcessInfo.processInfo.activeProcessorCount)
    let newest = try reader.latestSnapshots(of: ids, fields: [AvatarSource.field])
    return ids.compactMap { id in
      newest[id].flatMap { AvatarSource(of: id, in: $0.profile) }
    }
  }

  /// One line for all pictures that are missing; nil where none is.
  private func warning(
    about result: RunReport.Avatars, _ first: (id: KOLID, problem: AvatarProblem)?
  ) -> Diagnostic? {
    var parts: [String] = []
    if let first {
      parts.append(
        "\(result.failed) of \(result.due) pictures could not be mirrored "
          + "(first: KOL \(first.id): \(first.problem))")
    }
    if result.left > 0, !Task.isCancelled {
      parts.append("there was no time for \(result.left) of \(result.due) pictures")
    }
    guard !parts.isEmpty else { return nil }
    return Diagnostic(
      .warning, parts.joined(separator: "; "),
      hint: "pages show initials in their place; the next run asks again, but for a failed one not today")
  }
}

extension FetchPlan.Selection {
  /// Whether a run with this selection would ask for a KOL when it is due.
  fileprivate func asks(_ kol: RosterEntry) -> Bool {
    selects(kol) && (shard.map { $0.contains(kol.id) } ?? true)
  }
}
