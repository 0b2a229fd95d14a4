import Model

/// Takes an analyst's note apart: who signed it and when, between two lines of `---` at its top, and the text.
///
///     ---
///     author: Lin Yan
///     date: 2026-11-20
///     ---
///
/// The lines of the front matter stay in the text as empty ones, so that places in it are those of the file.
func note(from source: SourceText) -> (note: Note, diagnostics: [Diagnostic]) {
  let lines = source.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  func isFence(_ line: Substring.UTF8View) -> Bool {
    let blank = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
    return line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy(blank.contains)
  }
  guard let first = lines.first, isFence(first) else {
    return (Note(text: source, author: nil, day: nil), [])
  }
  guard let end = lines.dropFirst().firstIndex(where: isFence) else {
    return (
      Note(text: source, author: nil, day: nil),
      [
        Diagnostic(
          .error, "the front matter has no end", at: SourceLocation(file: source.path, line: 1, column: 1),
          hint: "close it with a line of ---, or write *** for a rule across the page")
      ]
    )
  }
  let text =
    [UInt8](repeating: UInt8(ascii: "\n"), count: end + 1)
    + lines[(end + 1)...].joined(separator: [UInt8(ascii: "\n")])
  let head = [UInt8(ascii: "\n")] + lines[1..<end].joined(separator: [UInt8(ascii: "\n")])
  var signature = Signature(SourceText(path: source.path, text: String(decoding: head, as: UTF8.self)))
  signature.read()
  return (
    Note(
      text: SourceText(path: source.path, text: String(decoding: text, as: UTF8.self)),
      author: signature.author, day: signature.day), signature.reader.diagnostics
  )
}

/// The front matter of one note.
private struct Signature {
  private(set) var author: String?
  private(set) var day: CalendarDay?
  private(set) var reader: ValueReader
  private let root: YAMLNode?

  init(_ source: SourceText) {
    let document = YAMLDocument(source)
    root = document.root
    reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
  }

  mutating func read() {
    guard let root, let values = reader.mapping(root, "the front matter", keys: ["author", "date"]) else {
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
