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

  /// Returns markup that takes the place of a fenced code block with an info string; nil keeps the code.
  mutating func replacement(for block: FencedBlock) -> HTML?
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
