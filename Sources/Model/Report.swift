/// What the site says of everyone and of the archive, as of one day. What it says of one KOL alone is a ``KOLReport``.
public struct Report: Sendable {
  public let title: String
  public let asOf: CalendarDay
  public let timeZone: String
  /// In the order of the roster.
  public let kols: [RosterRow]
  /// Days up to the as-of day of which some replies cannot be read, oldest first; the report was made all the same.
  public let damagedDays: [CalendarDay]
  /// What changed from each of the last days to the next, newest first.
  public let changes: [ChangeList]
  /// The archive's days up to the as-of day, oldest first.
  public let archive: [ArchivedDay]
  public let tiers: TierBounds
  /// What each KOL is compared with.
  public let peers: PeerStatistics
  /// In the order of the settings.
  public let baskets: [BasketReport]
  /// What the project's archive began with, in letters and digits: no two projects have the same, and it stays as long
  /// as the archive. Empty where nothing is archived.
  public let origin: String

  public init(
    title: String, asOf: CalendarDay, timeZone: String, kols: [RosterRow], damagedDays: [CalendarDay] = [],
    changes: [ChangeList] = [], archive: [ArchivedDay] = [], tiers: TierBounds = .standard,
    peers: PeerStatistics = PeerStatistics(groups: [:]), baskets: [BasketReport] = [], origin: String = ""
  ) {
    self.title = title
    self.asOf = asOf
    self.timeZone = timeZone
    self.kols = kols
    self.damagedDays = damagedDays
    self.changes = changes
    self.archive = archive
    self.tiers = tiers
    self.peers = peers
    self.baskets = baskets
    self.origin = origin
  }

  /// KOLs whose newest snapshot is of the as-of day.
  public var freshCount: Int { kols.count { $0.freshness == .fresh } }
  /// Those of them whose data is no older than the snapshot.
  public var currentCount: Int { kols.count { $0.freshness == .fresh && $0.olderDay == nil } }
  /// KOLs that have any snapshot.
  public var coveredCount: Int { kols.count { $0.origin != nil } }
  /// The day of the newest data; nil where there is none.
  public var newestDay: CalendarDay? { kols.compactMap(\.origin?.dataDay).max() }
  /// The first day after the report's on which somebody is due again: a site that still shows this report after it has
  /// not been updated.
  public var nextUpdate: CalendarDay {
    let tomorrow = asOf.advanced(by: 1)
    let due = kols.map { kol in kol.origin.map { $0.day.advanced(by: kol.entry.refreshDays) } ?? tomorrow }
    return max(tomorrow, due.min() ?? tomorrow)
  }
  /// Whether any snapshot came from the built-in sandbox, so that pages must say it is sample data.
  public var hasSampleData: Bool { kols.contains { $0.origin?.environment == "sandbox" } }
}

extension Report {
  /// The report of some of the KOLs alone; whom each is compared with stays as it is.
  public func restricted(where isIncluded: (RosterRow) -> Bool) -> Report {
    let kols = kols.filter(isIncluded)
    let ids = Set(kols.map(\.entry.id))
    return Report(
      title: title, asOf: asOf, timeZone: timeZone, kols: kols, damagedDays: damagedDays,
      changes: changes.map { list in
        ChangeList(
          from: list.from, to: list.to, changes: list.changes.filter { ids.contains($0.kolID) },
          fetchedAt: list.fetchedAt)
      }, archive: archive, tiers: tiers, peers: peers, baskets: baskets,
      origin: origin)
  }
}

/// A day of the archive as the site lists it.
public struct ArchivedDay: Sendable, Hashable {
  public let day: CalendarDay
  /// KOLs of the roster with a snapshot of that day, and KOLs that were asked for in vain.
  public let kols: Int
  public let failures: Int
  /// Whether the site has a copy as of that day.
  public let hasSite: Bool

  public init(day: CalendarDay, kols: Int, failures: Int, hasSite: Bool) {
    self.day = day
    self.kols = kols
    self.failures = failures
    self.hasSite = hasSite
  }
}
