/// What is known of one metric of one KOL on one day.
///
/// Four cases that templates, averages, ranks and charts cannot take for one another: only
/// ``value(_:)`` has a number, so a missing one can never be printed, summed or drawn as zero.
public enum Reading: Sendable, Hashable {
  case value(Quantity)
  /// The reply says that there is none, or the reading cannot be derived.
  case absent(Absence)
  /// A zero in a field whose zero means that the platform did not fill it.
  case notSupplied
  /// The KOL was asked for that day and no usable reply came.
  case failed

  /// Why a reading is absent.
  public enum Absence: Sendable, Hashable {
    /// The reply has the key with `null`.
    case null
    /// The reply does not have the key.
    case notSent
    /// The reply has a value of a type that the catalogue does not expect.
    case unreadable
    /// The creator keeps the quote hidden.
    case hidden
    /// The day has no snapshot and none was attempted.
    case noSnapshot
    /// A computed metric lacks this input; the id of the metric that is missing.
    case missingInput(String)
    /// A divisor is zero or the result is out of range.
    case undefined
    /// The day's replies cannot be read, and the site was built all the same.
    case damaged
    /// There is no earlier snapshot to compare with.
    case noEarlierSnapshot
  }

  public var value: Quantity? {
    if case .value(let quantity) = self { quantity } else { nil }
  }

  /// The word for a reading without a value in data files; stable, unlike the wording on pages. Nil for a value.
  public var missingCode: String? {
    switch self {
    case .value: nil
    case .notSupplied: "notSupplied"
    case .failed: "failed"
    case .absent(let absence):
      switch absence {
      case .null: "null"
      case .notSent: "notSent"
      case .unreadable: "unreadable"
      case .hidden: "hidden"
      case .noSnapshot: "noSnapshot"
      case .missingInput(let id): "missingInput:\(id)"
      case .undefined: "undefined"
      case .noEarlierSnapshot: "noEarlierSnapshot"
      case .damaged: "damaged"
      }
    }
  }
}
