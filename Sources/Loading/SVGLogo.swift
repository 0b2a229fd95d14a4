import Model

/// What keeps an SVG from being a logo: it is shown as an image, but whoever opens its address alone has a page.
///
/// So it must be well-formed as far as its tags tell, begin with `svg`, run no script, hold no HTML, and load nothing.
struct SVGLogo {
  private let bytes: [UInt8]
  private let path: String
  private var place = 0
  private var open: [String] = []
  private var messages = Messages()

  /// Empty for a logo that may be shown.
  static func problems(in source: SourceText) -> [Diagnostic] {
    var logo = SVGLogo(source)
    logo.read()
    return logo.messages.all
  }

  private init(_ source: SourceText) {
    bytes = Array(source.text.utf8)
    path = source.path
  }

  private mutating func read() {
    var hasRoot = false
    if let control = bytes.firstIndex(where: { $0 < 0x20 && !isBlank($0) }) {
      return report("a control character is not allowed in a logo", at: control)
    }
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = start + 1
      if starts("!--") {
        guard skip(past: "-->") else { return report("the comment is never closed", at: start) }
      } else if starts("![CDATA[") {
        guard skip(past: "]]>") else { return report("the CDATA section is never closed", at: start) }
      } else if starts("!") {
        // Entities of its own could spell anything; the public type alone loads nothing.
        guard skip(past: ">"), !bytes[start..<place].contains(UInt8(ascii: "[")),
          Self.isQuoteClosed(bytes[start..<place])
        else {
          return report("a document type with entities is not allowed in a logo", at: start)
        }
      } else if starts("?") {
        if starts("?xml-stylesheet") {
          report("a style sheet of its own is loaded from elsewhere", at: start)
        }
        guard skip(past: "?>") else { return report("the instruction (`<?`) is never closed", at: start) }
        if !isReadAlike(as: Self.folded(bytes[start..<place])) {
          report("the file is UTF-8, and says that it is not", at: start, hint: "write encoding=\"UTF-8\"")
        }
      } else if starts("/") {
        place += 1
        let name = takeName()
        guard open.popLast() == name, skip(past: ">") else {
          return report("`</\(name)>` closes nothing that is open", at: start)
        }
      } else {
        let name = takeName()
        guard hasRoot || Self.local(name) == "svg" else {
          return report("this is no SVG: it begins with `<\(name)>`", at: start)
        }
        if hasRoot, open.isEmpty { return report("something follows the end of the SVG", at: start) }
        hasRoot = true
        check(element: name, at: start)
        guard readAttributes(of: name) else {
          return report("the tag `<\(name)>` is never closed", at: start)
        }
      }
    }
    if !hasRoot {
      report("this is no SVG: it has no `<svg>`", at: 0)
    } else if let name = open.last {
      report("`<\(name)>` is never closed", at: bytes.count)
    }
  }

  private static let refused: Set<String> = [
    "script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener",
  ]

  private mutating func check(element name: String, at offset: Int) {
    guard Self.refused.contains(Self.local(name)) else { return }
    report("`<\(name)>` is not allowed in a logo", at: offset)
  }

  /// Reads everything up to the tag's `>`; false where there is none.
  private mutating func readAttributes(of element: String) -> Bool {
    while place < bytes.count {
      if isBlank(bytes[place]) {
        place += 1
      } else if bytes[place] == UInt8(ascii: ">") {
        place += 1
        open.append(element)
        if Self.local(element) == "style" { readStyle() }
        return true
      } else if starts("/>") {
        place += 2
        return true
      } else {
        let start = place
        let name = takeName()
        skipBlank()
        guard !name.isEmpty, place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return false }
        place += 1
        skipBlank()
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'"),
          let end = bytes[(place + 1)...].firstIndex(of: bytes[place])
        else { return false }
        if bytes[(place + 1)..<end].contains(UInt8(ascii: "<")) {
          // Where somebody reads it in another way it is a tag.
          report("`\(name)` holds a `<`, which XML does not allow", at: start, hint: "write it as &lt;")
        }
        check(name, value: bytes[(place + 1)..<end], at: start)
        place = end + 1
      }
    }
    return false
  }

  private mutating func check(_ name: String, value: ArraySlice<UInt8>, at offset: Int) {
    let local = Self.local(name)
    guard let decoded = Self.decoded(value) else {
      return report(
        "`\(name)` has a `&` that XML does not know", at: offset, hint: "write the character itself, or &amp;"
      )
    }
    let text = Self.folded(decoded)
    // Names of events are letters; drawing programs have attributes such as `only_selected`.
    if local.utf8.starts(with: "on".utf8), !local.utf8.contains(UInt8(ascii: "_")) {
      report("the attribute `\(name)` is script", at: offset)
    } else if local == "base" {
      report("`\(name)` leads the links of the file elsewhere", at: offset, hint: Self.ownHint)
    } else if name.utf8.starts(with: "xmlns".utf8), Self.has("xhtml", in: text) {
      report("HTML is not allowed in a logo", at: offset)
    } else if local == "attributename", text.suffix(4).elementsEqual("href".utf8) {
      report("`\(name)` changes an address", at: offset)
    } else if ["href", "src", "data"].contains(local) {
      let isOwn = text.isEmpty || text.first == UInt8(ascii: "#") || Self.isPicture(text)
      if !isOwn { report("`\(name)` leads out of the file", at: offset, hint: Self.ownHint) }
    } else if !name.utf8.contains(UInt8(ascii: ":")), Self.loads(text) {
      // What has a prefix is of a drawing program, and styles nothing.
      report("`\(name)` loads something from elsewhere", at: offset, hint: Self.ownHint)
    }
  }

  private static let ownHint = "draw it in the file itself, or name a part of the file, such as #a"

  /// The text of a style element, in which a CDATA section may be.
  private mutating func readStyle() {
    let start = place
    var style: [UInt8] = []
    while place < bytes.count, !starts("</") {
      if starts("<![CDATA[") {
        let inner = place + "<![CDATA[".utf8.count
        guard skip(past: "]]>") else { return report("the CDATA section is never closed", at: inner) }
        // In it a `&` is one.
        style += bytes[inner..<(place - "]]>".utf8.count)]
      } else if bytes[place] == UInt8(ascii: "<") {
        // What is in a comment or a tag is no style, and what a style hides is no comment.
        return report("a style of a logo may only hold text", at: place, hint: "take the `<` out of it")
      } else {
        let text = bytes[place...].prefix { $0 != UInt8(ascii: "<") }
        guard let decoded = Self.decoded(text) else {
          return report(
            "the style has a `&` that XML does not know", at: place,
            hint: "write the character itself, or &amp;")
        }
        style += decoded
        place = text.endIndex
      }
    }
    let text = Self.folded(style[...])
    if Self.loads(text) || Self.has("@import", in: text) {
      report("the style loads something from elsewhere", at: start, hint: Self.ownHint)
    }
  }

  /// Whether no quotation is open at the end of a document type.
  private static func isQuoteClosed(_ text: ArraySlice<UInt8>) -> Bool {
    var quote: UInt8?
    for byte in text {
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
    }
    return quote == nil
  }

  /// Encodings in which a text of ASCII is the same.
  private static let supersets = ["utf-8", "us-ascii", "ascii", "iso-8859-", "windows-125"]

  /// Whether a browser that follows an instruction reads what is read here.
  private func isReadAlike(as instruction: [UInt8]) -> Bool {
    let mark = Array("encoding=".utf8)
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    return instruction.indices.filter { instruction[$0...].starts(with: mark) }.allSatisfy { start in
      let name = instruction[(start + mark.count)...].dropFirst().prefix { !"\"'?".utf8.contains($0) }
      if name.elementsEqual("utf-8".utf8) { return true }
      return isASCII && Self.supersets.contains { name.starts(with: $0.utf8) }
    }
  }

  /// A name without its prefix, in lower case.
  private static func local(_ name: String) -> String {
    let last = name.utf8.split(separator: UInt8(ascii: ":")).last.map { Array($0) } ?? []
    return String(
      decoding: last.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
      as: UTF8.self)
  }

  private mutating func takeName() -> String {
    let start = place
    while place < bytes.count, !isBlank(bytes[place]), !"=/><\"'".utf8.contains(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func skipBlank() {
    while place < bytes.count, isBlank(bytes[place]) { place += 1 }
  }

  private func starts(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  private mutating func skip(past end: String) -> Bool {
    while place < bytes.count, !starts(end) { place += 1 }
    guard place < bytes.count else { return false }
    place += end.utf8.count
    return true
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private mutating func report(
    _ message: String, at offset: Int, hint: String = "save it as a plain SVG, or use a PNG file",
    line: Int = #line
  ) {
    let (bytes, path) = (bytes, path)
    func location() -> SourceLocation {
      let place = TextPosition(ofByte: offset, in: bytes)
      return SourceLocation(file: path, line: place.line, column: place.column)
    }
    messages.add(
      .error, of: Messages.Kind(file: #fileID, line: line), at: location(),
      // A name may be as long as the file.
      { String(String.UnicodeScalarView(message.unicodeScalars.prefix(200))) }, hint: { hint })
  }
}
