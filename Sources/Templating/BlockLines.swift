/// The options of a report block, line by line.
struct BlockLines {
  struct Option {
    let name: String
    let value: String
    /// Counted from 1 at the line after the fence.
    let line: Int
  }

  let options: [Option]
  /// The lines that are neither blank nor an option.
  let strayLines: [StrayLine]

  struct StrayLine {
    let text: String
    /// Counted from 1 at the line after the fence.
    let line: Int
  }

  init(body: String) {
    var options: [Option] = []
    var strayLines: [StrayLine] = []
    let lines = Array(body.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = Self.trimmed(line)
      guard !text.isEmpty else { continue }
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
        strayLines.append(StrayLine(text: String(decoding: text, as: UTF8.self), line: index + 1))
        continue
      }
      let name = Self.trimmed(text[..<colon])
      let value = Self.trimmed(text[(colon + 1)...])
      options.append(
        Option(
          name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self),
          line: index + 1))
    }
    self.options = options
    self.strayLines = strayLines
  }

  /// The first word of an info string.
  static func kind(of info: String) -> String {
    String(
      decoding: Array(info.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }), as: UTF8.self
    )
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.trimmingBlankEnd()
  }
}
