/// A growing piece of HTML or SVG into which text gets only through an escape for its context.
///
/// One buffer is meant to be reused for many pages: `removeAll()` keeps the memory.
public struct MarkupBuffer: Sendable {
  /// The markup so far, in UTF-8.
  public private(set) var bytes: [UInt8] = []

  /// Creates an empty buffer with room for so many bytes.
  public init(capacity: Int = 0) {
    bytes.reserveCapacity(max(0, capacity))
  }

  /// How many bytes have been written.
  public var count: Int { bytes.count }

  /// Makes room for so many bytes in all.
  public mutating func reserveCapacity(_ capacity: Int) {
    bytes.reserveCapacity(max(0, capacity))
  }

  /// Forgets the markup and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends markup written in the source code.
  public mutating func appendLiteral(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends finished markup.
  public mutating func append(_ html: HTML) {
    bytes.append(contentsOf: html.bytes)
  }

  /// Appends bytes that the caller knows to be safe markup, for example a part of another renderer's output.
  public mutating func append(trusted markup: ArraySlice<UInt8>) {
    bytes.append(contentsOf: markup)
  }

  /// Appends what another buffer holds.
  public mutating func append(_ buffer: MarkupBuffer) {
    bytes.append(contentsOf: buffer.bytes)
  }

  /// Appends text between tags: cleaned as in ``cleanText(_:)-(String)``, but with its line breaks and
  /// tabs, and `&`, `<`, `>` escaped.
  public mutating func appendText(_ text: String) {
    text.withUTF8Bytes { appendEscaped($0, as: ElementText.self, to: &bytes) }
  }

  /// Appends text between tags.
  public mutating func appendText(_ text: some StringProtocol) {
    appendText(String(text))
  }

  /// Appends the value of an attribute, which must stand between double quotes.
  ///
  /// The text is cleaned as in ``cleanText(_:)-(String)``; `&`, `<`, `>`, `"` and `'` are escaped.
  public mutating func appendAttribute(_ text: String) {
    text.withUTF8Bytes { appendEscaped($0, as: AttributeValue.self, to: &bytes) }
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
    text.withUTF8Bytes { appendEscaped($0, as: MarkdownText.self, to: &bytes) }
  }

  /// Appends a part of a code block as libcmark writes it: nothing is cleaned, and lines stay lines.
  public mutating func appendMarkdownLiteral(_ text: ArraySlice<UInt8>) {
    for byte in text {
      if MarkdownText.isDelimiter(byte) {
        appendLiteral(MarkdownText.spelling(ofDelimiter: byte))
      } else {
        bytes.append(byte)
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
      default: bytes.append(byte)
      }
    }
  }

  /// Appends a JSON string with its quotes, spelled so that it may stand inside a `script` element.
  ///
  /// The text is cleaned but keeps line breaks and tabs; `<`, `>`, `&`, U+2028 and U+2029 become `\u` escapes.
  public mutating func appendJSONString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    appendJSONText(text)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a part of a JSON string, spelled likewise; its quotes are the caller's.
  public mutating func appendJSONText(_ text: String) {
    text.withUTF8Bytes { appendEscaped($0, as: JSONText.self, to: &bytes) }
  }

  /// Appends a JSON string with its quotes.
  public mutating func appendJSONString(_ text: some StringProtocol) {
    appendJSONString(String(text))
  }

  /// Appends decimal digits, without grouping.
  public mutating func append(integer: Int) {
    appendBackwards { digits in
      digits.write(integer.magnitude)
      if integer < 0 { digits.write(byte: UInt8(ascii: "-")) }
    }
  }

  /// Appends a number of hundredths in its shortest decimal form: 1250 as `12.5`, 1200 as `12`, -5 as `-0.05`.
  public mutating func append(hundredths: Int) {
    appendBackwards { $0.write(hundredths: hundredths) }
  }

  /// Appends millionths as a decimal number with its digits in groups of three and without trailing zeros: 1_204_500_000
  /// as `1,204.5`.
  public mutating func append(groupedMillionths millionths: UInt64) {
    appendBackwards { digits in
      var (whole, fraction) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
      digits.write(millionths: fraction)
      var count = 0
      repeat {
        if count > 0, count % 3 == 0 { digits.write(byte: UInt8(ascii: ",")) }
        digits.write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole % 10))
        whole /= 10
        count += 1
      } while whole > 0
    }
  }

  /// Appends millionths as a decimal number in its shortest form: 1_204_500_000 as `1204.5`, -20_900 as `-0.0209`.
  public mutating func append(millionths: Int64) {
    appendBackwards { digits in
      let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
      digits.write(millionths: fraction)
      digits.write(UInt(whole))
      if millionths < 0 { digits.write(byte: UInt8(ascii: "-")) }
    }
  }

  /// Appends a day of the years 0 to 9999 as `2026-11-22`.
  public mutating func append(year: Int, month: Int, day: Int) {
    appendBackwards { digits in
      digits.write(day, places: 2)
      digits.write(byte: UInt8(ascii: "-"))
      digits.write(month, places: 2)
      digits.write(byte: UInt8(ascii: "-"))
      digits.write(year, places: 4)
    }
  }

  /// Appends a step of an SVG path to an absolute point in hundredths: `L12.5 3`.
  ///
  /// `command` is one ASCII letter. A chart writes hundreds of these, so they have a function of their own.
  public mutating func appendPathStep(_ command: Unicode.Scalar, x: Int, y: Int) {
    appendBackwards { digits in
      digits.write(hundredths: y)
      digits.write(byte: UInt8(ascii: " "))
      digits.write(hundredths: x)
      digits.write(byte: UInt8(truncatingIfNeeded: command.value))
    }
  }

  /// Lets `body` write a short text from its end to its beginning, and appends it.
  @inline(__always)
  private mutating func appendBackwards(_ body: (inout BackwardsText) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: BackwardsText.capacity) { room in
      var text = BackwardsText(room: room)
      body(&text)
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: room[text.start...]))
    }
  }
}

