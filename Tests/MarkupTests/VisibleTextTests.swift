import Testing

@testable import Markup

struct VisibleTextTests {
  @Test func whatActsIsSpeltOut() {
    for value in UInt32(0)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let acts =
        scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .lineSeparator
        || scalar.properties.generalCategory == .paragraphSeparator || isBidiControl(scalar)
      let expected = acts ? "a\\u{\(String(value, radix: 16))}b" : "a\(scalar)b"
      #expect(visibleText("a\(scalar)b").unicodeScalars.elementsEqual(expected.unicodeScalars), "\(value)")
    }
  }

  @Test(arguments: ["", "plain", "达人 é 👩\u{200D}💻", "\u{301}", "\u{FEFF}"])
  func theRestStays(text: String) {
    #expect(visibleText(text).unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}"])
  func aMarkHidesNothing(mark: String) {
    #expect(visibleText("\u{1B}\(mark)[2J").unicodeScalars.elementsEqual("\\u{1b}\(mark)[2J".unicodeScalars))
  }

  private func isBidiControl(_ scalar: Unicode.Scalar) -> Bool {
    [0x61C, 0x200E, 0x200F].contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }
}
