import CCmark

// The only file that imports C. A `CmarkDocument` owns its tree and frees it once; a `CmarkNode` is
// lent to a closure and never kept. Everything that comes out is a Swift value.

/// A document parsed by libcmark.
struct CmarkDocument: ~Copyable {
  private let root: CmarkNode

  /// Parses CommonMark, with ``ChineseEmphasis``. The corresponding C function is `cmark_parse_document`.
  ///
  /// Nil where libcmark gives no document.
  init?(parsing source: String) {
    let emphasis = ChineseEmphasis(source)
    let document = unsafe emphasis.bytes.withUnsafeBytes { buffer in
      unsafe cmark_parse_document(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_DEFAULT)
    }
    guard let document = unsafe document else { return nil }
    root = unsafe CmarkNode(document)
    if emphasis.isMarked { root.rewriteTexts(emphasis.unmarked) }
  }

  deinit {
    unsafe cmark_node_free(root.pointer)
  }

  /// Visits the whole tree; see ``CmarkNode/walk(_:)``.
  func walk(_ visit: (CmarkNode.Visit, CmarkNode) -> Void) {
    root.walk(visit)
  }

  /// Writes HTML in libcmark's safe mode. The corresponding C function is `cmark_render_html`.
  func html() -> [UInt8] {
    guard let text = unsafe cmark_render_html(root.pointer, CMARK_OPT_DEFAULT) else { return [] }
    defer { unsafe cmark_get_default_mem_allocator().pointee.free(text) }
    return unsafe bytes(ofCString: text)
  }
}

/// A node of a document; valid only while its document is, and until it is removed.
@safe struct CmarkNode {
  fileprivate let pointer: OpaquePointer

  fileprivate init(_ pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  /// What a walk does at a node.
  enum Visit {
    case leaf
    case enter
    case leave
  }

  /// The node types that are treated differently.
  enum Kind {
    case text
    case code
    case codeBlock
    case htmlBlock
    case htmlInline
    case lineBreak
    case thematicBreak
    case link
    case image
    case heading
    case otherContainer

    fileprivate var isLeaf: Bool {
      switch self {
      case .text, .code, .codeBlock, .htmlBlock, .htmlInline, .lineBreak, .thematicBreak: true
      case .link, .image, .heading, .otherContainer: false
      }
    }
  }

  var kind: Kind {
    switch unsafe cmark_node_get_type(pointer) {
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
    case CMARK_NODE_HTML_INLINE: .htmlInline
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    case CMARK_NODE_HEADING: .heading
    default: .otherContainer
    }
  }

  /// The line where the node begins, counted from 1.
  var line: Int { Int(unsafe cmark_node_get_start_line(pointer)) }

  /// The text of a leaf that has one.
  var literal: String {
    get { unsafe text(ofCString: cmark_node_get_literal(pointer)) }
    nonmutating set { unsafe withCString(newValue) { unsafe cmark_node_set_literal(pointer, $0) } }
  }

  /// The trimmed text after an opening fence; empty for indented code.
  var info: String {
    get { unsafe text(ofCString: cmark_node_get_fence_info(pointer)) }
    nonmutating set { unsafe withCString(newValue) { unsafe cmark_node_set_fence_info(pointer, $0) } }
  }

  /// Where a link goes or an image comes from.
  var url: String {
    get { unsafe text(ofCString: cmark_node_get_url(pointer)) }
    nonmutating set { unsafe withCString(newValue) { unsafe cmark_node_set_url(pointer, $0) } }
  }

  /// The title of a link or an image.
  var title: String {
    get { unsafe text(ofCString: cmark_node_get_title(pointer)) }
    nonmutating set { unsafe withCString(newValue) { unsafe cmark_node_set_title(pointer, $0) } }
  }

  /// Visits the node and what is in it in the order of the text, without recursion.
  ///
  /// A leaf is visited once; any other node is entered and left. At a leaf, and when a node is left, it
  /// may be changed, replaced or removed.
  func walk(_ visit: (Visit, CmarkNode) -> Void) {
    guard let iterator = unsafe cmark_iter_new(pointer) else { return }
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      guard event == CMARK_EVENT_ENTER || event == CMARK_EVENT_EXIT,
        let current = unsafe cmark_iter_get_node(iterator)
      else { return }
      let node = unsafe CmarkNode(current)
      if node.kind.isLeaf {
        visit(.leaf, node)
      } else {
        visit(event == CMARK_EVENT_ENTER ? .enter : .leave, node)
      }
    }
  }

