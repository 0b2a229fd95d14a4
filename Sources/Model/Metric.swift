/// A number that a page can show of a KOL: what it is, not what it was on a day.
public struct Metric: Sendable, Hashable {
  /// A field's key for what the platform gives, a formula's id for what kolsite computes, or `followers`.
  public let id: String
  public let group: Field.Group
  public let unit: Unit
  public let label: Localized
  public let scope: Scope
  public let origin: Origin
  public let isCharted: Bool

  public init(
    id: String, group: Field.Group, unit: Unit, label: Localized, scope: Scope, origin: Origin,
    isCharted: Bool
  ) {
    self.id = id
    self.group = group
    self.unit = unit
    self.label = label
    self.scope = scope
    self.origin = origin
    self.isCharted = isCharted
  }

  /// Where the number comes from; a platform figure, a platform estimate and a computed one never stand in for each other.
  public enum Origin: Sendable, Hashable {
    /// The first of these fields that has a value.
    case platform(fields: [String])
    /// A forecast or estimate of the platform, on a basis it does not publish.
    case platformEstimate(field: String)
    case computed(Formula)
  }
}

extension Metric {
  /// The platform's own estimate of what this metric computes; the two have different bases and stand side by
  /// side. Nil where the platform has none.
  public var estimateID: String? {
    switch id {
    case "pictureCPM": "estimatePictureCpm"
    case "videoCPM": "estimateVideoCpm"
    case "pictureCPE": "estimatePictureEngageCost"
    case "videoCPE": "estimateVideoEngageCost"
    case "pictureCostPerRead": "pictureReadCost"
    case "videoCostPerRead": "videoReadCost"
    default: nil
    }
  }
}

/// How a metric is computed from others: `dividend ÷ divisor × factor`.
public struct Formula: Sendable, Hashable {
  /// The id of a metric.
  public let dividend: String
  /// The id of a metric.
  public let divisor: String
  /// 1, or 1,000 for a price per thousand.
  public let factor: Int64
  /// Whose definition it is, in a sentence or two.
  public let source: Localized
  /// What must be said wherever the result stands; nil for nothing.
  public let caution: Localized?

  public init(
    _ dividend: String, dividedBy divisor: String, times factor: Int64 = 1, source: Localized,
    caution: Localized? = nil
  ) {
    self.dividend = dividend
    self.divisor = divisor
    self.factor = factor
    self.source = source
    self.caution = caution
  }

  public var inputs: [String] { [dividend, divisor] }
}
