import Model
import Yams

/// What is wrong with the syntax of a YAML file, in our words.
struct YAMLProblem: Sendable, Hashable {
  let message: String
  let hint: String?
  /// Nil where the parser names no place.
  var position: TextPosition?

  static let alias = YAMLProblem(
    message: "anchors (`&name`) and aliases (`*name`) are not supported",
    hint: "write the value out; put a text that begins with `&` or `*` in quotes")
  static let tab = YAMLProblem(
    message: "a tab stands where YAML wants spaces", hint: "indent with spaces")

  init(message: String, hint: String? = nil, position: TextPosition? = nil) {
    self.message = message
    self.hint = hint
    self.position = position
  }

  /// Translates an error of Yams about a text.
  init(_ error: any Error, in bytes: [UInt8]) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      self.init(
        problem: problem, at: TextPosition(mark), start: context.map { TextPosition($0.mark) },
        in: bytes)
    case .duplicatedKeysInMapping(let keys, let context):
      self.init(
        message: "the key \(shown(keys.first ?? "")) is written twice in one mapping",
        hint: "keep one of the two", position: TextPosition(context.mark))
    case .reader(let problem, _, _, _):
      self.init(message: "this is not YAML: \(problem)")
    default:
      self.init(message: "this file could not be read as YAML")
    }
  }

  /// - Parameters:
  ///   - position: Where the parser stopped.
  ///   - start: Where the thing began that it was reading.
  private init(
    problem: String, at position: TextPosition, start: TextPosition?, in bytes: [UInt8]
  ) {
    let sameColumn = "the keys of one mapping, and the `-` of one list, start in the same column"
    let opened = start.map { "it was opened on line \($0.line)" }
    switch problem {
    case "found character that cannot start any token":
      let byte = position.byteOffset(in: bytes).map { bytes[$0] }
      if byte == UInt8(ascii: "\t") {
        self = .tab
      } else {
        self.init(
          message: "a value cannot begin with \(shown(byte.map { String(Unicode.Scalar($0)) } ?? ""))",
          hint: "put the value in quotes")
      }
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      self = .tab
    case "mapping values are not allowed in this context":
      self.init(
        message: "no `:` is expected here",
        hint: "check the indentation, or put a value that holds `: ` in quotes")
    case "did not find expected key":
      self.init(message: "this does not fit the mapping above it", hint: sameColumn)
    case "did not find expected '-' indicator":
      self.init(message: "this does not fit the list above it", hint: sameColumn)
    case "block sequence entries are not allowed in this context":
      self.init(message: "no list entry is expected here", hint: sameColumn)
    case "could not find expected ':'":
      self.init(
        message: "a `:` is missing after this key", hint: "write `key: value`",
        position: start ?? position)
      return
    case "found unexpected end of stream":
      self.init(
        message: "the quote that opens here is never closed", hint: "close it on the same line",
        position: start ?? position)
      return
    case "did not find expected ',' or ']'":
      self.init(message: "a `,` or the closing `]` of the list is missing", hint: opened)
    case "did not find expected ',' or '}'":
      self.init(message: "a `,` or the closing `}` of the mapping is missing", hint: opened)
    case "found undefined alias": self = .alias
    case "found invalid Unicode character escape code":
      // The parser stops after the code; what it says began is the whole text.
      self.init(
        message: "an escape such as \\ud83d is half of a character, which YAML does not read",
        hint: "save the character itself (in Python: json.dumps(…, ensure_ascii=False)), "
          + "or write it as \\U0001F600")
    case "but found another document":
      self.init(
        message: "a second document begins here", hint: "remove the line `---` or `...`")
    case _ where problem.utf8.starts(with: "Maximum nesting level".utf8):
      self.init(message: "this is nested more than 1000 levels deep")
    default:
      self.init(message: "this is not YAML: \(problem)")
    }
    self.position = position
  }
}
