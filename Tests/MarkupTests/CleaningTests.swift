import Markup
import Testing

@Suite struct CleaningTests {
  @Test(arguments: [
    ("", ""),
    ("plain", "plain"),
    ("a\tb\nc\rd\r\ne", "a b c d e"),
    ("a\u{2028}b\u{2029}c", "a b c"),
    ("\0a\u{1B}b\u{7F}c\u{80}d\u{9F}e", "abcde"),
    ("\u{202E}abc\u{202C} \u{2066}d\u{2069} \u{200E}e\u{200F}\u{61C}", "abc d e"),
    (
      "\u{A0}\u{A9}\u{FDCF}\u{FDF0}\u{FFFD}\u{1FFFD}\u{E000}",
      "\u{A0}\u{A9}\u{FDCF}\u{FDF0}\u{FFFD}\u{1FFFD}\u{E000}"
    ),
    ("👩\u{200D}👧 ❤\u{FE0F} e\u{301} 西文麻麻，", "👩\u{200D}👧 ❤\u{FE0F} e\u{301} 西文麻麻，"),
    ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E007F}"),
  ])
  func textLosesDisguisesAndLineBreaks(text: String, cleaned: String) {
    #expect(Array(cleanText(text).utf8) == Array(cleaned.utf8))
  }

  @Test(arguments: [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x8FFFF, 0xFFFFE, 0x10FFFF] as [UInt32])
  func noncharactersAreDropped(value: UInt32) throws {
    // A literal cannot spell them.
    let noncharacter = Character(try #require(Unicode.Scalar(value)))
    #expect(Array(cleanText("a\(noncharacter)b").utf8) == Array("ab".utf8))
  }

  @Test(arguments: UInt64(0)..<200)
  func cleaningMatchesItsDefinitionScalarByScalar(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let text = generator.hostileText()
    #expect(Array(cleanText(text).utf8) == Array(cleanedByDefinition(text, onOneLine: true).utf8))
  }

  @Test(arguments: UInt64(0)..<50)
  func cleaningTwiceChangesNothing(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let once = cleanText(generator.hostileText())
    #expect(Array(cleanText(once).utf8) == Array(once.utf8))
  }

  @Test func partsOfTextsAreCleanedToo() {
    #expect(cleanText("abc\u{202E}def".dropFirst(2)) == "cdef")
  }
}

/// The cleaning rule written a second time, slowly and over scalars.
func cleanedByDefinition(_ text: String, onOneLine: Bool) -> String {
  var cleaned = String.UnicodeScalarView()
  let scalars = Array(text.unicodeScalars)
  for (index, scalar) in scalars.enumerated() {
    let follower = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch scalar.value {
    case 0x0D where follower == "\n": break
    case 0x0A, 0x0D: cleaned.append(onOneLine ? " " : "\n")
    case 0x09, 0x2028, 0x2029: cleaned.append(onOneLine ? " " : scalar)
    case 0...0x1F, 0x7F...0x9F: break
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: break
    case 0xFDD0...0xFDEF: break
    case let value where value & 0xFFFE == 0xFFFE: break
    default: cleaned.append(scalar)
    }
  }
  return String(cleaned)
}
