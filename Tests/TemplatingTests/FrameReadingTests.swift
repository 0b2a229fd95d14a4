import HTMLTree
import Model
import Testing

@testable import Templating

/// What a browser reads in another way than it looks, with all sections of a layout or without some.
struct FrameReadingTests {
  private static let head =
    "<head><meta http-equiv=\"Content-Security-Policy\" content=\"\(FrameSafety.policy)\">"

  private func found(_ layout: String) throws -> [String] {
    try templateSet(["a.html": layout]).checkFrame("a.html", allowing: []).map { problem in
      "\(problem.location?.description.dropFirst("Templates/a.html:".count) ?? ""): \(problem.message)"
    }
  }

  private func inBody(_ html: String) throws -> [String] {
    try found("<html>\n\(Self.head)\n</head><body>{{content}}\n\(html)</body>")
  }

  /// A tag with a line for itself takes the line with it, and so what it parts is one word in the page.
  @Test(arguments: ["{{! c}}\n", " {{! c}}", "{{#a}}\n{{/a}}\n"])
  func aLineThatGoesWithItsTagPartsNothing(partial: String) throws {
    for layout in [
      "<head><meta x{{> p}}http-equiv=\"Content-Security-Policy\" content=\"\(FrameSafety.policy)\">",
      Self.head + "<img alt=\"\" o{{> p}}nerror=\"alert(1)\">",
      Self.head + "<{{> p}}script>alert(1)</script>",
    ] {
      let set = try templateSet(["a.html": layout + "{{content}}", "_p.html": partial])
      #expect(!set.checkFrame("a.html", allowing: []).isEmpty, "\(layout)")
    }
  }

