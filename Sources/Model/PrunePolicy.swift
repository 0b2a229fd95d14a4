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
