import Markup

/// Comma-separated values as RFC 4180 has them, in UTF-8, for programs and for spreadsheets.
public enum CSV {
  /// What a file of CSV begins with, or Excel takes it for a text in the machine's old encoding.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Appends a row with its line end.
  ///
  /// Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever quotes it is in, and a long
  /// row of digits, or digits with one `e`, for a number that they round. Texts come from strangers, so such a text
  /// gets an apostrophe in front; numbers are written as they are. A row is one line and shows all that it has: line
  /// breaks and tabs become spaces, other controls and marks of direction are spelt out.
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
    let shown = visibleText(oneLine(text))
    let guarded = (startsFormula(text) || losesDigits(text) ? "'" : "") + shown
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

  /// Whether a spreadsheet would read a number from the text that it cannot give back: one of more than 15 digits, with
  /// a zero in front, or with an exponent.
  private static func losesDigits(_ text: String) -> Bool {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return false }
    return parts.count == 2 || parts[0].count > 15
      || (parts[0].count > 1 && parts[0].first == UInt8(ascii: "0"))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func oneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { (0x09...0x0D).contains($0) }) else { return text }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\t", "\n", "\r": result.append(" ")
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ";"): true
    default: false
    }
  }
}
