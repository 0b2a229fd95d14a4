/// How a KOL has moved lately.
public struct Movements: Sendable, Hashable {
  /// The growth of the followers over each of ``Growth/windows``.
  public let followers: [Growth.Outcome]
  /// The change of the tier in each of them; nil where it is the same, or the growth is not current.
  public let tiers: [TierChange?]
  /// The changes of the quotes in the longest of them, metric by metric and oldest first.
  public let prices: [PriceChange]

  public init(followers: [Growth.Outcome], tiers: [TierChange?], prices: [PriceChange]) {
    self.followers = followers
    self.tiers = tiers
    self.prices = prices
  }

  /// Nothing is known.
  public static let none = Movements(
    followers: Growth.windows.map { _ in .tooShort }, tiers: Growth.windows.map { _ in nil }, prices: [])
}

/// A step from one tier to another.
public struct TierChange: Sendable, Hashable {
  public let from: Tier
  public let to: Tier
  /// Of the data.
  public let day: CalendarDay

  public init(from: Tier, to: Tier, day: CalendarDay) {
    self.from = from
    self.to = to
    self.day = day
  }
}

/// A change of a quote.
public struct PriceChange: Sendable, Hashable {
  public let metricID: String
  /// Of the data.
  public let day: CalendarDay
  /// Nil where there was no quote before: the KOL has listed.
  public let from: Quantity?
  public let to: Quantity

  public init(metricID: String, day: CalendarDay, from: Quantity?, to: Quantity) {
    self.metricID = metricID
    self.day = day
    self.from = from
    self.to = to
  }
}
