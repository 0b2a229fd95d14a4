/// A text in which everything that acts instead of showing is spelt out, as `\u{1b}`.
///
/// For places that no element can protect: a terminal, a cell. Joiners and combining marks stay.
public func visibleText(_ text: String) -> String {
  if text.utf8.allSatisfy(isOrdinary) { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if actsInText(scalar) {
      result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

/// Whether a character can move a cursor, end a line, or change the order in which others are shown: controls (C0,
/// DEL, C1), U+2028, U+2029, and the marks of direction U+061C, U+200E, U+200F, U+202A...U+202E and U+2066...U+2069.
public func actsInText(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
