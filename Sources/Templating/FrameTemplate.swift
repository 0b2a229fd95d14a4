public import Markup
public import Model

/// The page around a body.
public struct FrameTemplate: Sendable {
  private let tree: TemplateTree
  private let path: String

  init(_ tree: TemplateTree, path: String) {
    self.tree = tree
    self.path = path
  }

  /// Writes the frame: a text is escaped for elements and quoted attributes alike, an address too, and finished markup
  /// is written as it is.
  /// - Returns: Where the first finished markup is; nil where there is none.
  /// - Throws: Where its sections make it too large.
  @discardableResult
  public func write(_ context: TemplateValue, to page: inout MarkupBuffer) throws(InvalidInput) -> Range<Int>?
  {
    let filling = try TemplateFilling(tree, of: path, with: context)
    var next = 0
    var markup: Range<Int>?
    tree.visit(filling.repetitions) { piece in
      switch piece {
      case .text(let text): page.append(trusted: text[...])
      case .value:
        let value = filling.values[next]
        next += 1
        switch value {
        case .html(let html):
          markup = markup ?? page.count..<(page.count + html.bytes.count)
          page.append(html)
        case .text(let text): page.appendAttribute(text)
        case .url(let url?): page.appendAttribute(url)
        case .url, .flag, .list, .record, .missing: break
        }
      }
    }
    return markup
  }
}

extension TemplateSet {
  /// A frame by its file name.
  /// - Throws: Where there is no such template.
  public func frame(_ name: String) throws(InvalidInput) -> FrameTemplate {
    let (tree, path) = try tree(of: name, .html)
    return FrameTemplate(tree, path: path)
  }
}
