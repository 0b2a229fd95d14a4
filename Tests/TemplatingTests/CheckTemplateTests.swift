import Markup
import Model
import Templating
import Testing

@Suite struct CheckTemplateTests {
  static let shape = TemplateShape.record([
    "name": .text, "url": .url, "content": .html, "isNew": .flag, "tags": .list(of: .text),
    "kol": .record(["name": .text, "rank": .text, "avatar": .url]),
    "rows": .list(of: .record(["label": .text, "value": .text])),
  ])

  func check(
    _ template: String, as name: String = "a.md", with files: [String: String] = [:]
  ) throws -> String {
    let set = try templateSet(files.merging([name: template]) { $1 })
    return set.check(name, against: Self.shape, blocks: [chart]).map(\.description).joined(separator: "\n")
  }

  @Test(arguments: [
    "{{name}} {{kol.name}} {{#kol}}{{rank}} {{name}} {{url}}{{/kol}}",
    "{{#tags}}{{.}}{{/tags}}{{^tags}}{{name}}{{/tags}}",
    "{{#rows}}{{label}} {{#isNew}}{{value}}{{/isNew}} {{kol.rank}}{{/rows}}", "{{#name}}{{.}}{{/name}}",
    "{{#isNew}}{{name}}{{/isNew}}", "[a]({{url}}) [b](../c/) [d](mailto:a@b.c)",
    "```chart\nline: fansCount\nwindow: 30d\nrows: 10\ntitle: a: b\nalso: likes , fansCount\n\n```",
    "> 1. ```chart\n>    line: {{name}}\n>    ```", "```swift\n: x\n```", "```\nchart\n```",
    "a\n\n    chart\n",
    "```chart\n{{#isNew}}\nline: likes\n{{/isNew}}\n{{^isNew}}\nline: fansCount\n{{/isNew}}\n```",
    "<!-- {{name}} -->",
  ])
  func aRightBodyHasNoDiagnostics(template: String) throws {
    #expect(try check(template) == "")
  }

  @Test(arguments: [
    ("a {{nmae}}", "Templates/a.md:1:5: error: there is no name `nmae` here\n  hint: did you mean `name`?"),
    ("{{ xyzzy }}", "Templates/a.md:1:4: error: there is no name `xyzzy` here"),
    (
      "é\n{{kol.nam}}", "Templates/a.md:2:7: error: `kol` has no part `nam`\n  hint: did you mean `kol.name`?"
    ),
    ("{{name.x}}", "Templates/a.md:1:8: error: `name` has no parts\n  hint: write `name`"),
    (
      "{{tags}}",
      "Templates/a.md:1:3: error: `tags` is a list and cannot be written\n  hint: open a section with it: `{{#tags}}`"
    ),
    (
      "{{isNew}}",
      "Templates/a.md:1:3: error: `isNew` is true or false and cannot be written\n  hint: open a section with it: `{{#isNew}}`"
    ),
    (
      "{{kol}}",
      "Templates/a.md:1:3: error: `kol` is a group of names and cannot be written\n  hint: name a part of it, for example `kol.avatar`"
    ),
    (
      "{{#kol}}{{.}}{{/kol}}",
      "Templates/a.md:1:11: error: `.` is a group of names and cannot be written\n  hint: name a part of it, for example `avatar`"
    ),
    (
      "{{content}}",
      "Templates/a.md:1:3: error: `content` is finished markup, which Markdown cannot hold\n  hint: use it in a `.html` template"
    ),
    (
      "{{#row}}{{label}}{{kol.rnk}}{{/row}}{{label}}",
      """
      Templates/a.md:1:4: error: there is no name `row` here
        hint: did you mean `rows`?
      Templates/a.md:1:24: error: `kol` has no part `rnk`
        hint: did you mean `kol.rank`?
      Templates/a.md:1:39: error: there is no name `label` here
      """
    ),
    (
      "a\n<b>x\n\n[a](javascript:b) [c]() ![](data:d)",
      """
      Templates/a.md:2: error: raw HTML is not allowed: `<b>`
        hint: pages are written in Markdown only; for a literal `<` write `\\<`, or put the text between backticks
      Templates/a.md:4:5: error: `javascript:b` is not an address that a page may link to
        hint: use https, http, mailto or a relative address, with special characters percent-encoded
      Templates/a.md:4: error: the link has no address
        hint: use https, http, mailto or a relative address, with special characters percent-encoded
      Templates/a.md:4:29: error: `data:d` is not an address that a page may link to
        hint: use https, http, mailto or a relative address, with special characters percent-encoded
      """
    ),
    (
      "```charts\n```",
      "Templates/a.md:1:4: warning: `charts` is not a kind of block, so it is shown as code\n  hint: did you mean `chart`?"
    ),
    (
      "a\n\n```chart\n```",
      "Templates/a.md:3:4: error: `chart` needs the option `line`\n  hint: add a line such as `line: fansCount`"
    ),
    (
      "```chart line: likes\nline: likes\n```",
      "Templates/a.md:1:4: error: something follows `chart` on the line of the fence\n  hint: write each option on a line of its own, as `name: value`"
    ),
    (
      "> ```chart\n> line:  fansCout\n> wndow: 3\n> x y\n> also: likes, a,\n> ```",
      """
      Templates/a.md:4:3: error: this line of `chart` is not an option
        hint: write `name: value`
      Templates/a.md:2:10: error: `fansCout` is not a value of `line`
        hint: did you mean `fansCount`?
      Templates/a.md:3:3: error: `chart` has no option `wndow`
        hint: did you mean `window`?
      Templates/a.md:5:16: error: `a` is not a value of `also`
        hint: allowed are `fansCount`, `likes`
      Templates/a.md:5:3: error: the option `also` has a comma too many
        hint: write one comma between two values
      """
    ),
    (
      "```chart\nline:\nwindow: 30\nrows: 0\ntitle:\ncolours: red\n{{name}}: x\nline: likes\n```",
      """
      Templates/a.md:2:1: error: the option `line` has no value
        hint: write for example `line: fansCount`
      Templates/a.md:3:9: error: `30` is not a number of days
        hint: write for example `window: 30d`
      Templates/a.md:4:7: error: `0` is not a whole number above zero
        hint: write for example `rows: 10`
      Templates/a.md:5:1: error: the option `title` has no value
        hint: write for example `title: …`
      Templates/a.md:6:1: error: `chart` has no option `colours`
        hint: its options are `line`, `also`, `window`, `rows`, `title`
      Templates/a.md:7:1: error: the name of an option cannot come from a tag
        hint: write the name itself; only its value may come from a tag
      Templates/a.md:8:1: error: the option `line` is given twice
        hint: keep one of the two lines
      """
    ),
  ])
  func aWrongBodyIsToldInFull(template: String, expected: String) throws {
    #expect(try check(template) == expected)
  }

