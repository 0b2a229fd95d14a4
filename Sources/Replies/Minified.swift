import CSimdjson

/// Copies a JSON text without the white space between its tokens, a byte order mark aside token for token.
///
/// The text is validated first, so the result is one line: a line feed inside a string is no JSON.
/// - Throws: ``JSONError`` where the text is not one that ``JSONReader`` accepts.
public func minified(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
  var reader = JSONReader()
  return try reader.minified(text)
}

extension JSONReader {
  /// Does what the function of the same name does, with the reader's memory.
  public mutating func minified(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
    try text.withUnsafeBufferPointer { (text) throws(JSONError) in try check(text) }
    return try withoutSpace(text)
  }
}

/// Copies a text that a reader has accepted without the white space between its tokens.
func withoutSpace(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
  var failure: JSONError?
  let result = [UInt8](unsafeUninitializedCapacity: text.count + Int(CSIMDJSON_PADDING)) { output, length in
    let status = csimdjson_minify(text, text.count, output.baseAddress, &length)
    failure = JSONError(status)
  }
  if let failure { throw failure }
  return result
}
