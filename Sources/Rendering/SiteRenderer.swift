import Markup
public import Model
import Templating

/// Writes a site from a report: Mustache, then CommonMark, then report blocks, then the frame.
///
/// Pages come out one at a time, so memory does not grow with their number. Rendering is pure: the
/// same report, theme and content give the same bytes.
public struct SiteRenderer: Sendable {
  let settings: Settings
  let theme: Theme
  let templates: TemplateSet
  let labels: [Language: Labels]
  let notes: [KOLID: [Language: Note]]
  let freePages: [FreePage]
  let generator: String
  let map: SiteMap
  let stylesheet: OutputFile
  /// The brand's; nil for none.
  let logo: OutputFile?
  /// What a chart in a file of its own brings along.
  let chartStyle: [UInt8]
  /// The scripts by the name of the block that needs one.
  let scripts: [String: OutputFile]
  /// The groups of the roster, in the order of their first KOL.
  let groups: [NamedPage]
  /// For each KOL the places of its groups among ``groups``, in its own order.
  let groupPlaces: [KOLID: [Int]]
  /// In the order of the settings.
  let baskets: [NamedPage]
  /// The days of which the site has a copy, oldest first.
  public var copies: [CalendarDay] = []
  /// What is worth saying of the templates though nothing is wrong.
  public private(set) var warnings: [Diagnostic] = []

  /// A page that a person wrote, with its title in each language.
  struct FreePage: Sendable {
    let name: String
    let titles: [Language: String]
  }

