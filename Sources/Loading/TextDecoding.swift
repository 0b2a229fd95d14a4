import Model

/// Decodes a file as UTF-8; a byte order mark at the start is dropped, line ends stay as they are.
///
/// Throws one diagnostic at the first byte that is not UTF-8.
func decodeText(_ bytes: [UInt8], path: String) throws(InvalidInput) -> SourceText {
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let content = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  if let text = String(validating: content, as: UTF8.self) {
    return SourceText(path: path, text: text)
  }
  let offset = firstInvalidByte(in: content)
  let place = TextPosition(ofByte: offset, in: content)
  let byte = content.indices.contains(offset) ? content[offset] : 0
  throw InvalidInput([
    Diagnostic(
      .error, "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8 text",
      at: SourceLocation(file: path, line: place.line, column: place.column),
      hint: "save the file as UTF-8")
  ])
}

private func firstInvalidByte(in bytes: [UInt8]) -> Int {
  var parser = Unicode.UTF8.ForwardParser()
  var rest = bytes.makeIterator()
  var offset = 0
  while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
  return offset
}
