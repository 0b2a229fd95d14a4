public import CommonMark
public import Markup
public import Model

extension TemplateSet {
  /// Renders a body: its tags are filled in, the result is parsed as Markdown, and only then the values
  /// are put in, as text, as checked addresses and as options of report blocks.
  ///
  /// A link whose whole address is not safe loses the link and keeps its text.
  ///
  /// - Parameters:
  ///   - limits: for the Markdown with its sections repeated; the values in it do not count.
  ///   - blocks: the kinds of report blocks; other fenced code stays code.
  ///   - block: makes the markup of a report block. What it throws is thrown.
  /// - Throws: `InvalidInput` where there is no such template or its Markdown is refused.
  public func renderBody(
    _ name: String, context: TemplateValue, limits: MarkdownLimits = MarkdownLimits(),
    blocks: [BlockKind] = [], block: (BlockCall) throws -> HTML
  ) throws -> HTML {
    let store = ValueStore()
    let (text, template) = try fill(name, as: .markdown, with: context, storing: store)
    let path = template.source.path
    return try withoutActuallyEscaping(block) { block in
      var rewriter = BodyRewriter(path: path, store: store, kinds: blocks, block: block)
      return try rewriter.render(text, limits: limits) { $0.diagnostic(inTextOf: path) }
    }
  }

  /// Renders a frame: a text is escaped for elements and quoted attributes alike, an address too, and
  /// finished markup is written as it is.
  ///
  /// - Throws: where there is no such template.
  public func renderFrame(_ name: String, context: TemplateValue) throws(InvalidInput) -> HTML {
    let store = ValueStore()
    let (text, _) = try fill(name, as: .html, with: context, storing: store)
    var page = FrameWriter(store: store)
    page.write(Array(text.utf8))
    return HTML(trusted: page.bytes)
  }
}

/// Checks Markdown in which nothing is a tag: a note or a free page. Warnings are among the diagnostics.
public func checkMarkdownText(
  _ source: SourceText, limits: MarkdownLimits = MarkdownLimits(), blocks: [BlockKind] = []
) -> [Diagnostic] {
  let lines = SourceLines(source)
  return reservedCharacters(in: lines) + checkMarkdown(lines.text, of: lines, limits: limits, blocks: blocks)
}

/// Renders Markdown in which nothing is a tag: a note or a free page.
///
/// - Parameter block: makes the markup of a report block. What it throws is thrown.
/// - Throws: `InvalidInput` with all errors of ``checkMarkdownText(_:limits:blocks:)``.
public func renderMarkdownText(
  _ source: SourceText, limits: MarkdownLimits = MarkdownLimits(), blocks: [BlockKind] = [],
  block: (BlockCall) throws -> HTML
) throws -> HTML {
  let errors = checkMarkdownText(source, limits: limits, blocks: blocks).filter { $0.severity == .error }
  guard errors.isEmpty else { throw InvalidInput(errors) }
  let text = SourceLines(source).text
  return try withoutActuallyEscaping(block) { block in
    var rewriter = BodyRewriter(path: source.path, store: ValueStore(), kinds: blocks, block: block)
    return try rewriter.render(text, limits: limits) { $0.diagnostic(in: source.path) }
  }
}

extension BodyRewriter {
  /// Renders Markdown with this rewriter.
  fileprivate mutating func render(
    _ text: String, limits: MarkdownLimits, describing problem: (MarkdownError) -> Diagnostic
  ) throws -> HTML {
    let html: HTML
    do {
      html = try renderMarkdown(text, limits: limits, rewriting: &self)
    } catch {
      throw InvalidInput([problem(error)])
    }
    if let failure { throw failure }
    return html
  }
}

/// Writes a frame and puts its values in.
private struct FrameWriter {
  let store: ValueStore
  private(set) var bytes: [UInt8] = []

  init(store: ValueStore) {
    self.store = store
  }

  mutating func write(_ frame: [UInt8]) {
    bytes.reserveCapacity(frame.count)
    for piece in Placeholder.pieces(of: frame) {
      switch piece {
      case .literal(let literal):
        bytes.append(contentsOf: literal)
      case .placeholder(let placeholder):
        write(store.value(of: placeholder))
      }
    }
  }

  private mutating func write(_ value: TemplateValue) {
    var escaped = MarkupBuffer()
    switch value {
    case .html(let html): escaped.append(html)
    case .text(let text): escaped.appendAttribute(text)
    case .url(let url?): escaped.appendAttribute(url)
    case .url, .flag, .list, .record, .missing: break
    }
    bytes.append(contentsOf: escaped.bytes)
  }
}