/// Digits are found from the last to the first, so they are written that way.
private struct BackwardsText {
  /// Two numbers of 22 bytes, a command and a space.
  static let capacity = 48

  let room: UnsafeMutableBufferPointer<UInt8>
  private(set) var start: Int

  init(room: UnsafeMutableBufferPointer<UInt8>) {
    self.room = room
    start = room.count
  }

  @inline(__always)
  mutating func write(byte: UInt8) {
    start -= 1
    room[start] = byte
  }

  @inline(__always)
  mutating func write(_ number: UInt) {
    var rest = number
    repeat {
      let digit: UInt
      (rest, digit) = rest.quotientAndRemainder(dividingBy: 10)
      write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
    } while rest > 0
  }

  /// Writes the last digits of a number, with zeros before it.
  @inline(__always)
  mutating func write(_ number: Int, places: Int) {
    var rest = number.magnitude
    for _ in 0..<places {
      write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
  }

  /// Writes a point and a fraction of less than a million millionths without trailing zeros; nothing for none.
  @inline(__always)
  mutating func write(millionths fraction: UInt64) {
    guard fraction > 0 else { return }
    var (rest, places) = (fraction, 6)
    while rest % 10 == 0 {
      rest /= 10
      places -= 1
    }
    for _ in 0..<places {
      write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    write(byte: UInt8(ascii: "."))
  }

  @inline(__always)
  mutating func write(hundredths: Int) {
    let (whole, fraction) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if fraction > 0 {
      let (tenth, hundredth) = fraction.quotientAndRemainder(dividingBy: 10)
      if hundredth > 0 { write(hundredth) }
      write(tenth)
      write(byte: UInt8(ascii: "."))
    }
    write(whole)
    if hundredths < 0 { write(byte: UInt8(ascii: "-")) }
  }
}
