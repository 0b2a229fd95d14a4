import CommandSupport
import Model
import Publishing
import Rendering

/// Finds out whether a site could be published, before anything is fetched.
struct PreflightStep: Step {
  static let name = "looking at the site's folder"

  let options: RunOptions
  let mode: Settings.Publish.Mode?
  /// What may be in no published file.
  let secrets: [[UInt8]]

  func value(_ diary: Diary) async throws -> Publisher {
    let publisher = try Publisher(options, mode, secrets: secrets)
    try publisher.lock()
    diary.tell(try publisher.preflight())
    return publisher
  }
}

/// Checks what is known of the new site before anything is bought for it: where its links lead, and its size.
struct ForesightStep: Step {
  static let name = "foreseeing the site"

  let project: Project
  let options: RunOptions
  let day: CalendarDay
  let design: SiteDesign
  let publisher: Publisher

  func value(_ diary: Diary) async throws {
    try checkLinks(of: project, design, publisher)
    let copies =
      project.settings.archive.sites == .none
      ? 0
      : try await ReportSource(project, options, asOf: day, lines: design.lines) { _ in true }.copies.count
    try publisher.checkSize(pages: design.pageCount(of: project.roster, copies: copies))
  }
}

/// Checks where the links lead that people wrote.
func checkLinks(of project: Project, _ design: SiteDesign, _ publisher: Publisher) throws {
  let dead = design.deadLinks(of: project.roster, isKept: try publisher.keptFiles())
  guard dead.isEmpty else { throw InvalidInput(dead) }
}

extension Publisher {
  /// A publisher that has touched nothing yet.
  init(
    _ options: RunOptions, _ mode: Settings.Publish.Mode? = nil, secrets: [[UInt8]] = []
  ) throws(PublishingError) {
    try self.init(
      folder: options.folders.outputPath, mode: mode, workFolder: options.folders.workPath, secrets: secrets,
      allowShrink: options.allowsShrinking)
  }
}
