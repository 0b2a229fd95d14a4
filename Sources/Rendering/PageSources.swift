import CommonMark
import Model
import Templating

/// How the files of a theme and a project become the templates of a site.
enum PageSources {
  /// Theme templates by their name; free pages as `pages/about.en.md`.
  static func all(of project: Project, theme: Theme) -> [String: SourceText] {
    var sources = theme.files.filter { name, _ in
      hasSuffix(name, ".md") || hasSuffix(name, ".html")
    }
    for (name, texts) in project.pages {
      for (language, text) in texts { sources[template(of: name, in: language)] = text }
    }
    return sources
  }

  static func template(of page: String, in language: Language) -> String {
    "pages/\(page).\(language.rawValue).md"
  }

  /// Sorted, so that mistakes are reported in the same order every time.
  static func freePageTemplates(of project: Project) -> [String] {
    project.pages.flatMap { name, texts in texts.keys.map { template(of: name, in: $0) } }.sorted()
  }

  /// The first heading of a page, or its name.
  static func title(of page: String, in source: SourceText?) -> String {
    source.flatMap { firstHeading(in: $0.text) } ?? page
  }

  /// Mistakes in the names of free pages and in analysts' notes.
  static func problems(of project: Project) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for (name, texts) in project.pages.sorted(by: { $0.key < $1.key }) {
      let location = texts.values.map(\.path).min().map { SourceLocation(file: $0) }
      if SiteMap.reservedNames.contains(name) {
        problems.append(
          Diagnostic(
            .error, "the site has a folder of its own called “\(name)”", at: location,
            hint: "give the page another name"))
      } else if !isFolderName(name) {
        problems.append(
          Diagnostic(
            .error, "this name cannot become a folder of the site", at: location,
            hint: "use lower-case letters, digits and hyphens: about.md, price-list.en.md"))
      }
    }
    for (name, texts) in project.pages.sorted(by: { $0.key < $1.key }) {
      for language in project.settings.languages where texts[language] == nil {
        problems.append(
          Diagnostic(
            .error, "the page has no text in the language `\(language.rawValue)`",
            at: texts.values.map(\.path).min().map { SourceLocation(file: $0) },
            hint: "add \(name).\(language.rawValue).md, or call one file \(name).md: it serves every language"
          ))
      }
    }
    for texts in project.notes.sorted(by: { $0.key < $1.key }).map(\.value) {
      for source in Set(texts.values.map(\.text)).sorted(by: { $0.path < $1.path }) {
        problems += checkMarkdownText(source)
      }
    }
    return problems
  }

  private static func isFolderName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  private static func hasSuffix(_ name: String, _ suffix: String) -> Bool {
    name.utf8.count >= suffix.utf8.count && name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }
}
