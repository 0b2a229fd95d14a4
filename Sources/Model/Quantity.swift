/// A decimal number in millionths, exact for everything the platform sends.
///
/// Integers instead of floating point: the same inputs give the same digits on every machine, and
/// writing one costs a few divisions. The range is ±9.2 × 10^12.
public struct Quantity: Sendable, Hashable, Comparable {
  public static let scale: Int64 = 1_000_000

  public let millionths: Int64

  public init(millionths: Int64) {
    self.millionths = millionths
  }

  /// Creates a whole number; nil where it is out of range.
  public init?(_ whole: Int64) {
    let (product, overflow) = whole.multipliedReportingOverflow(by: Self.scale)
    guard !overflow else { return nil }
    millionths = product
  }

  /// Reads a JSON number (`-12`, `0.0209`, `1.5e3`); the seventh decimal place rounds half away from zero.
  ///
  /// Nil where `text` is not a JSON number or the number is out of range.
  public init?(decimal text: some StringProtocol) {
    guard let parsed = Self.parse(Array(text.utf8)) else { return nil }
    millionths = parsed
  }

  public var isZero: Bool { millionths == 0 }

  /// The value without its fraction where it is whole; nil otherwise.
  public var whole: Int64? {
    millionths % Self.scale == 0 ? millionths / Self.scale : nil
  }

  /// `self - other`; nil on overflow.
  public func subtracting(_ other: Quantity) -> Quantity? {
    let (difference, overflow) = millionths.subtractingReportingOverflow(other.millionths)
    return overflow ? nil : Quantity(millionths: difference)
  }

  /// `self + other`; nil on overflow.
  public func adding(_ other: Quantity) -> Quantity? {
    let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
    return overflow ? nil : Quantity(millionths: sum)
  }

  /// `self × factor`; nil on overflow.
  public func multiplied(by factor: Int64) -> Quantity? {
    let (product, overflow) = millionths.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Quantity(millionths: product)
  }

  /// `self × factor ÷ divisor`, rounded half away from zero to a millionth.
  ///
  /// Nil where the divisor is zero or the result is out of range.
  public func divided(by divisor: Quantity, times factor: Int64 = 1) -> Quantity? {
    guard !divisor.isZero, factor > 0,
      case let (multiplier, false) = UInt64(factor).multipliedReportingOverflow(
        by: UInt64(Self.scale))
    else { return nil }
    let product = millionths.magnitude.multipliedFullWidth(by: multiplier)
    guard product.high < divisor.millionths.magnitude else { return nil }
    var (quotient, remainder) = divisor.millionths.magnitude.dividingFullWidth(product)
    guard quotient < UInt64(Int64.max) else { return nil }
    if remainder >= divisor.millionths.magnitude - remainder { quotient += 1 }
    let negative = (millionths < 0) != (divisor.millionths < 0)
    return Quantity(millionths: negative ? -Int64(quotient) : Int64(quotient))
  }

  public static func < (left: Quantity, right: Quantity) -> Bool {
    left.millionths < right.millionths
  }
}

extension Quantity: CustomStringConvertible {
  /// The shortest decimal form, with `.` and without grouping: `180`, `0.0209`, `-3.5`.
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
