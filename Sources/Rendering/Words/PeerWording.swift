import Model

/// How tiers, peer groups and ranks are said.
extension Wording {
  func text(of tier: Tier) -> String {
    switch tier {
    case .top: labels[.tierTop]
    case .middle: labels[.tierMiddle]
    case .junior: labels[.tierJunior]
    case .nano: labels[.tierNano]
    }
  }

  /// Where each tier begins, in a sentence: every page that names a tier has it.
  func text(of bounds: TierBounds) -> String {
    func number(_ tier: Tier) -> String {
      bounds.lowerBound(of: tier).map { numbers.short($0, unit: .count) } ?? ""
    }
    return labels.text(
      .tierBounds,
      [("top", number(.top)), ("middle", number(.middle)), ("junior", number(.junior))])
  }

  /// A peer group's name; the names of groups and categories are untrusted text.
  func text(of group: PeerGroup) -> String {
    switch group {
    case .roster: labels[.peersRoster]
    case .tier(let tier): "\(labels[.tier]): \(text(of: tier))"
    case .group(let name): "\(labels[.group]): \(name)"
    case .category(let name): "\(labels[.category]): \(name)"
    }
  }
}
