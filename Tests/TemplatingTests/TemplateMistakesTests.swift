import Markup
import Model
import Templating
import Testing

@Suite struct TemplateMistakesTests {
  @Test(arguments: [
    (
      "a\n b {{{c}}}",
      "Templates/a.md:2:4: error: `{{{` is not allowed: a value never becomes markup\n  hint: write `{{name}}`"
    ),
    (
      "é{{&c}}",
      "Templates/a.md:1:2: error: `{{&` is not allowed: a value never becomes markup\n  hint: write `{{name}}`"
    ),
    (
      "{{=<% %>=}}",
      "Templates/a.md:1:1: error: `{{=` is not allowed: tags always stand between `{{` and `}}`\n  hint: remove this tag"
    ),
    (
      "{{% CONTENT_TYPE: TEXT}}",
      "Templates/a.md:1:1: error: `{{%` is not allowed: the file's extension tells how values are written\n  hint: remove this tag"
    ),
    (
      "{{$a}}{{<b}}",
      """
      Templates/a.md:1:1: error: `{{$` is not allowed: templates do not inherit
        hint: put the common part in a file `_part` and write `{{> part}}`
      Templates/a.md:1:7: error: `{{<` is not allowed: templates do not inherit
        hint: put the common part in a file `_part` and write `{{> part}}`
      """
    ),
    (
      "{{upper(name)}}",
      "Templates/a.md:1:3: error: `upper(name)` is not allowed: templates have no functions\n  hint: a tag holds a name only"
    ),
    (
      "{{ a b }}",
      "Templates/a.md:1:4: error: `a b` is not a name\n  hint: a name has letters, digits, `_` and `-`, and dots between its parts"
    ),
    (
      "{{.a}}{{a..b}}{{*c}}",
      """
      Templates/a.md:1:3: error: `.a` is not a name
        hint: a name has letters, digits, `_` and `-`, and dots between its parts
      Templates/a.md:1:9: error: `a..b` is not a name
        hint: a name has letters, digits, `_` and `-`, and dots between its parts
      Templates/a.md:1:17: error: `*c` is not a name
        hint: a name has letters, digits, `_` and `-`, and dots between its parts
      """
    ),
    (
      "{{}} {{# }}",
      "Templates/a.md:1:1: error: the tag has no name\nTemplates/a.md:1:6: error: the tag has no name"
    ),
    (
      "{{a\n}} {{b {{c}}",
      """
      Templates/a.md:1:1: error: the tag is never closed
        hint: a tag ends with `}}`, on the line where it begins
      Templates/a.md:2:4: error: the tag is never closed
        hint: a tag ends with `}}`, on the line where it begins
      """
    ),
    (
      "a {{! b",
      "Templates/a.md:1:3: error: the tag is never closed\n  hint: a tag ends with `}}`, on the line where it begins"
    ),
    (
      "{{#a}}\n{{/b}}",
      """
      Templates/a.md:2:1: error: no section `b` is open here
        hint: the section open here is `a`
      Templates/a.md:1:1: error: the section `a` is never closed
        hint: write `{{/a}}` where it ends
      """
    ),
    ("{{/a}}", "Templates/a.md:1:1: error: no section `a` is open here"),
    (
      "{{#a}}{{^b}}{{/a}}",
      "Templates/a.md:1:7: error: the section `b` is not closed before `a`\n  hint: write `{{/b}}` before line 1, column 13"
    ),
    (
      "{{> b.c}}",
      "Templates/a.md:1:5: error: `b.c` is not a partial's name\n  hint: `{{> part}}` stands for the file `_part` with this template's extension"
    ),
    ("{{> heder}}", "Templates/a.md:1:5: error: there is no partial `heder`\n  hint: did you mean `header`?"),
    ("{{> x}}", "Templates/a.md:1:5: error: there is no partial `x`\n  hint: it would be the file `_x.md`"),
    (
      "a\u{E000}b\r\n\u{E001}",
      """
      Templates/a.md:1:2: error: the character U+E000 is reserved for kolsite
        hint: remove it; it is invisible in most editors
      Templates/a.md:2:1: error: the character U+E001 is reserved for kolsite
        hint: remove it; it is invisible in most editors
      """
    ),
    (
      "{{a}}\u{301}",
      "Templates/a.md:1:1: error: a character combines with the braces of the tag\n  hint: put a space between the braces and what is next to them"
    ),
    (
      "a \u{600}{{a}}",
      "Templates/a.md:1:4: error: a character combines with the braces of the tag\n  hint: put a space between the braces and what is next to them"
    ),
    (
      "{{!\u{301} a}}",
      "Templates/a.md:1:1: error: a character combines with the braces of the tag\n  hint: put a space between the braces and what is next to them"
    ),
  ])
  func aMistakeIsToldWithItsPlace(template: String, expected: String) {
    #expect(
      mistakes(["a.md": template, "_header.md": "h", "_x.html": "x"]).joined(separator: "\n") == expected)
  }

  @Test func allMistakesOfAllFilesAreToldInOrder() {
    let found = mistakes(["b.md": "{{{x}}}", "a.html": "{{/a}}\n{{> z}}", "c.txt": "", "_p.md": "{{> p}}"])
    #expect(
      found == [
        "Templates/a.html:1:1: error: no section `a` is open here",
        "Templates/b.md:1:1: error: `{{{` is not allowed: a value never becomes markup\n  hint: write `{{name}}`",
        "Templates/c.txt: error: a template's name ends in `.md` or `.html`",
        "Templates/_p.md:1:5: error: the partial `p` includes itself: `_p.md` → `_p.md`",
        "Templates/a.html:2:5: error: there is no partial `z`\n  hint: it would be the file `_z.html`",
      ])
  }

  @Test func partialsThatIncludeEachOtherAreToldOnce() {
    let found = mistakes(["a.md": "{{> b}}", "_b.md": "{{> c}}", "_c.md": "\n{{> b}}"])
    #expect(
      found == ["Templates/_c.md:2:5: error: the partial `b` includes itself: `_b.md` → `_c.md` → `_b.md`"])
  }

  @Test func partialsMayBeNestedSixteenDeep() {
    var files = ["a.md": "{{> p1}}", "_p16.md": "end"]
    for index in 1..<16 { files["_p\(index).md"] = "{{> p\(index + 1)}}" }
    #expect(mistakes(files) == [])
    files["_p16.md"] = "{{> p17}}"
    files["_p17.md"] = "end"
    #expect(mistakes(files) == ["Templates/a.md:1:5: error: partials are nested deeper than 16 levels"])
  }

  @Test func partialsThatMultiplyAreRefused() {
    var files = ["_p0.md": String(repeating: "a", count: 20)]
    for index in 1...10 { files["_p\(index).md"] = String(repeating: "{{> p\(index - 1)}}", count: 10) }
    #expect(
      mistakes(files) == [
        "Templates/_p5.md: error: with its partials the template has more than 1048576 bytes\n  hint: include each partial less often"
      ])
  }

  @Test func aTemplateMayHave256KiB() {
    #expect(mistakes(["a.md": String(repeating: "a", count: 262_144)]) == [])
    #expect(
      mistakes(["a.md": String(repeating: "a", count: 262_145)]) == [
        "Templates/a.md: error: the template has 262145 bytes, and 262144 is the limit\n  hint: move parts of it into partials"
      ])
  }

  /// In a second or two: the time is in proportion to the size, whatever the template is full of.
  @Test(
    .timeLimit(.minutes(1)), arguments: ["{{#a}}", "{{", "{{a}} ", "{{a}}\u{301}", "{{#a}}{{/a}}", "{{! }}"])
  func aTemplateFullOfTagsIsReadSoon(tag: String) throws {
    let template = String(repeating: tag, count: 250_000 / tag.utf8.count)
    let found = mistakes(["a.html": template])
    #expect(found.count <= 52)
    guard found.isEmpty else { return }
    _ = try frame(template, .record(["a": .text("b")]))
  }

  @Test func sectionsMayBeNestedSixtyFourDeep() {
    func nested(_ depth: Int) -> String {
      String(repeating: "{{#a}}", count: depth) + String(repeating: "{{/a}}", count: depth)
    }
    #expect(mistakes(["a.md": nested(64)]) == [])
    #expect(
      mistakes(["a.md": nested(65)]) == [
        "Templates/a.md:1:385: error: sections are nested deeper than 64 levels"
      ])
  }

  @Test(arguments: [
    "a {", "{", "a }} b", "{ {a} }", "{{a}}}", "{{ a }}{{! c\n c }}", "\u{FEFF}{{a}}", "{{a}}\r\n{{b}}\r", "",
    "{{#a}}{{#b}}{{/b}}{{/a}}{{^a}}{{/a}}", "a\u{301}{{a}}",
  ])
  func whatIsRightIsAccepted(template: String) throws {
    #expect(mistakes(["a.md": template]) == [])
    _ = try body(template, .record(["a": .text("b"), "b": .text("c")]))
  }

  @Test(arguments: UInt64(0)..<300)
  func withoutMistakesEveryPairOfBracesIsATag(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "{{a}}", "{{#a}}", "{{/a}}", "{{^a}}{{/a}}", "{{! c }}", "{{.}}", "{", "}", "{{", "}}", " ", "\n",
      "\r\n", "\u{301}",
      "\u{200D}", "\u{600}", "\u{2028}", "a", "é", "```b\n", "{{ a }}", "\u{1F469}",
    ]
    let count = Int.random(in: 1...6, using: &random)
    let template = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    guard mistakes(["a.html": template]).isEmpty else { return }
    let html = try frame(template, .record(["a": .text("x")]))
    #expect(!html.contains("{{"), "\(template.debugDescription)")
  }

  @Test func whatIsWrongWithAFileIsToldOnceHoweverManyTemplatesItIs() {
    let page = SourceText(path: "Content/pages/about.md", text: "{{#a}}")
    let error = #expect(throws: InvalidInput.self) {
      try TemplateSet(sources: ["pages/about.zh.md": page, "pages/about.en.md": page])
    }
    #expect(error?.diagnostics.count == 1)
  }

  @Test func anUnknownTemplateIsAnError() throws {
    let set = try templateSet(["profile.md": "a", "layout.html": "b", "_c.md": "d"])
    #expect(set.names == ["layout.html", "profile.md"])
    let error = InvalidInput([
      Diagnostic(.error, "there is no template `profil.md`", hint: "did you mean `profile.md`?")
    ])
    #expect(throws: error) { try set.renderBody("profil.md", context: .missing) { _ in HTML(trusted: []) } }
    #expect(throws: InvalidInput([Diagnostic(.error, "there is no template `_c.md`")])) {
      try set.renderBody("_c.md", context: .missing) { _ in HTML(trusted: []) }
    }
    #expect(throws: InvalidInput([Diagnostic(.error, "there is no template `profile.md`")])) {
      try set.renderFrame("profile.md", context: .missing)
    }
    #expect(
      set.check("layout.htm", against: .record([:])).map(\.description) == [
        "error: there is no template `layout.htm`\n  hint: did you mean `layout.html`?"
      ])
  }

  /// Fifty of a kind and how many more; the place and the nearest name of each are looked for only then.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      (
        "```chart\nline: likes\nalso: " + (1...35_000).map { "q\($0)" }.joined(separator: ",") + "\n```\n",
        34_950
      ),
      ("```chart\nline: likes\n" + String(repeating: "a: 1\n", count: 50_000) + "```\n", 49_950),
      ("```chart\nline: likes\n" + String(repeating: "a\n", count: 100_000) + "```\n", 99_950),
      (String(repeating: "{{a}} ", count: 2_000), 1_950),
      (String(repeating: "[a](x:y) ", count: 25_000), 24_950),
      (String(repeating: "<b>", count: 80_000), 79_950),
    ])
  func ofManyMistakesFiftyAreTold(template: String, more: Int) throws {
    let found = try templateSet(["a.md": template]).check("a.md", against: .record([:]), blocks: [chart])
    #expect(found.count == Messages.mostOfAKind + 1)
    #expect(found.last?.message.hasPrefix("and \(more) more of this kind: ") == true, "\(found.last as Any)")
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["{{a b}} ", "\u{E000}"])
  func ofManyMistakesInTagsFiftyAreTold(mistake: String) {
    let found = mistakes(["a.md": String(repeating: mistake, count: 2_000)])
    #expect(found.count == Messages.mostOfAKind + 1)
    #expect(found.last?.contains("and 1950 more of this kind: ") == true)
  }
}
