import Model

/// The Markdown files of one folder by name and language: `about.md`, `about.en.md`.
struct MarkdownFiles {
  static let sizeLimit = 256 << 10

  private(set) var diagnostics: [Diagnostic] = []
  private(set) var groups: [String: Group] = [:]

  /// The files that share a name.
  struct Group {
    /// The file without a language.
    var common: SourceText?
    var byLanguage: [Language: SourceText] = [:]

    /// The text of each of the site's languages, its own file first; and of any other that has a file.
    func texts(for languages: [Language]) -> [Language: SourceText] {
      var texts = byLanguage
      for language in languages where texts[language] == nil { texts[language] = common }
      return texts
    }
  }

  /// The names in byte order.
  var names: [String] { groups.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// - Parameter nameFolders: Whether each file's name becomes that of a folder of the site.
  init(in path: String, of folder: ProjectFolder, nameFolders: Bool = false) {
    do {
      for file in try folder.names(in: path) where file.utf8.suffix(3).elementsEqual(".md".utf8) {
        do throws(InvalidInput) {
          try read(file, in: path, of: folder, nameFolders)
        } catch {
          diagnostics += error.diagnostics
        }
      }
    } catch {
      diagnostics += error.diagnostics
    }
  }

  private mutating func read(
    _ file: String, in path: String, of folder: ProjectFolder, _ nameFolders: Bool
  ) throws(InvalidInput) {
    let filePath = "\(path)/\(file)"
    let parts = file.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count <= 3, KOLID(parts[0]) != nil else {
      throw InvalidInput([
        Diagnostic(
          .error, "a file's name becomes a link, and this one cannot", at: SourceLocation(file: filePath),
          hint: "use 1 to 64 of 0-9, a-z, A-Z, _ and -, then .md, or a language and .md (about.en.md)")
      ])
    }
    if nameFolders, let problem = fileNameProblem(parts[0]) {
      let rest = String(decoding: file.utf8.drop { $0 == UInt8(ascii: "-") }, as: UTF8.self)
      throw InvalidInput([
        Diagnostic(
          .error, "\(shown(parts[0])) cannot be the name of a page: \(problem)",
          at: SourceLocation(file: filePath), hint: "rename the file, for example to page-\(rest)")
      ])
    }
    var language: Language?
    if parts.count == 3 {
      language = Language(rawValue: parts[1])
      guard language != nil else {
        throw InvalidInput([
          Diagnostic(
            .error, "\(shown(parts[1])) is not a language of kolsite", at: SourceLocation(file: filePath),
            hint: "name the file \(parts[0]).zh.md, \(parts[0]).en.md or \(parts[0]).md")
        ])
      }
    }
    guard let source = try folder.text(filePath, limit: Self.sizeLimit) else { return }
    if let language {
      groups[parts[0], default: Group()].byLanguage[language] = source
    } else {
      groups[parts[0], default: Group()].common = source
    }
  }
}
