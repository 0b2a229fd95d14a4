import CommonMark
import Model

/// A template whose tags are known.
struct ParsedTemplate: Sendable {
  let source: SourceLines
  let tags: [TemplateTag]
  let format: Format

  /// How a template becomes HTML.
  enum Format: String, Sendable {
    /// Markdown: a body.
    case markdown = "md"
    /// HTML: a frame.
    case html = "html"
  }

  /// What the Markdown parser makes of the file, with placeholders for its variables and nothing for
  /// its other tags. Every line stays where it is.
  var markdownText: String {
    var bytes: [UInt8] = []
    var copied = 0
    for tag in tags {
      bytes.append(contentsOf: source.bytes[copied..<tag.range.lowerBound])
      switch tag.kind {
      case .variable: bytes.append(contentsOf: Placeholder(.value, "").encoded)
      case .comment: bytes.append(contentsOf: source.bytes[tag.range].filter { $0 == UInt8(ascii: "\n") })
      case .section, .invertedSection, .closing, .partial: break
      }
      copied = tag.range.upperBound
    }
    bytes.append(contentsOf: source.bytes[copied...])
    return String(decoding: bytes, as: UTF8.self)
  }
}
