import Markup
import Model

/// Where the pages are, and how one links to another: always relative, so a site works below any
/// address and from a disk.
struct SiteMap {
  /// The first is at the top of the site.
  let languages: [Language]
  /// The day of the copy that these pages are of; nil for the site itself.
  var copy: CalendarDay?

  /// A page without its language.
  enum Page: Hashable {
    case index
    case kol(KOLID)
    case changes
    /// The list of days; the copies share the site's own.
    case archive
    /// What the numbers are; the copies share the site's own.
    case methodology
    /// A group of the roster, by the name of its folder.
    case group(String)
    /// A basket, by the name of its folder.
    case basket(String)
    case compare
    /// A further part of a long roster, 2 and up; the first is on the index.
    case roster(Int)
    case free(String)

    /// The folder below the language's own; empty for the index, otherwise ending in `/`.
    var folder: String {
      let (folder, name) = parts
      return name.utf8.isEmpty ? "\(folder)" : "\(folder)\(name)/"
    }

    /// The address from another page of the same language.
    /// - Parameter rootPath: ``SiteMap/languageRoot(from:)`` of that page.
    func address(rootPath: String) -> String { "\(rootPath)\(folder)index.html" }

    /// The folder up to the name of a page that is one of many; the name is empty where it is the only one.
    fileprivate var parts: (folder: StaticString, name: String) {
      switch self {
      case .index: ("", "")
      case .kol(let id): ("kol/", id.text)
      case .changes: ("changes/", "")
      case .archive: ("archive/", "")
      case .methodology: ("methodology/", "")
      case .group(let slug): ("group/", slug)
      case .basket(let slug): ("basket/", slug)
      case .compare: ("compare/", "")
      case .roster(let part): ("roster/", String(part))
      case .free(let name): ("", name)
      }
    }

    /// How many folders deep the page is below its language's folder.
    var depth: Int {
      switch self {
      case .index: 0
      case .kol, .group, .basket, .roster: 2
      case .changes, .archive, .methodology, .compare, .free: 1
      }
    }

    /// Whether the copies of earlier days have no page of their own, and link to the site's.
    var isShared: Bool { self == .archive || self == .methodology }
  }

  /// The folder names that pages of the site take; a free page cannot have them.
  static let reservedNames =
    [
      "assets", "kol", "group", "basket", "compare", "roster", "changes", "archive", "methodology", "data",
      "index", "manifest",
    ] + Language.allCases.map(\.rawValue)

  func folder(of language: Language) -> String {
    language == languages.first ? "" : "\(language.rawValue)/"
  }

  /// The folder of a copy of the site, from its top; nothing for the site itself.
  private static func folder(ofCopy day: CalendarDay?) -> String {
    day.map { "archive/\($0)/" } ?? ""
  }

  /// The file of a page, from the top of the site.
  func path(of page: Page, in language: Language) -> String {
    path(of: page, in: language, copy: copy)
  }

  /// The file of a page of another copy; nil is the site itself.
  func path(of page: Page, in language: Language, copy: CalendarDay?) -> String {
    folder(of: page, in: language, copy: copy) + "index.html"
  }

  /// The folder of a page, from the top of the site.
  func folder(of page: Page, in language: Language) -> String {
    folder(of: page, in: language, copy: copy)
  }

  private func folder(of page: Page, in language: Language, copy: CalendarDay?) -> String {
    Self.folder(ofCopy: page.isShared ? nil : copy) + folder(of: language) + page.folder
  }

  /// The folder that holds `data/`, from the top of the site: a copy has its own.
  var dataRoot: String { Self.folder(ofCopy: copy) }

  /// From a page to its language's folder: `../../`, or nothing.
  func languageRoot(from page: Page) -> String {
    String(repeating: "../", count: page.depth)
  }

  /// From a page to the top of the site.
  func siteRoot(from page: Page, in language: Language) -> String {
    languageRoot(from: page) + (language == languages.first ? "" : "../") + (copy == nil ? "" : "../../")
  }

  /// From a page to another, which may be in another language.
  func link(from page: Page, in language: Language, to target: Page, in other: Language) -> String {
    siteRoot(from: page, in: language) + path(of: target, in: other)
  }

  /// From a page to the same page as it was on another day; nil is the site itself.
  func link(from page: Page, in language: Language, toCopy copy: CalendarDay?) -> String {
    siteRoot(from: page, in: language) + path(of: page, in: language, copy: copy)
  }
}

extension MarkupBuffer {
  /// The address of a page of the same language, as the value of an attribute.
  /// - Parameter rootPath: ``SiteMap/languageRoot(from:)`` of the page that has the link.
  mutating func appendAddress(of page: SiteMap.Page, rootPath: String) {
    let (folder, name) = page.parts
    appendAttribute(rootPath)
    appendLiteral(folder)
    if !name.utf8.isEmpty {
      appendAttribute(name)
      appendLiteral("/")
    }
    appendLiteral("index.html")
  }
}
