/// How text is spelled in one context.
///
/// Contexts are types, so that each gets its own compiled loop.
protocol EscapingContext {
  /// Whether an ASCII byte has a meaning of its own in this context.
  static func isDelimiter(_ byte: UInt8) -> Bool
  /// How a delimiter is spelled so that it means itself.
  static func spelling(ofDelimiter byte: UInt8) -> StaticString
  static var tab: StaticString { get }
  static var lineBreak: StaticString { get }
  static var lineSeparator: StaticString { get }
  static var paragraphSeparator: StaticString { get }
}

extension MarkupBuffer {
  /// Appends a cleaned and escaped text in one pass.
  ///
  /// Runs of bytes that need nothing are copied whole. The loop sees bytes, never characters: a combining
  /// mark after a quote makes one `Character` of both and would hide the quote.
  mutating func appendEscaped<Context: EscapingContext>(_ text: String, as context: Context.Type) {
    text.withUTF8Bytes { appendEscaped($0, as: context) }
  }

  private mutating func appendEscaped<Context: EscapingContext>(
    _ utf8: UnsafeBufferPointer<UInt8>, as context: Context.Type
  ) {
    var copied = 0
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      let isDelimiter = Context.isDelimiter(byte)
      if !isDelimiter && isOrdinary(byte) {
        index += 1
        continue
      }
      let spelling: StaticString
      var length = 1
      if isDelimiter {
        spelling = Context.spelling(ofDelimiter: byte)
      } else {
        let unit: TextUnit
        (unit, length) = textUnit(in: utf8, at: index)
        switch unit {
        case .kept:
          index += length
          continue
        case .dropped: spelling = ""
        case .tab: spelling = Context.tab
        case .lineBreak: spelling = Context.lineBreak
        case .lineSeparator: spelling = Context.lineSeparator
        case .paragraphSeparator: spelling = Context.paragraphSeparator
        }
      }
      append(copying: UnsafeBufferPointer(rebasing: utf8[copied..<index]))
      appendLiteral(spelling)
      index += length
      copied = index
    }
    append(copying: UnsafeBufferPointer(rebasing: utf8[copied..<utf8.count]))
  }
}

/// Text between tags, in HTML and in SVG.
enum ElementText: EscapingContext {
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
  }

  static func spelling(ofDelimiter byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    default: "&gt;"
    }
  }

  static var tab: StaticString { "\t" }
  static var lineBreak: StaticString { "\n" }
  static var lineSeparator: StaticString { "\u{2028}" }
  static var paragraphSeparator: StaticString { "\u{2029}" }
}

/// The value of an attribute between double quotes; one line.
enum AttributeValue: EscapingContext {
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    ElementText.isDelimiter(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  static func spelling(ofDelimiter byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: ElementText.spelling(ofDelimiter: byte)
    }
  }

  static var tab: StaticString { " " }
  static var lineBreak: StaticString { " " }
  static var lineSeparator: StaticString { " " }
  static var paragraphSeparator: StaticString { " " }
}

/// Text in a document that libcmark renders; one line.
enum MarkdownText: EscapingContext {
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    ElementText.isDelimiter(byte) || byte == UInt8(ascii: "\"")
  }

  static func spelling(ofDelimiter byte: UInt8) -> StaticString {
    byte == UInt8(ascii: "\"") ? "&quot;" : ElementText.spelling(ofDelimiter: byte)
  }

  static var tab: StaticString { " " }
  static var lineBreak: StaticString { " " }
  static var lineSeparator: StaticString { " " }
  static var paragraphSeparator: StaticString { " " }
}

/// The inside of a JSON string that may itself stand inside a `script` element.
enum JSONText: EscapingContext {
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    ElementText.isDelimiter(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  static func spelling(ofDelimiter byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "\""): #"\""#
    case UInt8(ascii: "\\"): #"\\"#
    case UInt8(ascii: "&"): #"\u0026"#
    case UInt8(ascii: "<"): #"\u003c"#
    default: #"\u003e"#
    }
  }

  static var tab: StaticString { #"\t"# }
  static var lineBreak: StaticString { #"\n"# }
  static var lineSeparator: StaticString { #"\u2028"# }
  static var paragraphSeparator: StaticString { #"\u2029"# }
}

/// Plain text on one line: cleaned, with nothing to escape.
enum OneLine: EscapingContext {
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool { false }

  static func spelling(ofDelimiter byte: UInt8) -> StaticString { "" }

  static var tab: StaticString { " " }
  static var lineBreak: StaticString { " " }
  static var lineSeparator: StaticString { " " }
  static var paragraphSeparator: StaticString { " " }
}
