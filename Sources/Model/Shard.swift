/// One of several runs that share a roster's work by id, each on a machine or in a process of its own.
///
/// Every id belongs to exactly one shard, the same on every machine and in every version.
public struct Shard: Sendable, Hashable {
  /// From 1 to ``count``.
  public let index: Int
  /// From 1 to 9,999.
  public let count: Int

  /// Nil where the numbers are out of range.
  public init?(index: Int, count: Int) {
    guard (1...9_999).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `3/16`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1]) else {
      return nil
    }
    self.init(index: index, count: count)
  }

  /// Whether the shard asks for a KOL: FNV-1a of the id's bytes (64 bits) modulo the number of shards.
  public func contains(_ id: KOLID) -> Bool {
    let hash = stableHash(of: id.text.utf8)
    // The low bits of FNV-1a hang on the low bits of the bytes alone; folding mixes the high ones in.
    return Int((hash ^ (hash >> 32)) % UInt64(count)) == index - 1
  }

  /// `s0003of0016`: names the shard's files, in an order that is the shards' own.
  public var label: String { "s\(padded(index, to: 4))of\(padded(count, to: 4))" }

  private static func number(_ digits: some Collection<UInt8>) -> Int? {
    guard (1...4).contains(digits.count),
      digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

extension Shard: CustomStringConvertible {
  /// `3/16`.
  public var description: String { "\(index)/\(count)" }
}
