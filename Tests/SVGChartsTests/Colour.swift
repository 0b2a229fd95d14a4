import Foundation

/// A colour of sRGB, and what eyes make of it.
struct Colour {
  /// Red, green and blue in linear light, 0...1.
  let linear: [Double]

  /// Reads `#rrggbb`.
  init?(hex: Substring) {
    let digits = hex.dropFirst()
    guard hex.first == "#", digits.count == 6, let number = Int(digits, radix: 16) else { return nil }
    linear = [number >> 16, number >> 8 & 0xFF, number & 0xFF].map {
      let part = Double($0) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  private init(linear: [Double]) {
    self.linear = linear
  }

  /// WCAG 2.2's relative luminance.
  private var luminance: Double { 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] }

  /// WCAG 2.2's contrast, 1...21.
  func contrast(to other: Colour) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// The colour as someone sees it who has that vision.
  func seen(with vision: Vision) -> Colour {
    Colour(
      linear: vision.matrix.map { row in
        min(1, max(0, zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }))
      })
  }

  /// CIE 1976 L*a*b*, for the white D65.
  private var lab: [Double] {
    let xyz = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ].map { row in zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 } }
    let scaled = zip(xyz, [0.95047, 1, 1.08883]).map { value, white in
      let part = value / white
      return part > 216.0 / 24_389 ? cbrt(part) : (24_389.0 / 27 * part + 16) / 116
    }
    return [116 * scaled[1] - 16, 500 * (scaled[0] - scaled[1]), 200 * (scaled[1] - scaled[2])]
  }

  /// The distance in CIE 1976 L*a*b*; about 2.3 can just be told apart side by side.
  func distance(to other: Colour) -> Double {
    zip(lab, other.lab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}

/// Kinds of colour vision.
///
/// The matrices are those of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation
/// of Color Vision Deficiency" (IEEE TVCG 15, 2009), at severity 1.0, for linear light.
enum Vision: String, CaseIterable {
  case usual, protanopia, deuteranopia, tritanopia

  var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}
