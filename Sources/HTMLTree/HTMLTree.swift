import CGumbo

// The only file that imports Gumbo. What comes out are Swift values, so that no tree outlives its text.

/// A page as an HTML parser reads it: its nodes in the order of the tree, and where in the text each was written.
///
/// The parser is of 2015 and knows no scripts; who asks what a browser does must allow for both.
public struct HTMLTree: Sendable {
  public private(set) var nodes: [HTMLNode] = []

  /// A page with more bytes is not read: some of them take time with the square of their length.
  public static let largestText = 200_000
  /// So many `<` may it have: how deep it is takes time with the square, too.
  public static let mostTags = 20_000
  /// So many bytes may its tree have. A page of the usual kind takes a hundredth.
  private static let largestTree = 64 << 20

  /// What Gumbo ends the program at, in some places, and what browsers of different ages read differently.
  private static let refused = ["<![cdata[", "<frameset", "<math", "<select", "<template"].map {
    Array($0.utf8)
  }

  /// The first place in a page, a comment or a value maybe, of what is not read; nil where all of it is.
  public static func refusedPlace(in text: [UInt8]) -> Range<Int>? {
    for start in text.indices where text[start] == UInt8(ascii: "<") {
      let rest = text[start...].lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      if let found = refused.first(where: { rest.starts(with: $0) }) { return start..<(start + found.count) }
    }
    return nil
  }

  /// Nil where the page, or its tree, is too large, or where it has a ``refusedPlace(in:)``.
  public init?(parsing text: [UInt8]) {
    guard text.count <= Self.largestText, text.count(where: { $0 == UInt8(ascii: "<") }) <= Self.mostTags,
      Self.refusedPlace(in: text) == nil
    else { return nil }
    let nodes = unsafe text.withUnsafeBytes { buffer -> [HTMLNode]? in
      guard let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return [] }
      guard let tree = unsafe cgumbo_parse(start, buffer.count, Self.largestTree) else { return nil }
      defer { unsafe cgumbo_free(tree) }
      var reader = unsafe TreeReader(text: start, count: buffer.count)
      return unsafe reader.nodes(below: cgumbo_document(tree))
    }
    guard let nodes else { return nil }
    self.nodes = nodes
  }
}

/// The library that parses HTML.
public enum HTMLLibrary {
  /// The name of the file that is loaded, since the library says no more: `libgumbo.so.1`.
  public static var version: String {
    guard let path = unsafe cgumbo_file() else { return "unknown" }
    let name = unsafe String(cString: path).utf8.split(separator: UInt8(ascii: "/")).last
    return name.map { String(decoding: Array($0), as: UTF8.self) } ?? "unknown"
  }
}

@safe private struct TreeReader {
  let text: UnsafePointer<CChar>
  let count: Int

  init(text: UnsafePointer<CChar>, count: Int) {
    unsafe self.text = unsafe text
    self.count = count
  }

  /// Without recursion: a page decides how deep it is.
  mutating func nodes(below document: UnsafePointer<GumboNode>) -> [HTMLNode] {
    var found: [HTMLNode] = []
    var open: [(node: UnsafePointer<GumboNode>, parent: Int?)] = unsafe [(document, nil)]
    while let (node, parent) = unsafe open.popLast() {
      let index = found.count
      switch unsafe node.pointee.type {
      case GUMBO_NODE_DOCUMENT:
        unsafe open += nodes(of: node.pointee.v.document.children, in: nil)
      case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
        unsafe found.append(element(node.pointee, parent: parent))
        unsafe open += nodes(of: node.pointee.v.element.children, in: index)
      case GUMBO_NODE_COMMENT:
        unsafe found.append(leaf(.comment, node.pointee, parent: parent))
      default:
        unsafe found.append(leaf(.text, node.pointee, parent: parent))
      }
    }
    return found
  }

  /// The last first, as they are taken from the end.
  private func nodes(
    of children: GumboVector, in parent: Int?
  ) -> [(node: UnsafePointer<GumboNode>, parent: Int?)] {
    unsafe elements(of: children, as: GumboNode.self).reversed().map { unsafe (UnsafePointer($0), parent) }
  }

  private func element(_ node: GumboNode, parent: Int?) -> HTMLNode {
    let element = unsafe node.v.element
    let isForeign = unsafe element.tag_namespace != GUMBO_NAMESPACE_HTML
    var written = unsafe element.original_tag
    unsafe gumbo_tag_from_original_text(&written)
    let name = unsafe bytes(written)
    let normalized = unsafe String(cString: gumbo_normalized_tagname(element.tag))
    let isFromEndTag = unsafe node.parse_flags.rawValue & GUMBO_INSERTION_CONVERTED_FROM_END_TAG.rawValue != 0
    return unsafe HTMLNode(
      kind: .element, name: name.isEmpty ? normalized : lowercased(name), isForeign: isForeign,
      isFromEndTag: isFromEndTag, parent: parent, range: range(of: element.original_tag),
      end: range(of: element.original_end_tag),
      attributes: elements(of: element.attributes, as: GumboAttribute.self).map {
        unsafe attribute($0.pointee)
      })
  }

  private func attribute(_ attribute: GumboAttribute) -> HTMLAttribute {
    let name = unsafe range(of: attribute.original_name) ?? 0..<0
    let value = unsafe String(cString: attribute.value)
    // Without a value Gumbo names the name again.
    let written = unsafe range(of: attribute.original_value).flatMap { $0 == name ? nil : $0 }
    return unsafe HTMLAttribute(
      name: lowercased(bytes(attribute.original_name)), value: Array(value.utf8), range: name,
      written: written ?? name.upperBound..<name.upperBound)
  }

  private func leaf(_ kind: HTMLNode.Kind, _ node: GumboNode, parent: Int?) -> HTMLNode {
    HTMLNode(
      kind: kind, name: "", isForeign: false, isFromEndTag: false, parent: parent,
      range: unsafe range(of: node.v.text.original_text), end: nil, attributes: [])
  }

  private func elements<Element>(
    of vector: GumboVector, as type: Element.Type
  ) -> [UnsafeMutablePointer<Element>] {
    unsafe (0..<Int(vector.length)).compactMap { index in
      unsafe vector.data[index]?.assumingMemoryBound(to: Element.self)
    }
  }

  /// Where a piece of the text is in it; nil for what the parser has added.
  private func range(of piece: GumboStringPiece) -> Range<Int>? {
    guard unsafe piece.length > 0, let data = unsafe piece.data else { return nil }
    let start = unsafe data - text
    let length = unsafe piece.length
    guard start >= 0, start + length <= count else { return nil }
    return start..<(start + length)
  }

  private func bytes(_ piece: GumboStringPiece) -> [UInt8] {
    guard unsafe piece.length > 0, let data = unsafe piece.data else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: data, count: piece.length))
  }

  /// ASCII letters in lower case, as HTML compares names.
  private func lowercased(_ bytes: [UInt8]) -> String {
    String(
      decoding: bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
      as: UTF8.self)
  }
}
