import CommonMark
import Model

/// A template as Mustache reads it: what it writes of its own, its values and its sections, with its partials in place.
///
/// A tag that opens, closes, comments or includes and has a line for itself takes the whole line with it. A partial on a
/// line of its own is indented like its tag.
struct TemplateTree: Sendable {
  let nodes: [Node]

  indirect enum Node: Sendable {
    case text([UInt8])
    /// The parts of a dotted name; none for `.`.
    case value([String])
    case section(path: [String], isInverted: Bool, [Node])
  }

  init(nodes: [Node]) {
    self.nodes = nodes
  }

  /// - Parameter templates: Where partials are; they have been checked for circles and size.
  init(of template: ParsedTemplate, in templates: [String: ParsedTemplate]) {
    var builder = TreeBuilder(template, templates: templates)
    nodes = builder.nodes(within: nil)
  }
}

/// Goes through the tags of one file.
private struct TreeBuilder {
  private let template: ParsedTemplate
  private let templates: [String: ParsedTemplate]
  /// Where the text goes on, and which tag is next.
  private var offset = 0
  private var next = 0
  /// What is written at the end of a line that opens a fence, so that a block can tell its place.
  private let marks: [(offset: Int, bytes: [UInt8])]
  private var nextMark = 0

  init(_ template: ParsedTemplate, templates: [String: ParsedTemplate]) {
    self.template = template
    self.templates = templates
    marks = template.fenceMarks
  }

  /// The nodes up to the end of a section, or of the file.
  mutating func nodes(within section: TemplateTag?) -> [TemplateTree.Node] {
    var nodes: [TemplateTree.Node] = []
    while next < template.tags.count {
      let tag = template.tags[next]
      next += 1
      let line = template.wholeLine(of: tag)
      appendText(upTo: line?.lowerBound ?? tag.range.lowerBound, to: &nodes)
      offset = line?.upperBound ?? tag.range.upperBound
      switch tag.kind {
      case .variable: nodes.append(.value(tag.path))
      case .section, .invertedSection:
        let isInverted = tag.kind == .invertedSection
        nodes.append(.section(path: tag.path, isInverted: isInverted, self.nodes(within: tag)))
      case .closing: if section != nil { return nodes }
      case .comment: break
      case .partial:
        let indentation = line.map { template.source.bytes[$0.lowerBound..<tag.range.lowerBound] } ?? []
        nodes += partial(tag.name, indentedBy: indentation)
      }
    }
    appendText(upTo: template.source.bytes.count, to: &nodes)
    return nodes
  }

  private mutating func appendText(upTo end: Int, to nodes: inout [TemplateTree.Node]) {
    var text: [UInt8] = []
    while nextMark < marks.count, marks[nextMark].offset <= end {
      let mark = marks[nextMark]
      text += template.source.bytes[offset..<max(offset, mark.offset)]
      text += mark.bytes
      offset = max(offset, mark.offset)
      nextMark += 1
    }
    if offset < end { text += template.source.bytes[offset..<end] }
    offset = max(offset, end)
    if !text.isEmpty { nodes.append(.text(text)) }
  }

  private func partial(_ name: String, indentedBy blanks: ArraySlice<UInt8>) -> [TemplateTree.Node] {
    let file = PartialChecker.file(ofPartial: name, in: template.format)
    guard let partial = templates[file] else { return [] }
    return TemplateTree(of: blanks.isEmpty ? partial : partial.indented(by: blanks), in: templates).nodes
  }
}

extension ParsedTemplate {
  /// The line of a tag with its line break, where nothing else but blanks is on it: the line goes with
  /// the tag. Nil for a value.
  func wholeLine(of tag: TemplateTag) -> Range<Int>? {
    if tag.kind == .variable { return nil }
    let bytes = source.bytes
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var start = tag.range.lowerBound
    while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
    guard start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
    var end = tag.range.upperBound
    while end < bytes.count, isBlank(bytes[end]) { end += 1 }
    guard end < bytes.count else { return start..<end }
    return bytes[end] == UInt8(ascii: "\n") ? start..<(end + 1) : nil
  }

  /// The template with blanks before every line that is not empty.
  fileprivate func indented(by blanks: ArraySlice<UInt8>) -> ParsedTemplate {
    var bytes: [UInt8] = []
    var isLineStart = true
    for byte in source.bytes {
      if isLineStart, byte != UInt8(ascii: "\n") { bytes += blanks }
      bytes.append(byte)
      isLineStart = byte == UInt8(ascii: "\n")
    }
    let lines = SourceLines(SourceText(path: source.path, text: String(decoding: bytes, as: UTF8.self)))
    return ParsedTemplate(source: lines, tags: TagScanner.scan(lines).tags, format: format)
  }

  /// Where the lines of a body's fences end, with the place of each in letters that never show.
  fileprivate var fenceMarks: [(offset: Int, bytes: [UInt8])] {
    guard format == .markdown else { return [] }
    // A placeholder may be longer than its tag, so the text may be longer than the template.
    let limits = MarkdownLimits(bytes: 2 * TemplateSet.largestSource)
    guard let outline = try? MarkdownOutline(of: markdownText, limits: limits) else { return [] }
    return Set(outline.fencedBlocks.map(\.line)).sorted().map { line in
      let mark = Placeholder(.location, "\(line):\(source.path)")
      return (source.line(line).endIndex, [UInt8(ascii: " ")] + mark.encoded)
    }
  }
}
