import CommonMark
import HTMLTree
public import Model

/// A link or a picture as a person wrote it, whose whole address is known without data.
public struct WrittenLink: Sendable {
  /// With character references resolved.
  public let destination: String
  /// The same for two that are the same link of one file.
  public let key: String
  private let place: Place

  private enum Place: Sendable {
    case body(SourceLines, line: Int)
    case frame(FrameText, offset: Int)
  }

  /// Looked for only when it is asked for: a line may have thousands of links.
  public var location: SourceLocation {
    switch place {
    case .body(let source, let line): source.location(of: destination, line: line)
    case .frame(let text, let offset): text.location(at: offset)
    }
  }

  init(_ destination: String, on line: Int, of source: SourceLines) {
    self.destination = destination
    key = "\(source.path):\(line):\(destination)"
    place = .body(source, line: line)
  }

  init(_ destination: String, at offset: Int, in text: FrameText) {
    self.destination = destination
    key = "layout:\(offset)"
    place = .frame(text, offset: offset)
  }
}

extension TemplateSet {
  /// The links and pictures of a template and its partials, but for those with tags in their addresses.
  public func links(of name: String) -> [WrittenLink] {
    files(of: name).compactMap { templates[$0] }.flatMap { template in
      switch template.format {
      case .markdown: markdownLinks(in: template.markdownText, of: template.source)
      case .html: [WrittenLink]()
      }
    } + frameLinks(of: name)
  }

  /// The ids that a frame gives; nil where one of them comes from a tag.
  public func ids(ofFrame name: String) -> Set<String>? {
    guard let page = FramePage(FrameText(name, in: templates)) else { return nil }
    var ids: Set<String> = []
    for case let id? in page.nodes.map({ $0["id"] }) {
      guard !page.hasTag(in: page.written(id)) else { return nil }
      ids.insert(String(decoding: id.value, as: UTF8.self))
    }
    return ids
  }

  private func frameLinks(of name: String) -> [WrittenLink] {
    guard templates[name]?.format == .html, let page = FramePage(FrameText(name, in: templates)) else {
      return []
    }
    return page.nodes.flatMap(\.attributes).compactMap { attribute in
      let written = page.written(attribute)
      let value = page.text.bytes[written]
      guard ["href", "src", "xlink:href"].contains(attribute.name),
        // Written plainly; what a character reference stands for is seen once the site is written.
        !page.hasTag(in: written), !value.contains(UInt8(ascii: "&"))
      else { return nil }
      return WrittenLink(
        String(decoding: value, as: UTF8.self), at: attribute.range.lowerBound, in: page.text)
    }
  }
}

/// The links and pictures of Markdown in which nothing is a tag.
public func links(in source: SourceText) -> [WrittenLink] {
  let lines = SourceLines(source)
  return markdownLinks(in: lines.text, of: lines)
}

private func markdownLinks(in text: String, of source: SourceLines) -> [WrittenLink] {
  guard let outline = try? MarkdownOutline(of: text) else { return [] }
  return outline.links.filter { !Placeholder.occurs(in: $0.destination) }.map { link in
    WrittenLink(link.destination, on: link.line, of: source)
  }
}
