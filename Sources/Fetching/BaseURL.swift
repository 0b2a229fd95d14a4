import Model

/// Why an address cannot be the API's base address.
public enum BaseURLProblem: Error, Sendable, Hashable {
  /// It does not start with `https://` or `http://`.
  case scheme
  /// It has no host, or one that is neither a name, an IPv4 nor a bracketed IPv6 address.
  case host
  /// The port is not a number from 1 to 65535.
  case port
  case user
  case path
  case query
  case fragment
  /// It is plain http to another machine: the token would cross the network in clear.
  case plainHTTP
}

extension BaseURLProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .scheme: "the API's address must start with https://"
    case .host: "the API's address has no valid host"
    case .port: "the port of the API's address must be from 1 to 65535"
    case .user: "the API's address must not have a user or a password"
    case .path: "the API's address must end behind the host and port, without a path or a slash"
    case .query: "the API's address must not have a query"
    case .fragment: "the API's address must not have a fragment"
    case .plainHTTP: "plain http is only for this machine: the token would cross the network in clear"
    }
  }
}

/// Checks an address of the project's own: https, or plain http to this machine, and nothing behind host and port.
/// - Returns: What is wrong with it; nil for nothing.
public func validate(baseURL: String) -> BaseURLProblem? {
  let bytes = Array(baseURL.utf8)
  let isPlain = hasPrefix(bytes, "http://")
  guard isPlain || hasPrefix(bytes, "https://") else { return .scheme }
  let rest = bytes.dropFirst(isPlain ? 7 : 8)
  if rest.contains(UInt8(ascii: "#")) { return .fragment }
  if rest.contains(UInt8(ascii: "?")) { return .query }
  if rest.contains(UInt8(ascii: "@")) { return .user }
  if rest.contains(UInt8(ascii: "/")) || rest.contains(UInt8(ascii: "\\")) { return .path }
  let host = host(in: rest)
  guard isHost(host) else { return .host }
  let port = rest[host.endIndex...]
  guard port.isEmpty || isPort(port) else { return .port }
  return isPlain && !isLoopback(host) ? .plainHTTP : nil
}

/// Whether an API's address is plain http on this machine, as a sandbox's is.
func isPlainLoopback(baseURL: String) -> Bool {
  hasPrefix(Array(baseURL.utf8), "http://") && validate(baseURL: baseURL) == nil
}

/// Whether an address leads to this machine by its spelling alone; it must be one that ``validate(baseURL:)`` knows.
func isLoopback(baseURL: String) -> Bool {
  let bytes = Array(baseURL.utf8)
  return isLoopback(host(in: bytes.dropFirst(hasPrefix(bytes, "http://") ? 7 : 8)))
}

extension BaseURLProblem {
  /// What is wrong with an environment's address; nil for nothing.
  ///
  /// The mainland address is plain http by nature: whether that is allowed was decided with the settings.
  init?(of environment: Settings.Environment) {
    guard let problem = validate(baseURL: environment.baseURL) else { return nil }
    if environment == .cn, problem == .plainHTTP { return nil }
    self = problem
  }
}

private func hasPrefix(_ bytes: [UInt8], _ scheme: String) -> Bool {
  bytes.prefix(scheme.utf8.count).map(lowercase).elementsEqual(scheme.utf8)
}

private func lowercase(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// The host at the beginning of what follows an address's scheme, with the brackets of IPv6.
private func host(in rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  guard rest.first == UInt8(ascii: "[") else { return rest.prefix { $0 != UInt8(ascii: ":") } }
  return rest[..<(rest.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? rest.endIndex)]
}

private func isHost(_ host: ArraySlice<UInt8>) -> Bool {
  func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercase(byte))
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
  if host.first == UInt8(ascii: "[") {
    let address = host.dropFirst().dropLast()
    let allowed = address.allSatisfy {
      isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lowercase($0))
        || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    return host.last == UInt8(ascii: "]") && address.count >= 2 && allowed
  }
  return (1...253).contains(host.count) && host.allSatisfy(isNameByte) && host.first != UInt8(ascii: ".")
    && host.first != UInt8(ascii: "-")
}

/// - Parameter port: With the colon in front.
private func isPort(_ port: ArraySlice<UInt8>) -> Bool {
  let digits = port.dropFirst()
  guard port.first == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy(isDigit) else {
    return false
  }
  return (1...65_535).contains(digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
}

/// Whether the host is this machine by its spelling alone: `localhost`, `[::1]` or `127.` and three more numbers.
private func isLoopback(_ host: ArraySlice<UInt8>) -> Bool {
  let name = host.map(lowercase)
  if name.elementsEqual("localhost".utf8) || name.elementsEqual("[::1]".utf8) { return true }
  let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard parts.count == 4, parts[0].elementsEqual("127".utf8) else { return false }
  return parts.allSatisfy { part in
    (1...3).contains(part.count) && part.allSatisfy(isDigit)
      && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
  }
}
