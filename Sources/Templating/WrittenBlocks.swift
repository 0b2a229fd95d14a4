import CommonMark

/// A report block as a template has it, before there is a page.
public struct WrittenBlock: Sendable {
  public let kind: String
  /// Nil where a tag is anywhere in the block, so that what its options are is known with a page's values alone.
  public let options: [String: String]?
}

extension TemplateSet {
  /// All report blocks of all bodies and their partials, whether or not a page ever shows them.
  public var writtenBlocks: [WrittenBlock] {
    templates.sorted { $0.key < $1.key }.flatMap { _, template in
      template.format == .markdown ? template.writtenBlocks : []
    }
  }
}

extension ParsedTemplate {
  fileprivate var writtenBlocks: [WrittenBlock] {
    let limits = MarkdownLimits(bytes: 2 * TemplateSet.largestSource)
    guard let outline = try? MarkdownOutline(of: markdownText, limits: limits) else { return [] }
    return outline.fencedBlocks.map { block in
      let last = block.line + block.body.utf8.count { $0 == UInt8(ascii: "\n") } + 1
      let range = source.line(block.line).startIndex..<source.line(last).endIndex
      let options = BlockLines(body: block.body).options.map { ($0.name, $0.value) }
      return WrittenBlock(
        kind: BlockLines.kind(of: block.info),
        options: tags.contains { $0.range.overlaps(range) }
          ? nil : Dictionary(options, uniquingKeysWith: { first, _ in first }))
    }
  }
}
