/// The address of an API: scheme, host and port, nothing else.
///
/// Split by byte, so that nothing glued to a `/` or `@` can hide it.
struct BaseURL: Sendable, Hashable {
  /// `http://127.0.0.1:8080`: scheme and host in lower case, without a trailing slash.
  let text: String
  let isSecure: Bool
  /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or ::1.
  let isLoopback: Bool

  /// Why a text is no such address.
  enum Mistake: Error, Hashable {
    case scheme
    case user
    case path
    case host
    case port
  }

  init(_ text: String) throws(Mistake) {
    let lowered = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    let scheme: String
    if lowered.starts(with: "https://".utf8) {
      scheme = "https"
    } else if lowered.starts(with: "http://".utf8) {
      scheme = "http"
    } else {
      throw .scheme
    }
    var rest = lowered.dropFirst(scheme.utf8.count + 3)
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    if rest.contains(UInt8(ascii: "@")) { throw .user }
    if rest.contains(where: "/?#\\".utf8.contains) { throw .path }
    let (host, port) = try Self.split(rest)
    self.text = "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "")
    isSecure = scheme == "https"
    isLoopback = host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
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
    // A leading zero would make the part octal for some resolvers.
    let numbers = parts.map { part in
      part.allSatisfy(isDigit) && (part.count == 1 || part.first != UInt8(ascii: "0"))
        ? UInt8(String(decoding: part, as: UTF8.self)) : nil
    }
    return numbers.first == 127 && numbers.allSatisfy { $0 != nil }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
