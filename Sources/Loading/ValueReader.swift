import Model

/// Takes typed values out of one YAML file and notes everything that is wrong with them.
///
/// A method that returns nil has said why.
struct ValueReader {
  let file: String
  private var messages: Messages

  init(file: String, diagnostics: [Diagnostic] = []) {
    self.file = file
    messages = Messages(diagnostics)
  }

  var diagnostics: [Diagnostic] { messages.all }
  var hasErrors: Bool { messages.hasErrors }

  func location(_ position: TextPosition) -> SourceLocation {
    SourceLocation(file: file, line: position.line, column: position.column)
  }

  mutating func error(
    _ message: @autoclosure () -> String, at position: TextPosition, hint: @autoclosure () -> String? = nil,
    source: String = #fileID, line: Int = #line
  ) {
    let (kind, place) = (Messages.Kind(file: source, line: line), location(position))
    messages.add(.error, of: kind, at: place, message, hint: hint)
  }

  mutating func warn(
    _ message: @autoclosure () -> String, at position: TextPosition, hint: @autoclosure () -> String? = nil,
    source: String = #fileID, line: Int = #line
  ) {
    let (kind, place) = (Messages.Kind(file: source, line: line), location(position))
    messages.add(.warning, of: kind, at: place, message, hint: hint)
  }

  /// Notes that a value is not what was expected, and what it is.
  mutating func expected(
    _ what: String, of name: String, found node: YAMLNode, hint: @autoclosure () -> String? = nil,
    source: String = #fileID, line: Int = #line
  ) {
    error(
      "\(name) must be \(what), not \(node.kind)", at: node.position, hint: hint(), source: source, line: line
    )
  }

  /// The values of a mapping that may have only these keys; a mapping left out has none, and a key with `null` is as
  /// if it were not there.
  mutating func mapping(
    _ node: YAMLNode, _ name: String, keys: [String], hint: String? = nil
  ) -> [String: YAMLNode]? {
    switch node.content {
    case .empty: return [:]
    case .mapping(let pairs):
      var values: [String: YAMLNode] = [:]
      for pair in pairs {
        // Compared by byte: `id` with a combining mark is another key.
        if keys.contains(where: { $0.utf8.elementsEqual(pair.key.utf8) }) {
          if !pair.value.isNull { values[pair.key] = pair.value }
        } else {
          error(
            "unknown key \(shown(pair.key)) in \(name)", at: pair.keyPosition,
            hint: nearestName(to: pair.key, among: keys).map { "did you mean `\($0)`?" }
              ?? "the keys are \(listed(keys))")
        }
      }
      return values
    default:
      expected("a mapping", of: name, found: node, hint: hint ?? "its keys are \(listed(keys))")
      return nil
    }
  }

  /// A scalar as written.
  mutating func scalar(_ node: YAMLNode, _ name: String, _ what: String) -> String? {
    if case .scalar(let text) = node.content { return text }
    expected(what, of: name, found: node)
    return nil
  }

  /// A text of one line that is not blank, of at most so many scalars.
  mutating func line(_ node: YAMLNode, _ name: String, limit: Int) -> String? {
    guard let text = scalar(node, name, "a text") else { return nil }
    return isUsable(text, node, name, limit: limit, allowingLines: false) ? text : nil
  }

  /// A text of one or more lines that is not blank, of at most so many scalars, without line ends behind it.
  mutating func lines(_ node: YAMLNode, _ name: String, limit: Int) -> String? {
    guard let written = scalar(node, name, "a text") else { return nil }
    // A block scalar (`|`, `>`) always ends with a line end that nobody meant.
    var text = written
    while text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
    return isUsable(text, node, name, limit: limit, allowingLines: true) ? text : nil
  }

  /// The entries of a list; a single scalar is a list of one.
  mutating func list(_ node: YAMLNode, _ name: String) -> [YAMLNode]? {
    switch node.content {
    case .empty: return []
    case .list(let nodes): return nodes
    case .scalar: return [node]
    case .mapping:
      expected("a list", of: name, found: node)
      return nil
    }
  }

  /// `true` or `false`.
  mutating func flag(_ node: YAMLNode, _ name: String) -> Bool? {
    choice(node, name, [("true", true), ("false", false)])
  }

  /// One of a few words.
  mutating func choice<Value>(
    _ node: YAMLNode, _ name: String, _ values: [(word: String, value: Value)]
  ) -> Value? {
    let words = values.map { "`\($0.word)`" }.joined(separator: " or ")
    guard let text = scalar(node, name, words) else { return nil }
    if let found = values.first(where: { $0.word.utf8.elementsEqual(text.utf8) }) {
      return found.value
    }
    expected(
      words, of: name, found: node,
      hint: nearestName(to: text, among: values.map(\.word)).map { "did you mean `\($0)`?" })
    return nil
  }

  /// A whole number in decimal digits.
  mutating func integer(_ node: YAMLNode, _ name: String, in range: ClosedRange<Int>) -> Int? {
    let what =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let text = scalar(node, name, what) else { return nil }
    if let number = wholeNumber(text.utf8), range.contains(number) { return number }
    expected(what, of: name, found: node)
    return nil
  }

  /// A length of time: a whole number and one of the units.
  ///
  /// - Parameters:
  ///   - units: The letters and how many of the unit of `range` each stands for.
  ///   - what: The expectation for the message, with an example.
  mutating func duration(
    _ node: YAMLNode, _ name: String, units: [Character: Int], in range: ClosedRange<Int>,
    _ what: String
  ) -> Int? {
    guard let text = scalar(node, name, what) else { return nil }
    if text.utf8.count > 1, let letter = text.unicodeScalars.last, let unit = units[Character(letter)],
      let number = wholeNumber(text.utf8.dropLast()),
      case let (product, false) = number.multipliedReportingOverflow(by: unit),
      range.contains(product)
    {
      return product
    }
    expected(what, of: name, found: node)
    return nil
  }

  private mutating func isUsable(
    _ text: String, _ node: YAMLNode, _ name: String, limit: Int, allowingLines: Bool
  ) -> Bool {
    if isBlank(text) {
      error("\(name) is blank", at: node.position, hint: "write a text, or remove the key")
      return false
    }
    let count = text.unicodeScalars.count
    if count > limit {
      error(
        "\(name) has \(count) characters; at most \(limit) are allowed", at: node.position,
        hint: "shorten it")
      return false
    }
    let control = text.unicodeScalars.first {
      isControl($0) && !(allowingLines && ($0 == "\n" || $0 == "\t"))
    }
    if let control {
      error(
        "\(name) holds the control character \(shown(String(control)))", at: node.position,
        hint: allowingLines ? "remove it" : "remove it, and write the text on one line")
      return false
    }
    return true
  }
}

/// A number in ASCII digits only; nil for anything else and on overflow.
private func wholeNumber(_ bytes: some Collection<UInt8>) -> Int? {
  guard !bytes.isEmpty else { return nil }
  var value = 0
  for byte in bytes {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte),
      case let (tens, false) = value.multipliedReportingOverflow(by: 10),
      case let (sum, false) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
    else { return nil }
    value = sum
  }
  return value
}
