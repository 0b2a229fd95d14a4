/// An endpoint of the API that answers with a KOL's profile.
public enum Endpoint: String, Sendable, Hashable, CaseIterable {
  /// `get-kol-info`, which the vendor has marked as deprecated.
  case profileV1 = "profile-v1"
  /// Its successor, with the same keys.
  case profileV2 = "profile-v2"

  /// The path below the base address. The word `userId` in the successor's is literal.
  public var path: String {
    switch self {
    case .profileV1: "/api/xiaohongshu-pgy/get-kol-info/v1"
    case .profileV2: "/api/xiaohongshu-pgy/api/solar/cooperator/user/blogger/userId/v1"
    }
  }

  /// The query parameter that carries the KOL's id.
  public var idParameter: String {
    switch self {
    case .profileV1: "kolId"
    case .profileV2: "userId"
    }
  }

  /// Whether the endpoint ever documented `acceptCache`.
  public var takesAcceptCache: Bool { self == .profileV1 }
}
