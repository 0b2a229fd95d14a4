/// The address of an API: scheme, host and port, nothing else.
///
/// Every value is one that was checked: https, or plain http to this machine. Split by byte, so that nothing glued to a
/// `/` or `@` can hide it.
public struct BaseURL: Sendable, Hashable {
  public let isSecure: Bool
  /// In lower case; an IPv6 address with its brackets.
  public let host: String
  /// Nil for the scheme's own.
  public let port: Int?

  /// The vendor's address for the world.
  static let global = BaseURL(isSecure: true, host: "api.justoneapi.com")
  /// The vendor's mainland address: plain http by nature. Whether that is accepted is decided with the settings.
  static let cn = BaseURL(isSecure: false, host: "47.117.133.51", port: 30_015)

  /// Why a text is no such address.
  public enum Mistake: Error, Sendable, Hashable {
    case scheme
    /// A user or a password.
    case user
    /// A path, a query or a fragment.
    case path
    case host
    case port
    /// Plain http to another machine: the token would cross the network in clear.
    case clearText
  }

  private init(isSecure: Bool, host: String, port: Int? = nil) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
  }

  /// Reads an address; a `/` at its end is left out.
  public init(_ text: String) throws(Mistake) {
    let lowered = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    isSecure = lowered.starts(with: "https://".utf8)
    guard isSecure || lowered.starts(with: "http://".utf8) else { throw .scheme }
    var rest = lowered.dropFirst(isSecure ? 8 : 7)
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    if rest.contains(UInt8(ascii: "@")) { throw .user }
    if rest.contains(where: "/?#\\".utf8.contains) { throw .path }
    (host, port) = try Self.split(rest)
    if !isSecure, !isLoopback { throw .clearText }
  }

  /// `http://127.0.0.1:8080`: in lower case, without a trailing slash.
  public var text: String {
    "\(isSecure ? "https" : "http")://\(host)" + (port.map { ":\($0)" } ?? "")
  }

  /// Whether the host is this machine by its spelling alone: `localhost`, 127.0.0.0/8 or `[::1]`.
  ///
  /// An address that only some resolvers take for this machine is another one: with zeros in front, which make a number
  /// octal for some, in hexadecimal, or with fewer than four numbers.
  public var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
  }

  private static func split(
    _ authority: ArraySlice<UInt8>
  ) throws(Mistake) -> (host: String, port: Int?) {
    var host = authority
    var digits: ArraySlice<UInt8>?
    let colon = authority.lastIndex(of: UInt8(ascii: ":"))
    // The colons inside [::1] are the host's own.
    if let colon, authority.first != UInt8(ascii: "[") || authority[..<colon].last == UInt8(ascii: "]") {
      host = authority[..<colon]
      digits = authority[(colon + 1)...]
    }
    guard isHost(host) else { throw .host }
    guard let digits else { return (String(decoding: host, as: UTF8.self), nil) }
    guard (1...5).contains(digits.count), digits.allSatisfy(isDigit),
      let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
    else { throw .port }
    return (String(decoding: host, as: UTF8.self), port)
  }

  /// Whether this is a name or an IPv4 address of letters, digits, `-` and `.`, or an IPv6 address in brackets.
  private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
    if host.first == UInt8(ascii: "[") {
      return host.count > 3 && host.last == UInt8(ascii: "]")
        && host.dropFirst().dropLast().allSatisfy {
          isDigit($0) || (97...102).contains($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        }
    }
    guard (1...253).contains(host.count) else { return false }
    return host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
        && label.last != UInt8(ascii: "-")
        && label.allSatisfy { isDigit($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isLoopbackIPv4(_ host: String) -> Bool {
    let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return false }
    let numbers = parts.map { part in
      part.allSatisfy(isDigit) && (part.count == 1 || part.first != UInt8(ascii: "0"))
        ? UInt8(String(decoding: part, as: UTF8.self)) : nil
    }
    return numbers.first == 127 && numbers.allSatisfy { $0 != nil }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension BaseURL: CustomStringConvertible {
  public var description: String { text }
}
