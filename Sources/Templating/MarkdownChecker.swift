import CommonMark
import Markup
import Model

/// Checks Markdown whose lines are those of a file: limits, raw HTML, links and report blocks.
func checkMarkdown(
  _ text: String, of source: SourceLines, changingLines: Set<Int> = [],
  limits: MarkdownLimits = MarkdownLimits(), blocks: [BlockKind]
) -> [Diagnostic] {
  var messages = Messages()
  for problem in markdownProblems(in: text, limits: limits) {
    let told = problem.diagnostic(in: source.path)
    messages.add(
      .error, of: Messages.Kind(file: #fileID, line: #line),
      at: told.location ?? SourceLocation(file: source.path), { told.message }, hint: { told.hint })
  }
  guard let outline = try? MarkdownOutline(of: text, limits: limits) else { return messages.all }
  for link in outline.links where !Placeholder.occurs(in: link.destination) {
    guard SafeURL(link.destination) == nil else { continue }
    messages.add(
      .error, of: Messages.Kind(file: #fileID, line: #line),
      at: source.location(of: link.destination, line: link.line),
      {
        link.destination.isEmpty
          ? "the link has no address" : "`\(link.destination)` is not an address that a page may link to"
      }, hint: { "use https, http, mailto or a relative address, with special characters percent-encoded" })
  }
  return messages.all
    + BlockChecker.check(
      outline.fencedBlocks, of: source, changingLines: changingLines, against: blocks)
}

extension MarkdownError {
  /// The error at its line of a file.
  func diagnostic(in file: String) -> Diagnostic {
    Diagnostic(.error, description, at: SourceLocation(file: file, line: line), hint: hint)
  }

  /// The error in a text that a template has become; its line is not a line of the template.
  func diagnostic(inTextOf template: String) -> Diagnostic {
    let place = line.map { " (line \($0) of the text with its tags filled in)" } ?? ""
    return Diagnostic(.error, description + place, at: SourceLocation(file: template), hint: hint)
  }
}
