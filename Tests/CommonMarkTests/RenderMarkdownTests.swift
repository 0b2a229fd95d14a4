import CommonMark
import Markup
import Testing

@Suite struct RenderMarkdownTests {
  @Test(arguments: [
    ("", ""),
    ("# a *b*\n", "<h1>a <em>b</em></h1>\n"),
    ("a < b & \"c\"", "<p>a &lt; b &amp; &quot;c&quot;</p>\n"),
    (
      "[a](https://example.com/?b&c 'd')",
      #"<p><a href="https://example.com/?b&amp;c" title="d">a</a></p>"# + "\n"
    ),
    ("[a](../b/index.html#c)", #"<p><a href="../b/index.html#c">a</a></p>"# + "\n"),
    (
      "```swift\nlet a = 1 < 2\n```",
      #"<pre><code class="language-swift">let a = 1 &lt; 2"# + "\n</code></pre>\n"
    ),
    ("    indented", "<pre><code>indented\n</code></pre>\n"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("a\r\nb\rc", "<p>a\nb\nc</p>\n"),
    ("a\u{0}b", "<p>a\u{FFFD}b</p>\n"),
  ])
  func markdownBecomesHTML(source: String, expected: String) throws {
    #expect(try html(source) == expected)
  }

  @Test(arguments: [
    ("[*a* `b`](javascript:alert(1)) c", "<p><em>a</em> <code>b</code> c</p>\n"),
    ("[a]( JAVASCRIPT:alert(1)) c", "<p>a c</p>\n"),
    ("[a](<java\tscript:x>)", "<p>a</p>\n"),
    ("![*a* & b\nc](data:image/png;base64,AA)", "<p>a &amp; b c</p>\n"),
    ("[![a](//evil/i.png)](https://example.com)", #"<p><a href="https://example.com">a</a></p>"# + "\n"),
    ("![a [b](https://c)](x:y) d", "<p>a b d</p>\n"),
    ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
    ("[a][r]\n\n[r]: vbscript:x", "<p>a</p>\n"),
  ])
  func aRefusedAddressLeavesTheText(source: String, expected: String) throws {
    #expect(try html(source) == expected)
  }

  @Test func everyTextIsOfferedAndEscaped() throws {
    var rewriter = MarkingRewriter(destination: "https://example.com/?a&b")
    let source = "# a\n\n`b` [c](d 'e') ![f](g)\n\n```h\ni\n```\n\n    j\n"
    let result = try renderMarkdown(source, rewriting: &rewriter).description
    #expect(rewriter.texts == ["a", "b", " ", "c", "e", " ", "f", "h", "i\n", "j\n"])
    #expect(
      result == """
        <h1>&lt;a&gt;</h1>
        <p><code>&lt;b&gt;</code>&lt; &gt;<a href="https://example.com/?a&amp;b" title="&lt;e&gt;">&lt;c&gt;</a>\
        &lt; &gt;<img src="https://example.com/?a&amp;b" alt="&lt;f&gt;" /></p>
        <pre><code class="language-&lt;h&gt;">&lt;i
        &gt;</code></pre>
        <pre><code>&lt;j
        &gt;</code></pre>

        """)
  }

  @Test func whatARewriterReturnsIsNotMarkdown() throws {
    struct Hostile: MarkdownRewriter {
      func text(for literal: String) -> String { "**b** [x](https://evil) <i>\n\n# h\u{0}" }
      func destination(for literal: String) -> SafeURL? { nil }
      func replacement(for block: FencedBlock) -> HTML? { nil }
    }
    var rewriter = Hostile()
    let result = try renderMarkdown("a", rewriting: &rewriter).description
    #expect(result == "<p>**b** [x](https://evil) &lt;i&gt;\n\n# h\u{FFFD}</p>\n")
  }

  @Test func aFencedBlockIsReplacedInItsPlace() throws {
    var rewriter = MarkingRewriter()
    let source = "a\n\n> - ```chart\n>   x: 1\n>   ```\n\n~~~ other words \n~~~\n\n```\nplain\n```\n"
    let result = try renderMarkdown(source, rewriting: &rewriter).description
    #expect(
      rewriter.blocks == [
        FencedBlock(info: "chart", body: "x: 1\n", line: 3),
        FencedBlock(info: "other words", body: "", line: 7),
      ])
    #expect(result.utf8.starts(with: "<p>&lt;a&gt;</p>\n<blockquote>\n<ul>\n<li>\n<svg>&</svg>\n</li>".utf8))
  }

  @Test(arguments: [
    ("a <!-- b --> c", "<p>a  c</p>\n"),
    ("<!-- a\n\nb -->\nc", "<p>c</p>\n"),
    ("<!-- a --> <!-- b -->  \n\nc", "<p>c</p>\n"),
  ])
  func commentsAreLeftOut(source: String, expected: String) throws {
    #expect(try html(source) == expected)
  }

  @Test(arguments: [
    ("a\n\n<div>\nb\n</div>", [MarkdownError.rawHTML(line: 3, html: "<div>")]),
    ("a <b>c</b>", [.rawHTML(line: 1, html: "<b>"), .rawHTML(line: 1, html: "</b>")]),
    (
      "a\nb <i title='1234567890123456789012345678901234567890'>",
      [
        .rawHTML(line: 2, html: "<i title='123456789012345678901234567890…")
      ]
    ),
    ("<!-- a --><script>", [.rawHTML(line: 1, html: "<!-- a --><script>")]),
    ("a\n\n<!-- b\n\n<p>", [.unclosedComment(line: 3)]),
    (
      "a <?php ?> <!DOCTYPE x> <![CDATA[y]]>",
      [
        .rawHTML(line: 1, html: "<?php ?>"), .rawHTML(line: 1, html: "<!DOCTYPE x>"),
        .rawHTML(line: 1, html: "<![CDATA[y]]>"),
      ]
    ),
  ])
  func rawHTMLIsAnErrorAtItsLine(source: String, expected: [MarkdownError]) {
    #expect(markdownProblems(in: source) == expected)
    #expect(throws: expected[0]) { try html(source) }
  }

  @Test func anErrorSaysWhatIsWrongAndWhatToDo() {
    let error = MarkdownError.rawHTML(line: 3, html: "<div>")
    #expect(error.description == "raw HTML is not allowed: `<div>`")
    #expect(
      error.hint
        == "pages are written in Markdown only; for a literal `<` write `\\<`, or put the text between backticks"
    )
    #expect(error.line == 3)
  }

  @Test(arguments: UInt64(0)..<100)
  func anyMarkdownGivesAResultAndTheSameOneAgain(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "[", "](", ")", "!", "*", "_", "`", "```a\n", "\n", "\n\n", "- ", "1. ", "> ", "    ", "<", "a", "é",
      "\\", "&lt;", "# ", "<!--", "-->", "\t", "[a]: b\n",
    ]
    let source = (0..<200).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    let first = Result { () throws(MarkdownError) in try html(source) }
    let second = Result { () throws(MarkdownError) in try html(source) }
    #expect(first == second)
    let problem = markdownProblems(in: source).first
    if case .failure(let error) = first { #expect(error == problem) } else { #expect(problem == nil) }
  }
}

/// A generator that gives the same numbers for the same seed (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
