import CommonMark

/// A report block as a template has it, before there is a page.
public struct WrittenBlock: Sendable {
  public let kind: String
  /// Nil where what the options are, or whether there is such a block at all, is known with a page alone: where a tag is
  /// anywhere in it, where its file does not close it, or where tags before it may open or close a fence.
  public let options: [String: String]?
}

extension TemplateSet {
  /// All report blocks of some kinds in all bodies and their partials, whether or not a page ever shows them.
  public func writtenBlocks(ofKinds kinds: Set<String>) -> [WrittenBlock] {
    templates.sorted { $0.key < $1.key }.flatMap { _, template in
      template.format == .markdown ? template.writtenBlocks(ofKinds: kinds) : []
    }
  }
}

extension ParsedTemplate {
  fileprivate func writtenBlocks(ofKinds kinds: Set<String>) -> [WrittenBlock] {
    let limits = MarkdownLimits(bytes: 2 * TemplateSet.largestSource)
    guard let outline = try? MarkdownOutline(of: markdownText, limits: limits) else {
      return kinds.sorted().map { WrittenBlock(kind: $0, options: nil) }
    }
    var blocks = outline.fencedBlocks.map { block in
      let kind = BlockLines.kind(of: block.info)
      let last = block.line + block.body.utf8.count { $0 == UInt8(ascii: "\n") } + 1
      let range = source.line(block.line).startIndex..<source.line(last).endIndex
      let isWhole = source.line(last).contains { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") }
      let options = BlockLines(body: block.body).options.map { ($0.name, $0.value) }
      return WrittenBlock(
        kind: kind,
        options: !isWhole || tags.contains { $0.range.overlaps(range) }
          ? nil : Dictionary(options, uniquingKeysWith: { _, last in last }))
    }.filter { kinds.contains($0.kind) }
    // Fences that the file as a whole does not show, and a page may.
    for kind in kinds.sorted() where openings(of: kind) > blocks.count(where: { $0.kind == kind }) {
      blocks.append(WrittenBlock(kind: kind, options: nil))
    }
    return blocks
  }

  /// How often a fence's mark stands before the name of a kind, wherever that is.
  private func openings(of kind: String) -> Int {
    let name = Array(kind.utf8)
    var count = 0
    var (isBehindMark, place) = (false, source.bytes.startIndex)
    while place < source.bytes.endIndex {
      let byte = source.bytes[place]
      if byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") {
        isBehindMark = true
      } else if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") {
        if isBehindMark, source.bytes[place...].starts(with: name) { count += 1 }
        isBehindMark = false
      }
      place += 1
    }
    return count
  }
}
