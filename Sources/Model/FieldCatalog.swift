/// The 146 fields of a profile in the order of the published example: the data of `Resources/fields.csv`.
///
/// Decoding, zero rules, labels and units are driven by this table; there is no property a field.
public struct FieldCatalog: Sendable {
  public let fields: [Field]
  private let indexByKey: [[UInt8]: Int]

  /// The catalogue that is compiled in.
  public static let builtIn = FieldCatalog(csv: PackageResources.fields_csv)

  /// The index of the field with exactly this key, compared by byte; nil where the key is not known.
  public func index(of key: some StringProtocol) -> Int? {
    indexByKey[Array(key.utf8)]
  }

  /// The field with exactly this key; nil where the key is not known.
  public func field(_ key: some StringProtocol) -> Field? {
    index(of: key).map { fields[$0] }
  }

  /// Reads the table: one header, then a line a field; cells hold no commas and no quotes.
  ///
  /// A line that does not fit the columns is left out, which a test of the built-in table would show.
  init(csv: [UInt8]) {
    fields = csv.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
      Field(
        cells: line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
          .map { String(decoding: $0, as: UTF8.self) })
    }
    indexByKey = Dictionary(
      fields.enumerated().map { (Array($1.key.utf8), $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Field {
  /// The columns: key, group, type, unit, zero, business, media, days, charted, published, label_en, label_zh.
  init?(cells: [String]) {
    guard cells.count == 12, let group = Group(rawValue: cells[1]),
      let type = ValueType(rawValue: cells[2]), let unit = Unit(rawValue: cells[3]),
      let zero = ZeroRule(rawValue: cells[4])
    else { return nil }
    key = cells[0]
    self.group = group
    self.type = type
    self.unit = unit
    self.zero = zero
    scope = Scope(
      business: .init(rawValue: cells[5]), media: .init(rawValue: cells[6]), days: Int(cells[7]))
    isCharted = cells[8] == "yes"
    isPublished = cells[9] == "yes"
    label = cells[10].isEmpty ? nil : Localized(zh: cells[11], en: cells[10])
  }
}
