public import Markup

/// What may be changed between parsing Markdown and writing HTML.
///
/// The calls come in the order of the text. What a call returns is never parsed as Markdown again.
public protocol MarkdownRewriter {
  /// Returns the text to show instead of a literal of a text, a code span, a code block, a link's title
  /// or a code block's info string.
  mutating func text(for literal: String) -> String

  /// Returns where a link goes or an image comes from. With nil the link's text stays without the link,
  /// and the image becomes its alternative text.
  mutating func destination(for literal: String) -> SafeURL?

  /// Returns the markup around what is in a link; for an image all of it is the opening. Nil, which is what a rewriter
  /// without this function says, lets ``destination(for:)`` decide.
  mutating func frame(of link: MarkdownLink) -> MarkdownFrame?

  /// Returns markup that takes the place of a fenced code block with an info string; nil keeps the code.
  mutating func replacement(for block: FencedBlock) -> HTML?
}

extension MarkdownRewriter {
  public func frame(of link: MarkdownLink) -> MarkdownFrame? { nil }
}

/// A link or an image.
public struct MarkdownLink: Sendable, Hashable {
  public let destination: String
  /// Empty where there is none.
  public let title: String
  /// What stands for an image that is not shown, rewritten; nil for a link.
  public let imageText: String?
}

/// The markup around what is in a link.
public struct MarkdownFrame: Sendable, Hashable {
  public let opening: HTML
  public let closing: HTML

  public init(opening: HTML, closing: HTML) {
    self.opening = opening
    self.closing = closing
  }
}

/// A fenced code block with an info string.
public struct FencedBlock: Sendable, Hashable {
  /// The text after the opening fence, trimmed.
  public let info: String
  /// The lines between the fences, each with its line feed.
  public let body: String
  /// The line of the opening fence, counted from 1.
  public let line: Int

  public init(info: String, body: String, line: Int) {
    self.info = info
    self.body = body
    self.line = line
  }
}
