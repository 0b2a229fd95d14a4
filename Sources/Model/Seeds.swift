/// FNV-1a with 64 bits: the same bytes give the same number on every machine and in every version.
@inlinable
public func stableHash(of bytes: some Sequence<UInt8>) -> UInt64 {
  var hash: UInt64 = 14_695_981_039_346_656_037
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
  return hash
}

/// A small generator of random numbers (SplitMix64) that gives the same numbers for the same seed.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// - Parameter skipped: How many of the seed's numbers are left out, which costs nothing.
  public init(seed: UInt64, skipping skipped: Int = 0) {
    state = seed &+ UInt64(bitPattern: Int64(skipped)) &* Self.step
  }

  /// A generator of a KOL's own, so that its numbers do not depend on who had its turn first.
  public init(seed: UInt64, for id: KOLID) {
    self.init(seed: seed ^ stableHash(of: id.text.utf8))
  }

  public mutating func next() -> UInt64 {
    state &+= Self.step
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
