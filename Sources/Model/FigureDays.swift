/// Of which days some KOLs' figures are.
public struct FigureDays: Sendable, Hashable {
  /// All of them.
  public private(set) var count = 0
  /// The days before the report's, oldest first.
  public private(set) var older: [OlderDay] = []

  public struct OlderDay: Sendable, Hashable {
    public let day: CalendarDay
    /// How many figures are of it.
    public fileprivate(set) var count: Int
  }

  public init() {}

  public init(of kols: some Sequence<some ReportedKOL>) {
    for kol in kols { add(kol) }
  }

  public mutating func add(_ kol: some ReportedKOL) { add(olderDay: kol.olderDay) }

  public mutating func add(_ day: CalendarDay, asOf today: CalendarDay) {
    add(olderDay: day < today ? day : nil)
  }

  /// - Parameter day: Nil for that of the report.
  public mutating func add(olderDay day: CalendarDay?) {
    count += 1
    if let day { addOlder(day) }
  }

  public var olderCount: Int { older.reduce(0) { $0 + $1.count } }

  private mutating func addOlder(_ day: CalendarDay) {
    var (low, high) = (0, older.count)
    while low < high {
      let middle = (low + high) / 2
      if older[middle].day < day { low = middle + 1 } else { high = middle }
    }
    if low < older.count, older[low].day == day {
      older[low].count += 1
    } else {
      older.insert(OlderDay(day: day, count: 1), at: low)
    }
  }
}
