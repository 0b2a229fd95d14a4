import Model

extension PrunePolicy {
  /// Why each day is kept; a day without a reason is not.
  /// - Parameter days: Oldest first.
  func reasons(for days: [CalendarDay]) -> [CalendarDay: [String]] {
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
