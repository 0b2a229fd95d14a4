import Archiving
import CommandSupport
import Model
import Publishing
import Rendering

/// Renders the site beside the old one and puts it in its place.
struct PublishStep: Step {
  static let name = "publishing the site"

  let today: ReportedDay
  let source: ReportSource
  let design: SiteDesign
  let publisher: Publisher
  let archive: Archive
  let generator: String
  /// As a person named it.
  let folder: String

  func value(_ diary: Diary) async throws -> PublishedSite {
    let report = today.report
    diary.begin(.rendering)
    diary.tell(source.avatars?.warnings ?? [])
    do {
      let staging = try publisher.stage()
      do {
        let files = try await write(today, source, with: design, to: staging)
        diary.begin(.publishing)
        let publication = try staging.commit(asOf: report.asOf, generator: generator)
        diary.tell(publication.notices)
        return PublishedSite(
          folder: folder, files: files, publication: publication, fresh: report.freshCount,
          kols: report.kols.count)
      } catch {
        staging.discard()
        throw error
      }
    } catch let error as PublishingError {
      guard case .secretFound = error else { throw error }
      throw secretFailure(error)
    }
  }

  /// Names the KOLs whose archived replies hold the token, and what helps.
  private func secretFailure(_ error: PublishingError) -> RunFailure {
    guard case .secretFound(let path) = error,
      let holders = SecretHolders(of: path, in: archive, today.report, publisher.findsSecret),
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
      for avatar in day.report.kols.compactMap(\.avatar) where avatars.insert(avatar).inserted {
        try Task.checkCancellation()
        let bytes = try source.bytes(of: avatar)
        try staging.write(OutputFile(path: SiteDesign.path(of: avatar), bytes: bytes))
      }
    }
    try await write(today, copy: nil)
    for day in source.copies { try await write(source.day(day), copy: day) }
    return staging.count
  }
}

/// What one core does at a time.
private enum SiteWork: Sendable {
  case page(Site.PageID)
  /// All pages of some KOLs, whose replies are read together.
  case kols(Range<Int>)
}

/// A site that is in its place now.
struct PublishedSite {
  let folder: String
  /// How many files it has; the manifest is not counted.
  let files: Int
  let publication: Publication
  /// KOLs with a snapshot that is fresh, of all.
  let fresh: Int
  let kols: Int
}
