/// Which days are kept when an archive is pruned, in the words of restic.
public struct PrunePolicy: Sendable, Hashable {
  /// How many of the newest days, of the newest weeks' last days, and so on; `Int.max` for all, 0 for none.
  public var last = 0
  public var daily = 0
  public var weekly = 0
  public var monthly = 0
  public var yearly = 0
  /// The days at most so many days older than the newest; 0 for none.
  public var withinDays = 0

  public init() {}

  /// Whether it would keep nothing.
  public var isEmpty: Bool { [last, daily, weekly, monthly, yearly, withinDays].allSatisfy { $0 <= 0 } }

  /// Why each day is kept; a day without a reason is not.
  /// - Parameter days: Oldest first.
  public func reasons(for days: [CalendarDay]) -> [CalendarDay: [String]] {
    var reasons: [CalendarDay: [String]] = [:]
    guard let newest = days.last, let oldest = days.first else { return [:] }
    // Each rule keeps the newest day of as many of its periods as it may.
    let rules: [(name: String, count: Int, period: (CalendarDay) -> Int)] = [
      ("last", last, { $0.daysSinceEpoch }), ("daily", daily, { $0.daysSinceEpoch }),
      ("weekly", weekly, { ($0.daysSinceEpoch + 3) / 7 }),
      ("monthly", monthly, { $0.components.year * 12 + $0.components.month }),
      ("yearly", yearly, { $0.components.year }),
    ]
    for rule in rules where rule.count > 0 {
      var left = rule.count
      var kept: Int?
      for day in days.reversed() where left > 0 {
        if rule.period(day) != kept {
          kept = rule.period(day)
          left -= 1
          reasons[day, default: []].append(rule.name)
        } else if day == oldest {
          // With periods left over, the oldest day stands for those that the archive does not reach back to.
          reasons[day, default: []].append("oldest \(rule.name)")
        }
      }
    }
    for day in days where withinDays > 0 && newest.days(since: day) <= withinDays {
      reasons[day, default: []].append("within \(withinDays)d")
    }
    return reasons
  }
}

/// What pruning would do with each day.
public struct PrunePlan: Sendable, Hashable {
  /// Oldest first.
  public let days: [Entry]

  public struct Entry: Sendable, Hashable {
    public let day: CalendarDay
    /// Why it is kept; empty for a day that goes.
    public let reasons: [String]
    /// The size of the parts.
    public let bytes: Int

    public init(day: CalendarDay, reasons: [String], bytes: Int) {
      self.day = day
      self.reasons = reasons
      self.bytes = bytes
    }
  }

  public init(days: [Entry]) {
    self.days = days
  }

  public var removed: [Entry] { days.filter(\.reasons.isEmpty) }
}
