import Model

/// What the sandbox reads of an HTTP request.
struct SandboxCall: Sendable {
  let method: String
  /// The path before the question mark, as sent.
  let path: String
  /// The query's names and values, decoded; nil where it is malformed or has a name twice.
  let query: [String: String]?
  /// The `Host` header; nil where there is none.
  let host: String?
  /// Every `X-Sandbox-Date` header.
  let dates: [String]

  init(method: String, target: String, host: String?, dates: [String]) {
    let parts = target.utf8.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = parts.first.map { String(Substring($0)) } ?? ""
    query = Self.parsed(parts.count > 1 ? parts[1] : "".utf8[...])
    self.host = host
    self.dates = dates
  }

  /// The endpoint that the path names.
  var endpoint: Endpoint? {
    Endpoint.all.first { Array($0.path.utf8) == Array(path.utf8) }
  }

  /// The KOL's id where it is sent and has the API's form, 24 lower-case hexadecimal digits.
  var kolID: KOLID? {
    guard let endpoint, let text = query?[endpoint.idParameter], isWellFormedID(text.utf8) else {
      return nil
    }
    return KOLID(text)
  }

  /// The day that the header asks for, or `standard` without one; nil where the header is no single day.
  func day(otherwise standard: CalendarDay) -> CalendarDay? {
    switch dates.count {
    case 0: standard
    case 1: CalendarDay(dates[0])
    default: nil
    }
  }

  /// Whether the request was addressed to this machine by a loopback name, with any port.
  ///
  /// A page on the web can point a name of its own at 127.0.0.1; the browser then sends that name.
  var isForLoopback: Bool {
    guard let host else { return false }
    let bytes = host.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    return ["127.0.0.1", "localhost", "[::1]"].contains { name in
      guard bytes.starts(with: name.utf8) else { return false }
      let rest = bytes.dropFirst(name.utf8.count)
      guard let colon = rest.first else { return true }
      let port = rest.dropFirst()
      return colon == UInt8(ascii: ":") && (1...5).contains(port.count)
        && port.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    }
  }

  private static func parsed(_ query: Substring.UTF8View) -> [String: String]? {
    var values: [String: String] = [:]
    for pair in query.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = percentDecoded(parts[0]),
        let value = percentDecoded(parts.count > 1 ? parts[1] : "".utf8[...]),
        values.updateValue(value, forKey: name) == nil
      else { return nil }
    }
    return values
  }
}

/// Whether an id has the API's form; an avatar's path has it too.
func isWellFormedID(_ bytes: some Collection<UInt8>) -> Bool {
  bytes.count == 24
    && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
}

/// The text of a query's name or value; nil where an escape is cut off or the bytes are no UTF-8.
private func percentDecoded(_ bytes: Substring.UTF8View) -> String? {
  var decoded: [UInt8] = []
  var rest = bytes
  while let byte = rest.popFirst() {
    switch byte {
    case UInt8(ascii: "+"):
      decoded.append(UInt8(ascii: " "))
    case UInt8(ascii: "%"):
      guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit)
      else { return nil }
      decoded.append(high << 4 | low)
    default:
      decoded.append(byte)
    }
  }
  return String(validating: decoded, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x41 + 10
  case 0x61...0x66: byte - 0x61 + 10
  default: nil
  }
}
