import Markup
import Model
import Templating
import Testing

/// Whatever a value holds, it is shown as it is, in every place, and the page around it stays the same.
@Suite struct HostileValueTests {
  static let wholeValues = [
    "</title><script>alert(1)</script>{{token}}[x](javascript:alert(1))",
    "\"\u{301} onmouseover=alert(1) x=\"\u{301}", "**b**", "\n\n# h", "![x](https://evil/i.png)", "<b>",
    "{{x}}", "{{{x}}}", "{{> a}}", "{{=<% %>=}}", "```", "`", "a\nb\r\nc", "\u{E000}", "\u{E001}",
    "\u{E000}t41\u{E001}", "\u{E000}h0\u{E001}", "<!--", "-->", "&lt;b&gt;", "&#x3c;b>", "\\", "\\*a*",
    "[a]: https://evil", "- a", "1. a", "> a", "    a", "---", "===", "https://evil", "<https://evil>",
    "| a |",
    "]]>", "\u{202E}a", "\u{0}a", "👩‍👩‍👧", "'", "line: likes", "title: a\nline: b", "", " ", "😀\u{FE0F}",
  ]
  static let delimiters = [
    "\"", "'", "<", ">", "&", "`", "*", "_", "[", "]", "(", ")", "!", "#", "\\", "{", "}", "|", "~", ":", "/",
    "=", "+", "-", "\n", "\r\n", ";", ",", "%",
  ]
  static let values =
    wholeValues + delimiters
    + delimiters.flatMap { delimiter in ["\u{301}", "\u{200D}", "\u{FE0F}"].map { delimiter + $0 } }

  /// Places whose rendering shows the value as escaped text.
  static let places = [
    "{{v}}", "a {{v}} b", "# {{v}}", "{{v}}\n===", "*{{v}}*", "**a{{v}}**", "[{{v}}](https://example.com)",
    "![{{v}}](https://example.com/i.png)", "[a](https://example.com '{{v}}')", "[a](b \"{{v}}\")",
    "[a](b ({{v}}))",
    "`{{v}}`", "`` a{{v}} ``", "- {{v}}", "1. {{v}}\n2. b", "> {{v}}", "> - # {{v}}", "```\n{{v}}\n```",
    "    {{v}}", "```swift\n{{v}}\n```", "{{v}}{{v}}", "{{#v}}{{.}}{{/v}}{{^v}}{{v}}{{/v}}", "a\n{{v}}\nb",
    "[{{v}}][r]\n\n[r]: https://example.com", "\\{{v}}", "&{{v}};", "<{{v}}>", "[{{v}}]", "({{v}})",
    "{{v}}. a", "*{{v}}",
  ]

  @Test(arguments: places)
  func theTextIsShownLiterally(place: String) throws {
    let expected = try body(place, .record(["v": .text("VALUE")]))
    for value in Self.values {
      let result = try body(place, .record(["v": .text(value)]))
      // libcmark leaves an empty title out.
      let html = expected.replacing("VALUE", with: escaped(value)).replacing(" title=\"\"", with: "")
      #expect(Array(result.utf8) == Array(html.utf8), "\(value)")
    }
  }

  @Test(arguments: ["title: {{v}}", "title: a{{v}}b", "title:{{v}}\nline: likes", "{{#v}}{{/v}}title: {{v}}"])
  func anOptionHasTheTextAsItsValue(options: String) throws {
    let place = "```chart\n\(options)\n```"
    let expected = try body(place, .record(["v": .text("VALUE")]))
    for value in Self.values {
      let result = try body(place, .record(["v": .text(value)]))
      // The block of the helper escapes for elements, where quotes stay.
      let text = escaped(value, quote: "\"")
      #expect(Array(result.utf8) == Array(expected.replacing("VALUE", with: text).utf8), "\(value)")
    }
  }

  @Test(arguments: [
    "[a]({{v}})", "[a](https://example.com/{{v}})", "[a](<{{v}}>)", "![a]({{v}})",
    "<https://example.com/{{v}}>",
    "[a](x{{v}}y '{{v}}')", "[a][r]\n\n[r]: {{v}}", "[a](https://{{v}}/)", "[a]({{v}}{{v}})",
  ])
  func anAddressIsSafeOrTheLinkIsLost(place: String) throws {
    let expected = Set(elements(in: try body(place, .record(["v": .text("VALUE")]))))
    for value in Self.values {
      let html = try body(place, .record(["v": .text(value)]))
      #expect(expected.isSuperset(of: elements(in: html)), "\(value): \(html)")
      for part in html.split(separator: "\"", omittingEmptySubsequences: false)
      where part.hasPrefix("javascript") {
        Issue.record("\(html)")
      }
    }
  }

  @Test(arguments: [
    "<p>{{v}}</p>", "<p title=\"{{v}}\">", "<title>a {{v}} b</title>", "<a href=\"b/{{v}}\">", "{{v}}",
    "<p {{#v}}class=\"{{.}}\"{{/v}}{{^v}}class=\"{{v}}\"{{/v}}>", "<i>{{v}}{{v}}</i>",
  ])
  func aFrameShowsTheTextLiterally(place: String) throws {
    let expected = try frame(place, .record(["v": .text("VALUE")]))
    for value in Self.values {
      let result = try frame(place, .record(["v": .text(value)]))
      let text = escaped(value, apostrophe: "&#39;")
      #expect(Array(result.utf8) == Array(expected.replacing("VALUE", with: text).utf8), "\(value)")
    }
  }

  @Test(arguments: UInt64(0)..<60)
  func randomValuesAreShownLiterallyInRandomPlaces(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "# ", "**{{v}}** ", "[{{v}}](b) ", "`{{v}}` ", "{{v}} ", "\n\n", "- {{v}}\n", "> ", "*a* ",
      "![{{v}}](c) ",
    ]
    let template = (0..<20).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    let value = (0..<8).map { _ in Self.values.randomElement(using: &random) ?? "" }.joined()
    let expected = try body(template, .record(["v": .text("VALUE")]))
    let result = try body(template, .record(["v": .text(value)]))
    #expect(Array(result.utf8) == Array(expected.replacing("VALUE", with: escaped(value)).utf8))
    #expect(try result == body(template, .record(["v": .text(value)])))
  }
}
