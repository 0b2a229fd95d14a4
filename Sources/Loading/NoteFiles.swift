import Model

/// The notes of the KOLs in a roster, with what is wrong with their front matter, and a warning for each that belongs
/// to nobody.
///
/// - Parameter isComplete: Whether every entry of the roster could be read; only then is it known that
///   a note belongs to nobody.
func notes(
  in files: MarkdownFiles, entries: [RosterEntry], isComplete: Bool, languages: [Language]
) -> (notes: [KOLID: [Language: Note]], diagnostics: [Diagnostic]) {
  let ids = Set(entries.map(\.id))
  var notes: [KOLID: [Language: Note]] = [:]
  var diagnostics: [Diagnostic] = []
  var told: Set<Diagnostic> = []
  var orphans: [String] = []
  for name in files.names {
    if let id = KOLID(name), ids.contains(id) {
      // A file that serves several languages is read once for each, and its mistakes are told once.
      let texts = files.groups[name]?.texts(for: languages) ?? [:]
      for language in Language.allCases {
        guard let source = texts[language] else { continue }
        let (note, found) = note(from: source)
        notes[id, default: [:]][language] = note
        for diagnostic in found where told.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
      }
    } else {
      orphans.append(name)
    }
  }
  guard isComplete else { return (notes, diagnostics) }
  // Finding the nearest of 10,000 ids takes a while; nobody reads a thousand of these.
  let limit = 20
  let candidates = orphans.isEmpty ? [] : entries.map(\.id.text)
  for name in orphans.prefix(limit) {
    let near = nearestName(to: name, among: candidates)
    let group = files.groups[name]
    let sources = [group?.common] + Language.allCases.map { group?.byLanguage[$0] }
    for source in sources.compactMap({ $0 }) {
      diagnostics.append(
        Diagnostic(
          .warning, "no KOL of the roster has the id \"\(name)\", so this note is not shown",
          at: SourceLocation(file: source.path),
          hint: near.map { "did you mean `\($0)`?" } ?? "rename the file to a KOL's id, or add the KOL"))
    }
  }
  if orphans.count > limit {
    diagnostics.append(
      Diagnostic(
        .warning, "notes of \(orphans.count - limit) more ids belong to no KOL of the roster",
        at: SourceLocation(file: "Content/notes")))
  }
  return (notes, diagnostics)
}