  @Test func aStyleInSVGIsReadAsAXMLReaderWould() throws {
    #expect(
      try inBody("<svg><style>@import url(&#104;ttps:&#47;&#47;evil.example/a.css);</style></svg>").contains {
        $0.contains("a style in SVG has a `&`")
      })
  }

  /// Each way to write a script into a page so that a simple reader of tags passes it over.
  static let hidings = [
    "SCRIPT", "<noscript><a title='</noscript>SCRIPT'></a></noscript>",
    "<noscript><!--</noscript>SCRIPT--></noscript>",
    "<noscript><title></noscript>SCRIPT</title></noscript>",
    "<noscript><a title='</nos{{#a}}x{{/a}}cript>SCRIPT'></a></noscript>",
    "<svg><style><a title='</style>SCRIPT'></a></style></svg>", "<svg><style>SCRIPT</style></svg>",
    "<svg><title><a title='</title>SCRIPT'></a></title></svg>", "<svg><title>SCRIPT</title></svg>",
    "<svg><desc><style><a title='</style>SCRIPT'></a></style></desc></svg>",
    "<svg><![CDATA[ > <a title=' ]]> SCRIPT '></svg>", "<svg>x<![CDATA[<a title='>]]>SCRIPT'></svg>",
    "<![CDATA[ > SCRIPT ]]>", "<math><mtext><style><a title='</style>SCRIPT'></a></style></mtext></math>",
    "<svg></p><style><a title='</style>SCRIPT'></a></style></svg>",
    "<svg></br><style><a title='</style>SCRIPT'></a></style></svg>",
    "<svg><p><style><a title='</style>SCRIPT'></a></style></svg>",
    "<svg><foreignObject><style><a title='</style>SCRIPT'></a></style></foreignObject></svg>",
    "{{#a}}<svg>{{/a}}<style><a title='</style>SCRIPT'></a></style>{{#a}}</svg>{{/a}}",
    "{{^a}}<svg>{{/a}}<style><a title='</style>SCRIPT'></style></svg>",
    "<svg>{{#a}}</svg>{{/a}}<style><a title='</style>SCRIPT'></a></style></svg>",
    "<svg><desc>{{#a}}</desc>{{/a}}<style><a title='</style>SCRIPT'></a></style>",
    "<svg><path d=x/><style><a title='</style>SCRIPT'></a></style></svg>", "<div><svg></div>SCRIPT",
    "<select>SCRIPT</select>", "<select>a<option>SCRIPT</option></select>",
    "<select><title><a title='</title>SCRIPT'></title></select>",
    "<select>{{#a}}</select>{{/a}}<title><a title='</title>SCRIPT'></title>",
    "<template>SCRIPT</template>", "<div><template shadowrootmode=open>SCRIPT</template></div>",
    "<iframe>SCRIPT</iframe>", "<iframe></iframe>SCRIPT", "<xmp>SCRIPT</xmp>", "<noembed>SCRIPT</noembed>",
    "<noframes>SCRIPT</noframes>", "<plaintext>SCRIPT", "<frameset>SCRIPT</frameset>",
    "<textarea></textareax><a title='</textarea>SCRIPT'></a>", "<title></titl{{#a}}x{{/a}}e>SCRIPT</title>",
    "<title></titl{{site}}e>SCRIPT</title>", "<title>{{#a}}</title>{{/a}}SCRIPT</title>",
    "<style></style/>SCRIPT", "<!-->SCRIPT-->", "<!--->SCRIPT-->", "<!-- --!>SCRIPT<!-- -->",
    "<!-- --{{#a}}x{{/a}}>SCRIPT -->", "<!-- {{#a}} --> {{/a}} SCRIPT -->", "<?x >SCRIPT ?>", "<!x >SCRIPT>",
    "</ >SCRIPT", "</a <b title='>SCRIPT'>", "<a {{#a}}title='{{/a}}>SCRIPT'>",
    "<a title={{#a}}'{{/a}}>SCRIPT'>",
    "<a b{{#a}} title='{{/a}}>SCRIPT'>", "<table><tr><td>SCRIPT</table>", "<table>SCRIPT</table>",
    "<a title=\"'>SCRIPT<a title='\">SCRIPT</a>", "<form><form>SCRIPT</form></form>",
    "<p title=a\u{B}'>SCRIPT'>",
    "<script src=x><!--<script></script>SCRIPT--></script>", "{{#a}}SCRIPT{{/a}}", "{{^a}}SCRIPT{{/a}}",
    "{{#a}}<title>{{/a}}SCRIPT{{#a}}</title>{{/a}}", "<body><style>/*</style>SCRIPT*/</style>",
  ]

  @Test(arguments: hidings)
  func aScriptIsToldWhereverItHides(hiding: String) throws {
    for script in [
      "<script>x()</script>", "<ScRiPt >x()</sCrIpT\t>", "<scr{{#a}}{{/a}}ipt>x()</script>",
      "<scr{{#a}}x{{/a}}ipt>x()</script>", "<{{#a}} {{/a}}script>x()</script>", "<img src=x onerror=x()>",
      "<script{{#a}} async{{/a}}>x()</script>", "<svg onload=x()></svg>",
      "<scr{{#a}} b=''{{/a}}{{#a}} c=''{{/a}}ipt>x()</script>",
    ] {
      let html = hiding.replacing("SCRIPT", with: script)
      let found = try inBody(html)
      #expect(!found.isEmpty, "\(html)")
      #expect(found.allSatisfy { $0.hasPrefix("4:") }, "\(html): \(found)")
    }
  }

  /// The same in two wrappings, one in the other.
  @Test func aScriptIsToldInTwoHidings() throws {
    for outer in Self.hidings where outer.contains("SCRIPT") {
      for inner in Self.hidings {
        let script = inner.replacing("SCRIPT", with: "<script>x()</script>")
        let html = outer.replacing("SCRIPT", with: script)
        #expect(try !inBody(html).isEmpty, "\(html)")
      }
    }
  }

  @Test(arguments: [
    ("<scr{{#a}}{{/a}}ipt>x()</script>", "4:1: the layout has an inline script"),
    (
      "<svg><![CDATA[ > <a title=\" ]]> <g onload=x \"/></svg>",
      "4:6: `<![CDATA[` must not stand in a layout: browsers do not agree on what is in it"
    ),
    (
      "<noscript><a title='</noscript><script>x</script>'></a></noscript>",
      "4:21: a `<` inside `<noscript>` must begin a tag"
    ),
    ("<svg><style><a></style></svg>", "4:13: a `<style>` may only hold text"),
    ("<svg><g></div></g></svg>", "4:9: `</div>` closes nothing that is open here"),
    ("<td onclick=x()>", "4:1: `<td>` stands where a browser passes over it"),
    ("<body class=a>", "4:1: `<body>` stands where a browser passes over it"),
    ("<svg><p>x</p></svg>", "4:1: `<svg>` has no end tag where it should end"),
    ("<svg><desc><p>x</p></desc></svg>", "4:12: `<p>` of HTML must not stand inside `<desc>`"),
    ("<sElect>x", "4:1: `<sElect` must not stand in a layout: browsers do not agree on what is in it"),
    ("<p></p title='<b'>", "4:4: an end tag has no attributes"),
    ("<p class=a class=b>", "4:12: an attribute of `<p>` stands there twice"),
    ("<p title=\"a\" b\">", "4:14: `b\"` is no name of an attribute"),
    ("<a href='java&#115;cript:x()'>", "4:4: this address is script, which no page may run"),
    ("<a href='java&Tab;script&colon;x()'>", "4:4: this address is script, which no page may run"),
    ("<a href='\u{1}java\tscript:x()'>", "4:10: a control character is not allowed in a layout"),
    (
      "<svg><set attributeName=href to=a /><animate values='a;javascript:x()'/></svg>",
      "4:11: `attributeName` changes an address"
    ),
    (
      "<style>@import 'https://x.example/a.css';</style>",
      "4:8: a style loads from elsewhere: https://x.example"
    ),
    ("<style>a{b:URL( //x.example/a )}</style>", "4:8: a style loads from elsewhere: https://x.example"),
    ("<style>a{b:u\\72l(a)}</style>", "4:8: a style has a `\\`, which could hide an address"),
    (
      "<style>a{b:url(\"data:image/x,\n);c:url(//x.example)}\")}</style>",
      "4:8: a style loads from elsewhere: https://x.example"
    ),
    ("<style>a{b:{{site}}}</style>", "4:8: a style must be written out, without tags of Mustache"),
    ("<p style='a:url(&#104;ttps://x.example)'>", "4:4: a style loads from elsewhere: https://x.example"),
    ("<p style='a:url(https:x.example)'>", "4:4: a style loads from elsewhere: https://x.example"),
    ("<svg><path fill='url(//x.example#a)'/></svg>", "4:12: a style loads from elsewhere: https://x.example"),
    ("<iframe src='data:text/html,x'></iframe>", "4:9: `src` loads a page or a style that is written in it"),
    ("<meta charset=gbk>", "4:1: pages are UTF-8, and the layout says that they are not"),
    (
      "<meta http-equiv='re{{#a}}x{{/a}}fresh'>",
      "4:7: `http-equiv` must be written out, without tags of Mustache"
    ),
    ("<meta http-equiv='re&#102;resh'>", "4:1: the layout sends its readers elsewhere"),
    ("<img src='{{#a}}x{{/a}}//x.example'>", "4:11: with or without the section, `src` could lead elsewhere"),
    (
      "<a href='{{#a}}x{{/a}}javascript:x()'>",
      "4:10: with or without the section, `href` could lead elsewhere"
    ),
    ("<a href='{{url}}java{{url}}script:x()'>", "4:4: this address is script, which no page may run"),
    ("<img src='{{url}}//x.example'>", "4:6: `src` loads from elsewhere: https://x.example"),
    ("<p {{#a}}class=b{{/a}}{{#a}}id=c{{/a}}>", ""),
    ("<scr{{#a}} b=''{{/a}}{{#b}} c=''{{/b}}ipt>x()</script>", ""),
    ("<scr{{#a}} b=''{{/a}}{{#b}} c=''{{/b}}{{#a}} d=''{{/a}}ipt>x()</script>", ""),
    ("<img {{#l}}{{#a}} b=''{{/a}}rc=//x.example s{{/l}} >", ""),
    ("<img src {{#a}}b=''{{/a}} =//x.example>", ""),
  ])
  func aPlaceAndACauseAreTold(html: String, message: String) throws {
    let found = try inBody(html)
    if message.isEmpty { #expect(!found.isEmpty) } else { #expect(found.contains(message), "\(found)") }
  }

  @Test(
    arguments: [
      ("x", "a text"), ("&nbsp;", "a text"), ("\u{B}", "a text"), ("{{site}}", "a text"),
      ("</br>", "`</br>`"),
      ("</p>", "`</p>`"), ("</head>", "`</head>`"), ("<body>", "`<body>`"), ("</html>", "`</html>`"),
      ("<noscript>", "`<noscript>`"), ("{{#a}}<p>{{/a}}", "`<p>`"),
      ("<style>a{}</style>", "`<style>`"), ("<title>x</title><title>", nil),
    ] as [(String, String?)])
  func whatMovesThePolicyOutOfTheHeadIsTold(before: String, what: String?) throws {
    for layout in [
      "<!DOCTYPE html>\n<html><head>BEFORE", "<!doctype html>\n<html>BEFORE<head>", "\nBEFORE<html><head>",
    ] {
      let text = layout.replacing("BEFORE", with: before) + Self.head.dropFirst(6) + "{{content}}"
      let found = try found(text)
      let expected = what.map { "\($0) stands before the Content-Security-Policy" }
      #expect(
        found.contains { $0.hasPrefix("2:") && expected.map($0.hasSuffix) ?? true }, "\(text): \(found)")
    }
  }

  @Test(arguments: ["http-equiv", "content"])
  func aPolicyThatAPageMayLackIsTold(attribute: String) throws {
    let layout = Self.head.replacing(" \(attribute)=", with: " {{#a}}\(attribute)=")
      .replacing(
        "Policy\" content", with: attribute == "content" ? "Policy\" content" : "Policy\"{{/a}} content"
      )
      .replacing("'none'\">", with: attribute == "content" ? "'none'\"{{/a}}>" : "'none'\">")
    #expect(
      try found(layout + "{{content}}") == [
        "1:7: the Content-Security-Policy has a section in it, so a page may lack it"
      ])
  }

  @Test func whatEveryPageHasMayStandBeforeThePolicy() throws {
    let before =
      "<!-- a <b> --><!DOCTYPE html>\n<html lang=\"{{site}}\">\n<head>\u{C}<title>{{site}} b</title><meta charset=UTF-8>"
    #expect(try found(before + Self.head.dropFirst(6) + "{{content}}") == [])
  }

  @Test(arguments: [
    "<ul>{{#l}}{{#a}}<li class=x>{{/a}}{{^a}}<li>{{/a}}{{site}}</li>{{/l}}</ul>",
    "{{#a}}<a href=\"{{url}}\">{{/a}}x{{#a}}</a>{{/a}}",
    "<img alt=\"\"{{#a}} width=\"{{b}}\"{{/a}}{{#a}} id=\"c\"{{/a}}/>",
    "<p {{#a}}class=\"b\"{{/a}}>", "<p{{#a}} class=\"b\"{{/a}} {{#b}}id=\"b\"{{/b}}>",
    "<p {{#a}}id=\"b\"{{/a}}{{#b}} lang=\"b\"{{/b}}>", "<p class=\"a{{#a}} b{{/a}}\">",
    "<p title='{{#a}}Note: {{/a}}x'>",
    "<title>{{site}}{{#a}} · {{b}}{{/a}}</title>", "<a href=\"{{#a}}a{{/a}}{{^a}}b/c{{/a}}\">",
    "<a href=\"https://example.com/{{#a}}a{{/a}}\">", "<textarea>{{site}}{{#a}}a{{/a}}</textarea>",
    "<svg viewBox=\"0 0 9 9\"><title>{{site}}</title><style>a{fill:red}</style>{{#a}}<path d=\"M0 0\"/>{{/a}}</svg>",
    "<svg><g><path d=M0><use xlink:href=#a /></g></svg>", "<noscript><p>{{site}} <b>a</b></p></noscript>",
    "</select></template>",
    "<table>{{#l}}<tr>{{#a}}<td>x{{/a}}<td>y</tr>{{/l}}</table>", "<p><ul></ul></p>", "</b>",
    "<style>@import 'a.css'; a{b:url(c.png)} @font-face{src:url(data:font/woff2;base64,d09G//+8=)}</style>",
    "<p style=\"color: red\">", "<link rel=icon href='data:,'>", "<p>a < b && c</p>",
    "<p>{{! {{#a}} }}</p>", "<!--[if IE]><script>x()</script><![endif]-->", "<![if !IE]><p>x</p><![endif]>",
    "<!-- <svg> <xmp> -->", "<a href='mailto:a@b.c?subject=x&amp;body=y'>",
  ])
  func whatLooksOddAndIsPlainIsAllowed(html: String) throws {
    #expect(try inBody(html) == [])
  }

  @Test func aLayoutThatIsTooLargeIsNotChecked() throws {
    let sections = String(repeating: "{{#a}}{{/a}}", count: FramePage.mostSections + 1)
    for html in [String(repeating: "a", count: HTMLTree.largestText), sections] {
      let message = "1:1: with its partials the layout is too large to be checked"
      #expect(try inBody(html) == [message])
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "{{#a}}{{/a}}<svg></svg>", "{{#a}} b{{/a}}", "{{a}}<i>", "<p {{#a}}b{{/a}}>", "<", "<a ", "</", "<!--",
      "<title>{{a}}", "<svg><title>{{a}}</title></svg>", "<style>//</style>",
      "<a href='{{#a}}/{{/a}}{{b}}/'>",
      "<script></script>", "<p style='url(data:image/'>", "<noscript><b></noscript>",
    ])
  func aHostileLayoutTakesNoTime(piece: String) throws {
    let text = String(
      repeating: piece, count: min(piece.contains("{{") ? 1_000 : 9_000, 90_000 / piece.utf8.count))
    #expect(try inBody(text).count <= 40 * Messages.mostOfAKind)
    _ = try templateSet(["a.html": text]).check("a.html", against: .record(["a": .text, "b": .text]))
  }

  @Test(
    arguments: [
      ("<svg>{{content}}</svg>", "`content` is finished markup and must not stand inside `<svg>`"),
      ("<title>{{content}}</title>", "`content` is finished markup and must not stand inside `<title>`"),
      ("<iframe>{{name}}</iframe>", "`name` must not stand inside `<iframe>`"),
      ("<svg><style><a title='</style>{{name}}'/></style></svg>", nil),
      ("<scr{{name}}>", "`name` stands in an HTML tag without quotes"),
      ("<{{name}}>", "`name` stands in an HTML tag without quotes"),
      ("</{{name}}>", "`name` stands in an HTML tag without quotes"),
      ("<!doctype {{name}}>", "`name` stands in an HTML tag without quotes"),
      ("<a href='/\n/{{name}}'>", "`name` is a text and must not begin the address in `href`"),
      ("<a href='/\\{{name}}'>", "`name` is a text and must not begin the address in `href`"),
      (
        "<a href='{{#isNew}}a/{{/isNew}}{{name}}'>",
        "`name` is a text and must not begin the address in `href`"
      ),
      ("<a href='{{#isNew}}a/{{name}}{{/isNew}}'>", nil),
      ("<a href='{{url}}/{{name}}'>", "`name` is a text and must not begin the address in `href`"),
      ("<noscript><style></noscript>{{name}}</style></noscript>", "`name` must not stand inside `<style>`"),
      ("<textarea><p class='{{name}}'></textarea>{{content}}", nil),
    ] as [(String, String?)])
  func aValueIsPlacedAsABrowserPlacesIt(html: String, message: String?) throws {
    let shape = CheckTemplateTests.shape
    let found = try templateSet(["a.html": html]).check("a.html", against: shape).map(\.message)
    #expect(found == (message.map { [$0] } ?? []))
  }
}
