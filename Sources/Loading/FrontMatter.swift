import Model

/// The head of a Markdown file, between two lines of `---` at its top, and the text below it.
///
///     ---
///     author: Lin Yan
///     date: 2026-11-20
///     ---
///
/// The lines of the head stay in the text as empty ones, so that places in it are those of the file.
struct FrontMatter {
  /// What is between the fences, at the lines it has in the file; nil where there is no front matter.
  let head: SourceText?
  let text: SourceText
  /// What is wrong with the fences.
  private(set) var diagnostics: [Diagnostic] = []

  init(of source: SourceText) {
    let lines = source.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    func isFence(_ line: Substring.UTF8View, of mark: String) -> Bool {
      let blank = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
      return line.starts(with: mark.utf8) && line.dropFirst(mark.utf8.count).allSatisfy(blank.contains)
    }
    let start = SourceLocation(file: source.path, line: 1, column: 1)
    guard let first = lines.first, isFence(first, of: "---"),
      let end = lines.dropFirst().firstIndex(where: { isFence($0, of: "---") })
    else {
      head = nil
      text = source
      if let first = lines.first, isFence(first, of: "---") {
        diagnostics = [
          Diagnostic(
            .error, "the front matter has no end", at: start,
            hint: "close it with a line of ---, or write *** for a rule across the page")
        ]
      } else if let first = lines.first, isFence(first, of: "+++") {
        diagnostics = [
          Diagnostic(
            .error, "front matter between lines of +++ is not read", at: start,
            hint: "write it between lines of ---, as `key: value`")
        ]
      }
      return
    }
    let line: [UInt8] = [UInt8(ascii: "\n")]
    let above = line + lines[1..<end].joined(separator: line)
    let below = [UInt8](repeating: line[0], count: end + 1) + lines[(end + 1)...].joined(separator: line)
    head = SourceText(path: source.path, text: String(decoding: above, as: UTF8.self))
    text = SourceText(path: source.path, text: String(decoding: below, as: UTF8.self))
  }
}

extension FrontMatter {
  /// What to tell of the head: where none of its keys is known, it may be text below a rule.
  func told(_ diagnostics: [Diagnostic], of root: YAMLNode?, keys: [String]) -> [Diagnostic] {
    guard let head else { return diagnostics }
    if case .mapping(let pairs)? = root?.content,
      pairs.contains(where: { pair in keys.contains { $0.utf8.elementsEqual(pair.key.utf8) } })
    {
      return diagnostics
    }
    let advice = "where --- is meant as a rule across the page, write *** instead"
    let isBlank = head.text.utf8.allSatisfy { $0 <= UInt8(ascii: " ") }
    if diagnostics.isEmpty, !isBlank {
      let start = SourceLocation(file: head.path, line: 1, column: 1)
      return [Diagnostic(.warning, "the front matter has no key and is not shown", at: start, hint: advice)]
    }
    return diagnostics.map { told in
      Diagnostic(
        told.severity, told.message, at: told.location, hint: told.hint.map { "\($0); \(advice)" } ?? advice)
    }
  }
}

/// Takes an analyst's note apart: who signed it and when, and the text.
func note(from source: SourceText) -> (note: Note, diagnostics: [Diagnostic]) {
  let matter = FrontMatter(of: source)
  guard let head = matter.head else {
    return (Note(text: source, author: nil, day: nil), matter.diagnostics)
  }
  var signature = Signature(head)
  signature.read()
  return (
    Note(text: matter.text, author: signature.author, day: signature.day),
    matter.told(signature.reader.diagnostics, of: signature.root, keys: Signature.keys)
  )
}

/// Takes a free page apart: its title, nil where its front matter has none, and the text.
func page(from source: SourceText) -> (title: String?, text: SourceText, diagnostics: [Diagnostic]) {
  let matter = FrontMatter(of: source)
  guard let head = matter.head else { return (nil, source, matter.diagnostics) }
  let document = YAMLDocument(head)
  var reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
  let keys = ["title"]
  let values = document.root.flatMap { reader.mapping($0, "the front matter of a page", keys: keys) }
  let title = values?["title"].flatMap { reader.line($0, "`title`", limit: 200) }
  return (title, matter.text, matter.told(reader.diagnostics, of: document.root, keys: keys))
}

/// The front matter of one note.
private struct Signature {
  private(set) var author: String?
  private(set) var day: CalendarDay?
  private(set) var reader: ValueReader
  let root: YAMLNode?
  static let keys = ["author", "date"]

  init(_ source: SourceText) {
    let document = YAMLDocument(source)
    root = document.root
    reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
  }

  mutating func read() {
    guard let root, let values = reader.mapping(root, "the front matter", keys: Self.keys) else {
      return
    }
    author = values["author"].flatMap { reader.line($0, "`author`", limit: 100) }
    guard let date = values["date"] else { return }
    let what = "a day such as 2026-11-20"
    guard let text = reader.scalar(date, "`date`", what) else { return }
    day = CalendarDay(text)
    if day == nil { reader.expected(what, of: "`date`", found: date) }
  }
}
