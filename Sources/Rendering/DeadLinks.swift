public import Model
import Templating

/// Finds the links and pictures in pages, notes and templates that lead nowhere, before any data is there.
///
/// Most files of a site are known from the roster and the settings. What only data decides (charts as files, copies of
/// earlier days) is left to the check of the finished site.
struct DeadLinks {
  private let site: SiteDesign
  private let kols: Set<String>
  /// Files of the site but for pages of KOLs, from its top.
  private let files: Set<String>
  /// Those that a copy as of an earlier day has too.
  private let filesOfCopies: Set<String>
  private let frameLinks: [WrittenLink]
  /// Nil where ids of the frame come from tags.
  private let frameIDs: Set<String>?
  /// Whether the site's folder has a file of somebody else's, which stays.
  private let isKept: (String) -> Bool
  private var messages = Messages()
  private var told: Set<String> = []

  static func problems(
    of site: SiteDesign, roster: Roster, isKept: @escaping (String) -> Bool
  ) -> [Diagnostic] {
    var links = DeadLinks(site, roster, isKept)
    links.check(roster)
    return links.messages.all
  }

  private init(_ site: SiteDesign, _ roster: Roster, _ isKept: @escaping (String) -> Bool) {
    self.site = site
    self.isKept = isKept
    kols = Set(roster.entries.map(\.id.text))
    frameLinks = site.templates.links(of: "layout.html")
    frameIDs = site.templates.ids(ofFrame: "layout.html")
    var copied: Set<String> = []
    var files: Set<String> = ["manifest.json", ArchiveDownloads.readingsPath, ArchiveDownloads.daysPath]
    files.formUnion(([site.stylesheet] + (site.logo.map { [$0] } ?? []) + site.scripts.values).map(\.path))
    for language in site.settings.languages {
      let pages = site.pages(of: roster.entries.count)
      copied.insert(RosterData.path(in: language))
      copied.formUnion(pages.filter { !$0.isShared }.map { site.map.path(of: $0, in: language) })
      for feed in Feed.formats { copied.insert(site.map.folder(of: .changes, in: language) + feed.name) }
      files.formUnion(pages.map { site.map.path(of: $0, in: language) })
    }
    self.files = files.union(copied)
    filesOfCopies = copied
  }

  private mutating func check(_ roster: Roster) {
    let pages = site.pages(of: roster.entries.count)
    for language in site.settings.languages {
      for page in pages {
        // One of each kind will do: their links lead to the same places.
        if case .group(let slug) = page, slug != site.groups.first?.slug { continue }
        if case .basket(let slug) = page, slug != site.baskets.first?.slug { continue }
        if case .roster(let part) = page, part > 2 { continue }
        check(site.templates.links(of: page.template(in: language)), on: page, in: language)
        check(frameLinks, on: page, in: language)
      }
      if let first = roster.entries.first?.id {
        check(site.templates.links(of: "profile.md"), on: .kol(first), in: language)
        check(frameLinks, on: .kol(first), in: language)
      }
      for (id, notes) in site.notes.sorted(by: { $0.key < $1.key }) {
        guard let note = notes[language] else { continue }
        check(links(in: note.text), on: .kol(id), in: language)
      }
    }
  }

