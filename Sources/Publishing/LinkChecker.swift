/// The links of one page that lead into the site.
struct PageLinks: Sendable {
  fileprivate let page: SitePath
  /// In the order of the page: the file, the id in it (empty: the file as a whole), and the link as it is written.
  fileprivate private(set) var targets: [(file: SitePath, id: [UInt8], link: ArraySlice<UInt8>)] = []
  /// What is wrong whatever files the site has.
  fileprivate private(set) var broken: [BrokenLink] = []

  /// - Parameter generated: See ``OutputFile/generated``.
  init(of bytes: [UInt8], generated: Range<Int>? = nil, on page: SitePath) {
    self.page = page
    let scanner = bytes.withUnsafeBufferPointer { PageScanner($0, generated: generated).found }
    let depth = page.text.utf8.count { $0 == UInt8(ascii: "/") }
    var written: Set<WrittenID>?
    var ids: Set<[UInt8]>?
    for place in scanner.links {
      let link = bytes[place]
      if let target = SitePath(plainLink: link, depth: depth) {
        targets.append((target, [], link))
        continue
      }
      if let id = WrittenID(plainFragment: link) {
        let own = written ?? Set(scanner.ids.map { WrittenID(bytes: bytes[$0]) })
        written = own
        if own.contains(id) { continue }
      }
      switch LinkTarget(PageScanner.value(link), in: page) {
      case .elsewhere: continue
      case .broken(let problem): broken.append(BrokenLink(page, link, problem))
      case .file(let target, let id):
        guard target == page else {
          targets.append((target, id, link))
          continue
        }
        let own = ids ?? Set(scanner.ids.map { PageScanner.value(bytes[$0]) })
        ids = own
        if !LinkChecker.isThere(id, in: own) { broken.append(BrokenLink(page, link, .noSuchFragment)) }
      }
    }
  }
}

/// An id as a page has it, with its escapes.
private struct WrittenID: Hashable {
  let bytes: ArraySlice<UInt8>

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// The id that a link within the page leads to; nil for a link that leads elsewhere or has an escape.
  init?(plainFragment link: ArraySlice<UInt8>) {
    guard link.first == UInt8(ascii: "#"), !link.contains(where: { "%&".utf8.contains($0) }) else {
      return nil
    }
    bytes = link.dropFirst()
  }

  static func == (left: WrittenID, right: WrittenID) -> Bool { left.bytes.elementsEqual(right.bytes) }

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension SitePath {
  /// What most links are: as many `../` as the page is deep, then a path without anything that has to be resolved. Nil
  /// for any other link.
  fileprivate init?(plainLink link: ArraySlice<UInt8>, depth: Int) {
    let (dot, slash) = (UInt8(ascii: "."), UInt8(ascii: "/"))
    var rest = link
    for _ in 0..<depth {
      guard rest.starts(with: "../".utf8) else { return nil }
      rest = rest.dropFirst(3)
    }
    var before = slash
    for byte in rest {
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: ":"):
        return nil
      case dot, slash: if before == slash { return nil }
      default: break
      }
      before = byte
    }
    if before == slash { return nil }
    self.init(found: String(decoding: rest, as: UTF8.self))
  }
}

/// Collects the links of all pages and tells which lead nowhere.
///
/// It keeps each target once, with the page that links to it and comes first in the order of paths, so it grows with the
/// site's files and not with its links, and what it tells does not depend on which page came when.
struct LinkChecker: Sendable {
  /// How many broken links an error names.
  static let listed = 10

  /// Who has a link, and what is written there.
  private struct Origin: Sendable, Hashable {
    let page: SitePath
    let link: [UInt8]
  }

  /// For each file, for each id that is linked to (empty: the file as a whole), who links to it.
  private var wanted: [SitePath: [[UInt8]: Origin]] = [:]
  private var broken: [BrokenLink] = []

  /// Takes note of the links of a page.
  mutating func note(_ links: PageLinks) {
    broken += links.broken
    for (target, id, link) in links.targets {
      if let other = wanted[target]?[id], other.page <= links.page { continue }
      wanted[target, default: [:]][id] = Origin(page: links.page, link: Array(link))
    }
  }

  /// Checks all links, once the site's files are known.
  /// - Parameters:
  ///   - exists: Whether the site has a file.
  ///   - read: Reads a page of the site; called only for pages of which an id is linked to.
  mutating func check(
    exists: (SitePath) -> Bool, read: (SitePath) throws(PublishingError) -> [UInt8]
  ) throws(PublishingError) {
    for target in wanted.keys.sorted() {
      let origins = wanted[target] ?? [:]
      guard exists(target) else {
        broken += origins.values.map { BrokenLink($0.page, $0.link[...], .noSuchFile) }
        continue
      }
      guard target.isPage, origins.keys.contains(where: { !$0.isEmpty }) else { continue }
      let ids = PageScanner.scan(try read(target)).ids
      for (id, origin) in origins where !Self.isThere(id, in: ids) {
        broken.append(BrokenLink(origin.page, origin.link[...], .noSuchFragment))
      }
    }
    guard !broken.isEmpty else { return }
    let sorted = broken.sorted { left, right in
      (Array(left.page.utf8) + [0] + Array(left.link.utf8))
        .lexicographicallyPrecedes(Array(right.page.utf8) + [0] + Array(right.link.utf8))
    }
    throw .brokenLinks(Array(sorted.prefix(Self.listed)), total: sorted.count)
  }

  /// Whether a fragment is found; the empty one and `top` are the start of any page.
  static func isThere(_ id: [UInt8], in ids: Set<[UInt8]>) -> Bool {
    id.isEmpty || ids.contains(id) || id == Array("top".utf8)
  }
}

extension BrokenLink {
  /// - Parameter link: As it is written in the page.
  fileprivate init(_ page: SitePath, _ link: ArraySlice<UInt8>, _ problem: Problem) {
    self.init(
      page: page.text, link: String(decoding: PageScanner.value(link), as: UTF8.self), problem: problem)
  }
}
