public import Markup
public import Model

/// The page around a body.
public struct FrameTemplate: Sendable {
  private let tree: TemplateTree

  init(_ tree: TemplateTree) {
    self.tree = tree
  }

  /// Writes the frame: a text is escaped for elements and quoted attributes alike, an address too, and finished markup
  /// is written as it is.
  public func write(_ context: TemplateValue, to page: inout MarkupBuffer) {
    let filling = TemplateFilling(tree, with: context)
    var next = 0
    tree.visit(filling.repetitions) { piece in
      switch piece {
      case .text(let text): page.append(trusted: text[...])
      case .value:
        let value = filling.values[next]
        next += 1
        switch value {
        case .html(let html): page.append(html)
        case .text(let text): page.appendAttribute(text)
        case .url(let url?): page.appendAttribute(url)
        case .url, .flag, .list, .record, .missing: break
        }
      }
    }
  }
}

extension TemplateSet {
  /// A frame by its file name.
  /// - Throws: Where there is no such template.
  public func frame(_ name: String) throws(InvalidInput) -> FrameTemplate {
    FrameTemplate(try tree(of: name, .html).0)
  }
}
