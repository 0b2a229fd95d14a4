extension Profile {
  /// The reading of a metric that the platform gives; nil for a computed metric.
  ///
  /// Applies the field's zero rule: for most fields 0 says that the platform did not fill them.
  public func reading(of metric: Metric) -> Reading? {
    platformReading(of: metric)?.reading
  }

  /// The reading together with the key of the field that gave it; the first field where none has a value.
  public func platformReading(of metric: Metric) -> (field: String, reading: Reading)? {
    switch metric.origin {
    case .platform(let fields):
      let readings = fields.map { ($0, reading(ofField: $0)) }
      return readings.first { $0.1.value != nil } ?? readings.first
    case .platformEstimate(let field):
      return (field, reading(ofField: field))
    case .computed:
      return nil
    }
  }

  /// Whether the creator is registered on Pugongying: `userType` 2.
  public var isRegistered: Bool { FieldRules.catalog.isRegistered(values) }

  /// The readings of ``History/chartedMetrics``, in that order.
  public var chartedReadings: [PackedReading] {
    var readings: [PackedReading] = []
    ChartedFields.builtIn.append(to: &readings, from: ChartedFields.builtIn.fields.map { self[$0.key] })
    return readings
  }

  /// What a number field says by its zero rule and by the flag that hides a quote; a value of another type is unreadable.
  public func reading(ofField key: String) -> Reading {
    FieldRules.catalog.rule(key).map { FieldRules.catalog.reading($0, of: values) } ?? .absent(.notSent)
  }
}
