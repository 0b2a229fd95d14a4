/// An endpoint of the API that answers for one KOL: what is sent, and how the vendor stands by it.
///
/// Another endpoint is another value here; a stage that reads its answers asks for ``content``.
public struct Endpoint: Sendable, Hashable {
  /// The name in the settings and in the archive.
  public let name: String
  /// The path below the base address. The word `userId` in a path is literal.
  public let path: String
  /// The query parameter that carries the KOL's id.
  public let idParameter: String
  /// The parameters that are always sent beside the token and the id: the vendor's gateway has
  /// refused calls that left an optional choice to its default.
  public let fixedParameters: [String: String]
  /// Whether the endpoint ever documented `acceptCache`.
  public let takesAcceptCache: Bool
  public let content: Content
  /// The name of the endpoint that the vendor recommends instead; nil where this one is current.
  public let successor: String?

  /// What an endpoint's `data` is.
  public enum Content: String, Sendable, Hashable {
    /// The profile, with the keys of the field catalogue.
    case profile
  }

  public init(
    name: String, path: String, idParameter: String, fixedParameters: [String: String] = [:],
    takesAcceptCache: Bool = false, content: Content, successor: String? = nil
  ) {
    self.name = name
    self.path = path
    self.idParameter = idParameter
    self.fixedParameters = fixedParameters
    self.takesAcceptCache = takesAcceptCache
    self.content = content
    self.successor = successor
  }
}

extension Endpoint {
  /// `get-kol-info`, which the vendor has marked as deprecated.
  public static let profileV1 = Endpoint(
    name: "profile-v1", path: "/api/xiaohongshu-pgy/get-kol-info/v1", idParameter: "kolId",
    takesAcceptCache: true, content: .profile, successor: "profile-v2")

  /// Its successor, with the same keys.
  public static let profileV2 = Endpoint(
    name: "profile-v2",
    path: "/api/xiaohongshu-pgy/api/solar/cooperator/user/blogger/userId/v1", idParameter: "userId",
    content: .profile)

  /// Every endpoint that this version knows.
  public static let all: [Endpoint] = [.profileV1, .profileV2]

  /// Those that answer with a profile; a setting chooses one of them.
  public static let profiles: [Endpoint] = all.filter { $0.content == .profile }

  /// The endpoint of a name; nil for one that this version does not know.
  public static func named(_ name: String) -> Endpoint? {
    all.first { $0.name.utf8.elementsEqual(name.utf8) }
  }
}
