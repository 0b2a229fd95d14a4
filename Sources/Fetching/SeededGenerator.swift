import Model

/// A small generator of random numbers (SplitMix64) that gives the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A generator of a KOL's own, so that its numbers do not depend on which answer came first.
  init(seed: UInt64, for id: KOLID) {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in id.text.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    state = seed ^ hash
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
