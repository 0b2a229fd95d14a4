/// Of which days some KOLs' figures are.
public struct FigureDays: Sendable, Hashable {
  /// All of them.
  public private(set) var count = 0
  /// How many there are of each day before the report's.
  public private(set) var older: [CalendarDay: Int] = [:]

  public init(of kols: some Sequence<KOLReport> = [KOLReport]()) {
    for kol in kols { add(kol) }
  }

  public mutating func add(_ kol: KOLReport) {
    count += 1
    if let day = kol.olderDay { older[day, default: 0] += 1 }
  }

  public mutating func add(_ day: CalendarDay, asOf today: CalendarDay) {
    count += 1
    if day < today { older[day, default: 0] += 1 }
  }

  public var olderCount: Int { older.values.reduce(0, +) }
}
