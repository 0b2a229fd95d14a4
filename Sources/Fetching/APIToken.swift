import Secrets

/// The token that authorizes every request; it prints as `***` and cannot be encoded.
///
/// Only the code that builds a request's address and the code that hides the token read it.
public struct APIToken: Sendable {
  let secret: [UInt8]
  private let spellings: SecretSpellings

  /// A shorter text is no token that the vendor issues, and would be found by chance in what is archived
  /// and published.
  static let shortest = 8

  /// Takes a token as it comes from an environment variable or a file; one line end behind it is dropped.
  public init(_ text: String) throws(APITokenProblem) {
    var bytes = Array(text.utf8)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard bytes.contains(where: { $0 != UInt8(ascii: " ") }) else { throw .empty }
    let control = String(decoding: bytes, as: UTF8.self).unicodeScalars.contains {
      $0.properties.generalCategory == .control
    }
    if control { throw .controlCharacter }
    guard bytes.count >= Self.shortest else { throw .tooShort }
    secret = bytes
    spellings = SecretSpellings([bytes])
  }

  /// Replaces the token by `***` in every spelling in which a server may send it back, so that JSON stays JSON.
  public func redact(_ body: [UInt8]) -> [UInt8] { spellings.redact(json: body) }

  /// Replaces the token by `***` in a text, as ``redact(_:)-(Array)`` does for bytes.
  public func redact(_ text: String) -> String { spellings.redact(text) }
}

/// Why a text cannot be a token; it never holds the text.
public enum APITokenProblem: Error, Sendable, Hashable {
  case empty
  /// A line end, a tab or another control character inside the text.
  case controlCharacter
  /// Fewer than eight bytes.
  case tooShort
}

extension APITokenProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the API token is empty"
    case .controlCharacter: "the API token has a line end or another control character in it"
    case .tooShort: "the API token is too short to be one"
    }
  }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "***" }
  public var debugDescription: String { "***" }
  /// A mirror without children, so that `dump` and string interpolation of an owner show nothing either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
