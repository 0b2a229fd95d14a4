/// A KOL's picture as the site shows it: a copy that was made when the profile was fetched.
public struct Avatar: Sendable, Hashable {
  /// The beginning of the SHA-256 of the bytes and their format: `0f3c….jpg`. The name is the same for the same picture.
  public let fileName: String
  /// In pixels, as the picture's own bytes say.
  public let width: Int
  public let height: Int

  public init(fileName: String, width: Int, height: Int) {
    self.fileName = fileName
    self.width = width
    self.height = height
  }
}

/// Where a KOL's profile says that the picture is.
public struct AvatarSource: Sendable, Hashable {
  public let kolID: KOLID
  /// As the reply has it; untrusted text, of which nothing is known.
  public let address: String

  public init(kolID: KOLID, address: String) {
    self.kolID = kolID
    self.address = address
  }

  /// The field of a profile that has the address.
  public static let field = "headPhoto"

  /// What a profile names; nil where it names nothing.
  public init?(of kolID: KOLID, in profile: Profile) {
    guard let address = profile[Self.field].text, !address.utf8.isEmpty else { return nil }
    self.init(kolID: kolID, address: address)
  }
}

/// Why a picture could not be mirrored; none of them holds anything that a server sent.
public enum AvatarProblem: String, Error, Sendable, Hashable, CaseIterable {
  /// Not an https address of a public host that kolsite asks.
  case address
  /// The host is not found, or is no machine of the public internet.
  case host
  case connection
  case timeout
  /// Any HTTP status but 200.
  case status
  /// Too many of them, or one to an address that is not asked.
  case redirect
  case tooLarge = "too-large"
  /// The bytes are of no format that is shown.
  case format
  /// Too small or too large in pixels.
  case dimensions
  /// The bytes hold the API token.
  case secret
}

extension AvatarProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .address: "the address is not https on a public host"
    case .host: "the host was not found, or is not on the public internet"
    case .connection: "the connection failed"
    case .timeout: "no whole answer came in time"
    case .status: "the server did not answer with a picture"
    case .redirect: "the server redirects to where kolsite does not ask"
    case .tooLarge: "the file is too large"
    case .format: "it is no JPEG, PNG, WebP or GIF"
    case .dimensions: "it is too small or too large in pixels"
    case .secret: "it holds the API token"
    }
  }
}

/// What a picture may be to be kept and shown.
public enum AvatarLimits {
  public static let bytes = 2 << 20
  /// Pixels of each side.
  public static let side = 16...4_096
}
