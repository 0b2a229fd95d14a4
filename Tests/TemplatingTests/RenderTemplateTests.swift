import CommonMark
import Markup
import Model
import Synchronization
import Templating
import Testing

@Suite struct RenderTemplateTests {
  static let context = TemplateValue.record([
    "name": .text("西文 & Co"), "empty": .text(""), "none": .missing, "yes": .flag(true), "no": .flag(false),
    "url": .url(SafeURL("https://example.com/?a&b")), "noURL": .url(nil),
    "tags": .list([.text("a"), .text("b")]),
    "noTags": .list([]), "kol": .record(["name": .text("inner"), "empty": .missing, "rank": .text("1")]),
    "rows": .list([.record(["name": .text("x")]), .record(["other": .text("y")])]), "id": .text("a/b?c"),
    "nested": .list([.list([.text("1"), .text("2")]), .list([])]),
    "mark": .html(HTML(trusted: Array("<hr>".utf8))),
  ])

  @Test(arguments: [
    ("{{name}} {{kol.name}} {{ kol.rank }}", "<p>西文 &amp; Co inner 1</p>\n"),
    ("{{#kol}}{{name}} {{id}}{{/kol}}", "<p>inner a/b?c</p>\n"),
    ("{{#kol}}[{{empty}}]{{/kol}}", "<p>[]</p>\n"),
    ("a{{#yes}}b{{/yes}}{{^yes}}c{{/yes}}{{#no}}d{{/no}}{{^no}}e{{/no}}", "<p>abe</p>\n"),
    ("a{{#empty}}b{{/empty}}{{#none}}c{{/none}}{{#noURL}}d{{/noURL}}{{#noTags}}e{{/noTags}}", "<p>a</p>\n"),
    (
      "a{{^empty}}b{{/empty}}{{^none}}c{{/none}}{{^noURL}}d{{/noURL}}{{^noTags}}e{{/noTags}}",
      "<p>abcde</p>\n"
    ),
    ("a{{#name}}{{.}}{{/name}}{{#url}}b{{/url}}", "<p>a西文 &amp; Cob</p>\n"),
    ("{{#tags}}\n- {{.}}\n{{/tags}}\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("{{#rows}}{{name}} {{/rows}}", "<p>x 西文 &amp; Co</p>\n"),
    ("{{#nested}}({{#.}}{{.}}{{/.}}){{/nested}}", "<p>(12)()</p>\n"),
    ("{{#tags}}{{#yes}}{{.}}{{/yes}}{{/tags}}", "<p>ab</p>\n"),
    ("a {{! b }}c", "<p>a c</p>\n"),
    ("a{{tags}}{{kol}}{{none}}{{unknown}}b", "<p>ab</p>\n"),
    ("{{mark}}", "<p>&lt;hr&gt;</p>\n"),
    ("{{url}}", "<p>https://example.com/?a&amp;b</p>\n"),
    ("[a]({{url}})", #"<p><a href="https://example.com/?a&amp;b">a</a></p>"# + "\n"),
    ("[a]({{url}}&c={{id}})", #"<p><a href="https://example.com/?a&amp;b&amp;c=a%2Fb%3Fc">a</a></p>"# + "\n"),
    ("[a](kol/{{id}}/)", #"<p><a href="kol/a%2Fb%3Fc/">a</a></p>"# + "\n"),
    ("[a]({{noURL}}) [b]({{none}}) [c](javascript:x)", "<p>a b c</p>\n"),
    ("![a {{name}}]({{noURL}})", "<p>a 西文 &amp; Co</p>\n"),
    ("```\n{{name}}\n```", "<pre><code>西文 &amp; Co\n</code></pre>\n"),
    ("```a\nb\n```", "<pre><code class=\"language-a\">b\n</code></pre>\n"),
    ("```{{name}}\nb\n```", "<pre><code class=\"language-西文\">b\n</code></pre>\n"),
    ("\\{\\{name}}", "<p>{{name}}</p>\n"),
    ("a <!-- {{name}} --> b", "<p>a  b</p>\n"),
    ("a\r\n\r\n{{#yes}}\r\nb\r\n{{/yes}}\r\n", "<p>a</p>\n<p>b</p>\n"),
  ])
  func aBodyIsFilledInAndRendered(template: String, expected: String) throws {
    #expect(try body(template, Self.context) == expected)
  }

  @Test(arguments: [
    ("<p>{{name}}</p>{{mark}}", "<p>西文 &amp; Co</p><hr>"),
    (
      "<a href=\"{{url}}\" title='{{name}}'>", "<a href=\"https://example.com/?a&amp;b\" title='西文 &amp; Co'>"
    ),
    ("{{#tags}}<i>{{.}}</i>{{/tags}}{{mark}}{{mark}}", "<i>a</i><i>b</i><hr><hr>"),
    ("<a href=\"{{noURL}}\">{{none}}</a>{{#mark}}!{{/mark}}", "<a href=\"\"></a>!"),
    ("**a** <b>c</b>\r\n", "**a** <b>c</b>\n"),
  ])
  func aFrameIsFilledIn(template: String, expected: String) throws {
    #expect(try frame(template, Self.context) == expected)
  }

  @Test func partialsAreIncludedByFormat() throws {
    let set = try templateSet([
      "a.md": "# A\n\n{{#tags}}\n{{> item}}\n{{/tags}}\n> {{> item}}\n", "_item.md": "- *{{.}}*\n",
      "a.html": "<ul>\n  {{> item}}\n</ul>", "_item.html": "<li>{{name}}</li>\n<li></li>\n",
    ])
    let html = try set.renderBody("a.md", context: Self.context) { _ in HTML(trusted: []) }
    #expect(
      html.description
        == "<h1>A</h1>\n<ul>\n<li><em>a</em></li>\n<li><em>b</em></li>\n</ul>\n<blockquote>\n<ul>\n<li><em></em></li>\n</ul>\n</blockquote>\n"
    )
    #expect(
      try set.renderFrame("a.html", context: Self.context).description
        == "<ul>\n  <li>西文 &amp; Co</li>\n  <li></li>\n</ul>")
  }

  @Test func aFrameTellsWhereItsMarkupIs() throws {
    let frame = try templateSet(["a.html": "<p>{{name}}</p>{{content}}<b>{{content}}</b>"]).frame("a.html")
    var page = MarkupBuffer()
    page.appendLiteral("x")
    let context = ["name": TemplateValue.text("<"), "content": .html(.text("<i>"))]
    let markup = try #require(try frame.write(.record(context), to: &page))
    #expect(page.text == "x<p>&lt;</p>&lt;i&gt;<b>&lt;i&gt;</b>")
    #expect(markup == 12..<21)
    #expect(try frame.write(.record(["name": .text("a")]), to: &page) == nil)
  }

  @Test func aBlockIsCalledWithItsOptionsAndPlace() throws {
    let set = try templateSet([
      "a.md":
        "{{#tags}}\n{{> part}}\n{{/tags}}\n\n- ```chart\n  line: {{name}}\n\n  title : a: {{id}}  \n  ```\n\n```other\nx\n```\n",
      "_part.md": "\na\n\n~~~chart\nline: {{.}}\n~~~\n",
    ])
    let body = try set.body("a.md", blocks: [chart]) { $0 }.filled(with: Self.context)
    let calls = body.blocks
    var html = MarkupBuffer()
    body.write(to: &html) { _, _, html in html.appendLiteral("<svg></svg>") }
    let part = SourceLocation(file: "Templates/_part.md", line: 4)
    #expect(
      calls == [
        BlockCall(kind: "chart", options: ["line": "a"], location: part),
        BlockCall(kind: "chart", options: ["line": "b"], location: part),
        BlockCall(
          kind: "chart", options: ["line": "西文 & Co", "title": "a: a/b?c"],
          location: SourceLocation(file: "Templates/a.md", line: 5)),
      ])
    #expect(
      HTML(html).description == """
        <p>a</p>
        <svg></svg>
        <p>a</p>
        <svg></svg>
        <ul>
        <li>
        <svg></svg>
        </li>
        </ul>
        <pre><code class="language-other">x
        </code></pre>

        """)
  }

  @Test func theFirstErrorOfABlockIsThrown() throws {
    struct Failure: Error, Equatable {
      let line: Int?
    }
    let set = try templateSet(["a.md": "```chart\n```\n\n```chart\n```\n"])
    let calls = Mutex(0)
    #expect(throws: Failure(line: 1)) {
      try set.renderBody("a.md", context: .missing, blocks: [chart]) { call in
        calls.withLock { $0 += 1 }
        throw Failure(line: call.location.line)
      }
    }
    #expect(calls.withLock { $0 } == 1)
  }

  @Test func anErrorInTheFilledInTextNamesTheTemplate() throws {
    let set = try templateSet(["a.md": "{{#tags}}\n\n<b>\n{{/tags}}"])
    let message = "raw HTML is not allowed: `<b>` (line 2 of the text with its tags filled in)"
    let error = InvalidInput([
      Diagnostic(
        .error, message, at: SourceLocation(file: "Templates/a.md"),
        hint: MarkdownError.rawHTML(line: 2, html: "<b>").hint)
    ])
    #expect(throws: error) { try set.renderBody("a.md", context: Self.context) { _ in HTML(trusted: []) } }
    #expect(throws: InvalidInput.self) {
      try set.renderBody("a.md", context: Self.context, limits: MarkdownLimits(bytes: 3)) { _ in
        HTML(trusted: [])
      }
    }
  }

  @Test func renderingTwiceGivesTheSameBytes() throws {
    let template = "{{#rows}}[{{name}}]({{url}}) {{/rows}}\n\n```chart\ntitle: {{name}}\nline: likes\n```\n"
    #expect(try body(template, Self.context) == body(template, Self.context))
  }
}
