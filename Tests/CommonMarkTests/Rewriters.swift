import CommonMark
import Markup

/// Keeps everything that is safe as it is.
struct KeepingRewriter: MarkdownRewriter {
  func text(for literal: String) -> String { literal }
  func destination(for literal: String) -> SafeURL? { SafeURL(literal) }
  func replacement(for block: FencedBlock) -> HTML? { nil }
}

/// Marks what it is asked for, and refuses every destination if told so.
struct MarkingRewriter: MarkdownRewriter {
  var destination: String?
  var blocks: [FencedBlock] = []
  var texts: [String] = []

  mutating func text(for literal: String) -> String {
    texts.append(literal)
    return "<\(literal)>"
  }

  func destination(for literal: String) -> SafeURL? { destination.flatMap { SafeURL($0) } }

  mutating func replacement(for block: FencedBlock) -> HTML? {
    blocks.append(block)
    return block.info == "chart" ? HTML(trusted: Array("<svg>&</svg>".utf8)) : nil
  }
}

/// Renders Markdown as it is.
func html(_ source: String, limits: MarkdownLimits = MarkdownLimits()) throws(MarkdownError) -> String {
  var rewriter = KeepingRewriter()
  return try renderMarkdown(source, limits: limits, rewriting: &rewriter).description
}
