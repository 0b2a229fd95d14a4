extension Profile {
  /// The reading of a metric that the platform gives; nil for a computed metric.
  ///
  /// Applies the field's zero rule: for most fields 0 says that the platform did not fill them.
  public func reading(of metric: Metric) -> Reading? {
    let keys =
      switch metric.origin {
      case .platform(let fields): fields
      case .platformEstimate(let field): [field]
      case .computed: [String]()
      }
    return reading(ofFirstOf: keys.compactMap { FieldCatalog.builtIn.index(of: $0) })?.reading
  }

  /// The reading of the first field that has a value, and which that is; the first field where none has one.
  /// - Parameter places: In the field catalogue.
  public func reading(ofFirstOf places: [Int]) -> (place: Int, reading: Reading)? {
    var first: (place: Int, reading: Reading)?
    for place in places {
      let reading = FieldRules.catalog.reading(at: place, of: values)
      if reading.value != nil { return (place, reading) }
      first = first ?? (place, reading)
    }
    return first
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
  /// - Parameter index: The field's place in the catalogue, which it must have.
  public func reading(ofFieldAt index: Int) -> Reading {
    FieldRules.catalog.reading(FieldRules.catalog.rules[index], of: values)
  }
}
