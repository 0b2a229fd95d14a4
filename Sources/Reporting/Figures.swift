public import Model

extension ReportBuilder {
  /// Builds a figure for each metric of the catalogue, in its order.
  public func figures(of snapshot: Snapshot?) -> [Figure] {
    snapshot == nil ? noFigures : Self.figures(of: snapshot)
  }

  static func figures(of snapshot: Snapshot?) -> [Figure] {
    var readings: [String: Reading] = [:]
    return MetricCatalog.builtIn.metrics.map { metric in
      let reading: Reading
      let field: String?
      if let snapshot {
        (field, reading) =
          switch metric.origin {
          case .computed(let formula): (nil, result(of: formula, from: readings))
          case .platform, .platformEstimate:
            snapshot.profile.platformReading(of: metric) ?? (nil, .absent(.notSent))
          }
      } else {
        (field, reading) = (nil, .absent(.noSnapshot))
      }
      readings[metric.id] = reading
      return Figure(metric: metric, reading: reading, field: field, day: snapshot?.dataDay)
    }
  }

  /// Computes a formula; a missing input is named instead, never replaced.
  ///
  /// The inputs stand before the computed metrics in the catalogue, so their readings are known.
  static func result(of formula: Formula, from readings: [String: Reading]) -> Reading {
    for input in formula.inputs where readings[input]?.value == nil {
      return .absent(.missingInput(input))
    }
    guard let dividend = readings[formula.dividend]?.value,
      let divisor = readings[formula.divisor]?.value,
      let quotient = dividend.divided(by: divisor, times: formula.factor),
      // What is not zero and has no millionth to show is no zero either.
      quotient.millionths != 0 || dividend.isZero
    else { return .absent(.undefined) }
    return .value(quotient)
  }
}