  /// Reads and checks everything that pages are made from, before any data is there.
  /// - Parameters:
  ///   - theme: The built-in theme with the project's own files in it.
  ///   - labels: The words of each language of the settings.
  ///   - generator: The name and version in the footer: `kolsite 0.1.0`.
  ///   - digest: Hashes an asset for its file name; hexadecimal.
  /// - Throws: Every mistake in every template, page and note at once.
  public init(
    project: Project, theme: Theme, labels: [Language: Labels], generator: String,
    digest: ([UInt8]) -> String
  ) throws(InvalidInput) {
    settings = project.settings
    self.theme = theme
    self.labels = labels
    self.generator = generator
    notes = project.notes
    map = SiteMap(languages: project.settings.languages)
    func asset(_ name: String, _ ending: String, from files: [String]) -> OutputFile {
      let bytes = Array(files.map { theme.files["assets/\($0)"]?.text ?? "" }.joined(separator: "\n").utf8)
      return OutputFile(path: "assets/\(name).\(digest(bytes).prefix(16)).\(ending)", bytes: bytes)
    }
    let brand = project.settings.brand
    let page = asset("site", "css", from: ["tokens.css", "charts.css", "site.css"])
    let css = page.bytes + Self.brandRules(brand).utf8
    stylesheet = OutputFile(path: "assets/site.\(digest(css).prefix(16)).css", bytes: css)
    logo = brand.logo.map { logo in
      OutputFile(
        path: "assets/logo.\(digest(logo.bytes).prefix(16)).\(logo.fileExtension)", bytes: logo.bytes)
    }
    chartStyle = asset("charts", "css", from: ["tokens.css", "charts.css"]).bytes
    scripts = [
      "kols": asset("roster", "js", from: ["roster.js"]),
      "compare": asset("compare", "js", from: ["compare.js"]),
    ]
    let groupNames = Self.groupNames(of: project.roster)
    groups = NamedPage.pages(for: groupNames)
    let places = Dictionary(
      groupNames.enumerated().map { (Array($1.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    groupPlaces = Dictionary(
      project.roster.entries.map { entry in
        var seen: Set<Int> = []
        let own = entry.groups.compactMap { places[Array($0.utf8)] }
        return (entry.id, own.filter { seen.insert($0).inserted })
      }, uniquingKeysWith: { first, _ in first })
    baskets = NamedPage.pages(for: project.settings.baskets.map(\.name))
    freePages = project.pages.keys.sorted().map { name in
      FreePage(
        name: name,
        titles: Dictionary(
          uniqueKeysWithValues: project.settings.languages.map { language in
            (
              language,
              project.pageTitles[name]?[language]
                ?? PageSources.title(of: name, in: project.pages[name]?[language])
            )
          }))
    }
    templates = try TemplateSet(sources: PageSources.all(of: project, theme: theme))
    let problems = checkTemplates(of: project)
    let errors = problems.filter { $0.severity == .error }
    if !errors.isEmpty { throw InvalidInput(problems) }
    warnings = problems
  }

  /// Renders every page, then the files that go with them; pictures are the caller's to write.
  /// - Parameter write: Takes each file; what it throws ends the rendering.
  public func render(_ report: Report, to write: (OutputFile) throws -> Void) throws {
    for asset in [stylesheet] + (logo.map { [$0] } ?? []) + scripts.values.sorted(by: { $0.path < $1.path }) {
      try write(asset)
    }
    try renderPages(report, copy: nil, to: write)
    for kol in report.kols {
      try write(
        OutputFile(
          path: "kol/\(kol.entry.id)/index.json",
          bytes: ProfileJSON(kol: kol, report: report).bytes()))
    }
    for file in ArchiveDownloads(report: report).files() { try write(file) }
  }

  /// Renders a copy of the site as of an earlier day, below `archive/`; it shares the site's assets.
  public func renderCopy(_ report: Report, to write: (OutputFile) throws -> Void) throws {
    try renderPages(report, copy: report.asOf, to: write)
  }

  /// Where pages look for a picture, from the top of the site; the copies share it.
  public static func path(of avatar: Avatar) -> String { "assets/avatars/\(avatar.fileName)" }

  private func renderPages(
    _ report: Report, copy: CalendarDay?, to write: (OutputFile) throws -> Void
  ) throws {
    for language in settings.languages {
      guard let words = labels[language] else { continue }
      let renderer = PageRenderer(site: self, report: report, labels: words, copy: copy)
      func writePage(_ page: OutputFile) throws {
        try write(page)
        let folder = String(decoding: page.path.utf8.dropLast("index.html".utf8.count), as: UTF8.self)
        for chart in renderer.chartFiles.take() {
          try write(OutputFile(path: folder + chart.name, bytes: chart.bytes))
        }
      }
      try writePage(renderer.index())
      for part in 1...KOLsBlock.pageCount(of: report.kols.count) where part > 1 {
        try writePage(renderer.roster(part: part))
      }
      for index in groups.indices { try writePage(renderer.group(index)) }
      for (page, basket) in zip(baskets, report.baskets) { try writePage(renderer.basket(page, basket)) }
      try writePage(renderer.compare())
      for kol in report.kols { try writePage(renderer.profile(of: kol)) }
      try writePage(renderer.changes())
      for feed in Feed(report: report, wording: renderer.wording).files {
        let folder = renderer.map.folder(of: .changes, in: language)
        try write(OutputFile(path: folder + feed.name, bytes: feed.bytes))
      }
      if copy == nil {
        try writePage(renderer.archive())
        try writePage(renderer.methodology())
      }
      for page in freePages { try writePage(renderer.freePage(page)) }
      // The last, because the pages decide which columns it needs.
      try write(renderer.rosterData())
    }
  }

  private func checkTemplates(of project: Project) -> [Diagnostic] {
    let site = PageContext.siteShape(labels: settings.languages.compactMap { labels[$0] })
    func shape(_ more: [String: TemplateShape]) -> TemplateShape {
      .record(site.merging(more) { first, _ in first })
    }
    var problems = templates.check(
      "layout.html", against: shape(PageContext.frameShape), blocks: [])
    problems += templates.checkFrame("layout.html", allowing: settings.allowedOrigins)
    problems += templates.check("index.md", against: shape([:]), blocks: BlockCatalog.index)
    problems += templates.check(
      "profile.md", against: shape(PageContext.kolShape), blocks: BlockCatalog.profile)
    problems += templates.check(
      "group.md", against: shape(PageContext.namedShape), blocks: BlockCatalog.index)
    problems += templates.check(
      "basket.md", against: shape(PageContext.namedShape), blocks: BlockCatalog.basket)
    problems += templates.check("compare.md", against: shape([:]), blocks: BlockCatalog.compare)
    problems += templates.check("roster.md", against: shape([:]), blocks: BlockCatalog.index)
    problems += templates.check("changes.md", against: shape([:]), blocks: BlockCatalog.changes)
    problems += templates.check("archive.md", against: shape([:]), blocks: BlockCatalog.archive)
    problems += templates.check("methodology.md", against: shape([:]), blocks: BlockCatalog.methodology)
    for name in PageSources.freePageTemplates(of: project) {
      problems += templates.check(name, against: shape([:]), blocks: BlockCatalog.index)
    }
    return inOrder(problems + PageSources.problems(of: project))
  }

  /// The brand's accent in the place of the theme's, for light, dark and paper.
  private static func brandRules(_ brand: Brand) -> String {
    guard let accent = brand.accent else { return "" }
    let lightTint = Brand.Accent.tint(of: accent.light, onLight: true)
    let darkTint = Brand.Accent.tint(of: accent.dark, onLight: false)
    return """

      /* The brand of the settings. */
      :root { --accent: \(accent.light); --accent-soft: \(lightTint); }
      @media (prefers-color-scheme: dark) { :root { --accent: \(accent.dark); --accent-soft: \(darkTint); } }
      @media print { :root { --accent: \(accent.light); --accent-soft: #ffffff; } }

      """
  }

  /// Compared by byte, so that two names which only look alike are two groups.
  private static func groupNames(of roster: Roster) -> [String] {
    var seen: Set<[UInt8]> = []
    return roster.entries.flatMap(\.groups).filter { seen.insert(Array($0.utf8)).inserted }
  }

  /// By file, line and column; what is said of the same place keeps its order.
  private func inOrder(_ problems: [Diagnostic]) -> [Diagnostic] {
    func key(_ problem: Diagnostic) -> (String, Int, Int) {
      (
        problem.location?.file ?? "", problem.location?.line ?? 0, problem.location?.column ?? 0
      )
    }
    return problems.enumerated().sorted { left, right in
      let (l, r) = (key(left.element), key(right.element))
      return l == r ? left.offset < right.offset : l < r
    }.map(\.element)
  }
}
