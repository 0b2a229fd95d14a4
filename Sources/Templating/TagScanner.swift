import Model

/// Finds the tags of a template, and what of Mustache kolsite does not have.
///
/// A character that combines with a brace looks like another one to a person and to an editor, so it is told.
struct TagScanner {
  /// Sections may be nested so deep.
  static let deepestSection = 64

  private let source: SourceLines
  private let text: String
  private var tags: [TemplateTag] = []
  private var open: [TemplateTag] = []
  private var mistakes = Messages()

  private init(_ source: SourceLines) {
    self.source = source
    text = source.text
  }

  /// Returns the tags in the order of the text, and everything that is wrong with them.
  static func scan(_ source: SourceLines) -> (tags: [TemplateTag], mistakes: [Diagnostic]) {
    var scanner = TagScanner(source)
    var offset = 0
    while let start = scanner.findPair(of: UInt8(ascii: "{"), in: offset..<source.bytes.count) {
      offset = scanner.scanTag(at: start)
    }
    for tag in scanner.open {
      scanner.report(
        "the section `\(tag.name)` is never closed", at: tag.range.lowerBound,
        hint: "write `{{/\(tag.name)}}` where it ends")
    }
    return (scanner.tags, scanner.mistakes.all)
  }

  /// Reads the tag whose braces are at `start`; returns where to go on.
  private mutating func scanTag(at start: Int) -> Int {
    let sigil = start + 2 < source.bytes.count ? source.bytes[start + 2] : 0
    if let (message, hint) = Self.refusal(of: sigil) {
      report(message, at: start, hint: hint)
      return findPair(of: UInt8(ascii: "}"), in: start..<source.bytes.count).map { $0 + 2 }
        ?? source.bytes.count
    }
    let kind = Self.kind(of: sigil)
    let content = kind == .variable ? start + 2 : start + 3
    guard let end = closingBraces(from: content, of: kind) else {
      report("the tag is never closed", at: start, hint: "a tag ends with `}}`, on the line where it begins")
      return start + 2
    }
    let range = start..<(end + 2)
    guard [start, content, end, end + 2].allSatisfy(isCharacterBoundary) else {
      report(
        "a character combines with the braces of the tag", at: start,
        hint: "put a space between the braces and what is next to them")
      return range.upperBound
    }
    if kind == .comment {
      tags.append(TemplateTag(kind: .comment, path: [], range: range, nameOffset: content))
    } else {
      scanName(in: content..<end, of: kind, range: range)
    }
    return range.upperBound
  }

