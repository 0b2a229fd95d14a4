import Model

/// The files in `Templates/` and one folder below it, by their path there: `profile.md`, `assets/site.css`.
struct TemplateFiles {
  static let sizeLimit = 256 << 10
  /// What a theme is made of; all of it is text.
  static let extensions = ["md", "html", "css", "yml", "js", "svg", "txt"]

  private(set) var files: [String: SourceText] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  private let folder: ProjectFolder

  init(of folder: ProjectFolder) {
    self.folder = folder
    readFolder("Templates", prefix: "", depth: 0)
  }

  private mutating func readFolder(_ path: String, prefix: String, depth: Int) {
    do {
      for name in try folder.names(in: path) {
        do throws(InvalidInput) {
          try read("\(path)/\(name)", key: "\(prefix)\(name)", depth: depth)
        } catch {
          diagnostics += error.diagnostics
        }
      }
    } catch {
      diagnostics += error.diagnostics
    }
  }

  private mutating func read(_ path: String, key: String, depth: Int) throws(InvalidInput) {
    let isTemplate = Self.extensions.contains { key.utf8.reversed().starts(with: ".\($0)".utf8.reversed()) }
    if try folder.isFolder(path) {
      if depth == 0 {
        readFolder(path, prefix: "\(key)/", depth: 1)
      } else {
        ignore(path, "folders this deep are not read", hint: "move the files one folder up")
      }
    } else if isTemplate {
      guard let source = try folder.text(path, limit: Self.sizeLimit) else { return }
      files[key] = source
      if key.utf8.suffix(3).elementsEqual(".md".utf8) { checkHead(of: source) }
    } else {
      let endings = Self.extensions.map { ".\($0)" }.joined(separator: ", ")
      ignore(path, "this file is no template, so it is not used", hint: "templates end with \(endings)")
    }
  }

  /// A template is a body alone; between `---` and `---` Markdown would make a heading of what was meant for a head.
  private mutating func checkHead(of source: SourceText) {
    let matter = FrontMatter(of: source)
    diagnostics += matter.diagnostics
    guard matter.head != nil else { return }
    diagnostics.append(
      Diagnostic(
        .error, "a template has no front matter", at: SourceLocation(file: source.path, line: 1, column: 1),
        hint: "remove the lines from --- to ---, or write *** for a rule across the page"))
  }

  private mutating func ignore(_ path: String, _ message: String, hint: String) {
    diagnostics.append(Diagnostic(.warning, message, at: SourceLocation(file: path), hint: hint))
  }
}
