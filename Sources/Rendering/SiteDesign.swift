import Markup
public import Model
import Templating

/// Everything that pages are made from before any data is there: templates, words, styles and what people wrote, checked.
///
/// With a report it becomes a ``Site``.
public struct SiteDesign: Sendable {
  let settings: Settings
  let theme: Theme
  let templates: TemplateSet
  let frame: FrameTemplate
  /// For each language by file name: blocks are made in its words.
  let bodies: [Language: [String: BodyTemplate<PreparedBlock>]]
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
  /// The scripts of the blocks by name.
  let scripts: [String: OutputFile]
  /// The groups of the roster, in the order of their first KOL.
  let groups: [NamedPage]
  /// For each KOL the places of its groups among ``groups``, in its own order.
  let groupPlaces: [KOLID: [Int]]
  /// In the order of the settings.
  let baskets: [NamedPage]
  /// The lines over time that the roster's table needs for the blocks of the templates.
  public let lines: RosterLines
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
    chartStyle = ChartFiles.style(of: asset("charts", "css", from: ["tokens.css", "charts.css"]).bytes)
    scripts = Dictionary(
      uniqueKeysWithValues: BlockRegistry.scripts.map { name in
        (name, asset(name, "js", from: ["\(name).js"]))
      })
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
    let templates = try TemplateSet(sources: PageSources.all(of: project, theme: theme))
    self.templates = templates
    lines = BlockRegistry.lines(
      for: templates.writtenBlocks(ofKinds: BlockRegistry.kindsWithLines),
      longestRefresh: project.roster.entries.map(\.refreshDays).max() ?? 1)
    frame = try templates.frame("layout.html")
    var bodies: [Language: [String: BodyTemplate<PreparedBlock>]] = [:]
    for (language, labels) in labels {
      let wording = Wording(labels: labels)
      for (name, _, blocks) in Self.bodies(of: project) {
        bodies[language, default: [:]][name] = try templates.body(name, blocks: blocks.kinds) { call in
          try blocks.block(call, wording: wording)
        }
      }
    }
    self.bodies = bodies
    let problems = checkTemplates(of: project)
    let errors = problems.filter { $0.severity == .error }
    if !errors.isEmpty { throw InvalidInput(problems) }
    warnings = problems
  }

  /// Where pages look for a picture, from the top of the site; the copies share it.
  public static func path(of avatar: Avatar) -> String { "assets/avatars/\(avatar.fileName)" }

  /// The style sheet, the logo and the scripts.
  var assets: [OutputFile] {
    [stylesheet] + (logo.map { [$0] } ?? []) + scripts.values.sorted(by: { $0.path < $1.path })
  }

  /// The templates of pages, with the names that each may use beside those of every page, and its report blocks.
  private static func bodies(
    of project: Project
  ) -> [(name: String, names: [String: TemplateShape], blocks: BlockSet)] {
    [
      ("index.md", [:], BlockRegistry.overview), ("profile.md", PageContext.kolShape, BlockRegistry.profile),
      ("group.md", PageContext.namedShape, BlockRegistry.overview),
      ("basket.md", PageContext.namedShape, BlockRegistry.basket), ("compare.md", [:], BlockRegistry.compare),
      ("roster.md", [:], BlockRegistry.overview), ("changes.md", [:], BlockRegistry.changes),
      ("archive.md", [:], BlockRegistry.archive), ("methodology.md", [:], BlockRegistry.methodology),
    ] + PageSources.freePageTemplates(of: project).map { ($0, [:], BlockRegistry.overview) }
  }

  private func checkTemplates(of project: Project) -> [Diagnostic] {
    let site = PageContext.siteShape(labels: settings.languages.compactMap { labels[$0] })
    func shape(_ more: [String: TemplateShape]) -> TemplateShape {
      .record(site.merging(more) { first, _ in first })
    }
    var problems = templates.check(
      "layout.html", against: shape(PageContext.frameShape), blocks: [])
    problems += templates.checkFrame("layout.html", allowing: settings.allowedOrigins)
    for (name, names, blocks) in Self.bodies(of: project) {
      problems += templates.check(name, against: shape(names), blocks: blocks.kinds)
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