  private mutating func scanName(in content: Range<Int>, of kind: TemplateTag.Kind, range: Range<Int>) {
    let name = source.bytes[content].drop(while: Self.isBlank).trimmingBlankEnd()
    guard !name.isEmpty else {
      report("the tag has no name", at: range.lowerBound)
      return
    }
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isDot = name.elementsEqual(".".utf8) && kind != .partial
    guard isDot || parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isNameByte) }),
      kind != .partial || parts.count == 1
    else {
      reportName(name, of: kind)
      return
    }
    let tag = TemplateTag(
      kind: kind, path: isDot ? [] : parts.map { String(decoding: $0, as: UTF8.self) }, range: range,
      nameOffset: name.startIndex)
    tags.append(tag)
    switch kind {
    case .section, .invertedSection: opens(tag)
    case .closing: closes(tag)
    case .variable, .partial, .comment: break
    }
  }

  private mutating func opens(_ tag: TemplateTag) {
    open.append(tag)
    if open.count == Self.deepestSection + 1 {
      report("sections are nested deeper than \(Self.deepestSection) levels", at: tag.range.lowerBound)
    }
  }

  private mutating func closes(_ tag: TemplateTag) {
    guard let index = open.lastIndex(where: { $0.path == tag.path }) else {
      let advice = open.last.map { "the section open here is `\($0.name)`" }
      report("no section `\(tag.name)` is open here", at: tag.range.lowerBound, hint: advice)
      return
    }
    for unclosed in open[(index + 1)...] {
      let place = source.location(at: tag.range.lowerBound)
      report(
        "the section `\(unclosed.name)` is not closed before `\(tag.name)`", at: unclosed.range.lowerBound,
        hint: "write `{{/\(unclosed.name)}}` before line \(place.line ?? 1), column \(place.column ?? 1)")
    }
    open.removeSubrange(index...)
  }

  private mutating func reportName(_ name: ArraySlice<UInt8>, of kind: TemplateTag.Kind) {
    let shown = String(
      String.UnicodeScalarView(String(decoding: name, as: UTF8.self).unicodeScalars.prefix(40)))
    if kind != .partial, name.contains(UInt8(ascii: "(")) {
      report(
        "`\(shown)` is not allowed: templates have no functions", at: name.startIndex,
        hint: "a tag holds a name only")
    } else if kind == .partial {
      report(
        "`\(shown)` is not a partial's name", at: name.startIndex,
        hint: "`{{> part}}` stands for the file `_part` with this template's extension")
    } else {
      report(
        "`\(shown)` is not a name", at: name.startIndex,
        hint: "a name has letters, digits, `_` and `-`, and dots between its parts")
    }
  }

  private mutating func report(
    _ message: @autoclosure () -> String, at offset: Int, hint: @autoclosure () -> String? = nil,
    code: Int = #line
  ) {
    let source = source
    mistakes.add(
      .error, of: Messages.Kind(file: #fileID, line: code), at: source.location(at: offset), message,
      hint: hint)
  }

  /// Where the tag's closing braces are; only a comment may have line breaks or braces before them.
  private func closingBraces(from content: Int, of kind: TemplateTag.Kind) -> Int? {
    guard let end = findPair(of: UInt8(ascii: "}"), in: content..<source.bytes.count) else { return nil }
    guard kind != .comment else { return end }
    let hasBreak = source.bytes[content..<end].contains(UInt8(ascii: "\n"))
    let hasTag = findPair(of: UInt8(ascii: "{"), in: content..<end) != nil
    return hasBreak || hasTag ? nil : end
  }

  private func findPair(of brace: UInt8, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      if source.bytes[index] == brace, source.bytes[index + 1] == brace { return index }
      index += 1
    }
    return nil
  }

  private func isCharacterBoundary(_ offset: Int) -> Bool {
    String.Index(text.utf8.index(text.startIndex, offsetBy: offset), within: text) != nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func kind(of sigil: UInt8) -> TemplateTag.Kind {
    switch sigil {
    case UInt8(ascii: "#"): .section
    case UInt8(ascii: "^"): .invertedSection
    case UInt8(ascii: "/"): .closing
    case UInt8(ascii: ">"): .partial
    case UInt8(ascii: "!"): .comment
    default: .variable
    }
  }

  /// Why a tag of Mustache is not one of kolsite's; nil where it is.
  private static func refusal(of sigil: UInt8) -> (message: String, hint: String)? {
    let tag = "`{{\(Unicode.Scalar(sigil))`"
    return switch sigil {
    case UInt8(ascii: "{"), UInt8(ascii: "&"):
      ("\(tag) is not allowed: a value never becomes markup", "write `{{name}}`")
    case UInt8(ascii: "="):
      ("\(tag) is not allowed: tags always stand between `{{` and `}}`", "remove this tag")
    case UInt8(ascii: "%"):
      ("\(tag) is not allowed: the file's extension tells how values are written", "remove this tag")
    case UInt8(ascii: "$"), UInt8(ascii: "<"):
      (
        "\(tag) is not allowed: templates do not inherit",
        "put the common part in a file `_part` and write `{{> part}}`"
      )
    default: nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// The bytes without the spaces and tabs at the end.
  func trimmingBlankEnd() -> ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, self[end - 1] == UInt8(ascii: " ") || self[end - 1] == UInt8(ascii: "\t") {
      end -= 1
    }
    return self[startIndex..<end]
  }
}
