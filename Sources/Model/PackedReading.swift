/// A reading in eight bytes: years of them for many KOLs fit in memory, and their kinds stay apart.
///
/// A value is its millionths; each other kind has a number of its own at the far negative end, which no value
/// reaches. A reading that names a metric that is missing is packed as undefined: only computed metrics have one.
public struct PackedReading: Sendable, Hashable {
  public let bits: Int64

  public init(bits: Int64) {
    self.bits = bits
  }

  public init(_ reading: Reading) {
    if case .value(let quantity) = reading {
      self = Self.isValue(quantity.millionths) ? Self(bits: quantity.millionths) : Self(.absent(.unreadable))
    } else {
      let code =
        switch reading {
        // The three that most replies have, before the rest is searched.
        case .notSupplied: 0
        case .absent(.null): 2
        case .absent(.notSent): 3
        default: Self.kinds.firstIndex(of: reading) ?? Self.undefinedCode
        }
      bits = Int64.min + Int64(code)
    }
  }

  public var reading: Reading {
    if Self.isValue(bits) { return .value(Quantity(millionths: bits)) }
    let code = Int(bits - Int64.min)
    return Self.kinds.indices.contains(code) ? Self.kinds[code] : .absent(.undefined)
  }

  /// The value; nil for every other kind.
  public var value: Quantity? {
    Self.isValue(bits) ? Quantity(millionths: bits) : nil
  }

  public static let noSnapshot = PackedReading(.absent(.noSnapshot))
  public static let failed = PackedReading(.failed)
  public static let damaged = PackedReading(.absent(.damaged))

  /// How many numbers at the far end are no values; more than are in use.
  public static let reserved: Int64 = 16

  private static func isValue(_ bits: Int64) -> Bool { bits >= Int64.min + reserved }

  /// The readings without a value, each at its number; the index of the archive keeps these numbers.
  private static let kinds: [Reading] = [
    .notSupplied, .failed, .absent(.null), .absent(.notSent), .absent(.unreadable), .absent(.hidden),
    .absent(.noSnapshot), .absent(.undefined), .absent(.noEarlierSnapshot), .absent(.damaged),
  ]
  private static let undefinedCode = 7
}
