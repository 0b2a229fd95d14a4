/// Text from a file, made safe and short enough to stand in a message, between quotes.
///
/// Whatever a terminal could act on, or that would melt into its neighbour (controls, direction
/// marks, combining marks, odd spaces), is written as `\u{301}`; after 80 scalars the rest is cut.
func shown(_ text: String) -> String {
  var result = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < 80 else { return "\"\(result)…\"" }
    count += 1
    if isPlain(scalar) {
      result.unicodeScalars.append(scalar)
    } else {
      result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
  return "\"\(result)\""
}

/// Whether a scalar stands for itself wherever it is printed.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return !isControl(scalar) }
  return switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
    .spaceSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
    false
  default: true
  }
}

/// Whether a scalar is one of the C0 or C1 control characters or DEL.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}

/// Whether a text is empty or all white space.
func isBlank(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
}

/// Names in backquotes with commas between them.
func listed(_ names: [String]) -> String {
  names.map { "`\($0)`" }.joined(separator: ", ")
}
