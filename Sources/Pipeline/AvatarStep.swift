import Archiving
import Fetching
import Foundation
import HTTP
import Model
import Secrets

/// Downloads the pictures that the newest snapshots name and that are not in the archive yet.
///
/// A picture is never worth a build: whatever goes wrong is one warning, and the initials stand for it.
struct AvatarStep: Step {
  static let name = "mirroring pictures"

  let project: Project
  let selection: FetchPlan.Selection
  let archive: Archive
  let day: CalendarDay
  let environment: RunEnvironment
  let network: NetworkEnvironment
  let userAgent: String
  /// Whether a site is made next, which tells what is odd about the pictures that it reads.
  let isForSite: Bool

  /// What came of the pictures, in numbers.
  struct Counts {
    /// KOLs whose newest snapshot names a picture that was not there.
    let due: Int
    var mirrored = 0
    var failed = 0
    var left: Int
    /// The first that failed.
    var firstFailure: (id: KOLID, problem: AvatarProblem)?
  }

  /// - Returns: Nil where no picture was due.
  func value(_ diary: Diary) async throws -> Counts? {
    var result: Counts?
    do {
      try await mirror(&result, diary)
    } catch let error where error is ArchiveError || error is HTTPFailure {
      diary.tell(
        Diagnostic(
          .warning, "pictures could not be mirrored: \(error)", hint: "pages show initials in their place"))
    }
    return result
  }

  /// - Parameter result: What came before something went wrong counts.
  private func mirror(_ result: inout Counts?, _ diary: Diary) async throws {
    let store = try AvatarStore(of: archive, upTo: day)
    let fetcher = AvatarFetcher(
      environment: project.settings.api.environment, userAgent: userAgent, network: network,
      clock: environment.clock)
    let due = store.due(try await sources().filter(fetcher.concerns), on: day)
    guard !due.isEmpty else { return }
    diary.begin(.mirroring(pictures: due.count))
    if !isForSite { diary.tell(store.warnings) }
    var writer = try AvatarWriter(store, of: selection.shard, on: day)
    var counts = Counts(due: due.count, left: due.count)
    func note(_ problem: AvatarProblem, _ sources: [AvatarSource]) {
      writer.note(problem, for: sources)
      counts.failed += sources.count
      if counts.firstFailure == nil { counts.firstFailure = sources.first.map { ($0.kolID, problem) } }
    }
    defer { result = counts }
    do {
      try await fetcher.fetch(due) { event in
        switch event {
        case .picture(let sources, let bytes):
          if environment.secrets.finds(in: bytes) {
            note(.secret, sources)
          } else if let problem = try writer.keep(bytes, for: sources) {
            note(problem, sources)
          } else {
            counts.mirrored += sources.count
          }
          counts.left -= sources.count
        case .failed(let sources, let problem):
          note(problem, sources)
          counts.left -= sources.count
        }
      }
    } catch {
      try? writer.save()
      throw error
    }
    try writer.save()
    if let warning = counts.warning { diary.tell(warning) }
  }

  /// What the newest snapshots name, for the KOLs that this run asks for, in the roster's order.
  private func sources() async throws -> [AvatarSource] {
    let ids = project.roster.entries.filter(selection.asks).map(\.id)
    // Damage is for those to tell who need what is damaged.
    let reader = try await archive.historyReader(
      upTo: day, skippingDamage: true, width: ProcessInfo.processInfo.activeProcessorCount)
    let newest = try reader.latestSnapshots(of: ids, fields: [AvatarSource.field])
    return ids.compactMap { id in
      newest[id].flatMap { AvatarSource(of: id, in: $0.profile) }
    }
  }
}

extension AvatarStep.Counts {
  /// One line for all pictures that are missing; nil where none is.
  fileprivate var warning: Diagnostic? {
    var parts: [String] = []
    if let firstFailure {
      parts.append(
        "\(failed) of \(due) pictures could not be mirrored "
          + "(first: KOL \(firstFailure.id): \(firstFailure.problem))")
    }
    if left > 0, !Task.isCancelled {
      parts.append("there was no time for \(left) of \(due) pictures")
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
