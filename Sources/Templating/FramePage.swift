import HTMLTree

/// A frame as an HTML parser reads it, and what stands at each of its bytes.
///
/// The tree is that of the frame with all sections open. What is in a page with other sections open follows from
/// ``FrameSections``.
struct FramePage {
  let text: FrameText
  let nodes: [HTMLNode]
  /// The tags, comments and raw texts; without those, what is left is text, or passed over.
  let covers: [Cover]
  /// Elements in which a browser reads tags in another way than elsewhere.
  let contexts: [Context]

  struct Cover {
    enum Kind {
      case startTag
      case endTag
      case comment
      case rawText
    }
    let kind: Kind
    /// The index of the element, or of the comment.
    let node: Int
    let range: Range<Int>
  }

  struct Context {
    let node: Int
    /// Between its tags; nil where it has no end tag of its own.
    let content: Range<Int>?
  }

  /// Elements whose text has no tags.
  private static let rawText: Set<String> = [
    "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
  ]
  /// Where sections begin and end, in order.
  private let marks: [Int]

  /// So many sections a frame may have.
  static let mostSections = 2000

  /// Nil where the frame is too large, or its tree.
  init?(_ text: FrameText) {
    guard text.sections.count <= Self.mostSections, let tree = HTMLTree(parsing: text.bytes) else {
      return nil
    }
    self.text = text
    nodes = tree.nodes
    marks = text.sections.flatMap { [$0.range.lowerBound, $0.range.upperBound] }.sorted()
    (covers, contexts) = Self.parts(of: tree.nodes, in: text.bytes)
  }

  private static func parts(
    of nodes: [HTMLNode], in bytes: [UInt8]
  ) -> (covers: [Cover], contexts: [Context]) {
    var covers: [Cover] = []
    var contexts: [Context] = []
    for (index, node) in nodes.enumerated() where node.kind != .text {
      if node.kind == .comment {
        if let range = node.range { covers.append(Cover(kind: .comment, node: index, range: range)) }
        continue
      }
      if let end = node.end { covers.append(Cover(kind: .endTag, node: index, range: end)) }
      guard let tag = node.range else { continue }
      covers.append(Cover(kind: .startTag, node: index, range: tag))
      let end = ownEnd(of: node, in: bytes)
      if !node.isForeign, rawText.contains(node.name) {
        let content = tag.upperBound..<max(tag.upperBound, end?.lowerBound ?? bytes.count)
        covers.append(Cover(kind: .rawText, node: index, range: content))
      } else if isContext(node, in: nodes), !isClosedAtOnce(node, tag, in: bytes) {
        contexts.append(
          Context(node: index, content: end.map { tag.upperBound..<max(tag.upperBound, $0.lowerBound) }))
      }
    }
    covers.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    // An element may be in the tree several times, and a tag may end several elements.
    var single: [Cover] = []
    for cover in covers where single.last?.range != cover.range || cover.range.isEmpty {
      single.append(cover)
    }
    return (single, contexts)
  }

  private static func isContext(_ node: HTMLNode, in nodes: [HTMLNode]) -> Bool {
    guard node.isForeign else { return node.name == "noscript" }
    let isInForeign = node.parent.map { nodes[$0].isForeign } ?? false
    // In these two a browser reads HTML again.
    return !isInForeign || node.name == "title" || node.name == "desc"
  }

  /// The tag that ends an element, where it is of its name.
  private static func ownEnd(of node: HTMLNode, in bytes: [UInt8]) -> Range<Int>? {
    guard let end = node.end else { return nil }
    let name = bytes[end].dropFirst(2).prefix { !isHTMLBlank($0) && !"/>".utf8.contains($0) }
    return lowercased(name) == node.name ? end : nil
  }

  /// Whether a foreign element ends with `/>`; the slash may also be the end of a value.
  private static func isClosedAtOnce(_ node: HTMLNode, _ tag: Range<Int>, in bytes: [UInt8]) -> Bool {
    node.isForeign && bytes[tag].suffix(2).elementsEqual("/>".utf8)
      && !node.attributes.contains {
        $0.range.contains(tag.upperBound - 2) || $0.written.contains(tag.upperBound - 2)
      }
  }

  // MARK: Places

  /// Where something stands that is no part of the HTML itself.
  enum Spot: Hashable {
    case text
    /// In the text of an element that has no tags in it.
    case rawText(node: Int)
    /// In a quoted value.
    case value(node: Int, attribute: Int)
    /// Elsewhere in a start tag.
    case startTag(node: Int)
    case endTag
    case comment
  }

  /// What stands around a byte that parts the text; between two tags it is text.
  func spot(at offset: Int) -> Spot {
    var low = 0
    var high = covers.count
    while low < high {
      let middle = (low + high) / 2
      if covers[middle].range.lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    // A raw text, maybe an empty one, ends where its end tag begins.
    for cover in covers[max(0, low - 3)..<low].reversed() {
      let range = cover.range
      if cover.kind == .rawText, range.lowerBound <= offset, offset <= range.upperBound {
        return .rawText(node: cover.node)
      }
      guard range.lowerBound < offset, offset < range.upperBound else { continue }
      switch cover.kind {
      case .startTag: return spot(at: offset, in: cover.node)
      case .endTag: return .endTag
      case .comment: return .comment
      case .rawText: break
      }
    }
    return .text
  }

  private func spot(at offset: Int, in node: Int) -> Spot {
    guard let index = nodes[node].attribute(before: offset) else { return .startTag(node: node) }
    let attribute = nodes[node].attributes[index]
    let isInside = attribute.written.lowerBound < offset && offset < attribute.written.upperBound
    return isInside && isQuoted(attribute) ? .value(node: node, attribute: index) : .startTag(node: node)
  }

  func isQuoted(_ attribute: HTMLAttribute) -> Bool {
    text.bytes[attribute.written].first.map { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") } ?? false
  }

  /// A value as it is written, without its quotes.
  func written(_ attribute: HTMLAttribute) -> Range<Int> {
    let range = attribute.written
    guard isQuoted(attribute), range.count >= 2 else { return range }
    return (range.lowerBound + 1)..<(range.upperBound - 1)
  }

  /// Whether a section begins or ends in a range, or beside it.
  func hasSection(in range: Range<Int>) -> Bool {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < marks.count && marks[low] <= range.upperBound
  }

  /// Whether a value or a section's tag stands in a range.
  func hasTag(in range: Range<Int>) -> Bool {
    hasSection(in: range)
      || text.bytes[range].contains(FrameText.mark[1])
        && FrameAddress.plain(text.bytes[range]).contains(FrameText.value)
  }

  /// The innermost element that a byte is in and that is read in a way of its own.
  func context(at offset: Int) -> Int? {
    contexts.last { $0.content.map { $0.lowerBound <= offset && offset <= $0.upperBound } ?? false }?.node
  }
}
