/// Why Markdown is refused. Lines are counted from 1.
public enum MarkdownError: Error, Sendable, Hashable {
  /// The source has more bytes than the limit.
  case tooLarge(bytes: Int, limit: Int)
  /// Blocks or inlines are nested deeper than the limit.
  case tooDeep(line: Int, limit: Int)
  /// One paragraph opens so many images that parsing it would take too long.
  case tooManyImages(line: Int, limit: Int)
  /// So many blank lines follow each other that parsing them inside a list would take too long.
  case tooManyBlankLines(line: Int, limit: Int)
  /// An HTML tag or another piece of raw HTML; `html` is its beginning on one line.
  case rawHTML(line: Int, html: String)
  /// A `<!--` without its `-->`.
  case unclosedComment(line: Int)
}

extension MarkdownError {
  /// The line of the source; nil where the whole source is meant.
  public var line: Int? {
    switch self {
    case .tooLarge: nil
    case .tooDeep(let line, _), .tooManyImages(let line, _), .tooManyBlankLines(let line, _),
      .rawHTML(let line, _), .unclosedComment(let line):
      line
    }
  }

  /// What to do about it.
  public var hint: String {
    switch self {
    case .tooLarge: "split the text into several pages"
    case .tooDeep: "nest fewer lists, quotes and emphases"
    case .tooManyImages: "put a blank line between groups of images"
    case .tooManyBlankLines: "remove blank lines: one of them separates two paragraphs"
    case .rawHTML:
      "pages are written in Markdown only; for a literal `<` write `\\<`, or put the text between backticks"
    case .unclosedComment: "a comment ends with `-->`"
    }
  }
}

extension MarkdownError: CustomStringConvertible {
  /// What is wrong, without the place.
  public var description: String {
    switch self {
    case .tooLarge(let bytes, let limit):
      "the Markdown has \(bytes) bytes, and \(limit) is the limit"
    case .tooDeep(_, let limit): "the Markdown is nested deeper than \(limit) levels"
    case .tooManyImages(_, let limit): "one paragraph has more than \(limit) images"
    case .tooManyBlankLines(_, let limit): "more than \(limit) blank lines follow each other"
    case .rawHTML(_, let html): "raw HTML is not allowed: `\(html)`"
    case .unclosedComment: "an HTML comment is never closed"
    }
  }
}
