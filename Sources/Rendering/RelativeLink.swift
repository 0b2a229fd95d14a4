/// A link to a place of the site, taken apart by byte.
struct RelativeLink {
  enum Place {
    /// It starts with a slash.
    case top
    case outside
    /// From the top of the site.
    case file(String)
  }

  let place: Place
  let fragment: String

  /// - Returns: nil where it has a scheme or a host.
  init?(_ link: String, on page: String) {
    let slash = UInt8(ascii: "/")
    let bytes = Array(link.utf8)
    let head = bytes.prefix { !"/?#".utf8.contains($0) }
    if bytes.starts(with: "//".utf8) || head.contains(UInt8(ascii: ":")) { return nil }
    let hash = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
    fragment = Self.decoded(bytes[hash...].dropFirst())
    let path = bytes[..<hash].prefix { $0 != UInt8(ascii: "?") }
    if path.isEmpty {
      place = .file(page)
      return
    }
    if path.first == slash {
      place = .top
      return
    }
    var parts = page.utf8.split(separator: slash).dropLast().map { String(decoding: $0, as: UTF8.self) }
    var isFolder = false
    for part in path.split(separator: slash, omittingEmptySubsequences: false) {
      let name = Self.decoded(part)
      isFolder = ["", ".", ".."].contains(name)
      if name == ".." {
        guard parts.popLast() != nil else {
          place = .outside
          return
        }
      } else if !isFolder {
        parts.append(name)
      }
    }
    if isFolder { parts.append("index.html") }
    place = .file(parts.joined(separator: "/"))
  }

  /// Undoes percent-encoding.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        result.append(value)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
