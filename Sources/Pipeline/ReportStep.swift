import Archiving
import CommandSupport
import Model
import Publishing

/// Reads the archive up to the day and computes the report; refuses one that is not worth a site.
struct ReportStep: Step {
  static let name = "reading the archive"

  let project: Project
  let options: RunOptions
  let day: CalendarDay
  let lines: RosterLines
  let publisher: Publisher

  func value(_ diary: Diary) async throws -> (today: ReportedDay, source: ReportSource) {
    diary.begin(.reporting)
    // Whoever knows the token could name a picture that has it, and a picture is never worth a build.
    let source = try await ReportSource(project, options, asOf: day, lines: lines) {
      !publisher.findsSecret(in: $0)
    }
    let today = try await source.day(day)
    try checkCoverage(of: today.report, minimum: project.settings.publish.minimumCoverage)
    if let limit = options.maxStale { try checkStaleness(of: today.report, limit: limit) }
    return (today, source)
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
}
