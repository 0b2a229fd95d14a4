import Model
import Testing

@testable import Templating

/// What a layout may make a browser do.
struct FrameSafetyTests {
  private static let head =
    "<head><meta http-equiv=\"Content-Security-Policy\" content=\"\(FrameSafety.policy)\">"

  private func found(_ files: [String: String], allowing origins: [String] = []) throws -> [String] {
    try templateSet(files).checkFrame("a.html", allowing: origins).map { problem in
      "\(problem.location?.description.dropFirst("Templates/".count) ?? ""): \(problem.message)"
    }
  }

  /// In the body of a layout that is right, from the fourth line on.
  private func inBody(_ html: String, allowing origins: [String] = []) throws -> [String] {
    try found(["a.html": "<html>\n\(Self.head)\n</head><body>{{content}}\n\(html)</body>"], allowing: origins)
  }

  @Test(arguments: [
    "<script src=\"{{url}}\" defer></script>", "<script src='x.js'> \n</script>", "<img src=\"logo.png\">",
    "<a href=\"https://example.com/\">x</a>",
    "<link rel=\"alternate\" hreflang=en href=\"https://example.com/\">",
    "<link rel=canonical href=https://example.com/>", "<img src=\"data:image/png;base64,AAAA\">",
    "<!-- <script>x</script> <img src=https://x.example/> -->", "<p title=\"<script>x</script>\">",
    "<title><script>x</script></title>", "<img src=\"?a=https://x.example\" srcset=\"a.png 1x, b.png 2x\">",
    "<svg><use href=\"#a\"/></svg>", "{{! <script>x</script> }}",
  ])
  func whatTheSiteItselfHasIsAllowed(html: String) throws {
    #expect(try inBody(html) == [])
  }

