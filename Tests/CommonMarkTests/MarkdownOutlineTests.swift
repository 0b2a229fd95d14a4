import CommonMark
import Testing

@Suite struct MarkdownOutlineTests {
  @Test(
    arguments: [
      ("a", nil),
      ("a\n\n## b *c* `d`\n\n# e", "b c d"),
      ("a\nb\n===", "a b"),
      ("> # [a](b) ![c](d) &amp;", "a c &"),
      ("```\n# a\n```", nil),
      ("#", ""),
    ] as [(String, String?)])
  func theFirstHeadingIsPlainText(source: String, expected: String?) {
    #expect(firstHeading(in: source) == expected)
  }

  @Test func onlyFencesWithAnInfoStringAreListed() {
    let source = "```a b\nc: d\n\ne\n```\n\n```\nf\n```\n\n    g\n\n1. ~~~h\n   i\n"
    #expect(
      fencedBlocks(in: source) == [
        FencedBlock(info: "a b", body: "c: d\n\ne\n", line: 1), FencedBlock(info: "h", body: "i\n", line: 13),
      ])
  }

  @Test func linksAndImagesAreListedWithTheirLines() throws {
    let outline = try MarkdownOutline(of: "[a](b)\n\n![c](d&amp;e 'f')\n\n> [![g](h)](i)\n> <https://j>")
    #expect(outline.links.map(\.destination) == ["b", "d&e", "h", "i", "https://j"])
    #expect(outline.links.map(\.line) == [1, 3, 5, 5, 6])
  }
}
