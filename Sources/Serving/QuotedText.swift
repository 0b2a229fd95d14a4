import Markup

/// A JSON string literal.
func quoted(_ text: String) -> String {
  var bytes: [UInt8] = []
  bytes.appendJSON(string: text)
  return String(decoding: bytes, as: UTF8.self)
}

/// A JSON array of strings.
func quoted(_ texts: [String]) -> String {
  "[" + texts.map(quoted).joined(separator: ", ") + "]"
}