  private mutating func check(_ links: [WrittenLink], on page: SiteMap.Page, in language: Language) {
    for link in links where !told.contains(link.key) {
      guard let problem = problem(of: link.destination, on: page, in: language) else { continue }
      told.insert(link.key)
      let index = site.map.languageRoot(from: page) + "index.html"
      messages.add(
        .error, of: Messages.Kind(file: #fileID, line: #line), at: link.location,
        { "`\(link.destination)` leads nowhere: \(problem.text)" },
        hint: {
          problem.isOfCopies
            ? "every page is in the copies too: link to it with its whole address (https://…), or to a page that they"
              + " have, such as \(index); or leave out `archive.sites`"
            : "link from where this is shown to a page of the site, such as \(index); put a file of your own into the"
              + " site's folder first"
        })
    }
  }

  /// Why a link leads nowhere.
  private struct Problem {
    let text: String
    /// Whether it leads somewhere in the site itself.
    var isOfCopies = false
  }

  /// Why a link on a page leads nowhere; nil where it leads somewhere, or where only data can tell.
  private func problem(of link: String, on page: SiteMap.Page, in language: Language) -> Problem? {
    let own = site.map.path(of: page, in: language)
    guard let target = RelativeLink(link, on: own) else { return nil }
    switch target.place {
    case .top: return Problem(text: "it starts with a slash, which only works at the top of a host")
    case .outside: return Problem(text: "it leads out of the site")
    case .file(let path):
      guard isThere(path) else { return Problem(text: "the site will have no file \(path)") }
      if site.settings.archive.sites != .none, !page.isShared, !isInCopies(path) {
        return Problem(
          text: "the copies of earlier days (`archive.sites`) will have no file \(path)", isOfCopies: true)
      }
      guard path == own, !target.fragment.isEmpty, !isID(target.fragment) else { return nil }
      return Problem(text: "nothing on the page has the id \(target.fragment)")
    }
  }

  private func isThere(_ path: String) -> Bool {
    if files.contains(path) || isOfKOL(path, withJSON: true) { return true }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if parts.count > 2, parts[0] == "archive", CalendarDay(parts[1]) != nil {
      return site.settings.archive.sites != .none
    }
    if parts.count == 3, parts[0] == "assets", parts[1] == "avatars" { return true }
    if let page = page(ofChart: path) { return isThere(page) }
    return isKept(path)
  }

  private func isInCopies(_ path: String) -> Bool {
    filesOfCopies.contains(path) || isOfKOL(path, withJSON: false)
  }

  /// Whether a path is a KOL's page in one of the languages, or its JSON, which all languages share.
  private func isOfKOL(_ path: String, withJSON: Bool) -> Bool {
    var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let isShared = parts.first == "kol"
    if site.settings.languages.dropFirst().contains(where: { $0.rawValue == parts.first }) {
      parts.removeFirst()
    }
    guard parts.count == 3, parts[0] == "kol", kols.contains(parts[1]) else { return false }
    return parts[2] == "index.html" || (withJSON && isShared && parts[2] == "index.json")
  }

  /// The page beside which a chart as a file may lie; nil for any other file.
  private func page(ofChart path: String) -> String? {
    guard site.settings.chartFiles, path.utf8.suffix(4).elementsEqual(".svg".utf8) else { return nil }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8[...$0] } ?? path.utf8.prefix(0)
    return String(decoding: Array(folder), as: UTF8.self) + "index.html"
  }

  /// Whether an element may have an id: the frame's own, or one that a block gives.
  private func isID(_ id: String) -> Bool {
    guard let frameIDs else { return true }
    if frameIDs.contains(id) || id == "top" || id == "compare-names" { return true }
    guard let second = id.utf8.dropFirst().first, id.utf8.first.map("bd".utf8.contains) ?? false else {
      return false
    }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
  }
}

extension SiteMap.Page {
  fileprivate func template(in language: Language) -> String {
    switch self {
    case .index: "index.md"
    case .kol: "profile.md"
    case .changes: "changes.md"
    case .archive: "archive.md"
    case .methodology: "methodology.md"
    case .group: "group.md"
    case .basket: "basket.md"
    case .compare: "compare.md"
    case .roster: "roster.md"
    case .free(let name): PageSources.template(of: name, in: language)
    }
  }
}

extension SiteDesign {
  /// The pages of one language but for those of the KOLs.
  func pages(of kolCount: Int) -> [SiteMap.Page] {
    [.index] + (1...KOLsBlock.pageCount(of: kolCount)).dropFirst().map { .roster($0) }
      + groups.map { .group($0.slug) } + baskets.map { .basket($0.slug) }
      + [.compare, .changes, .archive, .methodology] + freePages.map { .free($0.name) }
  }

  /// Finds the links and pictures that people wrote and that lead nowhere.
  /// - Parameter isKept: Whether the site's folder has a file at a path that kolsite did not write, and so keeps.
  public func deadLinks(of roster: Roster, isKept: @escaping (String) -> Bool) -> [Diagnostic] {
    DeadLinks.problems(of: self, roster: roster, isKept: isKept)
  }

  /// How many pages a site will have.
  /// - Parameter copies: Of how many earlier days.
  public func pageCount(of roster: Roster, copies: Int) -> Int {
    let own = pages(of: roster.entries.count)
    let kols = roster.entries.count
    let copied = own.count { !$0.isShared } + kols
    return settings.languages.count * (own.count + kols + copies * copied)
  }
}
