/// The links of one page that lead into the site.
struct PageLinks: Sendable {
  /// In the order of the page.
  fileprivate(set) var targets: [(file: SitePath, id: [UInt8], origin: Origin)] = []
  /// What is wrong whatever files the site has.
  fileprivate(set) var broken: [BrokenLink] = []

  /// Who has a link.
  struct Origin: Sendable, Hashable {
    let page: String
    let link: String
  }

  init(of bytes: [UInt8], on page: SitePath) {
    let scan = PageScanner.scan(bytes)
    for link in scan.links {
      let origin = Origin(page: page.text, link: String(decoding: link, as: UTF8.self))
      switch LinkTarget(link, in: page) {
      case .elsewhere: continue
      case .broken(let problem): broken.append(BrokenLink(origin, problem))
      case .file(let target, let id):
        if target != page {
          targets.append((target, id, origin))
        } else if !LinkChecker.isThere(id, in: scan.ids) {
          broken.append(BrokenLink(origin, .noSuchFragment))
        }
      }
    }
  }
}

/// Collects the links of all pages and tells which lead nowhere.
///
/// It keeps each target once, with the page that links to it and comes first in the order of paths, so it grows with the
/// site's files and not with its links, and what it tells does not depend on which page came when.
struct LinkChecker: Sendable {
  /// How many broken links an error names.
  static let listed = 10

  /// For each file, for each id that is linked to (empty: the file as a whole), who links to it.
  private var wanted: [SitePath: [[UInt8]: PageLinks.Origin]] = [:]
  private var broken: [BrokenLink] = []

  /// Takes note of the links of a page.
  mutating func note(_ links: PageLinks) {
    broken += links.broken
    for (target, id, origin) in links.targets {
      if let other = wanted[target]?[id],
        !origin.page.utf8.lexicographicallyPrecedes(other.page.utf8)
      {
        continue
      }
      wanted[target, default: [:]][id] = origin
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
        broken += origins.values.map { BrokenLink($0, .noSuchFile) }
        continue
      }
      guard target.isPage, origins.keys.contains(where: { !$0.isEmpty }) else { continue }
      let ids = PageScanner.scan(try read(target)).ids
      for (id, origin) in origins where !Self.isThere(id, in: ids) {
        broken.append(BrokenLink(origin, .noSuchFragment))
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
  fileprivate init(_ origin: PageLinks.Origin, _ problem: Problem) {
    self.init(page: origin.page, link: origin.link, problem: problem)
  }
}
