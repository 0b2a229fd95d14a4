import Markup
import Model

/// Numbers as text in one language: exact digits with grouping in tables, short forms on axes.
///
/// Only integers are involved, so the same quantity gives the same text on every machine.
struct NumberText: Sendable {
  let language: Language

  /// The text of a value: `8,418`, `¥1.98`, `4.48%`, `1 : 18.8`.
  func text(_ quantity: Quantity, unit: Unit) -> String {
    text { $0.append(quantity, unit: unit) }
  }

  /// A change with its sign: `+1,204`, `−¥20`, `0`.
  func signed(_ quantity: Quantity, unit: Unit) -> String {
    text { $0.append(signed: quantity, unit: unit) }
  }

  /// A relative change: `+12.4%`.
  func signedPercent(_ ratio: Quantity) -> String {
    text { $0.append(signedPercent: ratio) }
  }

  /// The short form for an axis: `12.3万`, `123K`; exact where two decimals would not do.
  func short(_ quantity: Quantity, unit: Unit) -> String {
    guard unit == .count || unit == .cny else { return text(quantity, unit: unit) }
    let steps: [(size: Int64, suffix: String)] =
      switch language {
      case .zh: [(100_000_000, "亿"), (10_000, "万")]
      case .en: [(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")]
      }
    for step in steps {
      let reachesStep = quantity.millionths.magnitude / UInt64(Quantity.scale) >= UInt64(step.size)
      let fitsTwoDecimals = quantity.millionths % (step.size * Quantity.scale / 100) == 0
      if reachesStep, fitsTwoDecimals {
        let scaled = Quantity(millionths: quantity.millionths / step.size)
        return (unit == .cny ? "¥" : "") + text { $0.append(grouped: scaled, decimals: 2) } + step.suffix
      }
    }
    return text(quantity, unit: unit)
  }

  private func text(_ write: (inout MarkupBuffer) -> Void) -> String {
    var buffer = MarkupBuffer(capacity: 24)
    write(&buffer)
    return buffer.text
  }
}

/// None of these letters has a meaning in HTML, so they are written as they are.
extension MarkupBuffer {
  /// The text of a value: `8,418`, `¥1.98`, `4.48%`, `1 : 18.8`.
  mutating func append(_ quantity: Quantity, unit: Unit) {
    switch unit {
    case .count, .code, .none: append(grouped: quantity, decimals: 6)
    case .cny: append(money: quantity)
    case .percent:
      append(grouped: quantity, decimals: 1)
      appendLiteral("%")
    case .ratio: append(percentOf: quantity, decimals: 2)
    case .multiple:
      appendLiteral("1 : ")
      append(grouped: quantity, decimals: 1)
    }
  }

  /// A change with its sign: `+1,204`, `−¥20`, `0`.
  mutating func append(signed quantity: Quantity, unit: Unit) {
    appendSign(of: quantity)
    append(quantity.magnitude, unit: unit)
  }

  /// A relative change: `+12.4%`.
  mutating func append(signedPercent ratio: Quantity) {
    if ratio.multiplied(by: 100)?.isShownAsZero(decimals: 1) != true { appendSign(of: ratio) }
    append(percentOf: ratio.magnitude, decimals: 1)
  }

  /// A ratio as a percentage; `× 100%` where a hundred times as much is no quantity any more.
  mutating func append(percentOf ratio: Quantity, decimals: Int) {
    guard let hundredfold = ratio.multiplied(by: 100) else {
      append(grouped: ratio, decimals: decimals)
      appendLiteral(" × 100%")
      return
    }
    append(grouped: hundredfold, decimals: decimals)
    appendLiteral("%")
  }

  /// Yuan with at most two decimals; four where less than a fen would round to nothing.
  private mutating func append(money quantity: Quantity) {
    let isSmall = !quantity.isZero && quantity.millionths.magnitude < 10_000
    if quantity.isNegative { appendLiteral("−") }
    appendLiteral("¥")
    append(grouped: quantity.magnitude, decimals: isSmall ? 4 : 2)
  }

  private mutating func appendSign(of quantity: Quantity) {
    if quantity.isZero { return }
    appendLiteral(quantity.isNegative ? "−" : "+")
  }

  /// Digits in groups of three with at most so many decimals, rounded half away from zero, without trailing zeros.
  mutating func append(grouped quantity: Quantity, decimals: Int) {
    let rounded = quantity.rounded(decimals: decimals)
    if rounded > 0, quantity.isNegative { appendLiteral("−") }
    append(groupedMillionths: rounded)
  }
}

extension Quantity {
  /// How far it is from zero in millionths, rounded to so many decimals.
  ///
  /// What is not zero is never written as zero: a small number gets the decimals it needs.
  fileprivate func rounded(decimals: Int) -> UInt64 {
    if decimals >= 6 || whole != nil { return millionths.magnitude }
    var unit: UInt64 = 1
    for _ in 0..<(6 - min(6, decimals)) { unit *= 10 }
    while unit > 1, rounded(to: unit) == 0, !isZero { unit /= 10 }
    return rounded(to: unit) * unit
  }

  fileprivate func isShownAsZero(decimals: Int) -> Bool { rounded(decimals: decimals) == 0 }
}
