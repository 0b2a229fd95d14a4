import Markup

/// Writes into a template what is known before there is a page: text in the place of tags and of sections.
///
/// A name that is not known yet may still come, so its tag stays. A section whose content names both its own elements and
/// what is not known stays whole, and so does one that would become very long: sections within each other multiply.
struct KnownValues {
  /// The first has the names of every page, of which more may come; nothing more comes in the elements of sections.
  private var scopes: [TemplateValue]
  /// How many bytes and nodes may still be written in: far more than a frame has, and far less than a page may have.
  private var room = 64 << 10

  init(_ names: [String: TemplateValue]) {
    scopes = [.record(names)]
  }

  private var isInElement: Bool { scopes.count > 1 }

  /// - Returns: Nil for content of a section that names what is not known.
  mutating func filled(_ nodes: [TemplateTree.Node]) -> [TemplateTree.Node]? {
    var filled: [TemplateTree.Node] = []
    for node in nodes {
      if let known = known(node) {
        filled += known
      } else if isInElement {
        return nil
      } else {
        filled.append(node)
      }
    }
    return Self.joined(filled)
  }

  /// Nil for a tag or a section that has to stay.
  private mutating func known(_ node: TemplateTree.Node) -> [TemplateTree.Node]? {
    room -= 1
    if room < 0 { return nil }
    switch node {
    case .text(let text):
      // What stands in no section is there anyway.
      if isInElement { room -= text.count }
      return room < 0 ? nil : [node]
    case .value(let path):
      guard let value = resolve(path) else { return nil }
      var text = MarkupBuffer()
      text.append(value)
      room -= text.count
      return room < 0 ? nil : [.text(text.bytes)]
    case .section(let path, let isInverted, let nodes):
      guard let value = resolve(path) else { return nil }
      if isInverted { return value.isAbsent ? filled(nodes) : [] }
      switch value {
      // Names of a record may hide those that are to come.
      case .record: return nil
      case .flag(let isSet): return isSet ? filled(nodes) : []
      case .list(let elements):
        var all: [TemplateTree.Node] = []
        for element in elements {
          guard let nodes = filled(nodes, in: element) else { return nil }
          all += nodes
        }
        return all
      case .text, .html, .url, .missing: return value.isAbsent ? [] : filled(nodes, in: value)
      }
    }
  }

  private mutating func filled(_ nodes: [TemplateTree.Node], in scope: TemplateValue) -> [TemplateTree.Node]?
  {
    scopes.append(scope)
    defer { scopes.removeLast() }
    return filled(nodes)
  }

  /// As ``TemplateFilling`` looks a name up; nil where it is not known.
  private func resolve(_ path: [String]) -> TemplateValue? {
    guard let first = path.first else { return isInElement ? scopes.last : nil }
    for (index, scope) in scopes.enumerated().reversed() {
      guard case .record(let names) = scope, var value = names[first] else { continue }
      for part in path.dropFirst() {
        guard case .record(let names) = value, let next = names[part] else {
          return index == 0 ? nil : .missing
        }
        value = next
      }
      return value
    }
    return nil
  }

  /// Texts that follow each other as one.
  private static func joined(_ nodes: [TemplateTree.Node]) -> [TemplateTree.Node] {
    var joined: [TemplateTree.Node] = []
    for node in nodes {
      if case .text(let text) = node, case .text(let before)? = joined.last {
        joined[joined.count - 1] = .text(before + text)
      } else {
        joined.append(node)
      }
    }
    return joined
  }
}

extension MarkupBuffer {
  /// A value as a frame has it: a text is escaped for elements and quoted attributes alike, an address too, and finished
  /// markup is written as it is.
  mutating func append(_ value: TemplateValue) {
    switch value {
    case .html(let html): append(html)
    case .text(let text): appendAttribute(text)
    case .url(let url?): appendAttribute(url)
    case .url, .flag, .list, .record, .missing: break
    }
  }
}
