/// A growing piece of HTML or SVG into which text gets only through an escape for its context.
///
/// It owns its memory and is never copied: pages are made of thousands of short pieces, and each costs hardly more than
/// its bytes. `removeAll()` keeps the memory for the next page.
public struct MarkupBuffer: ~Copyable {
  @usableFromInline var memory: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// The first so many bytes are written.
  @usableFromInline var length = 0

  /// Creates an empty buffer with room for so many bytes.
  public init(capacity: Int = 0) {
    self.capacity = max(64, capacity)
    memory = .allocate(capacity: self.capacity)
  }

  deinit {
    memory.deallocate()
  }

  /// How many bytes have been written.
  public var count: Int { length }

  /// The markup so far, in UTF-8.
  public var bytes: [UInt8] { bytes(from: 0) }

  /// The markup behind so many bytes.
  public func bytes(from start: Int) -> [UInt8] {
    let start = min(max(0, start), length)
    return Array(UnsafeBufferPointer(start: memory + start, count: length - start))
  }

  /// The markup so far as a text.
  public var text: String {
    String(decoding: UnsafeBufferPointer(start: memory, count: length), as: UTF8.self)
  }

  /// The last byte; nil where nothing has been written.
  public var last: UInt8? { length > 0 ? memory[length - 1] : nil }

  /// Makes room for so many bytes in all.
  public mutating func reserveCapacity(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: memory, count: length)
    memory.deallocate()
    memory = larger
    self.capacity = capacity
  }

  /// Forgets the markup and keeps the memory.
  public mutating func removeAll() {
    length = 0
  }

  // MARK: Finished markup

  /// Appends markup written in the source code. Inlined, it is a few moves: its length is known there.
  @inlinable @inline(__always)
  public mutating func appendLiteral(_ markup: StaticString) {
    markup.withUTF8Buffer { append(copying: $0) }
  }

  /// Appends finished markup.
  @inlinable
  public mutating func append(_ html: HTML) {
    html.bytes.withUnsafeBufferPointer { append(copying: $0) }
  }

  /// Appends bytes that the caller knows to be safe markup, for example a part of another renderer's output.
  public mutating func append(trusted markup: ArraySlice<UInt8>) {
    markup.withUnsafeBufferPointer { append(copying: $0) }
  }

  /// Appends what another buffer holds.
  public mutating func append(_ buffer: borrowing MarkupBuffer) {
    append(copying: UnsafeBufferPointer(start: buffer.memory, count: buffer.length))
  }

  // MARK: Text

  /// Appends text between tags: cleaned as in ``cleanText(_:)-(String)``, but with its line breaks and
  /// tabs, and `&`, `<`, `>` escaped.
  public mutating func appendText(_ text: String) {
    appendEscaped(text, as: ElementText.self)
  }

  /// Appends text between tags.
  public mutating func appendText(_ text: some StringProtocol) {
    appendText(String(text))
  }

  /// Appends the value of an attribute, which must stand between double quotes.
  ///
  /// The text is cleaned as in ``cleanText(_:)-(String)``; `&`, `<`, `>`, `"` and `'` are escaped.
  public mutating func appendAttribute(_ text: String) {
    appendEscaped(text, as: AttributeValue.self)
  }

  /// Appends the value of an attribute, which must stand between double quotes.
  public mutating func appendAttribute(_ text: some StringProtocol) {
    appendAttribute(String(text))
  }

  /// Appends a checked address as the value of an attribute, which must stand between double quotes.
  public mutating func appendAttribute(_ url: SafeURL) {
    appendAttribute(url.text)
  }

  /// Appends text as libcmark writes it, in an element or an attribute alike: on one line, cleaned, with `&`, `<`, `>`
  /// and `"` escaped.
  public mutating func appendMarkdownText(_ text: String) {
    appendEscaped(text, as: MarkdownText.self)
  }

  /// Appends a part of a code block as libcmark writes it: nothing is cleaned, and lines stay lines.
  public mutating func appendMarkdownLiteral(_ text: ArraySlice<UInt8>) {
    for byte in text {
      if MarkdownText.isDelimiter(byte) {
        appendLiteral(MarkdownText.spelling(ofDelimiter: byte))
      } else {
        append(byte: byte)
      }
    }
  }

  /// Appends an address as libcmark writes it into `href` or `src`.
  public mutating func appendMarkdownAddress(_ url: SafeURL) {
    for byte in url.text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): appendLiteral("&amp;")
      case UInt8(ascii: "["): appendLiteral("%5B")
      case UInt8(ascii: "]"): appendLiteral("%5D")
      default: append(byte: byte)
      }
    }
  }

  /// Appends a JSON string with its quotes, spelled so that it may stand inside a `script` element.
  ///
  /// The text is cleaned but keeps line breaks and tabs; `<`, `>`, `&`, U+2028 and U+2029 become `\u` escapes.
  public mutating func appendJSONString(_ text: String) {
    appendLiteral("\"")
    appendJSONText(text)
    appendLiteral("\"")
  }

  /// Appends a part of a JSON string, spelled likewise; its quotes are the caller's.
  public mutating func appendJSONText(_ text: String) {
    appendEscaped(text, as: JSONText.self)
  }

  /// Appends a JSON string with its quotes.
  public mutating func appendJSONString(_ text: some StringProtocol) {
    appendJSONString(String(text))
  }
}

/// What everything is written with.
extension MarkupBuffer {
  @inlinable @inline(__always)
  mutating func append(copying markup: UnsafeBufferPointer<UInt8>) {
    guard let start = markup.baseAddress else { return }
    reserve(markup.count)
    (memory + length).update(from: start, count: markup.count)
    length &+= markup.count
  }

  mutating func append(byte: UInt8) {
    reserve(1)
    memory[length] = byte
    length += 1
  }

  /// Lets `body` write a short text from its end to its beginning: digits are found from the last to the first.
  @inline(__always)
  mutating func appendBackwards(_ body: (inout BackwardsText) -> Void) {
    reserve(BackwardsText.capacity)
    var text = BackwardsText(end: memory + length + BackwardsText.capacity)
    body(&text)
    let size = memory + length + BackwardsText.capacity - text.start
    (memory + length).update(from: text.start, count: size)
    length += size
  }

  @inlinable @inline(__always)
  mutating func reserve(_ size: Int) {
    if capacity &- length < size { grow(by: size) }
  }

  @usableFromInline
  mutating func grow(by size: Int) {
    reserveCapacity(max(2 * capacity, length + size))
  }
}

/// A text of at most ``capacity`` bytes, the last of them first.
struct BackwardsText {
  /// Two numbers of 22 bytes, a command and a space.
  static let capacity = 48

  private(set) var start: UnsafeMutablePointer<UInt8>

  init(end: UnsafeMutablePointer<UInt8>) {
    start = end
  }

  @inline(__always)
  mutating func write(byte: UInt8) {
    start -= 1
    start.pointee = byte
  }
}
