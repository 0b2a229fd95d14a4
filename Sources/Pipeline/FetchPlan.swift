public import Model

/// Whom a run asks for, in which order and why, and whom it does not: decided before anything is bought.
///
/// `plan` shows it, `fetch` and `build` follow it.
public struct FetchPlan: Sendable, Hashable {
  /// One for each KOL of the roster, in its order.
  public let kols: [Entry]
  /// The KOLs to ask for, in the order in which they are asked.
  public let due: [KOLID]
  public let shard: Shard?
  /// The ceiling of requests that the settings give a run; nil for none.
  public let maxCalls: Int?

  public struct Entry: Sendable, Hashable {
    public let kol: RosterEntry
    public let decision: Decision
    /// Nil where nothing came within the days that were looked at.
    public let lastAnswer: Answer?
  }

  /// The newest answer for a KOL that was paid for.
  public struct Answer: Sendable, Hashable {
    public let day: CalendarDay
    /// False for one that was no profile of the KOL and was set aside.
    public let isUsable: Bool

    public init(day: CalendarDay, isUsable: Bool) {
      self.day = day
      self.isUsable = isUsable
    }
  }

  public enum Decision: Sendable, Hashable {
    /// There is no answer, or none within the days that were looked at.
    case dueAsNew
    /// The newest answer is as old as the roster allows, or older.
    case dueByAge(days: Int)
    /// There is an answer that would do, and the run was told to ask again.
    case dueByRequest
    /// The newest answer is so many days old, which the roster allows; 0 is today.
    case fresh(days: Int)
    /// The run was told to ask for others only.
    case notSelected
    /// Another shard asks for it.
    case otherShard
  }

  /// What a person asks of a plan.
  public struct Selection: Sendable, Hashable {
    /// Ids and groups; empty for the whole roster.
    public var only: [String] = []
    public var shard: Shard?
    /// Whether to ask also where the answer that is there would do.
    public var refetches = false

    public init(only: [String] = [], shard: Shard? = nil, refetches: Bool = false) {
      self.only = only
      self.shard = shard
      self.refetches = refetches
    }

    func selects(_ kol: RosterEntry) -> Bool {
      only.isEmpty
        || only.contains { name in
          isSame(name, kol.id.text) || kol.groups.contains { isSame(name, $0) }
        }
    }

    private func isSame(_ left: String, _ right: String) -> Bool {
      left.utf8.elementsEqual(right.utf8)
    }
  }

  /// Plans a run.
  /// - Parameters:
  ///   - answers: The newest answer of each KOL, none of them after `day`.
  public init(
    _ roster: Roster, on day: CalendarDay, answers: [KOLID: Answer], selection: Selection,
    maxCalls: Int?
  ) {
    let entries = roster.entries.map { kol in
      let answer = answers[kol.id]
      return Entry(
        kol: kol, decision: Self.decision(on: kol, day, answer, selection), lastAnswer: answer)
    }
    kols = entries
    due = entries.indices
      .filter { entries[$0].decision.isDue }
      .sorted { Self.precedes(entries[$0], entries[$1], tie: $0 < $1) }
      .map { entries[$0].kol.id }
    shard = selection.shard
    self.maxCalls = maxCalls
  }

  /// Requests when every first attempt succeeds.
  public var calls: Int { min(due.count, maxCalls ?? .max) }

  private static func decision(
    on kol: RosterEntry, _ day: CalendarDay, _ answer: Answer?, _ selection: Selection
  ) -> Decision {
    guard selection.selects(kol) else { return .notSelected }
    if let shard = selection.shard, !shard.contains(kol.id) { return .otherShard }
    guard let answer else { return .dueAsNew }
    let age = day.days(since: answer.day)
    if age >= kol.refreshDays { return .dueByAge(days: age) }
    return selection.refetches ? .dueByRequest : .fresh(days: age)
  }

  /// The roster's priority first, then those without an answer, then the oldest, then the roster's order.
  private static func precedes(_ left: Entry, _ right: Entry, tie: Bool) -> Bool {
    if left.kol.priority != right.kol.priority { return left.kol.priority > right.kol.priority }
    switch (left.lastAnswer?.day, right.lastAnswer?.day) {
    case (nil, nil): return tie
    case (nil, _): return true
    case (_, nil): return false
    case (let first?, let second?): return first == second ? tie : first < second
    }
  }
}

extension FetchPlan.Decision {
  public var isDue: Bool {
    switch self {
    case .dueAsNew, .dueByAge, .dueByRequest: true
    case .fresh, .notSelected, .otherShard: false
    }
  }
}
