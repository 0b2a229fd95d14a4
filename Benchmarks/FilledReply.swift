import Foundation
import Model

/// A reply of the sandbox's crowd in which every number of the platform has a value, as those of creators have who are
/// long in business. The crowd's own have a dozen.
enum FilledReply {
  /// The fields that say whether a quote is shown.
  private static let shown = ["picturePriceGtZero", "videoPriceGtZero"]

  private static let keys: [String] = MetricCatalog.builtIn.metrics.flatMap { metric in
    switch metric.origin {
    case .platform(let keys): keys
    case .platformEstimate(let key): [key]
    case .computed: [String]()
    }
  }

  static func of(_ reply: [UInt8]) throws -> [UInt8] {
    guard var envelope = try JSONSerialization.jsonObject(with: Data(reply)) as? [String: Any],
      var profile = envelope["data"] as? [String: Any], let seed = profile["fansNum"] as? Int
    else { throw Failure("the sandbox's reply is no profile") }
    for (place, key) in keys.enumerated() where (profile[key] as? Double ?? 0) == 0 {
      // As any percentage may be, and another one each day.
      profile[key] = 1 + (seed + place * 37) % 90
    }
    for key in shown { profile[key] = true }
    envelope["data"] = profile
    return Array(try JSONSerialization.data(withJSONObject: envelope, options: .sortedKeys))
  }
}
