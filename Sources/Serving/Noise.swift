import Model

/// Seeded numbers that look random and depend on nothing but the seed and the asked index.
struct Noise: Sendable {
  let seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
  }

  /// Ids that differ in one digit get unrelated seeds, too.
  init(id: String) {
    seed = stableHash(of: id.utf8)
  }

  /// The number of a stream at an index.
  func bits(_ stream: Stream, _ index: Int) -> UInt64 {
    var streams = SeededGenerator(seed: seed ^ stream.rawValue)
    var numbers = SeededGenerator(seed: streams.next(), skipping: index)
    return numbers.next()
  }

  /// A number in `0..<bound`; 0 where `bound` is not positive.
  func below(_ bound: Int, _ stream: Stream, _ index: Int) -> Int {
    guard bound > 0 else { return 0 }
    return Int(bits(stream, index) % UInt64(bound))
  }

  /// A number in `-amplitude...amplitude`, unrelated to its neighbours.
  func jitter(_ amplitude: Int, _ stream: Stream, _ index: Int) -> Int {
    below(2 * amplitude + 1, stream, index) - amplitude
  }

  /// A number in `-amplitude...amplitude` that drifts: straight lines between jitters `spacing` apart.
  func drift(_ amplitude: Int, spacing: Int, _ stream: Stream, _ index: Int) -> Int {
    let (knot, rest) = flooredDivision(index, by: spacing)
    let left = jitter(amplitude, stream, knot)
    let right = jitter(amplitude, stream, knot + 1)
    return left + (right - left) * rest / spacing
  }

  /// What a number is for; each purpose has numbers of its own.
  enum Stream: UInt64 {
    case fansDrift = 1
    case fansJitter, likesDrift, readsDrift, readsJitter, engagementDrift, engagementJitter
    case olderEngagementDrift, noteDay, missingDay, clockMinute, clockSecond
    case clockFraction, requestID, avatar, crowd, fault, latency
  }
}

/// Division that rounds towards negative infinity, so that a rhythm goes on before day zero.
func flooredDivision(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
