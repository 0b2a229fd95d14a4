/// What changed from one day of the archive to a later one, as far as a marketing team acts on it.
public struct ChangeList: Sendable, Hashable {
  public let from: CalendarDay
  public let to: CalendarDay
  /// In the order of the KOLs' ids, and of ``Change/Kind`` within one.
  public let changes: [Change]
  /// When the newest of the later day's replies came; nil where it has none.
  public let fetchedAt: Timestamp?

  public init(from: CalendarDay, to: CalendarDay, changes: [Change], fetchedAt: Timestamp?) {
    self.from = from
    self.to = to
    self.changes = changes
    self.fetchedAt = fetchedAt
  }
}

/// One change of one KOL.
public struct Change: Sendable, Hashable {
  public let kolID: KOLID
  /// The later profile's own name, else the id; untrusted text.
  public let name: String
  public let kind: Kind
  /// The day of the later data where it is before that of the list; nil otherwise.
  public let dataDay: CalendarDay?

  public init(kolID: KOLID, name: String, kind: Kind, dataDay: CalendarDay? = nil) {
    self.kolID = kolID
    self.name = name
    self.kind = kind
    self.dataDay = dataDay
  }

  public enum Kind: Sendable, Hashable {
    /// There was no snapshot before.
    case appeared
    /// Nobody has asked for the KOL for ``ChangeList/daysUntilGone`` days.
    case gone
    /// A metric of the platform's quotes; nil for a side without a value.
    case price(metricID: String, from: Quantity?, to: Quantity?)
    /// The number of followers has crossed a tier's bound.
    case tier(from: Tier, to: Tier)
    /// Registered on Pugongying, or no longer.
    case registered(Bool)
    /// The followers' growth over 30 days has changed its sign; the ratios before and now.
    case growth(from: Quantity, to: Quantity)
    /// A list field has gained and lost entries; untrusted texts.
    case tags(field: String, added: [String], removed: [String])
    /// Any other field that describes the KOL; texts as the platform has them, nil for none.
    case field(field: String, from: String?, to: String?)
  }
}

extension ChangeList {
  /// After so many days without a reply or an attempt a KOL counts as gone.
  public static let daysUntilGone = 30
}

extension Change.Kind {
  /// The word for it in data files; stable.
  public var code: String {
    switch self {
    case .appeared: "new"
    case .gone: "gone"
    case .price: "price"
    case .tier: "tier"
    case .registered(true): "registered"
    case .registered(false): "unregistered"
    case .growth: "growth"
    case .tags: "tags"
    case .field: "field"
    }
  }
}
