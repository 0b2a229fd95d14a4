/// Where a link in a page leads.
enum LinkTarget: Sendable, Hashable {
  /// It has a scheme or names a host: not a file of the site.
  case elsewhere
  /// A file of the site, and the id in it; the id is empty for the page as a whole.
  case file(SitePath, id: [UInt8])
  case broken(BrokenLink.Problem)

  /// Resolves a link.
  /// - Parameter page: The page that has it.
  init(_ link: [UInt8], in page: SitePath) {
    let slash = UInt8(ascii: "/")
    if link.starts(with: "//".utf8) || Self.hasScheme(link) {
      self = .elsewhere
      return
    }
    if link.first == slash {
      self = .broken(.notRelative)
      return
    }
    let hash = link.firstIndex(of: UInt8(ascii: "#")) ?? link.endIndex
    let id = PageScanner.unescaped(link[hash...].dropFirst(), escape: UInt8(ascii: "%"))
    let path = link[..<hash].prefix { $0 != UInt8(ascii: "?") }
    if path.isEmpty {
      self = .file(page, id: id)
      return
    }
    var parts = Array(page.text.utf8).split(separator: slash).dropLast().map(Array.init)
    var isFolder = false
    for part in path.split(separator: slash, omittingEmptySubsequences: false) {
      // Split before the escapes are undone: an escaped slash is part of a name.
      let name = PageScanner.unescaped(part, escape: UInt8(ascii: "%"))
      isFolder = name.isEmpty || name == Array(".".utf8) || name == Array("..".utf8)
      if name == Array("..".utf8) {
        if parts.popLast() == nil {
          self = .broken(.outsideTheSite)
          return
        }
      } else if !isFolder {
        parts.append(name)
      }
    }
    if isFolder { parts.append(Array("index.html".utf8)) }
    let target = String(decoding: Array(parts.joined(separator: [slash])), as: UTF8.self)
    self = .file(SitePath(found: target), id: id)
  }

  /// Whether it starts like `https:` or `mailto:`.
  private static func hasScheme(_ link: [UInt8]) -> Bool {
    guard let colon = link.firstIndex(of: UInt8(ascii: ":")), let first = link.first else { return false }
    return isLetter(first)
      && link[..<colon].allSatisfy { byte in
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || "+-.".utf8.contains(byte)
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
