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

  private let sorted: SortedQuantities
  public let days: FigureDays
  /// Nil under ``fewest``.
  public let quartiles: Quartiles?

  public struct Quartiles: Sendable, Hashable {
    public let lower: Quantity
    public let median: Quantity
    public let upper: Quantity
  }

  public init(values: [Quantity], days: FigureDays = FigureDays()) {
    let values = SortedQuantities(values)
    sorted = values
    self.days = days
    quartiles =
      if let lower = Self.quantile(1, of: 4, in: values), let median = Self.quantile(1, of: 2, in: values),
        let upper = Self.quantile(3, of: 4, in: values)
      {
        Quartiles(lower: lower, median: median, upper: upper)
      } else {
        nil
      }
  }

  public var count: Int { sorted.count }

  /// Nil where there is none.
  public var least: Quantity? { count > 0 ? sorted[0] : nil }
  public var most: Quantity? { count > 0 ? sorted[count - 1] : nil }

  /// Whether there are enough values to say anything.
  public var isTelling: Bool { count >= Self.fewest }

  /// The middle value, or the mean of the middle two; nil under ``fewest``.
  public var median: Quantity? { quartiles?.median }

  /// The value below which `part` of `parts` of the values lie, between two of them in proportion (Hyndman and Fan's
  /// definition 7, the usual one of spreadsheets); nil under ``fewest``.
  public func quantile(_ part: Int, of parts: Int) -> Quantity? { Self.quantile(part, of: parts, in: sorted) }

  private static func quantile(_ part: Int, of parts: Int, in values: SortedQuantities) -> Quantity? {
    guard values.count >= fewest, parts > 0, (0...parts).contains(part) else { return nil }
    let (index, rest) = ((values.count - 1) * part).quotientAndRemainder(dividingBy: parts)
    return rest == 0 ? values[index] : .between(values[index], values[index + 1], part: rest, of: parts)
  }

  /// The percentile rank of a value, 0 to 1: the share of values below it and half of those equal to it; nil under
  /// ``fewest``.
  public func percentile(of value: Quantity) -> Quantity? {
    guard isTelling else { return nil }
    let equal = sorted.places(of: value)
    guard let part = Quantity(Int64(equal.lowerBound + equal.upperBound)),
      let all = Quantity(Int64(count * 2))
    else { return nil }
    return part.divided(by: all)
  }
}

/// Some numbers in ascending order: of a long roster every KOL has one for each metric in each of its peer groups, so a
/// number without a rest is kept in eight bytes.
private enum SortedQuantities: Sendable, Hashable {
  case millionths([Int64])
  case quotients([Quantity])

  init(_ values: [Quantity]) {
    if values.allSatisfy(\.isMillionths) {
      self = .millionths(values.map(\.millionths).sorted())
    } else {
      self = .quotients(values.sorted())
    }
  }

  var count: Int {
    switch self {
    case .millionths(let values): values.count
    case .quotients(let values): values.count
    }
  }

  subscript(index: Int) -> Quantity {
    switch self {
    case .millionths(let values): Quantity(millionths: values[index])
    case .quotients(let values): values[index]
    }
  }

  /// Where the numbers are that equal one; empty, at its place, where there is none.
  func places(of value: Quantity) -> Range<Int> {
    switch self {
    case .millionths(let values) where value.isMillionths: Self.places(of: value.millionths, among: values)
    case .millionths(let values):
      Self.places(in: values.count) {
        Quantity(millionths: values[$0]) < value
      } isAbove: {
        Quantity(millionths: values[$0]) > value
      }
    case .quotients(let values): Self.places(of: value, among: values)
    }
  }

  private static func places<Value: Comparable>(of value: Value, among values: [Value]) -> Range<Int> {
    places(in: values.count) {
      values[$0] < value
    } isAbove: {
      values[$0] > value
    }
  }

  @inline(__always)
  private static func places(
    in count: Int, isBelow: (Int) -> Bool, isAbove: (Int) -> Bool
  ) -> Range<Int> {
    func first(from start: Int, to end: Int, where holds: (Int) -> Bool) -> Int {
      var (low, high) = (start, end)
      while low < high {
        let middle = (low + high) / 2
        if holds(middle) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = first(from: 0, to: count) { !isBelow($0) }
    // Few are equal as a rule, and each step through a long list waits for memory: those near by are asked first.
    var near = 1
    while start + near < count, !isAbove(start + near) { near *= 2 }
    return start..<first(from: start + near / 2, to: min(count, start + near), where: isAbove)
  }
}

/// Where one KOL stands in one metric among a peer group that it belongs to.
public struct Standing: Sendable, Hashable {
  /// How many peers have a value, this KOL included.
  public let count: Int
  /// Of their values; nil where they are too few.
  public let quartiles: Distribution.Quartiles?
  /// From 0 to 1; nil where there are too few peers, or the KOL has no value.
  public let percentile: Quantity?

  /// - Parameter value: The KOL's own; nil where it has none.
  public init(value: Quantity?, among distribution: Distribution) {
    count = distribution.count
    quartiles = distribution.quartiles
    percentile = value.flatMap { distribution.percentile(of: $0) }
  }
}

/// A peer group with what is known of it.
public struct Peers: Sendable, Hashable {
  public let group: PeerGroup
  /// Of which days the figures of its KOLs are that have a snapshot.
  public let days: FigureDays
  private let distributions: [Distribution]

  /// - Parameter distributions: One for each metric, in the catalogue's order.
  init(_ group: PeerGroup, distributions: [Distribution], days: FigureDays) {
    self.group = group
    self.days = days
    self.distributions = distributions
  }

  /// How the group lies in a metric, by the metric's place in the catalogue; empty where nothing is known.
  public func distribution(metric index: Int) -> Distribution {
    distributions.indices.contains(index) ? distributions[index] : Distribution(values: [])
  }

  /// Whether enough of the group have a value of a metric to say anything.
  public func isTelling(metric index: Int) -> Bool {
    distributions.indices.contains(index) && distributions[index].isTelling
  }

  /// Of which days the figures of a metric are.
  public func days(metric index: Int) -> FigureDays {
    distributions.indices.contains(index) ? distributions[index].days : FigureDays()
  }

  /// Where a KOL of the group stands in a metric by its value; nil for none.
  public func standing(of value: Quantity?, metric index: Int) -> Standing {
    // All cores share a distribution, and whoever keeps one counts references to it.
    distributions.indices.contains(index)
      ? Standing(value: value, among: distributions[index])
      : Standing(value: nil, among: Distribution(values: []))
  }
}

/// The distributions of every peer group of a roster, one for each metric of the catalogue.
public struct PeerStatistics: Sendable, Hashable {
  private let groups: [PeerGroup: Peers]

  /// - Parameters:
  ///   - groups: For each group a distribution for each metric, in the catalogue's order.
  ///   - members: For each group the days of its KOLs that have a snapshot.
  public init(groups: [PeerGroup: [Distribution]], members: [PeerGroup: FigureDays] = [:]) {
    self.groups = Dictionary(
      uniqueKeysWithValues: Set(groups.keys).union(members.keys).map { group in
        (
          group,
          Peers(group, distributions: groups[group] ?? [], days: members[group] ?? FigureDays())
        )
      })
  }

  public func peers(in group: PeerGroup) -> Peers {
    groups[group] ?? Peers(group, distributions: [], days: FigureDays())
  }

  /// The groups that a KOL is compared with, in the order of ``KOLReport/peerGroups``: looked up once for everything
  /// that is said of the KOL.
  public func peers(of kol: KOLReport) -> [Peers] { kol.peerGroups.map(peers) }
}
