/// An https address that may be asked for a picture: a name of a public host and a path.
///
/// It is read byte by byte from untrusted text and spelled anew from what was understood, so that nobody who reads
/// it later can understand another host. Whether the name leads to a public machine is found out by asking for it.
struct PictureAddress: Sendable, Hashable {
  /// In lower case, with at least one dot, never an IP address.
  let host: String
  /// The path and the query, percent-encoded, beginning with a slash.
  let target: String

  /// As long as any address that a browser would take.
  static let limit = 2_048

  /// Reads an address; nil for one that is not asked: another scheme or port, a user, an IP address, a name without a
  /// dot or one that is reserved, control characters, backslashes.
  init?(_ text: String) {
    self.init(Array(text.utf8))
  }

  /// Reads an address of one host, which may be of a reserved name; nil for any other.
  init?(_ text: String, on host: String) {
    self.init(Array(text.utf8), on: host)
  }

  private init?(_ bytes: [UInt8], on only: String? = nil) {
    let scheme = "https://".utf8
    guard bytes.count <= Self.limit, bytes.prefix(scheme.count).map(lowerCased).elementsEqual(scheme),
      !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") })
    else { return nil }
    let rest = bytes.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    if let only {
      guard only.utf8.elementsEqual(authority) else { return nil }
      host = only
    } else {
      guard let host = Self.host(of: authority) else { return nil }
      self.host = host
    }
    let target = rest.dropFirst(authority.count).prefix { $0 != UInt8(ascii: "#") }
    self.target = Self.encoded(target.first == UInt8(ascii: "/") ? target : [UInt8(ascii: "/")] + target)
  }

  /// Where a redirect from here leads; nil where that is not asked.
  func redirected(to location: String) -> PictureAddress? {
    let bytes = Array(location.utf8)
    if bytes.starts(with: "//".utf8) { return PictureAddress(Array("https:".utf8) + bytes) }
    if bytes.first == UInt8(ascii: "/") { return PictureAddress(Array("https://\(host)".utf8) + bytes) }
    return PictureAddress(bytes)
  }

  /// The name in an authority, without the port; nil for any other port than 443, and for anything that is no name.
  private static func host(of authority: ArraySlice<UInt8>) -> String? {
    let name = authority.prefix { $0 != UInt8(ascii: ":") }.map(lowerCased)
    let port = authority.dropFirst(name.count)
    guard port.isEmpty || port.elementsEqual(":".utf8) || port.elementsEqual(":443".utf8), name.count <= 253
    else { return nil }
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(isLabel), let last = labels.last,
      // The system's resolver takes 127.1 and 0x7f.1 for addresses.
      let first = last.first, isLetter(first), !reserved.contains(where: { $0.utf8.elementsEqual(last) })
    else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Top-level names that belong to no public host.
  private static let reserved = [
    "example", "internal", "invalid", "lan", "local", "localdomain", "localhost", "onion", "test",
  ]

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// Percent-encodes what may not stand in a path or a query; escapes that are there stay.
  private static func encoded(_ target: ArraySlice<UInt8>) -> String {
    var encoded: [UInt8] = []
    var rest = target
    while let byte = rest.popFirst() {
      let isEscape = byte == UInt8(ascii: "%") && rest.count >= 2 && rest.prefix(2).allSatisfy(isHexDigit)
      if isEscape || isLetter(byte) || isDigit(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        for nibble in [byte >> 4, byte & 15] {
          encoded.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10)
        }
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

private func lowerCased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowerCased(byte))
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lowerCased(byte))
}
