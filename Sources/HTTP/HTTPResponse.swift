/// An answer.
public struct HTTPResponse: Sendable, Hashable {
  /// As the server says it; what is checked of it is libcurl's matter.
  public let status: Int
  /// The status line and the header lines of the final answer.
  let head: [UInt8]
  /// Decompressed.
  public let body: [UInt8]

  /// The value of the first header of a name, without the spaces around it; nil where there is none.
  /// - Parameter name: In ASCII; letters are compared whatever their case.
  public func header(_ name: String) -> String? {
    HeaderLines(head).values(of: name).first.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The lines of an answer's head.
struct HeaderLines {
  private let head: [UInt8]

  init(_ head: [UInt8]) {
    self.head = head
  }

  /// The values of all headers of a name, in their order, without the spaces around them.
  func values(of name: String) -> [ArraySlice<UInt8>] {
    head.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].elementsEqual(name.utf8, by: { lowerCased($0) == lowerCased($1) })
      else { return nil }
      return trimmed(line[(colon + 1)...])
    }
  }

  private func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == 0x09 || byte == 0x0D }
    var value = value.drop(while: isSpace)
    while let last = value.last, isSpace(last) { value.removeLast() }
    return value
  }
}

/// A byte with the letters A to Z in lower case.
func lowerCased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
