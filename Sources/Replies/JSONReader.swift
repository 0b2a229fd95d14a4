import CSimdjson

/// A JSON reader that uses its memory again for the next text: one for each task, not shared.
///
/// It does not copy, and reading is `mutating`, so the compiler refuses to read a second text while
/// the nodes of the first are in use.
///
///     var reader = JSONReader()
///     let code = try reader.read(body) { node in Envelope(node)?.code }
public struct JSONReader: ~Copyable {
  /// Nil where there was no memory for it.
  private let parser: OpaquePointer?
  /// How many arrays and objects lie within each other in the last text that was read.
  private(set) var depth = 0

  public init() {
    parser = csimdjson_parser_new()
  }

  deinit {
    if let parser { csimdjson_parser_free(parser) }
  }

  /// Reads a whole text and hands its root value to `body`; a byte order mark is skipped.
  ///
  /// The node and everything reached from it is valid only inside `body`: copy out what must last.
  /// - Throws: ``JSONError``, or what `body` throws.
  public mutating func read<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (JSONNode) throws -> Result
  ) throws -> Result {
    try body(parse(text))
  }

  /// Reads a whole text and hands its root value to `body`, as ``read(_:_:)`` does for a buffer.
  public mutating func read<Result>(
    _ text: [UInt8], _ body: (JSONNode) throws -> Result
  ) throws -> Result {
    try text.withUnsafeBufferPointer { try body(parse($0)) }
  }

  /// Reads a whole text, and of one object in it only the members that are selected.
  ///
  /// What is left out is not looked at, so this is for texts that were read whole before.
  public mutating func read<Result>(
    _ text: UnsafeBufferPointer<UInt8>, selecting selection: JSONSelection,
    _ body: (JSONNode) throws -> Result
  ) throws -> Result {
    try body(parse(text, selecting: selection))
  }

  /// Throws where the text is not JSON that this reader accepts.
  mutating func check(_ text: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    _ = try parse(text)
  }

  private mutating func parse(
    _ text: UnsafeBufferPointer<UInt8>, selecting selection: JSONSelection? = nil
  ) throws(JSONError) -> JSONNode {
    guard let parser else { throw .outOfMemory }
    var document = csimdjson_document()
    let status = csimdjson_parse_selected(
      parser, selection?.pointer, text.baseAddress, text.count, &document)
    if let error = JSONError(status, offset: document.error_offset) { throw error }
    depth = Int(document.depth)
    guard let root = document.tokens else { throw .invalid(offset: nil) }
    return JSONNode(token: root)
  }
}

extension JSONError {
  /// The error that a status stands for; nil for success.
  init?(_ status: csimdjson_error, offset: Int64 = -1) {
    switch status {
    case CSIMDJSON_OK: return nil
    case CSIMDJSON_NOT_UTF8: self = .notUTF8
    case CSIMDJSON_TOO_DEEP: self = .tooDeep
    case CSIMDJSON_TOO_LARGE: self = .tooLarge
    case CSIMDJSON_OUT_OF_MEMORY: self = .outOfMemory
    default: self = .invalid(offset: offset < 0 ? nil : Int(offset))
    }
  }
}
