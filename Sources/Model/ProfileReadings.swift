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
  public var isRegistered: Bool {
    self["userType"].number == Quantity(2)
  }

  /// The readings of ``History/chartedMetrics``, in that order.
  public var chartedReadings: [PackedReading] {
    // Every charted metric is the platform's own, so a reading is nil for none of them.
    History.chartedMetrics.map { PackedReading(reading(of: $0) ?? .absent(.undefined)) }
  }

  /// For each field of the catalogue, whether ``chartedReadings`` depends on it.
  public static let fieldsOfChartedReadings: [Bool] = {
    var keys: Set<String> = ["userType"]
    for metric in History.chartedMetrics {
      let fields =
        switch metric.origin {
        case .platform(let fields): fields
        case .platformEstimate(let field): [field]
        case .computed: [String]()
        }
      keys.formUnion(fields)
      keys.formUnion(fields.compactMap { visibility[$0] })
    }
    return FieldCatalog.builtIn.fields.map { keys.contains($0.key) }
  }()

  private func reading(ofField key: String) -> Reading {
    guard let field = FieldCatalog.builtIn.field(key) else { return .absent(.notSent) }
    if let shown = Self.visibility[key], self[shown].flag == false { return .absent(.hidden) }
    switch self[key] {
    case .number(let number) where number.isZero:
      switch field.zero {
      case .value: return .value(number)
      case .notSupplied: return .notSupplied
      case .registered: return isRegistered ? .value(number) : .notSupplied
      }
    case .number(let number) where number.millionths < 0 && !field.mayBeNegative:
      return .absent(.unreadable)
    case .number(let number): return .value(number)
    case .notSent: return .absent(.notSent)
    case .null: return .absent(.null)
    case .flag, .text, .list, .object, .unreadable: return .absent(.unreadable)
    }
  }

  /// The flag that says whether a quote is on display, by the quote's key.
  private static let visibility = [
    "picturePrice": "pictureShowState", "videoPrice": "videoShowState",
  ]
}

extension Field {
  /// Whether the number is a change or a comparison; a count or an amount below zero is no reading.
  fileprivate var mayBeNegative: Bool { group == .growth || (unit != .count && unit != .cny) }
}
