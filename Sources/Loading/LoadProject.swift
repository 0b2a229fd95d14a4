public import Model

/// Reads everything a person wrote in the project folder `root`.
///
///     Content/site.yml ─► Settings      Content/pages/*.md ─► pages       Templates/* ─► templates
///     Content/roster.yml ─► Roster      Content/notes/*.md ─► notes
///
/// Only the roster must be there. Nothing outside the folder is read, and nothing is written.
///
/// Throws every mistake of every file at once, in the order of the diagram and then of the lines;
/// warnings are among them, so that one look shows all there is to do.
public func loadProject(at root: String) throws(InvalidInput) -> Project {
  let folder = try ProjectFolder(root)
  var loader = Loader(folder: folder)
  return try loader.load()
}

/// The state of one reading.
private struct Loader {
  let folder: ProjectFolder
  private var diagnostics: [Diagnostic] = []

  init(folder: ProjectFolder) {
    self.folder = folder
  }

  mutating func load() throws(InvalidInput) -> Project {
    var (settings, mentions, logo) = readSettings()
    if let logo { settings.brand.logo = readLogo(logo.path, named: logo.location) }
    let beforeRoster = diagnostics.count
    let entries = readRoster()
    let isRosterComplete = !diagnostics[beforeRoster...].contains { $0.severity == .error }

    if isRosterComplete { diagnostics += BasketSection.problems(with: mentions, in: entries) }

    let templates = TemplateFiles(of: folder)
    diagnostics += templates.diagnostics
    let pages = MarkdownFiles(in: "Content/pages", of: folder, nameFolders: true)
    diagnostics += pages.diagnostics
    let (pageTexts, pageTitles) = readPages(pages, languages: settings.languages)
    let noteFiles = MarkdownFiles(in: "Content/notes", of: folder)
    diagnostics += noteFiles.diagnostics
    let notes = notes(
      in: noteFiles, entries: entries, isComplete: isRosterComplete, languages: settings.languages)
    diagnostics += notes.diagnostics

    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw InvalidInput(diagnostics)
    }
    return Project(
      settings: settings, roster: Roster(entries: entries), templates: templates.files,
      pages: pageTexts, pageTitles: pageTitles, notes: notes.notes, warnings: diagnostics)
  }

  /// The free pages without their front matter, and the titles in it. A file that serves several languages is read
  /// once for each, and its mistakes are told once.
  private mutating func readPages(
    _ files: MarkdownFiles, languages: [Language]
  ) -> (texts: [String: [Language: SourceText]], titles: [String: [Language: String]]) {
    var texts: [String: [Language: SourceText]] = [:]
    var titles: [String: [Language: String]] = [:]
    for name in files.names {
      var told: Set<String> = []
      let sources = files.groups[name]?.texts(for: languages) ?? [:]
      for language in Language.allCases {
        guard let source = sources[language] else { continue }
        let (title, text, found) = page(from: source)
        texts[name, default: [:]][language] = text
        titles[name, default: [:]][language] = title
        if told.insert(source.path).inserted { diagnostics += found }
      }
    }
    return (texts, titles.filter { !$0.value.isEmpty })
  }

  private mutating func readSettings() -> (
    Settings, [BasketSection.Mention], (path: String, location: SourceLocation)?
  ) {
    guard let source = text(SettingsFile.path, limit: SettingsFile.sizeLimit) else {
      if folder.exists("Content/site.yaml"), !folder.exists(SettingsFile.path) {
        diagnostics.append(
          Diagnostic(
            .warning, "this file is not read", at: SourceLocation(file: "Content/site.yaml"),
            hint: "rename it to site.yml"))
      }
      return (Settings(), [], nil)
    }
    let file = SettingsFile(source)
    add(file.diagnostics)
    return (file.settings, file.mentions, file.logo)
  }

  /// - Parameter location: Where the settings name the file.
  private mutating func readLogo(_ path: String, named location: SourceLocation) -> Brand.Logo? {
    do {
      guard let bytes = try folder.bytes(path, limit: BrandSection.logoLimit) else {
        diagnostics.append(
          Diagnostic(.error, "there is no file \(shown(path))", at: location, hint: "put the logo there"))
        return nil
      }
      if let logo = BrandSection.logo(bytes, path: path) {
        guard logo.fileExtension == "svg" else { return logo }
        let problems = SVGLogo.problems(
          in: SourceText(path: path, text: String(decoding: bytes, as: UTF8.self)))
        diagnostics += problems
        return problems.isEmpty ? logo : nil
      }
      diagnostics.append(
        Diagnostic(
          .error, "\(shown(path)) is no picture that a page can show", at: location,
          hint: "use an SVG, PNG, JPEG, WebP or GIF file"))
    } catch {
      diagnostics += error.diagnostics
    }
    return nil
  }

  private mutating func readRoster() -> [RosterEntry] {
    guard let source = text(RosterFile.path, limit: RosterFile.sizeLimit) else {
      if !folder.exists(RosterFile.path) {
        let hint =
          folder.exists("Content/roster.yaml")
          ? "rename Content/roster.yaml to roster.yml" : RosterFile.example
        diagnostics.append(
          Diagnostic(
            .error, "there is no roster", at: SourceLocation(file: RosterFile.path), hint: hint))
      }
      return []
    }
    let file = RosterFile(source)
    add(file.diagnostics)
    return file.entries
  }

  /// A file's text; nil where there is none, or where what is wrong with it has been noted.
  private mutating func text(_ path: String, limit: Int) -> SourceText? {
    do {
      return try folder.text(path, limit: limit)
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }

  /// Adds what was found in one file in the order of its lines, whatever order it was checked in.
  private mutating func add(_ found: [Diagnostic]) {
    func place(_ diagnostic: Diagnostic) -> TextPosition {
      TextPosition(line: diagnostic.location?.line ?? 0, column: diagnostic.location?.column ?? 0)
    }
    let ordered = found.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }
    diagnostics += ordered.map(\.element)
  }
}
