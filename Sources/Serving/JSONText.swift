/// A JSON string literal: quotes, backslashes and control characters are escaped.
func quoted(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\":
      literal += "\\"
      literal.unicodeScalars.append(scalar)
    case _ where scalar.value < 0x20 || scalar.value == 0x7f:
      let digits = String(scalar.value, radix: 16)
      literal += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    default:
      literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}

/// A JSON array of strings.
func quoted(_ texts: [String]) -> String {
  "[" + texts.map(quoted).joined(separator: ", ") + "]"
}
