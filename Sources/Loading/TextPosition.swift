/// A place in a text: line and column from 1, the column in Unicode scalars.
struct TextPosition: Sendable, Hashable, Comparable {
  let line: Int
  let column: Int

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Finds the place of a byte in UTF-8 that is valid up to that byte.
  ///
  /// A line ends with LF, CR or CRLF, as editors count.
  init(ofByte offset: Int, in bytes: [UInt8]) {
    var line = 1
    var column = 1
    for index in bytes.indices.prefix(offset) {
      if isLineEnd(index, in: bytes) {
        line += 1
        column = 1
      } else if !isContinuation(bytes[index]) {
        column += 1
      }
    }
    self.init(line: line, column: column)
  }

  /// The byte at which this place begins; nil where the text has no such place.
  func byteOffset(in bytes: [UInt8]) -> Int? {
    var line = 1
    var column = 1
    for index in bytes.indices where !isContinuation(bytes[index]) {
      if line == self.line, column == self.column { return index }
      if isLineEnd(index, in: bytes) {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return nil
  }

  static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Whether a byte is the last one of a line end; the CR of a CRLF is not.
private func isLineEnd(_ index: Int, in bytes: [UInt8]) -> Bool {
  switch bytes[index] {
  case UInt8(ascii: "\n"): true
  case UInt8(ascii: "\r"): index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: "\n")
  default: false
  }
}

private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
