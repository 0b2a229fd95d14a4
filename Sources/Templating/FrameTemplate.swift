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

  /// The frame with what many pages have in common written in. The pages' own contexts have these values all the same.
  public func filled(with names: [String: TemplateValue]) -> FrameTemplate {
    var known = KnownValues(names)
    return FrameTemplate(TemplateTree(nodes: known.filled(tree.nodes) ?? tree.nodes), path: path)
  }

  /// Writes the frame.
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
        let start = page.count
        page.append(filling.values[next])
        if markup == nil, case .html = filling.values[next] { markup = start..<page.count }
        next += 1
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
