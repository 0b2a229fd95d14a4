/// How a metric moved over a window, from the project's own snapshots.
public struct Growth: Sendable, Hashable {
  /// The windows that are reported, in days.
  public static let windows = [7, 30, 90]

  /// The most days that data may be overdue for a change up to them to count as current.
  public static let currentDays = 7

  public let metric: Metric
  /// The window asked for, in days.
  public let window: Int
  public let outcome: Outcome

  public init(metric: Metric, window: Int, outcome: Outcome) {
    self.metric = metric
    self.window = window
    self.outcome = outcome
  }

  public enum Outcome: Sendable, Hashable {
    case change(Change)
    /// No two snapshots are so far apart: half the window to one and a half.
    case tooShort
  }

  public struct Change: Sendable, Hashable {
    public let from: Quantity
    public let to: Quantity
    public let fromDay: CalendarDay
    public let toDay: CalendarDay
    /// `to - from`.
    public let absolute: Quantity
    /// `(to - from) ÷ from`, a ratio; nil where `from` is zero.
    public let relative: Quantity?
    /// The days of the data, which can be older than the snapshots.
    public let fromDataDay: CalendarDay
    public let toDataDay: CalendarDay

    /// - Parameters:
    ///   - fromDataDay: Nil for the day of the snapshot; likewise `toDataDay`.
    public init(
      from: Quantity, to: Quantity, fromDay: CalendarDay, toDay: CalendarDay, absolute: Quantity,
      relative: Quantity?, fromDataDay: CalendarDay? = nil, toDataDay: CalendarDay? = nil
    ) {
      self.fromDataDay = fromDataDay ?? fromDay
      self.toDataDay = toDataDay ?? toDay
      self.from = from
      self.to = to
      self.fromDay = fromDay
      self.toDay = toDay
      self.absolute = absolute
      self.relative = relative
    }

    /// A change with what follows from its two values; nil where the difference is out of range.
    public init?(
      from: Quantity, to: Quantity, fromDay: CalendarDay, toDay: CalendarDay, fromDataDay: CalendarDay,
      toDataDay: CalendarDay
    ) {
      guard let absolute = to.subtracting(from) else { return nil }
      self.init(
        from: from, to: to, fromDay: fromDay, toDay: toDay, absolute: absolute,
        relative: absolute.divided(by: from), fromDataDay: fromDataDay, toDataDay: toDataDay)
    }

    /// The real distance between the data of the two snapshots; it can differ from the window.
    public var days: Int { toDataDay.days(since: fromDataDay) }
  }
}
