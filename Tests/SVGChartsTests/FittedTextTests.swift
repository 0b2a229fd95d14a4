import Testing

@testable import SVGCharts

@Suite struct FittedTextTests {
  @Test(arguments: [
    ("", 0, "", 0),
    ("abc", 10_000, "abc", 2_304),
    ("abc", 2_304, "abc", 2_304),
    ("abc", 2_303, "a…", 1_968),
    ("abc", 0, "…", 1_200),
    ("西文麻麻", 4_800, "西文麻麻", 4_800),
    ("西文麻麻", 4_799, "西文…", 3_600),
    ("e\u{301}e\u{301}e\u{301}", 2_000, "e\u{301}…", 1_968),
    ("👩\u{200D}👧👩\u{200D}👧", 3_600, "👩\u{200D}👧…", 3_600),
    ("5%", 10_000, "5%", 1_968),
    ("a\nb\u{202E}", 10_000, "a b", 2_304),
  ])
  func labelsAreCutByScalarsWithinTheirRoom(label: String, room: Int, text: String, width: Int) {
    let fitted = FittedText(label, within: room)
    #expect(Array(fitted.text.utf8) == Array(text.utf8))
    #expect(fitted.width == width)
  }

  @Test(arguments: [
    (20_000, "西文麻麻 · 5"), (8_303, "西文… · 5"), (7_008, "西… · 5"), (3_000, "西…"),
  ])
  func ofANameAndItsValueTheNameIsCut(room: Int, text: String) {
    let fitted = FittedText("西文麻麻", " · ", value: "5", within: room)
    #expect(Array(fitted.text.utf8) == Array(text.utf8))
    #expect(fitted.width <= room)
  }

  @Test func longLabelsAreCutHoweverNarrow() {
    let fitted = FittedText("a" + String(repeating: "\u{301}", count: 5_000), within: 100_000)
    #expect(fitted.text.unicodeScalars.count <= 201)
  }

  @Test(arguments: UInt64(0)..<200)
  func labelsNeverExceedTheirRoom(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let room = Int.random(in: 1_200...20_000, using: &generator)
    #expect(FittedText(generator.hostileText(), within: room).width <= room)
  }
}
