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
      case .variable: bytes.append(contentsOf: Placeholder(.value, "").encoded.utf8)
      case .comment: bytes.append(contentsOf: source.bytes[tag.range].filter { $0 == UInt8(ascii: "\n") })
      case .section, .invertedSection, .closing, .partial: break
      }
      copied = tag.range.upperBound
    }
    bytes.append(contentsOf: source.bytes[copied...])
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What the Mustache library reads: every fence of a body knows its place, so that a block can tell it.
  var mustacheText: String {
    var bytes = format == .markdown ? markingFences() : source.bytes
    // The library refuses a text that ends with a single brace.
    if bytes.last == UInt8(ascii: "{") { bytes.append(UInt8(ascii: "\n")) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func markingFences() -> [UInt8] {
    // A placeholder may be longer than its tag, so the text may be longer than the template.
    let limits = MarkdownLimits(bytes: 2 * TemplateSet.largestSource)
    guard let outline = try? MarkdownOutline(of: markdownText, limits: limits) else { return source.bytes }
    let fences = Set(outline.fencedBlocks.map(\.line))
    let lines = source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\n")) }
      bytes.append(contentsOf: line)
      guard fences.contains(index + 1) else { continue }
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: Placeholder(.location, "\(index + 1):\(source.path)").encoded.utf8)
    }
    return bytes
  }
}
