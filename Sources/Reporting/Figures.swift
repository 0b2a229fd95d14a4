public import Model

extension ReportBuilder {
  /// Builds a figure for each metric of the catalogue, in its order.
  public func figures(of snapshot: Snapshot?) -> [Figure] {
    snapshot == nil ? noFigures : Self.figures(of: snapshot)
  }

  static func figures(of snapshot: Snapshot?) -> [Figure] {
    var figures: [Figure] = []
    figures.reserveCapacity(fields.count)
    for (index, fields) in fields.enumerated() {
      guard let snapshot else {
        figures.append(Figure(index, reading: .absent(.noSnapshot), field: nil, day: nil))
        continue
      }
      let (field, reading): (Int?, Reading) =
        if let result = MetricCatalog.builtIn.result(ofMetricAt: index, from: { figures[$0].reading }) {
          (nil, result)
        } else {
          snapshot.profile.reading(ofFirstOf: fields) ?? (nil, .absent(.notSent))
        }
      figures.append(Figure(index, reading: reading, field: field, day: snapshot.dataDay))
    }
    return figures
  }

  /// For each metric the places of its fields, of which the first with a value counts; none for a computed one.
  private static let fields: [[Int]] = MetricCatalog.builtIn.metrics.map { metric in
    let keys =
      switch metric.origin {
      case .platform(let keys): keys
      case .platformEstimate(let key): [key]
      case .computed: [String]()
      }
    return keys.compactMap { FieldCatalog.builtIn.index(of: $0) }
  }
}
