import Archiving
import Model

/// Decides whom to ask, from what the archive holds.
struct PlanStep: Step {
  static let name = "planning"
  /// How far back a plan looks at least: who has no answer within so many days is asked before others.
  private static let days = 30

  let project: Project
  let selection: FetchPlan.Selection
  let archive: Archive
  let day: CalendarDay

  func value(_ diary: Diary) async throws -> FetchPlan {
    let entries = project.roster.entries
    let days = max(Self.days, entries.map(\.refreshDays).max() ?? 1)
    var newest = try archive.latestDay(of: entries.map(\.id), upTo: day, maxDays: days)
    for id in try archive.repliedIDs(on: day) { newest[id] = day }
    let aside = try archive.latestAside(upTo: day, maxDays: days)
    let profiles = newest.mapValues { FetchPlan.Answer(day: $0, isUsable: true) }
    let answers = profiles.merging(
      aside.mapValues { FetchPlan.Answer(day: $0, isUsable: false) },
      uniquingKeysWith: { profile, other in profile.day >= other.day ? profile : other })
    return FetchPlan(
      project.roster, on: day, answers: answers, selection: selection, maxCalls: project.settings.api.maxCalls
    )
  }
}
