/// Finished markup: it is written into a page as it is.
public struct HTML: Sendable, Hashable {
  /// The markup in UTF-8.
  public let bytes: [UInt8]

  /// Wraps bytes that the caller knows to be safe markup, for example another renderer's output.
  public init(trusted bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes what was written into a buffer; it is safe because a buffer escapes all text.
  public init(_ buffer: borrowing MarkupBuffer) {
    bytes = buffer.bytes
  }

  /// Markup that is written once and then taken into many pages.
  public static func written(_ write: (inout MarkupBuffer) -> Void) -> HTML {
    var buffer = MarkupBuffer()
    write(&buffer)
    return HTML(buffer)
  }

  /// Turns text into markup that shows exactly this text, cleaned.
  public static func text(_ text: String) -> HTML {
    var buffer = MarkupBuffer(capacity: text.utf8.count)
    buffer.appendText(text)
    return HTML(buffer)
  }
}

extension HTML: CustomStringConvertible {
  /// The markup as text.
  public var description: String {
    String(decoding: bytes, as: UTF8.self)
  }
}