  @Test(arguments: [
    ("<script>x()</script>", "the layout has an inline script"),
    ("<SCRIPT\nsrc=x.js>x()</SCRIPT>", "the layout has an inline script"),
    ("<script></script>", "the layout has an inline script"),
    ("<!--><script>x()</script>-->", "the layout has an inline script"),
    ("<script src=\" DATA:text/javascript,x()\"></script>", "the layout has an inline script"),
    ("<scr{{! a }}ipt>x()</scr{{! a }}ipt>", "the layout has an inline script"),
    ("<p o{{! a }}nclick=x()>", "the attribute `onclick` is script, which no page may run"),
    ("<!-- --!><script>x()</script><!-- -->", "the layout has an inline script"),
    (
      "<textarea></textareax><a title='</textarea><script>x()</script>'></a>",
      "the layout has an inline script"
    ),
    ("<p/onclick=x()>", "the attribute `onclick` is script, which no page may run"),
    ("<p title='a'ONclick=x()>", "the attribute `onclick` is script, which no page may run"),
    ("<iframe srcdoc=\"<p>\"></iframe>", "the attribute `srcdoc` is script, which no page may run"),
    ("<a href=\" java\nscript:x()\">x</a>", "this address is script, which no page may run"),
    (
      "<script src=\"https://CDN.example.com/x.js\"></script>",
      "`src` loads from elsewhere: https://cdn.example.com"
    ),
    ("<img src=//x.example/a.png>", "`src` loads from elsewhere: https://x.example"),
    ("<img src=\"\\\\x.example\\a.png\">", "`src` loads from elsewhere: https://x.example"),
    ("<img src=\"h\tttps://x.example\">", "`src` loads from elsewhere: https://x.example"),
    ("<img src=\"&#104;ttps://x.example\">", "an address that is loaded has a character reference"),
    (
      "<img srcset=\"a.png 1x,https://x.example/b.png 2x\">",
      "`srcset` loads from elsewhere: https://x.example"
    ),
    ("<img src=\"https://x.example/{{a}}\">", "`src` loads from elsewhere: https://x.example"),
    (
      "<link rel=\"preload stylesheet\" href=\"http://x.example:8/y\">",
      "`href` loads from elsewhere: http://x.example:8"
    ),
    (
      "<link rel=\"alternate stylesheet\" href=\"//x.example\">",
      "`href` loads from elsewhere: https://x.example"
    ),
    (
      "<svg><image xlink:href=\"//x.example/a\"/></svg>",
      "`xlink:href` loads from elsewhere: https://x.example"
    ),
    ("<form action=\"https://x.example/\">", "`action` loads from elsewhere: https://x.example"),
    ("<a ping=\"https://x.example/\" href=a>x</a>", "`ping` loads from elsewhere: https://x.example"),
    ("<meta http-equiv=Refresh content=\"0;url=x\">", "the layout sends its readers elsewhere"),
    ("<base href=\"/\">", "`<base>` leads the links of all pages elsewhere"),
  ])
  func whatRunsOrLoadsIsRefused(html: String, message: String) throws {
    let found = try inBody(html)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("a.html:4:") == true || html.contains("\n"), "\(found)")
    #expect(found.first?.hasSuffix(": \(message)") == true, "\(found)")
  }

  @Test func aPlaceInAPartialIsNamed() throws {
    let files = [
      "a.html": "\(Self.head)\n{{#b}}é{{> part}}{{/b}}{{content}}",
      "_part.html": "\n  <img alt=é src='//x.example'>",
    ]
    #expect(try found(files) == ["_part.html:2:14: `src` loads from elsewhere: https://x.example"])
  }

  @Test func anAllowedOriginMayBeLoadedFromAndNamedInThePolicy() throws {
    let origin = "https://cdn.example.com"
    let script = "<script src=\"https://cdn.example.com/x.js\"></script>"
    #expect(try inBody(script, allowing: [origin]) == [])
    #expect(try inBody(script, allowing: ["https://cdn.example"]).count == 1)
    let policy = FrameSafety.policy.replacing("script-src 'self'", with: "script-src 'self' \(origin)")
    let head = "<head><meta content=\"\(policy)\" http-equiv=content-security-policy>{{content}}"
    #expect(try found(["a.html": head], allowing: [origin]) == [])
    #expect(
      try found(["a.html": head]) == [
        "a.html:1:13: the Content-Security-Policy allows `https://cdn.example.com` in `script-src`"
      ])
  }

  @Test(
    arguments: [
      ("<html><head><title>x</title></head>{{content}}", "1:7", "the layout has no Content-Security-Policy"),
      ("{{content}}", "1:1", "the layout has no Content-Security-Policy"),
      ("<!--\(head)-->{{content}}", "1:1", "the layout has no Content-Security-Policy"),
      (
        "<head><link rel=stylesheet href=a.css>\(head.dropFirst(6)){{content}}", "1:7",
        "`<link>` stands before the Content-Security-Policy"
      ),
      (
        "<head>{{#x}}\(head.dropFirst(6)){{/x}}{{content}}", "1:13",
        "the Content-Security-Policy stands in a section, so a page may lack it"
      ),
      (
        "<head><meta http-equiv=content-security-policy content=\"{{x}}\">{{content}}", "1:48",
        "a Content-Security-Policy has no tags and no character references"
      ),
      (
        "<head><meta http-equiv=content-security-policy content=\"default-src 'self'; base-uri 'none'\">{{content}}",
        "1:48", "the Content-Security-Policy says nothing of `form-action`"
      ),
      (
        "\(head.replacing("script-src 'self'", with: "script-src 'self' 'unsafe-inline'")){{content}}",
        "1:50",
        "the Content-Security-Policy allows `'unsafe-inline'` in `script-src`"
      ),
      (
        "\(head.replacing("script-src 'self'", with: "script-src data:")){{content}}", "1:50",
        "the Content-Security-Policy allows `data:` in `script-src`"
      ),
      ("\(head)<p>{{! {{content}} }}", "", "the layout has no `{{content}}`, so every page would be empty"),
    ] as [(String, String, String)])
  func aLayoutThatPromisesNothingIsRefused(html: String, place: String, message: String) throws {
    #expect(try found(["a.html": html]) == ["a.html\(place.isEmpty ? "" : ":")\(place): \(message)"])
  }

  @Test func noCutOfALayoutTraps() throws {
    let layout =
      "<!doctype html><!-- --><html>\(Self.head)<script src='a'>x</script></head><body a='b' c=d/e>{{content}}</body>"
    let bytes = Array(layout.utf8)
    for end in 0...bytes.count {
      for start in [0, end / 2, end] {
        let text = String(decoding: bytes[start..<end], as: UTF8.self).replacing("{{", with: "{").replacing(
          "}}", with: "}")
        _ = try found(["a.html": text])
      }
    }
  }
}