  /// Replaces every text in the node and what is in it.
  fileprivate func rewriteTexts(_ text: (String) -> String) {
    walk { visit, node in
      guard visit != .enter else { return }
      switch node.kind {
      case .text, .code, .htmlBlock, .htmlInline:
        node.literal = text(node.literal)
      case .codeBlock:
        node.literal = text(node.literal)
        if !node.info.isEmpty { node.info = text(node.info) }
      case .link, .image:
        node.url = text(node.url)
        if !node.title.isEmpty { node.title = text(node.title) }
      case .lineBreak, .thematicBreak, .heading, .otherContainer: break
      }
    }
  }

  /// Takes the node with its children out of the document.
  func remove() {
    unsafe cmark_node_unlink(pointer)
    unsafe cmark_node_free(pointer)
  }

  /// Puts the children in the node's place.
  func unwrap() {
    // Inserting takes a child out of its old place; a refusal would leave it there for ever.
    while let child = unsafe cmark_node_first_child(pointer),
      unsafe cmark_node_insert_before(pointer, child) == 1
    {}
    remove()
  }

  /// Puts a text in the node's place.
  func replace(withText text: String) {
    guard let node = unsafe cmark_node_new(CMARK_NODE_TEXT) else { return }
    unsafe withCString(text) { unsafe cmark_node_set_literal(node, $0) }
    unsafe replace(with: node)
  }

  /// Puts finished markup around the children, or in the place of all of it.
  func replace(withFrame opening: [UInt8], _ closing: [UInt8], keepingChildren: Bool) {
    guard let node = unsafe cmark_node_new(CMARK_NODE_CUSTOM_INLINE) else { return }
    unsafe withCString(opening) { unsafe cmark_node_set_on_enter(node, $0) }
    unsafe withCString(closing) { unsafe cmark_node_set_on_exit(node, $0) }
    if keepingChildren {
      while let child = unsafe cmark_node_first_child(pointer),
        unsafe cmark_node_append_child(node, child) == 1
      {}
    }
    unsafe replace(with: node)
  }

  /// Puts finished markup in a block's place.
  func replace(withMarkup markup: [UInt8]) {
    guard let node = unsafe cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) else { return }
    unsafe withCString(markup) { unsafe cmark_node_set_on_enter(node, $0) }
    unsafe cmark_node_set_on_exit(node, "")
    unsafe replace(with: node)
  }

  private func replace(with node: OpaquePointer) {
    let isReplaced = unsafe cmark_node_replace(pointer, node) == 1
    unsafe cmark_node_free(isReplaced ? pointer : node)
  }
}

/// Lends bytes as a C string; a zero byte, which would end it early, becomes U+FFFD.
private func withCString(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> CInt) {
  var terminated: [UInt8] = []
  terminated.reserveCapacity(bytes.count + 1)
  if bytes.contains(0) {
    for byte in bytes {
      if byte == 0 { terminated += "\u{FFFD}".utf8 } else { terminated.append(byte) }
    }
  } else {
    terminated += bytes
  }
  terminated.append(0)
  unsafe terminated.withUnsafeBytes { buffer in
    guard let start = buffer.baseAddress else { return }
    // Setting fails only for a node of another type, and each caller knows its node's type.
    _ = unsafe body(start.assumingMemoryBound(to: CChar.self))
  }
}

private func withCString(_ text: String, _ body: (UnsafePointer<CChar>) -> CInt) {
  unsafe withCString(Array(text.utf8), body)
}

/// Copies a C string; nil, which libcmark gives for a node of another type, is the empty text.
private func text(ofCString start: UnsafePointer<CChar>?) -> String {
  guard let start = unsafe start else { return "" }
  return unsafe String(cString: start)
}

private func bytes(ofCString start: UnsafePointer<CChar>) -> [UInt8] {
  var end = unsafe start
  while unsafe end.pointee != 0 { unsafe end += 1 }
  let buffer = unsafe UnsafeRawBufferPointer(start: start, count: end - start)
  return unsafe Array(buffer)
}
