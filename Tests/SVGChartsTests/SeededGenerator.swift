import SVGCharts

/// A repeatable generator: the same seed gives the same tests.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A text rich in delimiters, marks, joiners, controls and scalars of every plane.
  mutating func hostileText() -> String {
    let favourites: [Unicode.Scalar] = [
      "&", "<", ">", "\"", "'", "\\", "/", ";", "#", "%", ":", " ", "\t", "\n", "\r", "\0", "\u{7F}",
      "\u{85}", "\u{9F}", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{200E}", "\u{202E}", "\u{2028}", "\u{2029}",
      "\u{2066}", "\u{2069}", "\u{61C}", "\u{FEFF}", "\u{FFFD}",
      "\u{E000}", "妈", "，", "👩", "a", "u", "0",
    ]
    let noncharacters = [0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF].compactMap { Unicode.Scalar(UInt32($0)) }
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...24, using: &self) {
      if Int.random(in: 0..<4, using: &self) == 0,
        let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self))
      {
        text.append(scalar)
      } else if let scalar = (favourites + noncharacters).randomElement(using: &self) {
        text.append(scalar)
      }
    }
    return String(text)
  }
}

extension SeededGenerator {
  /// Small, large and extreme values.
  mutating func value() -> Int64 {
    switch Int.random(in: 0..<6, using: &self) {
    case 0: Int64.random(in: .min ... .max, using: &self)
    case 1: [.min, .min + 1, -1, 0, 1, .max - 1, .max].randomElement(using: &self) ?? 0
    case 2: Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &self)
    default: Int64.random(in: -20...100, using: &self)
    }
  }

  mutating func axis() -> ChartAxis {
    ChartAxis(
      title: hostileText(), scale: Bool.random(using: &self) ? .linear : .logarithmic, step: value(),
      includesZero: Bool.random(using: &self), label: { "\($0)" })
  }

  mutating func points() -> [ChartPoint] {
    let wide = Int.random(in: 0..<4, using: &self) == 0
    let equal = Int.random(in: 0..<5, using: &self) == 0 ? value() : nil
    return (0..<Int.random(in: 0...60, using: &self)).map { place in
      let x = wide ? Int(value()) : place
      return ChartPoint(x: x, y: Int.random(in: 0..<4, using: &self) == 0 ? nil : equal ?? value())
    }
  }
}
