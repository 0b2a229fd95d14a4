import CommonMark
import Markup
public import Model

/// The templates of a site: `*.md` are bodies, `*.html` are frames, `_part` is what `{{> part}}` stands for.
///
/// A partial has the extension of the template that uses it. Tags are those of Mustache that write a value
/// (`{{name}}`, `{{a.b}}`, `{{.}}`), open a section (`{{#name}}`, `{{^name}}`, `{{/name}}`), comment
/// (`{{! … }}`) or include a partial.
public struct TemplateSet: Sendable {
  let templates: [String: ParsedTemplate]

  /// The largest template, in bytes.
  static let largestSource = 256 * 1024
  /// The largest template together with its partials, each as often as it is used.
  static let largestExpansion = 1024 * 1024

  /// Reads templates by file name.
  ///
  /// - Throws: all mistakes of all files, in the order of the file names.
  public init(sources: [String: SourceText]) throws(InvalidInput) {
    var templates: [String: ParsedTemplate] = [:]
    var mistakes: [Diagnostic] = []
    for (name, source) in sources.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let (template, found) = Self.parse(source, named: name)
      mistakes += found
      templates[name] = template
    }
    mistakes += PartialChecker.mistakes(in: templates)
    // A free page without a language of its own is a template of each of them.
    var told: Set<Diagnostic> = []
    mistakes = mistakes.filter { told.insert($0).inserted }
    guard mistakes.isEmpty else { throw InvalidInput(mistakes) }
    self.templates = templates
  }

  /// The templates that can be rendered: all but the partials, in order.
  public var names: [String] {
    templates.keys.filter { !$0.utf8.starts(with: "_".utf8) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The template of a name and a format, with its partials in it.
  func tree(
    of name: String, _ format: ParsedTemplate.Format
  ) throws(InvalidInput) -> (TemplateTree, path: String) {
    guard let template = templates[name], template.format == format,
      PartialChecker.partialName(of: name) == nil
    else {
      throw InvalidInput([missing(name, format)])
    }
    return (TemplateTree(of: template, in: templates), template.source.path)
  }

  /// What to say about a name that is no template of a format.
  func missing(_ name: String, _ format: ParsedTemplate.Format? = nil) -> Diagnostic {
    let candidates = names.filter { format == nil || templates[$0]?.format == format }
    let near = nearestName(to: name, among: candidates)
    return Diagnostic(
      .error, "there is no template `\(name)`", hint: near.map { "did you mean `\($0)`?" })
  }

  private static func parse(
    _ source: SourceText, named name: String
  ) -> (template: ParsedTemplate?, mistakes: [Diagnostic]) {
    let file = SourceLocation(file: source.path)
    guard let format = format(of: name) else {
      return (nil, [Diagnostic(.error, "a template's name ends in `.md` or `.html`", at: file)])
    }
    guard source.text.utf8.count <= largestSource else {
      let message = "the template has \(source.text.utf8.count) bytes, and \(largestSource) is the limit"
      return (nil, [Diagnostic(.error, message, at: file, hint: "move parts of it into partials")])
    }
    let lines = SourceLines(source)
    let (tags, found) = TagScanner.scan(lines)
    let mistakes = reservedCharacters(in: lines) + found
    return (ParsedTemplate(source: lines, tags: tags, format: format), mistakes)
  }

  private static func format(of name: String) -> ParsedTemplate.Format? {
    let bytes = Array(name.utf8)
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return ParsedTemplate.Format(rawValue: String(decoding: bytes[(dot + 1)...], as: UTF8.self))
  }
}

/// Finds the characters that only placeholders may have, also where a numeric reference stands for one: Markdown would
/// make a placeholder of it that is none of ours.
func reservedCharacters(in source: SourceLines) -> [Diagnostic] {
  var found = Messages()
  let bytes = source.bytes
  func tell(_ character: UInt32, at index: Int) {
    let name = character == 0xE000 ? "U+E000" : "U+E001"
    found.add(
      .error, of: Messages.Kind(file: #fileID, line: #line), at: source.location(at: index),
      { "the character \(name) is reserved for kolsite" },
      hint: { "remove it; it is invisible in most editors" })
  }
  for index in bytes.indices.dropLast(2) {
    if bytes[index] == 0xEE, bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0x80 {
      tell(0xE000 + UInt32(bytes[index + 2] & 1), at: index)
    } else if bytes[index] == UInt8(ascii: "&"), bytes[index + 1] == UInt8(ascii: "#"),
      let character = referenced(by: bytes[(index + 2)...]), character & ~1 == 0xE000
    {
      tell(character, at: index)
    }
  }
  return found.all
}

/// The number of a character reference, behind its `&#`; nil where it has more digits than any character.
private func referenced(by text: ArraySlice<UInt8>) -> UInt32? {
  let isHex = text.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
  let digits = text.dropFirst(isHex ? 1 : 0).prefix { byte in
    (0x30...0x39).contains(byte) || (isHex && (0x61...0x66).contains(byte | 0x20))
  }
  // Zeros may stand before it, in other parsers without end.
  let number = digits.drop { $0 == UInt8(ascii: "0") }
  guard number.count <= 7 else { return nil }
  return UInt32(String(decoding: number, as: UTF8.self), radix: isHex ? 16 : 10)
}
