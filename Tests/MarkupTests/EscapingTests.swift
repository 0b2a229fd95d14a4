import Markup
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private func written(_ body: (inout MarkupBuffer) -> Void) -> [UInt8] {
  var buffer = MarkupBuffer()
  body(&buffer)
  return buffer.bytes
}

/// What may follow a delimiter and hide it from a comparison of characters.
private let followers = ["", "\u{301}", "\u{200D}", "\u{FE0F}"]

@Suite struct EscapingTests {
  @Test(arguments: [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "\""), ("'", "'")], followers)
  func delimitersOfTextAreEscapedWhateverFollows(delimiter: (String, String), follower: String) {
    let bytes = written { $0.appendText("a" + delimiter.0 + follower + "b") }
    #expect(bytes == Array(("a" + delimiter.1 + follower + "b").utf8))
  }

  @Test(
    arguments: [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")], followers)
  func delimitersOfAttributesAreEscapedWhateverFollows(delimiter: (String, String), follower: String) {
    let bytes = written { $0.appendAttribute("a" + delimiter.0 + follower + "b") }
    #expect(bytes == Array(("a" + delimiter.1 + follower + "b").utf8))
  }

  @Test(
    arguments: [
      ("\"", #"\""#), ("\\", #"\\"#), ("<", #"\u003c"#), (">", #"\u003e"#), ("&", #"\u0026"#),
      ("\n", #"\n"#), ("\t", #"\t"#), ("\u{2028}", #"\u2028"#), ("\u{2029}", #"\u2029"#), ("'", "'"),
    ], followers)
  func delimitersOfJSONAreEscapedWhateverFollows(delimiter: (String, String), follower: String) {
    let bytes = written { $0.appendJSONString("a" + delimiter.0 + follower + "b") }
    #expect(bytes == Array(("\"a" + delimiter.1 + follower + "b\"").utf8))
  }

  @Test func lineBreaksStayInTextAndBecomeSpacesInAttributes() {
    let text = "a\r\nb\nc\rd\te\u{2028}f\u{2029}g"
    #expect(written { $0.appendText(text) } == Array("a\nb\nc\nd\te\u{2028}f\u{2029}g".utf8))
    #expect(written { $0.appendAttribute(text) } == Array("a b c d e f g".utf8))
  }

  @Test func escapedTextIsNotDecodedAndEscapedAgain() {
    #expect(written { $0.appendText("&lt;b&gt;") } == Array("&amp;lt;b&amp;gt;".utf8))
  }

  @Test func partsOfTextsAreEscapedToo() {
    let part = "<a\"b>".dropFirst().dropLast()
    #expect(written { $0.appendText(part) } == Array("a\"b".utf8))
    #expect(written { $0.appendAttribute(part) } == Array("a&quot;b".utf8))
    #expect(written { $0.appendJSONString(part) } == Array(#""a\"b""#.utf8))
  }

  @Test(arguments: UInt64(0)..<200)
  func unescapedTextIsTheCleanedText(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let text = generator.hostileText()
    let bytes = written { $0.appendText(text) }
    #expect(!bytes.contains(UInt8(ascii: "<")) && !bytes.contains(UInt8(ascii: ">")))
    #expect(unescaped(bytes) == Array(cleanedByDefinition(text, onOneLine: false).utf8))
  }

  @Test(arguments: UInt64(0)..<200)
  func unescapedAttributesAreTheCleanedText(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let text = generator.hostileText()
    let bytes = written { $0.appendAttribute(text) }
    #expect(!bytes.contains(UInt8(ascii: "\"")) && !bytes.contains(UInt8(ascii: "'")))
    #expect(unescaped(bytes) == Array(cleanedByDefinition(text, onOneLine: true).utf8))
  }

  @Test(arguments: UInt64(0)..<200)
  func decodedJSONIsTheCleanedText(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = generator.hostileText()
    let bytes = written { $0.appendJSONString(text) }
    #expect(!bytes.contains(UInt8(ascii: "<")) && !bytes.contains { $0 < 0x20 })
    let decoded = try JSONDecoder().decode([String].self, from: Data([0x5B] + bytes + [0x5D]))
    #expect(decoded.map { Array($0.utf8) } == [Array(cleanedByDefinition(text, onOneLine: false).utf8)])
  }
}

/// Reverses the escapes of text and attributes, over bytes.
private func unescaped(_ bytes: [UInt8]) -> [UInt8] {
  let spellings: [(String, Character)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
  ]
  var plain: [UInt8] = []
  var rest = bytes[...]
  while let byte = rest.first {
    if let (spelling, character) = spellings.first(where: { rest.starts(with: $0.0.utf8) }) {
      plain += Array(String(character).utf8)
      rest = rest.dropFirst(spelling.utf8.count)
    } else {
      plain.append(byte)
      rest = rest.dropFirst()
    }
  }
  return plain
}
