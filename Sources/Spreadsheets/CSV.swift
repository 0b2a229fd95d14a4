/// Comma-separated values as RFC 4180 has them, in UTF-8, for programs and for spreadsheets.
public enum CSV {
  /// Appends a row with its line end.
  ///
  /// Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever quotes it is in. Texts come
  /// from strangers, so such a text gets an apostrophe in front; numbers are written as they are.
  public static func append(_ cells: [Cell], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .empty: break
      case .number(let digits): bytes += Array(digits.utf8)
      case .text(let text): append(text, to: &bytes)
      }
    }
    bytes += [0x0D, 0x0A]
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let guarded = (startsFormula(text) ? "'" : "") + text
    guard guarded.utf8.contains(where: isSpecial) else {
      bytes += Array(guarded.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in guarded.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a spreadsheet may take the text for a formula, also after white space or in full-width letters.
  private static func startsFormula(_ text: String) -> Bool {
    let first = text.unicodeScalars.first { scalar in
      !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        && scalar.properties.generalCategory != .control
    }
    switch first {
    case "=", "+", "-", "@", "＝", "＋", "－", "＠", "|": return true
    default: return text.unicodeScalars.first.map { $0 == "\t" || $0 == "\r" || $0 == "\n" } ?? false
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: "\t"),
      0x0A, 0x0D:
      true
    default: false
    }
  }
}
