import Markup
import Model
import Templating
import Testing

@Suite struct MarkdownTextTests {
  func note(_ text: String) -> SourceText { SourceText(path: "Content/notes/a.md", text: text) }

  @Test func tagsAreTextAndBlocksStayCode() throws {
    let html = try renderMarkdownText(
      note("# {{a}} {{{b}}}\r\n\r\n```chart\r\nline: likes\r\n```\r\n\r\n```chat\n```\n[a](b/)\n"))
    #expect(
      html.description == """
        <h1>{{a}} {{{b}}}</h1>
        <pre><code class="language-chart">line: likes
        </code></pre>
        <pre><code class="language-chat"></code></pre>
        <p><a href="b/">a</a></p>

        """)
  }

  @Test func everyErrorIsToldWithItsPlace() {
    let source = note("a <b>\n\n```chart\nline: x\n```\n\u{E000}\n")
    #expect(
      checkMarkdownText(source, blocks: [chart]).map(\.description) == [
        "Content/notes/a.md:6:1: error: the character U+E000 is reserved for kolsite\n  hint: remove it; it is invisible in most editors",
        "Content/notes/a.md:1: error: raw HTML is not allowed: `<b>`\n  hint: pages are written in Markdown only; for a literal `<` write `\\<`, or put the text between backticks",
        "Content/notes/a.md:4:7: error: `x` is not a value of `line`\n  hint: allowed are `fansCount`, `likes`",
      ])
    #expect(throws: InvalidInput(checkMarkdownText(source))) { try renderMarkdownText(source) }
  }
}
