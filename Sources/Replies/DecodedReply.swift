public import Model

/// A profile with what was odd about the reply.
public struct DecodedReply: Sendable, Hashable {
  public let profile: Profile
  /// In the order of the catalogue's fields.
  public let warnings: [FieldWarning]

  public init(profile: Profile, warnings: [FieldWarning]) {
    self.profile = profile
    self.warnings = warnings
  }
}

/// A field whose value is not of the type that the catalogue expects; the reply itself keeps the value.
public struct FieldWarning: Sendable, Hashable {
  public let key: String
  public let expected: Field.ValueType
  /// What was found instead: a kind of JSON value, or in a few words what is wrong with it.
  public let found: String

  public init(key: String, expected: Field.ValueType, found: String) {
    self.key = key
    self.expected = expected
    self.found = found
  }
}

extension FieldWarning: CustomStringConvertible {
  public var description: String { "field \(key): expected \(expected.rawValue), found \(found)" }
}