  @Test func partialsAreCheckedWhereTheyAreIncluded() throws {
    let found = try check(
      "{{> row}}{{#rows}}{{> row}}{{> row}}{{/rows}}", with: ["_row.md": "{{label}} {{vlue}}\n\n```chat\n```"]
    )
    #expect(
      found == """
        Templates/_row.md:1:3: error: there is no name `label` here
        Templates/_row.md:1:13: error: there is no name `vlue` here
        Templates/_row.md:3:4: warning: `chat` is not a kind of block, so it is shown as code
          hint: did you mean `chart`?
        """)
  }

  @Test(arguments: [
    "<title>{{name}}</title><p class=\"{{name}}\" id='a{{name}}'>{{content}}</p>",
    "<a href=\"{{url}}?b={{name}}\">",
    "<a class=x href = \"kol/{{name}}/\" data-a=\"{{url}}\">{{url}}",
    "<style>{{content}}</style><p title=\"{{name}}\">",
    "<p {{#isNew}}hidden{{/isNew}}>{{name}}<br/>{{name}}", "<!-- a < \" --><p>{{name}}",
    "<!doctype html><p>{{name}}",
    "<script src=\"{{url}}\"></script>{{name}}",
    "<img alt=\"a > {{name}}\" src=\"{{kol.avatar}}\">{{content}}",
    "<a href=\"#{{name}}\">", "<a href=\"../a?{{name}}\">", "a < b {{! ok }}",
  ])
  func aRightFrameHasNoDiagnostics(template: String) throws {
    #expect(try check(template, as: "a.html") == "")
  }

  @Test(arguments: [
    (
      "<p class={{name}}>",
      "1:12: error: `name` stands in an HTML tag without quotes\n  hint: put it between double quotes, as the value of an attribute"
    ),
    (
      "<p {{name}}=\"\">",
      "1:6: error: `name` stands in an HTML tag without quotes\n  hint: put it between double quotes, as the value of an attribute"
    ),
    (
      "<p title=\"{{content}}\">",
      "1:13: error: `content` is finished markup and must not stand in an attribute\n  hint: use it between tags"
    ),
    (
      "<p onclick=\"{{name}}\">",
      "1:15: error: `name` must not stand in the attribute `onclick`\n  hint: use a class or a `data-` attribute"
    ),
    (
      "<p STYLE='color: {{url}}'>",
      "1:20: error: `url` must not stand in the attribute `style`\n  hint: use a class or a `data-` attribute"
    ),
    (
      "<a href=\"{{name}}\">",
      "1:12: error: `name` is a text and must not begin the address in `href`\n  hint: use a name that stands for an address"
    ),
    (
      "<a href=\"/{{name}}\">",
      "1:13: error: `name` is a text and must not begin the address in `href`\n  hint: use a name that stands for an address"
    ),
    (
      "<a href=\"https://{{name}}/\">",
      "1:20: error: `name` is a text and must not begin the address in `href`\n  hint: use a name that stands for an address"
    ),
    (
      "<img srcset=\"a/{{name}} 2x\">",
      "1:18: error: `name` is a text and must not begin the address in `srcset`\n  hint: use a name that stands for an address"
    ),
    (
      "<script>{{name}}</script>{{name}}",
      "1:11: error: `name` must not stand inside `<script>`\n  hint: put it into an attribute or an element"
    ),
    (
      "<!-- {{name}} -->",
      "1:8: error: `name` must not stand inside an HTML comment\n  hint: use a Mustache comment, `{{! … }}`"
    ),
    ("<p>{{nmae}}</p>", "1:6: error: there is no name `nmae` here\n  hint: did you mean `name`?"),
  ])
  func aWrongFrameIsToldInFull(template: String, expected: String) throws {
    #expect(try check(template, as: "a.html") == "Templates/a.html:" + expected)
  }
}
