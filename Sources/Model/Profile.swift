/// A KOL's profile as one reply gave it: a value for each field of the catalogue.
public struct Profile: Sendable, Hashable {
  /// In the order of ``FieldCatalog/fields``.
  public let values: [FieldValue]
  /// When the API says it collected the data, in its own words (local time without a zone); nil where not sent.
  public let recordTime: String?

  public init(values: [FieldValue], recordTime: String?) {
    self.values = values
    self.recordTime = recordTime
  }

  /// The value of a field; ``FieldValue/notSent`` for a key that the catalogue does not have.
  public subscript(key: String) -> FieldValue {
    FieldCatalog.builtIn.index(of: key).map { values[$0] } ?? .notSent
  }
}

extension Profile {
  /// A first-level content category of the platform, with the second-level ones below it; untrusted texts.
  public struct Category: Sendable, Hashable {
    public let name: String
    public let details: [String]

    public init(name: String, details: [String]) {
      self.name = name
      self.details = details
    }
  }

  /// What the KOL writes about, from `contentTags`: at most ``mostCategories``, none twice.
  public var contentCategories: [Category] {
    guard let tags = Self.contentTags, case .list(let items) = values[tags] else { return [] }
    var categories: [Category] = []
    for item in items where categories.count < Self.mostCategories {
      guard case .string(let name)? = item["taxonomy1Tag"], !name.utf8.isEmpty,
        !categories.contains(where: { $0.name.utf8.elementsEqual(name.utf8) })
      else { continue }
      var details: [String] = []
      if case .array(let rest)? = item["taxonomy2Tags"] {
        details = rest.compactMap { if case .string(let text) = $0 { text } else { nil } }
      }
      categories.append(Category(name: name, details: details))
    }
    return categories
  }

  /// More than the platform gives anyone; each is a column of a page.
  private static let mostCategories = 5
  private static let contentTags = FieldCatalog.builtIn.index(of: "contentTags")
}

/// What a reply holds for one field.
public enum FieldValue: Sendable, Hashable {
  case notSent
  case null
  case number(Quantity)
  case flag(Bool)
  case text(String)
  case list([JSONValue])
  case object([JSONValue.Member])
  /// A value of a type that the catalogue does not expect; the reply keeps it.
  case unreadable

  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  public var number: Quantity? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The strings of a list; anything in it that is no string is left out.
  public var strings: [String] {
    guard case .list(let items) = self else { return [] }
    return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }
}
