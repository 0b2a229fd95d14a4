import CommonMark
import Markup
import Model

/// Checks Markdown whose lines are those of a file: limits, raw HTML, links and report blocks.
func checkMarkdown(
  _ text: String, of source: SourceLines, changingLines: Set<Int> = [],
  limits: MarkdownLimits = MarkdownLimits(), blocks: [BlockKind]
) -> [Diagnostic] {
  var found = markdownProblems(in: text, limits: limits).map { $0.diagnostic(in: source.path) }
  guard let outline = try? MarkdownOutline(of: text, limits: limits) else { return found }
  for link in outline.links where !Placeholder.occurs(in: link.destination) {
    guard SafeURL(link.destination) == nil else { continue }
    let message =
      link.destination.isEmpty
      ? "the link has no address" : "`\(link.destination)` is not an address that a page may link to"
    found.append(
      Diagnostic(
        .error, message, at: source.location(of: link.destination, line: link.line),
        hint: "use https, http, mailto or a relative address, with special characters percent-encoded"))
  }
  found += BlockChecker.check(
    outline.fencedBlocks, of: source, changingLines: changingLines, against: blocks)
  return found
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
