/// An address that a page may link to, in ASCII.
///
/// | Accepted | Example |
/// | --- | --- |
/// | `https` and `http` with a host | `https://example.com/a?b=c#d` |
/// | `mailto` | `mailto:team@example.com` |
/// | relative | `../kol/x/index.html#a`, `/data/roster.csv`, `#top` |
///
/// Everything else is refused: other schemes, `//host`, a user name before the host, backslashes,
/// quotes, white space and control characters anywhere (browsers skip some of them, which hides a
/// scheme), a `%` without two hexadecimal digits, and a host that is not ASCII. Elsewhere bytes
/// beyond ASCII are percent-encoded.
public struct SafeURL: Sendable, Hashable {
  /// The checked address. It may hold `&`, so it still needs the escape of its context.
  public let text: String

  /// Checks an address; nil where it is refused.
  public init?(_ text: String) {
    if Self.isPlainPath(text.utf8) {
      self.text = text
      return
    }
    guard let encoded = Self.encoded(text) else { return nil }
    guard Self.hasSafeStructure(encoded) else { return nil }
    self.text = String(decoding: encoded, as: UTF8.self)
  }

  /// Whether an address is a relative one, as most are, with nothing to encode or to weigh.
  private static func isPlainPath(_ bytes: String.UTF8View) -> Bool {
    guard let first = bytes.first, first != UInt8(ascii: "/") else { return false }
    return bytes.allSatisfy { isAllowed($0) && $0 != UInt8(ascii: ":") }
  }

  /// The address with every byte beyond ASCII percent-encoded; nil where a byte is not allowed.
  private static func encoded(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    // What cleaning drops (bidi controls, C1) has no place in an address, encoded or not.
    guard !bytes.isEmpty, cleanText(text).utf8.elementsEqual(bytes) else { return nil }
    var encoded: [UInt8] = []
    encoded.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0x80...:
        encoded.append(UInt8(ascii: "%"))
        encoded.append(hexDigit(byte >> 4))
        encoded.append(hexDigit(byte & 0x0F))
      case UInt8(ascii: "%"):
        guard index + 2 < bytes.count, isHexDigit(bytes[index + 1]), isHexDigit(bytes[index + 2]) else {
          return nil
        }
        encoded.append(byte)
      default:
        guard isAllowed(byte) else { return nil }
        encoded.append(byte)
      }
    }
    return encoded
  }

  private static func hasSafeStructure(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix { !endsAuthority($0) }
    guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else {
      return !bytes.starts(with: "//".utf8)
    }
    // ASCII letters only differ in bit 5, so setting it folds the case.
    let scheme = bytes[..<colon].map { $0 | 0x20 }
    let rest = bytes[(colon + 1)...]
    if scheme.elementsEqual("mailto".utf8) { return !rest.isEmpty }
    guard scheme.elementsEqual("https".utf8) || scheme.elementsEqual("http".utf8),
      rest.starts(with: "//".utf8)
    else { return false }
    return isHostAndPort(rest.dropFirst(2).prefix { !endsAuthority($0) })
  }

  /// Whether an authority is a host name, an IPv4 address or an IPv6 address in brackets, and maybe a port.
  private static func isHostAndPort(_ authority: ArraySlice<UInt8>) -> Bool {
    let host: ArraySlice<UInt8>
    if authority.first == UInt8(ascii: "[") {
      guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = authority[..<bracket].dropFirst()
      guard !address.isEmpty,
        address.allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
      else { return false }
      host = authority[...bracket]
    } else {
      host = authority.prefix { $0 != UInt8(ascii: ":") }
      guard !host.isEmpty, host.allSatisfy(isHostByte) else { return false }
    }
    let port = authority[host.endIndex...]
    guard let colon = port.first else { return true }
    return colon == UInt8(ascii: ":") && port.count <= 6 && port.dropFirst().allSatisfy(isDigit)
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_")
  }

  /// The characters of RFC 3986 without the apostrophe; `%` is checked apart.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
      UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="),
      UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"),
      UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: isLetter(byte) || isDigit(byte)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
  }

  /// Appends a text to an address as one component: percent-encoded, so that it begins no other part of the path, no
  /// query and no fragment.
  public static func appendComponent(_ text: String, to address: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): address.append(byte)
      case let byte where isLetter(byte) || isDigit(byte): address.append(byte)
      default: address += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
      }
    }
  }
}
