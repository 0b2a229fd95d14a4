/// Collects the links of all pages and tells which lead nowhere.
///
/// It keeps each target once, with the first page that links to it, so it grows with the site's files
/// and not with its links.
struct LinkChecker: Sendable {
  /// How many broken links an error names.
  static let listed = 10

  private struct Origin: Sendable, Hashable {
    let page: String
    let link: String
  }

  /// For each file, for each id that is linked to (empty: the file as a whole), who links to it.
  private var wanted: [SitePath: [[UInt8]: Origin]] = [:]
  private var broken: [BrokenLink] = []

  /// Takes note of the links of a page.
  mutating func note(_ bytes: [UInt8], of page: SitePath) {
    let scan = PageScanner.scan(bytes)
    for link in scan.links {
      let origin = Origin(page: page.text, link: String(decoding: link, as: UTF8.self))
      switch LinkTarget(link, in: page) {
      case .elsewhere: continue
      case .broken(let problem): add(origin, problem)
      case .file(let target, let id):
        if target == page {
          if !Self.isThere(id, in: scan.ids) { add(origin, .noSuchFragment) }
        } else if wanted[target]?[id] == nil {
          wanted[target, default: [:]][id] = origin
        }
      }
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
        for origin in origins.values { add(origin, .noSuchFile) }
        continue
      }
      guard target.isPage, origins.keys.contains(where: { !$0.isEmpty }) else { continue }
      let ids = PageScanner.scan(try read(target)).ids
      for (id, origin) in origins where !Self.isThere(id, in: ids) { add(origin, .noSuchFragment) }
    }
    guard !broken.isEmpty else { return }
    let sorted = broken.sorted { left, right in
      (Array(left.page.utf8) + [0] + Array(left.link.utf8))
        .lexicographicallyPrecedes(Array(right.page.utf8) + [0] + Array(right.link.utf8))
    }
    throw .brokenLinks(Array(sorted.prefix(Self.listed)), total: sorted.count)
  }

  private mutating func add(_ origin: Origin, _ problem: BrokenLink.Problem) {
    broken.append(BrokenLink(page: origin.page, link: origin.link, problem: problem))
  }

  /// Whether a fragment is found; the empty one and `top` are the start of any page.
  private static func isThere(_ id: [UInt8], in ids: Set<[UInt8]>) -> Bool {
    id.isEmpty || ids.contains(id) || id == Array("top".utf8)
  }
}
