import CommonMark
import Testing

@Suite struct MarkdownLimitsTests {
  @Test(arguments: [
    (String(repeating: "![[]()", count: 40_000), MarkdownError.tooManyImages(line: 1, limit: 1000)),
    ("a\n" + String(repeating: "2. ![[]()\n", count: 20_000), .tooManyImages(line: 1002, limit: 1000)),
    (String(repeating: "> ", count: 25_000) + "a", .tooDeep(line: 1, limit: 64)),
    (String(repeating: "- ", count: 25_000) + "a", .tooDeep(line: 1, limit: 64)),
    ("a\n\n" + String(repeating: "1. ", count: 40) + "a", .tooDeep(line: 3, limit: 64)),
    ("- a\n" + String(repeating: "\n", count: 100_000) + "b", .tooManyBlankLines(line: 102, limit: 100)),
    (String(repeating: " \t\r\n", count: 101), .tooManyBlankLines(line: 101, limit: 100)),
    (String(repeating: "a", count: 262_145), .tooLarge(bytes: 262_145, limit: 262_144)),
  ])
  func aPathologicalSourceIsRefused(source: String, expected: MarkdownError) {
    #expect(throws: expected) { try html(source) }
    #expect(markdownProblems(in: source) == [expected])
    #expect(throws: expected) { try MarkdownOutline(of: source) }
    #expect(fencedBlocks(in: source) == [])
    #expect(firstHeading(in: source) == nil)
  }

  @Test func listsNestedOverManyLinesAreCountedInTheTree() {
    let source = (0..<40).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()
    #expect(throws: MarkdownError.tooDeep(line: 32, limit: 64)) { try html(source) }
  }

  @Test func emphasisNestedTooDeepIsRefused() {
    let source =
      "a\n\n" + String(repeating: "*a **", count: 100) + "b" + String(repeating: "** c*", count: 100)
    #expect(throws: MarkdownError.tooDeep(line: 3, limit: 64)) { try html(source) }
  }

  @Test(arguments: [
    String(repeating: "- ![a](b)\n", count: 5000),
    String(repeating: "![a](b)\n\n", count: 5000),
    String(repeating: "[a](b) ", count: 5000),
    String(repeating: "- ", count: 31) + "a",
    String(repeating: "* ", count: 500),
    String(repeating: "- - -\n", count: 500),
    "a" + String(repeating: "\n", count: 100) + "b",
    String(repeating: " ", count: 5000) + "a",
    String(repeating: "a", count: 262_144),
  ])
  func aLargeButOrdinarySourceIsAccepted(source: String) throws {
    #expect(try !html(source).utf8.isEmpty)
  }

  @Test func limitsCanBeSet() throws {
    #expect(throws: MarkdownError.tooLarge(bytes: 4, limit: 3)) {
      try html("aaaa", limits: MarkdownLimits(bytes: 3))
    }
    #expect(try html("> a", limits: MarkdownLimits(depth: 2)) == "<blockquote>\n<p>a</p>\n</blockquote>\n")
    #expect(throws: MarkdownError.tooDeep(line: 1, limit: 1)) {
      try html("> a", limits: MarkdownLimits(depth: 1))
    }
  }
}
