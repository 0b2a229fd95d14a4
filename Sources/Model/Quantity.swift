/// A decimal number in millionths, exact for everything the platform sends.
///
/// Integers instead of floating point: the same inputs give the same digits on every machine, and
/// writing one costs a few divisions. The range is ±9.2 × 10^12.
///
/// A quotient keeps what it is beyond its millionths, so that it is rounded once, where it is written:
/// 67 ÷ 947 is 0.070750 in millionths, yet 7.07 % and not 7.08 %.
public struct Quantity: Sendable, Hashable, Comparable {
  public static let scale: Int64 = 1_000_000

  /// The nearest whole number of millionths, half away from zero.
  public let millionths: Int64
  let rest: Rest

  public init(millionths: Int64) {
    self.init(millionths: millionths, rest: .none)
  }

  init(millionths: Int64, rest: Rest) {
    self.millionths = millionths
    self.rest = rest
  }

  /// Creates a whole number; nil where it is out of range.
  public init?(_ whole: Int64) {
    let (product, overflow) = whole.multipliedReportingOverflow(by: Self.scale)
    guard !overflow else { return nil }
    self.init(millionths: product)
  }

  /// Reads a JSON number (`-12`, `0.0209`, `1.5e3`); the seventh decimal place rounds half away from zero.
  ///
  /// Nil where `text` is not a JSON number or the number is out of range.
  public init?(decimal text: some StringProtocol) {
    guard let parsed = Self.parse(Array(text.utf8)) else { return nil }
    self.init(millionths: parsed)
  }

  public var isZero: Bool { millionths == 0 && rest == .none }

  /// Whether there is nothing beyond the millionths.
  var isMillionths: Bool { rest == .none }

  public var isNegative: Bool { millionths < 0 || (millionths == 0 && rest.numerator < 0) }

  /// The value without its fraction where it is whole; nil otherwise.
  public var whole: Int64? {
    millionths % Self.scale == 0 && rest == .none ? millionths / Self.scale : nil
  }

  public static func < (left: Quantity, right: Quantity) -> Bool {
    left.millionths == right.millionths ? left.rest < right.rest : left.millionths < right.millionths
  }
}

extension Quantity: CustomStringConvertible {
  /// The shortest decimal form to a millionth, with `.` and without grouping: `180`, `0.0209`, `-3.5`.
  public var description: String {
    let magnitude = millionths.magnitude
    var text = (millionths < 0 ? "-" : "") + String(magnitude / UInt64(Self.scale))
    var fraction = magnitude % UInt64(Self.scale)
    guard fraction > 0 else { return text }
    var width = 6
    while fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    text += "." + padded(Int(fraction), to: width)
    return text
  }
}

extension Quantity {
  /// Reads the JSON grammar of a number digit by digit, so that nothing is rounded through binary.
  private static func parse(_ bytes: [UInt8]) -> Int64? {
    var rest = bytes[...]
    func isDigit(_ byte: UInt8?) -> Bool {
      byte.map((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) ?? false
    }
    func takeDigits() -> ArraySlice<UInt8>? {
      let digits = rest.prefix { isDigit($0) }
      rest = rest.dropFirst(digits.count)
      return digits.isEmpty ? nil : digits
    }
    let negative = rest.first == UInt8(ascii: "-")
    if negative { rest = rest.dropFirst() }
    guard let integer = takeDigits(), integer.count == 1 || integer.first != UInt8(ascii: "0") else {
      return nil
    }
    var digits = Array(integer)
    var pointFromLeft = integer.count
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard let fraction = takeDigits() else { return nil }
      digits += fraction
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      let negativeExponent = rest.first == UInt8(ascii: "-")
      if negativeExponent || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard let exponent = takeDigits(), exponent.count <= 4 else { return nil }
      let size = exponent.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      pointFromLeft += negativeExponent ? -size : size
    }
    guard rest.isEmpty else { return nil }
    // Keep the digits down to the millionth; the one after it decides the rounding.
    let kept = pointFromLeft + 6
    var magnitude: UInt64 = 0
    for index in 0..<max(0, kept) {
      let digit = index < digits.count ? UInt64(digits[index] - UInt8(ascii: "0")) : 0
      if index >= digits.count && magnitude == 0 { return 0 }
      let (tens, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      guard !overflow, tens <= UInt64(Int64.max) - digit else { return nil }
      magnitude = tens + digit
    }
    if kept >= 0, kept < digits.count, digits[kept] >= UInt8(ascii: "5") {
      guard magnitude < UInt64(Int64.max) else { return nil }
      magnitude += 1
    }
    return negative ? -Int64(magnitude) : Int64(magnitude)
  }
}
