public import Markup

/// Writes Markdown as HTML, with what the rewriter makes of its texts, destinations and fenced blocks.
///
/// The source is parsed as CommonMark; the rewriter then changes the tree, so nothing that it returns
/// can become Markdown, and libcmark's own renderer escapes it. HTML comments are left out.
///
/// - Throws: the first problem of ``markdownProblems(in:limits:)``.
public func renderMarkdown(
  _ source: String, limits: MarkdownLimits = MarkdownLimits(),
  rewriting rewriter: inout some MarkdownRewriter
) throws(MarkdownError) -> HTML {
  try InputGuard.check(source, limits: limits)
  guard let document = CmarkDocument(parsing: source) else { return HTML(trusted: []) }
  if let problem = problems(in: document, limits: limits).first { throw problem }
  rewrite(document, with: &rewriter)
  return HTML(trusted: document.html())
}

/// Lists everything for which Markdown would be refused, in the order of the text.
///
/// A source beyond a limit has that one problem only, because it is not parsed.
public func markdownProblems(
  in source: String, limits: MarkdownLimits = MarkdownLimits()
) -> [MarkdownError] {
  do {
    try InputGuard.check(source, limits: limits)
  } catch {
    return [error]
  }
  guard let document = CmarkDocument(parsing: source) else { return [] }
  return problems(in: document, limits: limits)
}

private func problems(in document: borrowing CmarkDocument, limits: MarkdownLimits) -> [MarkdownError] {
  var problems: [MarkdownError] = []
  // The document itself is entered first.
  var depth = -1
  var isTooDeep = false
  document.walk { visit, node in
    switch visit {
    case .enter:
      depth += 1
      if depth > limits.depth, !isTooDeep {
        isTooDeep = true
        problems.append(.tooDeep(line: node.line, limit: limits.depth))
      }
    case .leave:
      depth -= 1
    case .leaf:
      guard node.kind == .htmlBlock || node.kind == .htmlInline else { return }
      switch RawHTML(node.literal) {
      case .comments: break
      case .unclosedComment: problems.append(.unclosedComment(line: node.line))
      case .other:
        problems.append(.rawHTML(line: node.line, html: RawHTML.excerpt(node.literal)))
      }
    }
  }
  return problems
}

private func rewrite(_ document: borrowing CmarkDocument, with rewriter: inout some MarkdownRewriter) {
  document.walk { visit, node in
    guard visit != .enter else { return }
    switch node.kind {
    case .text, .code:
      node.literal = rewriter.text(for: node.literal)
    case .codeBlock:
      rewriteCode(node, with: &rewriter)
    case .htmlBlock, .htmlInline:
      node.remove()
    case .link:
      rewriteTarget(of: node, with: &rewriter) { $0.unwrap() }
    case .image:
      rewriteTarget(of: node, with: &rewriter) { $0.replace(withText: $0.plainText) }
    case .lineBreak, .thematicBreak, .heading, .otherContainer:
      break
    }
  }
}

private func rewriteCode(_ node: CmarkNode, with rewriter: inout some MarkdownRewriter) {
  let info = node.info
  if !info.isEmpty {
    let block = FencedBlock(info: info, body: node.literal, line: node.line)
    if let html = rewriter.replacement(for: block) {
      node.replace(withMarkup: html.bytes)
      return
    }
    node.info = rewriter.text(for: info)
  }
  node.literal = rewriter.text(for: node.literal)
}

private func rewriteTarget(
  of node: CmarkNode, with rewriter: inout some MarkdownRewriter, orElse refuse: (CmarkNode) -> Void
) {
  let title = node.title
  let imageText = node.kind == .image ? node.plainText : nil
  let link = MarkdownLink(destination: node.url, title: title, imageText: imageText)
  if let frame = rewriter.frame(of: link) {
    node.replace(withFrame: frame.opening.bytes, frame.closing.bytes, keepingChildren: imageText == nil)
    return
  }
  guard let destination = rewriter.destination(for: link.destination) else {
    refuse(node)
    return
  }
  node.url = destination.text
  if !title.isEmpty { node.title = rewriter.text(for: title) }
}
