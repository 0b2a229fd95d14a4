import Markup
import Model

/// What a context makes of a template: which values it shows, one after the other, and how often each section is there.
///
/// With the same sections a template always gives the same text around its values, whatever these are.
struct TemplateFilling {
  /// In the order in which the text has them.
  private(set) var values: [TemplateValue] = []
  /// For each section that is come to, how often its content is there.
  private(set) var repetitions: [Int] = []
  /// Whether the text would be longer than is allowed; then nothing else counts.
  private var isTooLarge = false
  private var scopes: [TemplateValue]
  /// Bytes, and one for each tag.
  private var size = 0

  /// - Parameter path: The template's file.
  /// - Throws: Where its sections, repeated, make it larger than ``TemplateSet/largestExpansion``.
  init(_ tree: TemplateTree, of path: String, with context: TemplateValue) throws(InvalidInput) {
    scopes = [context]
    visit(tree.nodes)
    guard isTooLarge else { return }
    let limit = TemplateSet.largestExpansion
    throw InvalidInput([
      Diagnostic(
        .error, "with its sections repeated the template has more than \(limit) bytes and tags",
        at: SourceLocation(file: path),
        hint: "put less into sections of lists, and fewer of them into each other")
    ])
  }

  private mutating func visit(_ nodes: [TemplateTree.Node]) {
    for node in nodes {
      size += 1
      if case .text(let text) = node { size += text.count }
      if size > TemplateSet.largestExpansion { isTooLarge = true }
      if isTooLarge { return }
      switch node {
      case .text: break
      case .value(let path): values.append(resolve(path) ?? .missing)
      case .section(let path, let isInverted, let nodes): visitSection(path, isInverted, nodes)
      }
    }
  }

  private mutating func visitSection(_ path: [String], _ isInverted: Bool, _ nodes: [TemplateTree.Node]) {
    let value = resolve(path) ?? .missing
    if isInverted {
      repetitions.append(value.isAbsent ? 1 : 0)
      if value.isAbsent { visit(nodes) }
      return
    }
    switch value {
    case .list(let elements):
      repetitions.append(elements.count)
      for element in elements where !isTooLarge { visit(nodes, in: element) }
    case .flag(let isSet):
      repetitions.append(isSet ? 1 : 0)
      // A flag changes nothing of what names mean.
      if isSet { visit(nodes) }
    default:
      repetitions.append(value.isAbsent ? 0 : 1)
      if !value.isAbsent { visit(nodes, in: value) }
    }
  }

  private mutating func visit(_ nodes: [TemplateTree.Node], in scope: TemplateValue) {
    scopes.append(scope)
    visit(nodes)
    scopes.removeLast()
  }

  /// The first part is looked up from the innermost section outwards, the further parts only in what the first is.
  private func resolve(_ path: [String]) -> TemplateValue? {
    guard let first = path.first else { return scopes.last }
    var index = scopes.endIndex
    while index > 0 {
      index -= 1
      guard case .record(let names) = scopes[index], var value = names[first] else { continue }
      for part in path.dropFirst() {
        guard case .record(let names) = value, let next = names[part] else { return nil }
        value = next
      }
      return value
    }
    return nil
  }
}

extension TemplateTree {
  /// A stretch of the text that a template becomes.
  enum Piece {
    case text([UInt8])
    /// The next value.
    case value
  }

  /// Goes through the text with its sections repeated.
  func visit(_ repetitions: [Int], _ body: (Piece) -> Void) {
    var repetitions = repetitions[...]
    Self.visit(nodes, &repetitions, body)
  }

  private static func visit(_ nodes: [Node], _ repetitions: inout ArraySlice<Int>, _ body: (Piece) -> Void) {
    for node in nodes {
      switch node {
      case .text(let text): body(.text(text))
      case .value: body(.value)
      case .section(_, _, let nodes):
        for _ in 0..<(repetitions.popFirst() ?? 0) { visit(nodes, &repetitions, body) }
      }
    }
  }

  /// The text, with a placeholder in the place of each value.
  func text(_ repetitions: [Int]) -> String {
    var bytes: [UInt8] = []
    var count = 0
    visit(repetitions) { piece in
      switch piece {
      case .text(let text): bytes += text
      case .value:
        bytes += Placeholder(.value, count).encoded
        count += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TemplateValue {
  /// Whether a section of the value is left out.
  var isAbsent: Bool {
    switch self {
    case .text(let text): cleanText(text).utf8.isEmpty
    case .url(let url): url == nil
    case .html(let html): html.bytes.isEmpty
    case .flag(let isSet): !isSet
    case .list(let elements): elements.isEmpty
    case .record: false
    case .missing: true
    }
  }
}
