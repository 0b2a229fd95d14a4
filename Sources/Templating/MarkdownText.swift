public import CommonMark
public import Markup
public import Model

/// Checks Markdown in which nothing is a tag: a note or a free page. Warnings are among the diagnostics.
public func checkMarkdownText(
  _ source: SourceText, limits: MarkdownLimits = MarkdownLimits(), blocks: [BlockKind] = []
) -> [Diagnostic] {
  let lines = SourceLines(source)
  return reservedCharacters(in: lines) + checkMarkdown(lines.text, of: lines, limits: limits, blocks: blocks)
}

/// Renders Markdown in which nothing is a tag and nothing a report block: a note.
///
/// - Throws: All errors of ``checkMarkdownText(_:limits:blocks:)``.
public func renderMarkdownText(
  _ source: SourceText, limits: MarkdownLimits = MarkdownLimits()
) throws(InvalidInput) -> HTML {
  let errors = checkMarkdownText(source, limits: limits).filter { $0.severity == .error }
  guard errors.isEmpty else { throw InvalidInput(errors) }
  do throws(MarkdownError) {
    let skeleton = try Skeleton(
      markdown: SourceLines(source).text, path: source.path, kinds: [], limits: limits)
    var html = MarkupBuffer()
    FilledBody<Never>(skeleton: skeleton, values: BodyValues([]), blocks: []).write(to: &html) { _, _, _ in }
    return HTML(html)
  } catch {
    throw InvalidInput([error.diagnostic(in: source.path)])
  }
}
