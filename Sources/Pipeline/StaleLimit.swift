/// How much staleness a site may show before it is not published: `--max-stale`.
public enum StaleLimit: Sendable, Hashable {
  /// No stale KOL's newest snapshot may be more days old than this. A KOL that never had one does not
  /// count: `publish.minimumCoverage` is about those.
  case days(Int)
  /// No larger share of the KOLs, in percent, may be stale or without any snapshot.
  case percent(Int)

  /// Reads `3d`, `2w` or `20%`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let digits = bytes.dropLast()
    guard (1...4).contains(digits.count),
      digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
      let number = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    switch bytes.last {
    case UInt8(ascii: "d"): self = .days(number)
    case UInt8(ascii: "w"): self = .days(number * 7)
    case UInt8(ascii: "%") where number <= 100: self = .percent(number)
    default: return nil
    }
  }
}

extension StaleLimit: CustomStringConvertible {
  public var description: String {
    switch self {
    case .days(let days): "\(days)d"
    case .percent(let percent): "\(percent)%"
    }
  }
}
