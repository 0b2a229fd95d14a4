/// Makes a text of the server's safe to print: without the token, without control characters, not long.
struct ServerText: Sendable {
  static let limit = 200

  let token: APIToken

  /// The text redacted, on one line, cut at 200 scalars; nil where nothing is left.
  func cleaned(_ text: String?) -> String? {
    guard let text else { return nil }
    var result = String.UnicodeScalarView()
    var isCut = false
    // Redact before cutting, or the cut could leave half of the token.
    for scalar in token.redact(text).unicodeScalars {
      guard result.count < Self.limit else {
        isCut = true
        break
      }
      result.append(Self.isPrintable(scalar) ? scalar : " ")
    }
    while result.last == " " { result.removeLast() }
    while result.first == " " { result.removeFirst() }
    return result.isEmpty ? nil : String(result) + (isCut ? "…" : "")
  }

  /// False for control characters, line and paragraph separators, and what changes the direction of text.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }
}
