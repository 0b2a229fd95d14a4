/// How the values of some fields become readings; indices instead of keys, because it is done for every reply.
struct FieldRules: Sendable {
  /// One field's rule.
  struct Rule: Sendable {
    /// Of the field among the values.
    let index: Int
    let zero: Field.ZeroRule
    let mayBeNegative: Bool
    /// The index of the flag that says whether the field is on display; nil where none does.
    let visibility: Int?
  }

  /// In the order of the fields.
  let rules: [Rule]
  private let indexByKey: [[UInt8]: Int]
  private let userType: Int?

  /// The flag that says whether a quote is on display, by the quote's key.
  static let visibility = ["picturePrice": "pictureShowState", "videoPrice": "videoShowState"]

  /// All fields of the catalogue, in its order.
  static let catalog = FieldRules(FieldCatalog.builtIn.fields)

  init(_ fields: [Field]) {
    let indexByKey = Dictionary(
      fields.enumerated().map { (Array($1.key.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    self.indexByKey = indexByKey
    rules = fields.enumerated().map { index, field in
      Rule(
        index: index, zero: field.zero, mayBeNegative: field.mayBeNegative,
        visibility: Self.visibility[field.key].flatMap { indexByKey[Array($0.utf8)] })
    }
    userType = indexByKey[Array("userType".utf8)]
  }

  func rule(_ key: String) -> Rule? {
    indexByKey[Array(key.utf8)].map { rules[$0] }
  }

  /// - Parameter index: Of the field among the values.
  func reading(at index: Int, of values: [FieldValue]) -> Reading {
    reading(rules[index], of: values)
  }

  func reading(_ rule: Rule, of values: [FieldValue]) -> Reading {
    if let shown = rule.visibility, case .flag(false) = values[shown] { return .absent(.hidden) }
    switch values[rule.index] {
    case .number(let number) where number.isZero:
      switch rule.zero {
      case .value: return .value(number)
      case .notSupplied: return .notSupplied
      case .registered: return isRegistered(values) ? .value(number) : .notSupplied
      }
    case .number(let number) where number.millionths < 0 && !rule.mayBeNegative:
      return .absent(.unreadable)
    case .number(let number): return .value(number)
    case .notSent: return .absent(.notSent)
    case .null: return .absent(.null)
    case .flag, .text, .list, .object, .unreadable: return .absent(.unreadable)
    }
  }

  /// The keys of some fields and of those that decide whether their values count.
  static func dependencies(of keys: some Sequence<String>) -> Set<String> {
    let keys = Set(keys)
    return keys.union(keys.compactMap { visibility[$0] }).union(["userType"])
  }

  /// Whether the creator is registered on Pugongying: `userType` 2.
  func isRegistered(_ values: [FieldValue]) -> Bool {
    guard let userType, case .number(let number) = values[userType] else { return false }
    return number == Quantity(2)
  }
}

extension Field {
  /// Whether the number is a change or a comparison; a count or an amount below zero is no reading.
  fileprivate var mayBeNegative: Bool { group == .growth || (unit != .count && unit != .cny) }
}

/// The few fields that the charted readings come from: what has to be read of a reply for the years before the newest.
public struct ChartedFields: Sendable {
  /// In the order of the catalogue.
  public let fields: [Field]
  private let rules: FieldRules
  /// For each of ``History/chartedMetrics`` its fields' rules, of which the first with a value wins.
  private let rulesByMetric: [[FieldRules.Rule]]

  public static let builtIn = ChartedFields()

  private init() {
    // Every charted metric is the platform's own.
    let keysByMetric = History.chartedMetrics.map { metric in
      switch metric.origin {
      case .platform(let fields): fields
      case .platformEstimate(let field): [field]
      case .computed: [String]()
      }
    }
    let wanted = FieldRules.dependencies(of: keysByMetric.joined())
    fields = FieldCatalog.builtIn.fields.filter { wanted.contains($0.key) }
    let rules = FieldRules(fields)
    self.rules = rules
    rulesByMetric = keysByMetric.map { $0.compactMap(rules.rule) }
  }

  /// Appends the readings of ``History/chartedMetrics``, in that order.
  /// - Parameter values: One for each of ``fields``.
  public func append(to readings: inout [PackedReading], from values: [FieldValue]) {
    for alternatives in rulesByMetric {
      var chosen: Reading?
      for rule in alternatives {
        let reading = rules.reading(rule, of: values)
        if reading.value != nil {
          chosen = reading
          break
        }
        chosen = chosen ?? reading
      }
      readings.append(PackedReading(chosen ?? .absent(.undefined)))
    }
  }
}
