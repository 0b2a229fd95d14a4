/// JSON for files that programs read: byte by byte, so that nothing in a string can hide a delimiter. What stands in a
/// page is spelt by ``MarkupBuffer``.
extension [UInt8] {
  /// Appends text that is JSON already.
  public mutating func appendJSON(_ text: String) {
    append(contentsOf: text.utf8)
  }

  /// Appends a string in quotes; only what JSON requires is escaped, all else stays as it is.
  public mutating func appendJSON(string text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0x0A: appendJSON("\\n")
      case 0x0D: appendJSON("\\r")
      case 0x09: appendJSON("\\t")
      case 0x00..<0x20:
        appendJSON(byte < 0x10 ? "\\u000" : "\\u001")
        appendJSON(String(byte & 0x0F, radix: 16))
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}
