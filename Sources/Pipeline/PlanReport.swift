import Model

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
