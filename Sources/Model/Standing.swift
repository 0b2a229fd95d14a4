/// KOLs of the roster that one is compared with.
public enum PeerGroup: Sendable, Hashable {
  case roster
  case tier(Tier)
  /// A group of the roster, by its name.
  case group(String)
  /// A content category of the platform (first level), by its name.
  case category(String)

  // Names are compared by byte, as everywhere: two that only look alike are two groups.

  public static func == (left: PeerGroup, right: PeerGroup) -> Bool {
    switch (left, right) {
    case (.roster, .roster): true
    case (.tier(let one), .tier(let two)): one == two
    case (.group(let one), .group(let two)), (.category(let one), .category(let two)):
      one.utf8.elementsEqual(two.utf8)
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .roster: hasher.combine(0)
    case .tier(let tier):
      hasher.combine(1)
      hasher.combine(tier)
    case .group(let name):
      hasher.combine(2)
      for byte in name.utf8 { hasher.combine(byte) }
    case .category(let name):
      hasher.combine(3)
      for byte in name.utf8 { hasher.combine(byte) }
    }
  }
}

/// How the KOLs of a peer group lie in one metric; only those with a value of their own count.
public struct Distribution: Sendable, Hashable {
  /// With fewer values nothing is said: a rank among four tells who they are, not how good one is.
  public static let fewest = 5

  /// Ascending.
  public let values: [Quantity]
  public let days: FigureDays

  public init(values: [Quantity], days: FigureDays = FigureDays()) {
    self.values = values.sorted()
    self.days = days
  }

  public var count: Int { values.count }

  /// Whether there are enough values to say anything.
  public var isTelling: Bool { count >= Self.fewest }

  /// The middle value, or the mean of the middle two; nil under ``fewest``.
  public var median: Quantity? { quantile(1, of: 2) }

  /// The value below which `part` of `parts` of the values lie, between two of them in proportion (Hyndman and Fan's
  /// definition 7, the usual one of spreadsheets); nil under ``fewest``.
  public func quantile(_ part: Int, of parts: Int) -> Quantity? {
    guard isTelling, parts > 0, (0...parts).contains(part) else { return nil }
    let (index, rest) = ((count - 1) * part).quotientAndRemainder(dividingBy: parts)
    return rest == 0 ? values[index] : .between(values[index], values[index + 1], part: rest, of: parts)
  }

  /// The percentile rank of a value, 0 to 1: the share of values below it and half of those equal to it; nil under
  /// ``fewest``.
  public func percentile(of value: Quantity) -> Quantity? {
    guard isTelling else { return nil }
    let below = count(where: { $0 < value })
    let equal = count(where: { $0 <= value }) - below
    let doubled = Int64(below * 2 + equal)
    guard let part = Quantity(doubled), let all = Quantity(Int64(count * 2)) else { return nil }
    return part.divided(by: all)
  }

  /// How many of the first values pass a test that no later one passes again.
  private func count(where isBefore: (Quantity) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(values[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Where one KOL stands in one metric among a peer group that it belongs to.
public struct Standing: Sendable, Hashable {
  public let peers: PeerGroup
  /// How many of them have a value, this KOL included.
  public let count: Int
  /// From 0 to 1; nil where there are too few peers, or the KOL has no value.
  public let percentile: Quantity?
  /// The quartiles of the peers; nil where there are too few.
  public let lower: Quantity?
  public let median: Quantity?
  public let upper: Quantity?
  /// Of which days the peers' values are.
  public let days: FigureDays

  /// - Parameter value: The KOL's own; nil where it has none.
  public init(peers: PeerGroup, value: Quantity?, among distribution: Distribution) {
    self.peers = peers
    count = distribution.count
    percentile = value.flatMap { distribution.percentile(of: $0) }
    lower = distribution.quantile(1, of: 4)
    median = distribution.median
    upper = distribution.quantile(3, of: 4)
    days = distribution.days
  }
}

/// The distributions of every peer group of a roster, one for each metric of the catalogue.
public struct PeerStatistics: Sendable, Hashable {
  private let groups: [PeerGroup: [Distribution]]
  private let members: [PeerGroup: FigureDays]

  /// - Parameters:
  ///   - groups: For each group a distribution for each metric, in the catalogue's order.
  ///   - members: For each group the days of its KOLs that have a snapshot.
  public init(groups: [PeerGroup: [Distribution]], members: [PeerGroup: FigureDays] = [:]) {
    self.groups = groups
    self.members = members
  }

  /// Of which days the figures of a group's KOLs are.
  public func days(of group: PeerGroup) -> FigureDays { members[group] ?? FigureDays() }

  /// How a group lies in a metric, by the metric's place in the catalogue; empty where nothing is known.
  public func distribution(of group: PeerGroup, metric index: Int) -> Distribution {
    guard let all = groups[group], all.indices.contains(index) else { return Distribution(values: []) }
    return all[index]
  }

  /// Where a KOL stands in a metric, in each of its peer groups.
  public func standings(of kol: KOLReport, metric index: Int) -> [Standing] {
    let value = kol.figures.indices.contains(index) ? kol.figures[index].reading.value : nil
    return kol.peerGroups.map { group in
      Standing(peers: group, value: value, among: distribution(of: group, metric: index))
    }
  }
}
