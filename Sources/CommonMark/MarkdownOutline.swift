/// What can be said about Markdown without rendering it.
public struct MarkdownOutline: Sendable, Hashable {
  /// The text of the first heading, without its markup; nil where there is none.
  public let firstHeading: String?
  /// The fenced code blocks with an info string, in the order of the text.
  public let fencedBlocks: [FencedBlock]
  /// The links and images, each when it ends in the text.
  public let links: [Link]

  /// A link or an image.
  public struct Link: Sendable, Hashable {
    /// Where it points, as written, with entities and backslashes resolved.
    public let destination: String
    /// The line where it begins, counted from 1.
    public let line: Int
  }

  /// Reads Markdown.
  ///
  /// - Throws: where the source is beyond a limit.
  public init(of source: String, limits: MarkdownLimits = MarkdownLimits()) throws(MarkdownError) {
    try InputGuard.check(source, limits: limits)
    var firstHeading: String?
    var fencedBlocks: [FencedBlock] = []
    var links: [Link] = []
    let document = CmarkDocument(parsing: source)
    document?.walk { visit, node in
      switch node.kind {
      case .heading where visit == .leave && firstHeading == nil:
        firstHeading = node.plainText
      case .codeBlock where !node.info.isEmpty:
        fencedBlocks.append(FencedBlock(info: node.info, body: node.literal, line: node.line))
      case .link where visit == .leave, .image where visit == .leave:
        links.append(Link(destination: node.url, line: node.line))
      default: break
      }
    }
    self.firstHeading = firstHeading
    self.fencedBlocks = fencedBlocks
    self.links = links
  }
}

/// Lists the fenced code blocks that have an info string; none where the source is beyond a limit.
public func fencedBlocks(in source: String) -> [FencedBlock] {
  (try? MarkdownOutline(of: source))?.fencedBlocks ?? []
}

/// Finds the text of the first heading; nil where there is none or the source is beyond a limit.
public func firstHeading(in source: String) -> String? {
  (try? MarkdownOutline(of: source))?.firstHeading
}

extension CmarkNode {
  /// The texts and code spans inside the node; a line break counts as a space.
  var plainText: String {
    var text = ""
    walk { _, node in
      switch node.kind {
      case .text, .code: text += node.literal
      case .lineBreak: text += " "
      default: break
      }
    }
    return text
  }
}
