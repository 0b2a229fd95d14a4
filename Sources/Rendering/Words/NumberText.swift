import Model

/// Numbers as text in one language: exact digits with grouping in tables, short forms on axes.
///
/// Only integers are involved, so the same quantity gives the same text on every machine.
struct NumberText: Sendable {
  let language: Language

  /// The text of a value: `8,418`, `¥1.98`, `4.48%`, `1 : 18.8`.
  func text(_ quantity: Quantity, unit: Unit) -> String {
    switch unit {
    case .count, .code, .none: grouped(quantity, decimals: 6)
    case .cny: money(quantity)
    case .percent: grouped(quantity, decimals: 1) + "%"
    case .ratio: percentage(quantity, decimals: 2)
    case .multiple: "1 : " + grouped(quantity, decimals: 1)
    }
  }

  /// A change with its sign: `+1,204`, `−¥20`, `0`.
  func signed(_ quantity: Quantity, unit: Unit) -> String {
    sign(of: quantity) + text(quantity.magnitude, unit: unit)
  }

  /// A relative change: `+12.4%`.
  func signedPercent(_ ratio: Quantity) -> String {
    let text = percent(ratio.magnitude)
    return text == "0%" ? text : sign(of: ratio) + text
  }

  /// A ratio as a percentage with one decimal: `12.4%`.
  func percent(_ ratio: Quantity) -> String {
    percentage(ratio, decimals: 1)
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
        return (unit == .cny ? "¥" : "") + grouped(scaled, decimals: 2) + step.suffix
      }
    }
    return text(quantity, unit: unit)
  }

  /// Yuan with at most two decimals; four where less than a fen would round to nothing.
  private func money(_ quantity: Quantity) -> String {
    let small = !quantity.isZero && quantity.millionths.magnitude < 10_000
    return (quantity.isNegative ? "−" : "") + "¥" + grouped(quantity.magnitude, decimals: small ? 4 : 2)
  }

  private func sign(of quantity: Quantity) -> String {
    quantity.isZero ? "" : quantity.isNegative ? "−" : "+"
  }

  /// A ratio as a percentage; `× 100%` where a hundred times as much is no quantity any more.
  private func percentage(_ ratio: Quantity, decimals: Int) -> String {
    guard let hundredfold = ratio.multiplied(by: 100) else {
      return grouped(ratio, decimals: decimals) + " × 100%"
    }
    return grouped(hundredfold, decimals: decimals) + "%"
  }

  /// Digits in groups of three with at most so many decimals, rounded half away from zero, without trailing zeros.
  private func grouped(_ quantity: Quantity, decimals: Int) -> String {
    var unit: UInt64 = 1
    for _ in 0..<(6 - min(6, decimals)) { unit *= 10 }
    // What is not zero is never written as zero: a small number gets the decimals it needs.
    while unit > 1, quantity.rounded(to: unit) == 0, !quantity.isZero { unit /= 10 }
    let rounded = quantity.rounded(to: unit) * unit
    let scale = UInt64(Quantity.scale)
    var text: [UInt8] = rounded > 0 && quantity.isNegative ? Array("−".utf8) : []
    let digits = Array(String(rounded / scale).utf8)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(digit)
    }
    var fraction = Array(String(scale + rounded % scale).utf8.dropFirst())
    while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    if !fraction.isEmpty { text += [UInt8(ascii: ".")] + fraction }
    return String(decoding: text, as: UTF8.self)
  }
}
