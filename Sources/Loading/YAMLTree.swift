import Model
import Yams

/// Turns the nodes of Yams into ``YAMLNode``, and reports what kolsite's files do not use: anchors,
/// tags, keys that are no text, keys written twice, deep nesting.
struct YAMLTree {
  /// Far more than any of kolsite's files needs, and far less than a stack holds.
  static let depthLimit = 32
  /// How YAML writes nothing, where it is not in quotes.
  private static let nulls = ["null", "Null", "NULL", "~"]

  let file: String
  /// Keys that stand under a stand-in name, by their place.
  let maskedKeys: [TextPosition: String]
  private var messages = Messages()
  private var isTooDeep = false

  init(file: String, maskedKeys: [TextPosition: String]) {
    self.file = file
    self.maskedKeys = maskedKeys
  }

  var diagnostics: [Diagnostic] { messages.all }

  mutating func convert(_ node: Node, depth: Int = 0) -> YAMLNode {
    let position = TextPosition(node.mark)
    refuseExtras(of: node, at: position)
    guard depth < Self.depthLimit else {
      if !isTooDeep { report("this is nested more than \(Self.depthLimit) levels deep", at: position) }
      isTooDeep = true
      return YAMLNode(content: .empty, position: position)
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      let isNull = isPlain && Self.nulls.contains { $0.utf8.elementsEqual(scalar.string.utf8) }
      let isEmpty = isNull || isPlain && scalar.string.isEmpty
      return YAMLNode(
        content: isEmpty ? .empty : .scalar(scalar.string), position: position, isNull: isNull)
    case .sequence(let sequence):
      return YAMLNode(
        content: .list(sequence.map { convert($0, depth: depth + 1) }), position: position)
    case .mapping(let mapping):
      return YAMLNode(content: .mapping(pairs(of: mapping, depth: depth)), position: position)
    case .alias:
      // Yams puts the aliased node in its place; a file with an alias never comes this far.
      report(YAMLProblem.alias.message, at: position, hint: YAMLProblem.alias.hint)
      return YAMLNode(content: .empty, position: position)
    }
  }

  private mutating func pairs(of mapping: Node.Mapping, depth: Int) -> [YAMLNode.Pair] {
    var result: [YAMLNode.Pair] = []
    var lines: [[UInt8]: Int] = [:]
    for (keyNode, valueNode) in mapping {
      let position = TextPosition(keyNode.mark)
      let value = convert(valueNode, depth: depth + 1)
      guard case .scalar(let text) = convert(keyNode, depth: depth + 1).content else {
        report("a key must be a plain text", at: position)
        continue
      }
      let key = maskedKeys[position] ?? text
      if let line = lines[Array(key.utf8)] {
        report(
          "the key \(shown(key)) is written twice in one mapping", at: position,
          hint: "keep one of the two; the first is on line \(line)")
      } else {
        lines[Array(key.utf8)] = position.line
        result.append(YAMLNode.Pair(key: key, keyPosition: position, value: value))
      }
    }
    return result
  }

  private mutating func refuseExtras(of node: Node, at position: TextPosition) {
    if node.anchor != nil {
      report(YAMLProblem.alias.message, at: position, hint: YAMLProblem.alias.hint)
    }
    // `!!str`, `!!seq` and `!!map` say what a node is anyway, and Yams sets them where nobody wrote one.
    let plainTags: [Tag.Name] = [.implicit, .str, .seq, .map]
    let isTagged =
      switch node {
      case .scalar(let scalar): !plainTags.contains { $0.rawValue == scalar.tag.rawValue }
      case .sequence(let sequence): !plainTags.contains { $0.rawValue == sequence.tag.rawValue }
      case .mapping(let mapping): !plainTags.contains { $0.rawValue == mapping.tag.rawValue }
      case .alias: false
      }
    if isTagged {
      report(
        "a tag (`!name`) is not supported", at: position,
        hint: "remove it; put a text that begins with `!` in quotes")
    }
  }

  private mutating func report(
    _ message: @autoclosure () -> String, at position: TextPosition, hint: @autoclosure () -> String? = nil,
    line: Int = #line
  ) {
    let place = SourceLocation(file: file, line: position.line, column: position.column)
    messages.add(.error, of: Messages.Kind(file: #fileID, line: line), at: place, message, hint: hint)
  }
}

extension TextPosition {
  /// Yams counts lines and columns from 1, columns in Unicode scalars, as we do.
  init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}
