/// The size of a KOL by followers; where one tier ends and the next begins is a setting.
public enum Tier: String, Sendable, Hashable, CaseIterable {
  /// 头部.
  case top
  /// 腰部.
  case middle
  /// 初级.
  case junior
  /// 素人.
  case nano
}

/// The followers from which a KOL belongs to each tier.
public struct TierBounds: Sendable, Hashable {
  /// The bounds that Chinese KOL reports use: 500,000, 50,000 and 5,000.
  public static let standard = TierBounds(uncheckedTop: 500_000, middle: 50_000, junior: 5_000)

  /// In whole followers; descending.
  public let top: Int64
  public let middle: Int64
  public let junior: Int64

  /// Nil where the bounds do not descend, or one is not from 1 to 1,000,000,000.
  public init?(top: Int64, middle: Int64, junior: Int64) {
    guard junior >= 1, junior < middle, middle < top, top <= 1_000_000_000 else { return nil }
    self.init(uncheckedTop: top, middle: middle, junior: junior)
  }

  private init(uncheckedTop top: Int64, middle: Int64, junior: Int64) {
    self.top = top
    self.middle = middle
    self.junior = junior
  }

  /// The tier of a number of followers; a bound belongs to the tier above it.
  public func tier(followers: Quantity) -> Tier {
    func reaches(_ bound: Int64) -> Bool { followers.millionths >= bound * Quantity.scale }
    return reaches(top) ? .top : reaches(middle) ? .middle : reaches(junior) ? .junior : .nano
  }

  /// The fewest followers of a tier; nil for the lowest, which has no bound below it.
  public func lowerBound(of tier: Tier) -> Quantity? {
    switch tier {
    case .top: Quantity(top)
    case .middle: Quantity(middle)
    case .junior: Quantity(junior)
    case .nano: nil
    }
  }
}
