public import Model

/// The templates, words and styles of a site: the built-in ones, each replaced by the project's own file of the same name.
public struct Theme: Sendable, Hashable {
  /// By path below `Templates/`: `profile.md`, `assets/site.css`.
  public let files: [String: SourceText]

  /// The theme that is compiled in: the repository's own `Templates/`.
  public static let builtIn = Theme(files: [
    "layout.html": source("layout.html", PackageResources.layout_html),
    "index.md": source("index.md", PackageResources.index_md),
    "profile.md": source("profile.md", PackageResources.profile_md),
    "changes.md": source("changes.md", PackageResources.changes_md),
    "archive.md": source("archive.md", PackageResources.archive_md),
    "group.md": source("group.md", PackageResources.group_md),
    "basket.md": source("basket.md", PackageResources.basket_md),
    "compare.md": source("compare.md", PackageResources.compare_md),
    "roster.md": source("roster.md", PackageResources.roster_md),
    "methodology.md": source("methodology.md", PackageResources.methodology_md),
    "labels.zh.yml": source("labels.zh.yml", PackageResources.labels_zh_yml),
    "labels.en.yml": source("labels.en.yml", PackageResources.labels_en_yml),
    "assets/roster.js": source("assets/roster.js", PackageResources.roster_js),
    "assets/compare.js": source("assets/compare.js", PackageResources.compare_js),
    "assets/tokens.css": source("assets/tokens.css", PackageResources.tokens_css),
    "assets/charts.css": source("assets/charts.css", PackageResources.charts_css),
    "assets/site.css": source("assets/site.css", PackageResources.site_css),
  ])

  init(files: [String: SourceText]) {
    self.files = files
  }

  /// The theme with a project's own files in place of those of the same name.
  ///
  /// A file that no page uses is worth a warning: it is most likely misspelt.
  public func overridden(by own: [String: SourceText]) -> (theme: Theme, warnings: [Diagnostic]) {
    let isPartial = { (name: String) in name.utf8.first == UInt8(ascii: "_") }
    let warnings = own.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .filter { files[$0] == nil && !isPartial($0) }
      .map { name in
        Diagnostic(
          .warning, "no page uses this template",
          at: own[name].map { SourceLocation(file: $0.path) },
          hint: nearestName(to: name, among: files.keys.sorted()).map { "did you mean \($0)?" }
            ?? "the theme has \(files.keys.sorted().joined(separator: ", ")); partials start with _")
      }
    return (Theme(files: files.merging(own) { _, replacement in replacement }), warnings)
  }

  private static func source(_ name: String, _ bytes: [UInt8]) -> SourceText {
    SourceText(path: "Templates/\(name)", text: String(decoding: bytes, as: UTF8.self))
  }
}
