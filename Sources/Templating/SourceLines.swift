import Model

/// A source with its line breaks made alike, and the places in it.
struct SourceLines: Sendable {
  let path: String
  /// UTF-8 without a byte order mark; every line break is one line feed.
  let bytes: [UInt8]
  private let starts: [Int]

  init(_ source: SourceText) {
    path = source.path
    var bytes: [UInt8] = []
    var starts = [0]
    bytes.reserveCapacity(source.text.utf8.count)
    var isAfterReturn = false
    for byte in source.text.utf8 {
      defer { isAfterReturn = byte == UInt8(ascii: "\r") }
      switch byte {
      case UInt8(ascii: "\n") where isAfterReturn: continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        bytes.append(UInt8(ascii: "\n"))
        starts.append(bytes.count)
      default: bytes.append(byte)
      }
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if bytes.starts(with: mark) {
      bytes.removeFirst(mark.count)
      starts = [0] + starts.dropFirst().map { $0 - mark.count }
    }
    self.bytes = bytes
    self.starts = starts
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The place of a byte.
  func location(at offset: Int) -> SourceLocation {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = bytes[starts[low]..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
    return SourceLocation(file: path, line: low + 1, column: column + 1)
  }

  /// The bytes of a line without its line feed; empty for a line that is not there.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    guard starts.indices.contains(number - 1) else { return [] }
    let end = starts.indices.contains(number) ? starts[number] - 1 : bytes.count
    return bytes[starts[number - 1]..<end]
  }

  /// The place of a text on a line, where wanted after a byte; the line alone where it is not there.
  func location(of text: String, line number: Int, after byte: UInt8? = nil) -> SourceLocation {
    let wanted = Array(text.utf8)
    var rest = line(number)
    if let byte { rest = rest.drop { $0 != byte } }
    while rest.count >= wanted.count, !wanted.isEmpty {
      if rest.starts(with: wanted) { return location(at: rest.startIndex) }
      rest = rest.dropFirst()
    }
    return SourceLocation(file: path, line: number)
  }

  /// The place of the first byte of a line that is not blank.
  func locationOfText(line number: Int) -> SourceLocation {
    let text = line(number).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return text.isEmpty ? SourceLocation(file: path, line: number) : location(at: text.startIndex)
  }
}
