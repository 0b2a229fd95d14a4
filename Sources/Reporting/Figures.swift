public import Model

extension ReportBuilder {
  /// Builds a figure for each metric of the catalogue, in its order.
  public func figures(of snapshot: Snapshot?) -> [Figure] {
    snapshot == nil ? noFigures : Self.figures(of: snapshot)
  }

  static func figures(of snapshot: Snapshot?) -> [Figure] {
    var figures: [Figure] = []
    figures.reserveCapacity(origins.count)
    for (index, origin) in origins.enumerated() {
      guard let snapshot else {
        figures.append(Figure(index, reading: .absent(.noSnapshot), field: nil, day: nil))
        continue
      }
      let (field, reading): (Int?, Reading) =
        switch origin {
        case .computed(let formula, let dividend, let divisor):
          (nil, result(of: formula, figures[dividend].reading, figures[divisor].reading))
        case .platform(let fields):
          snapshot.profile.reading(ofFirstOf: fields) ?? (nil, .absent(.notSent))
        }
      figures.append(Figure(index, reading: reading, field: field, day: snapshot.dataDay))
    }
    return figures
  }

  /// Where a metric comes from, by places in the catalogues.
  private enum Origin: Sendable {
    /// The first of these fields that has a value.
    case platform(fields: [Int])
    /// The inputs stand before the computed metrics in the catalogue, so their readings are known.
    case computed(Formula, dividend: Int, divisor: Int)
  }

  private static let origins: [Origin] = {
    let (metrics, fields) = (MetricCatalog.builtIn, FieldCatalog.builtIn)
    return metrics.metrics.map { metric in
      switch metric.origin {
      case .platform(let keys): .platform(fields: keys.compactMap { fields.index(of: $0) })
      case .platformEstimate(let key): .platform(fields: [key].compactMap { fields.index(of: $0) })
      case .computed(let formula):
        .computed(
          formula, dividend: metrics.index(of: formula.dividend) ?? 0,
          divisor: metrics.index(of: formula.divisor) ?? 0)
      }
    }
  }()

  /// Computes a formula; a missing input is named instead, never replaced.
  static func result(of formula: Formula, _ dividend: Reading, _ divisor: Reading) -> Reading {
    guard let dividend = dividend.value else { return .absent(.missingInput(formula.dividend)) }
    guard let divisor = divisor.value else { return .absent(.missingInput(formula.divisor)) }
    guard let quotient = dividend.divided(by: divisor, times: formula.factor),
      // What is not zero and has no millionth to show is no zero either.
      quotient.millionths != 0 || dividend.isZero
    else { return .absent(.undefined) }
    return .value(quotient)
  }
}
