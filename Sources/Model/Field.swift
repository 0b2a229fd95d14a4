/// One of the 146 keys of a profile reply, as the catalogue describes it.
public struct Field: Sendable, Hashable {
  /// The key exactly as the reply spells it; three pairs differ only in letter case.
  public let key: String
  public let group: Group
  public let type: ValueType
  public let unit: Unit
  public let zero: ZeroRule
  public let scope: Scope
  /// Whether the number is worth a line over time.
  public let isCharted: Bool
  /// False for what describes the account behind the API; such a field is archived and never shown.
  public let isPublished: Bool
  /// Nil where nobody outside the platform knows what the field means.
  public let label: Localized?

  /// Whether the platform forecasts or estimates the value, on a basis that it does not publish.
  public var isEstimate: Bool { group == .costEstimates }

  /// The keys of the fields that hold a level of the account's health.
  public static let healthLevels = ["currentLevel", "nextLevel"]

  public enum Group: String, Sendable, Hashable, CaseIterable {
    case identity, tags, reach, engagement, pricing, costEstimates, growth, audience
    case cooperation, liveCommerce, state, account
  }

  /// The JSON type that public replies have for the field; null is always allowed.
  public enum ValueType: String, Sendable, Hashable {
    /// A JSON number, or a string that holds one (`"0.68"`, `"80.0w"` for 800,000).
    case number
    case flag
    case text
    case list
    case object
    /// Only null was ever seen: anything is accepted as it comes.
    case unknown
  }

  /// What a 0 in the field says.
  public enum ZeroRule: String, Sendable, Hashable {
    /// Zero.
    case value
    /// That the platform did not fill the field.
    case notSupplied
    /// Zero for a creator registered on Pugongying (`userType` 2), otherwise not filled.
    case registered
  }
}

/// The unit of a number.
public enum Unit: String, Sendable, Hashable, CaseIterable {
  case count
  /// Chinese yuan.
  case cny
  /// A percentage from 0 to 100 (`80.0`).
  case percent
  /// A ratio where 1 is the whole (`0.0209`), written as a percentage.
  case ratio
  /// A multiple, written `1 : 19`.
  case multiple
  /// A platform code whose values are names, not amounts.
  case code
  /// Not a number.
  case none
}

/// Which notes a figure is about; nil parts are not restricted or not known.
public struct Scope: Sendable, Hashable {
  public enum Business: String, Sendable, Hashable {
    /// 日常笔记: notes without a cooperation.
    case daily
    /// 合作笔记: notes made for a brand.
    case cooperation
  }

  public enum Media: String, Sendable, Hashable {
    /// 图文.
    case picture
    /// 视频.
    case video
  }

  public let business: Business?
  public let media: Media?
  /// The platform's rolling window in days; nil for a lifetime or current figure.
  public let days: Int?

  public init(business: Business? = nil, media: Media? = nil, days: Int? = nil) {
    self.business = business
    self.media = media
    self.days = days
  }
}
