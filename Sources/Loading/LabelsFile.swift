public import Model

/// Reads a file of words: one `key: text` a line, as in `Templates/labels.en.yml`.
///
/// Which keys there are is for the theme to say; every text is of one line and not empty.
/// - Throws: Every mistake in the file at once.
public func loadLabels(_ source: SourceText) throws(InvalidInput) -> [String: String] {
  let document = YAMLDocument(source)
  var reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
  var texts: [String: String] = [:]
  switch document.root?.content {
  case nil, .empty: break
  case .mapping(let pairs):
    for pair in pairs {
      texts[pair.key] = reader.line(pair.value, "the text of \(shown(pair.key))", limit: 1_000)
    }
  default:
    if let root = document.root {
      reader.expected("a mapping", of: "the file", found: root, hint: "write one `key: text` a line")
    }
  }
  if reader.hasErrors { throw InvalidInput(reader.diagnostics) }
  return texts
}
