import Archiving
import Model

extension Run {
  /// How far back a plan looks at least: who has no answer within so many days is asked before others.
  private static let planDays = 30

  /// Decides whom to ask, from what the archive holds.
  func plan(
    _ project: Project, _ options: RunOptions, _ clock: SiteClock, _ archive: Archive
  ) throws(RunFailure) -> FetchPlan {
    let entries = project.roster.entries
    let days = max(Self.planDays, entries.map(\.refreshDays).max() ?? 1)
    let answers = try archiving { () throws(ArchiveError) in
      var newest = try archive.latestDay(of: entries.map(\.id), upTo: clock.day, maxDays: days)
      for id in try archive.repliedIDs(on: clock.day) { newest[id] = clock.day }
      let aside = try archive.latestAside(upTo: clock.day, maxDays: days)
      let profiles = newest.mapValues { FetchPlan.Answer(day: $0, isUsable: true) }
      return profiles.merging(
        aside.mapValues { FetchPlan.Answer(day: $0, isUsable: false) },
        uniquingKeysWith: { profile, other in profile.day >= other.day ? profile : other })
    }
    return FetchPlan(
      project.roster, on: clock.day, answers: answers, selection: options.selection,
      maxCalls: project.settings.api.maxCalls)
  }
}

extension RunReport {
  /// The plan as JSON says it.
  public struct Plan: Sendable, Codable {
    /// KOLs of the roster, and those of them that are due.
    public var roster: Int
    public var due: Int
    /// Requests when every one succeeds at once, and at most, with all retries; those that are refused for
    /// their rate cost nothing and come on top.
    public var calls: Int
    public var mostCalls: Int
    /// The ceiling of the settings; nil for none.
    public var maxCalls: Int?
    /// `3/16`; nil where the whole roster is one run's.
    public var shard: String?
    public var kols: [KOL]

    public struct KOL: Sendable, Codable {
      public var id: String
      /// The roster's name; nil where it has none.
      public var name: String?
      /// From 1, in the order of asking; nil for who is not due.
      public var turn: Int?
      public var reason: String
      /// The day of the newest answer, and whether it was a profile; nil where none was found.
      public var lastDay: String?
      public var lastIsUsable: Bool?
      public var refreshDays: Int
      public var priority: Int
    }

    init(_ plan: FetchPlan, mostCalls: Int) {
      let turns = Dictionary(
        zip(plan.due, 1...), uniquingKeysWith: { first, _ in first })
      roster = plan.kols.count
      due = plan.due.count
      calls = plan.calls
      self.mostCalls = min(mostCalls, plan.maxCalls ?? .max)
      maxCalls = plan.maxCalls
      shard = plan.shard?.description
      kols = plan.kols.map { entry in
        KOL(
          id: entry.kol.id.text, name: entry.kol.name, turn: turns[entry.kol.id],
          reason: entry.decision.name, lastDay: entry.lastAnswer?.day.description,
          lastIsUsable: entry.lastAnswer?.isUsable, refreshDays: entry.kol.refreshDays,
          priority: entry.kol.priority)
      }
    }
  }
}

extension FetchPlan.Decision {
  /// As JSON says it; stable.
  var name: String {
    switch self {
    case .dueAsNew: "new"
    case .dueByAge: "age"
    case .dueByRequest: "refetch"
    case .fresh: "fresh"
    case .notSelected: "not-selected"
    case .otherShard: "other-shard"
    }
  }
}

extension FetchPlan {
  /// The plan for a person: a line for all, then who is asked in turn and why, then how many are not.
  func lines(on day: CalendarDay, mostCalls: Int) -> [String] {
    let ceiling = maxCalls.map { "; api.maxCalls allows \($0)" } ?? ""
    let part = shard.map { " in shard \($0)" } ?? ""
    var lines = [
      "\(due.count) of \(kols.count) KOLs are due on \(day)\(part): "
        + "\(calls) calls, at most \(min(mostCalls, maxCalls ?? .max)) with retries, "
        + "beside those refused for their rate\(ceiling)"
    ]
    let entries = Dictionary(kols.map { ($0.kol.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (turn, id) in zip(1..., due) {
      guard let entry = entries[id] else { continue }
      let name = entry.kol.name.map { "  \($0)" } ?? ""
      let late = turn > calls ? "; beyond api.maxCalls, so in a later run" : ""
      lines.append("  \(turn). \(id)\(name): \(entry.reason)\(late)")
    }
    let others = kols.filter { !$0.decision.isDue }
    for (decision, text) in [
      ("fresh", "have an answer that is fresh enough"), ("not-selected", "are not selected by --only"),
      ("other-shard", "belong to other shards"),
    ] {
      let count = others.count { $0.decision.name == decision }
      if count > 0 { lines.append("\(count) \(text)") }
    }
    return lines
  }
}

extension FetchPlan.Entry {
  /// Why it is due.
  fileprivate var reason: String {
    let rank = kol.priority > 0 ? ", priority \(kol.priority)" : ""
    return switch decision {
    case .dueByAge(let days):
      "\(days) \(days == 1 ? "day" : "days") old, refresh \(kol.refreshDays)d\(rank)"
    case .dueByRequest: "asked for again though it is fresh\(rank)"
    default: "no answer yet\(rank)"
    }
  }
}
