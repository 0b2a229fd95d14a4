import Model
import Testing

@testable import Loading

@Suite struct BrandTests {
  /// The published pairs of the WCAG contrast definition: black on white is 21, equal colours are 1.
  @Test func contrastIsThatOfWCAG() throws {
    let white = try #require(Color("#ffffff"))
    #expect(abs(white.contrast(with: try #require(Color("#000000"))) - 21) < 1e-9)
    #expect(white.contrast(with: white) == 1)
    #expect(abs(white.contrast(with: try #require(Color("#767676"))) - 4.54) < 0.005)
    #expect(abs(white.contrast(with: try #require(Color("#777777"))) - 4.48) < 0.005)
  }

  @Test(arguments: ["", "#fff", "red", "#gggggg", "#+12345", "#-12345", "b3213f", "#b3213f0", "#ｆｆ"])
  func whatIsNoColourIsNone(text: String) {
    #expect(Color(text) == nil)
  }

  @Test func everyColourHasALegibleShadeForLightAndForDark() {
    for number in stride(from: 0, to: 0x100_0000, by: 65_537 * 5 + 257 * 3) {
      let color = Color(
        red: UInt8(number >> 16), green: UInt8(number >> 8 & 0xFF), blue: UInt8(number & 0xFF))
      for onLight in [true, false] {
        #expect(Brand.Accent.isLegible(Brand.Accent.legible(color, onLight: onLight), onLight: onLight))
      }
    }
  }

  private static let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>"

  private func load(_ brand: String) throws -> (brand: Brand, messages: [String]) {
    let project = try TemporaryProject(
      [
        "Content/site.yml": "brand: \(brand)", "Content/logo.svg": Self.svg, "Content/note.txt": "hello",
        "Content/fake.png": "hello",
      ], roster: TemporaryProject.oneKOL)
    do {
      return (try project.load().settings.brand, [])
    } catch {
      return (Brand(), error.diagnostics.map(\.description))
    }
  }

  @Test func aBrandIsRead() throws {
    let found = try load("{client: ACME, logo: logo.svg, accent: '#0b57d0'}")
    #expect(found.messages == [])
    #expect(found.brand.client == "ACME")
    #expect(found.brand.logo == Brand.Logo(bytes: Array(Self.svg.utf8), fileExtension: "svg", size: nil))
    #expect(found.brand.accent?.light == Color("#0b57d0"))
    let dark = try #require(found.brand.accent?.dark)
    #expect(Brand.Accent.isLegible(dark, onLight: false))
  }

  @Test(arguments: [
    (
      "{accent: '#ffcc00'}",
      "1:17: error: `accent` #ffcc00 is not legible on light pages: its contrast is under 4.5 : 1\n  hint: try #856a00"
    ),
    ("{accent: blue}", "error: `accent` must be a colour such as \"#b3213f\", in quotes, not \"blue\""),
    (
      "{accent: '#0b57d0', accentDark: '#0b57d0'}", "error: `accentDark` #0b57d0 is not legible on dark pages"
    ),
    ("{accentDark: '#8ab4f8'}", "error: `accentDark` without `accent`"),
    ("{logo: gone.png}", "1:15: error: there is no file \"Content/gone.png\""),
    ("{logo: note.txt}", "error: \"Content/note.txt\" is no picture that a page can show"),
    ("{logo: fake.png}", "error: \"Content/fake.png\" is no picture that a page can show"),
    ("{logo: ../../etc/passwd}", "error: "),
    ("{colour: red}", "error: unknown key \"colour\" in `brand`"),
  ])
  func aMistakeIsLocatedAndExplained(brand: String, message: String) throws {
    let messages = try load(brand).messages
    #expect(messages.count == 1 && messages[0].contains(message), "\(messages)")
  }

  @Test func everyMistakeIsToldAtOnce() throws {
    let messages = try load("{logo: ../x.png, accent: '#ffcc00'}").messages
    #expect(messages.count == 2)
    #expect(messages.contains { $0.contains("leads out of Content/") })
  }

  private func logo(_ svg: String) throws -> [String] {
    let project = try TemporaryProject(
      ["Content/site.yml": "brand: {logo: logo.svg}", "Content/logo.svg": svg],
      roster: TemporaryProject.oneKOL)
    return project.findings().map { String($0.prefix { $0 != "\n" }) }
  }

  @Test(arguments: [
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    """
    <?xml version="1.0" encoding="utf-8"?>
    <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
    <!-- <script> -->
    <svg:svg xmlns:svg="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
      inkscape:export-filename="C:\\logos\\a.png" viewBox="0 0 9 9">
      <style>.a { fill: url(#g) } <![CDATA[ .b > .c { fill: red } ]]></style>
      <title>A &amp; B</title><use xlink:href="#a"/><path d="M0 0" style="fill:url('#g')" fill="url(#g)"/>
      <image href="data:image/png;base64,AAAA"/><animate attributeName="r" from="1" to="2"/>
      <inkscape:path-effect only_selected="false"/>
    </svg:svg>
    """,
    "<svg><path style=\"fill:url(&quot;#a&quot;);stroke:url(&apos;#b&apos;)\" fill='url(\"#a\")' id='A &amp; B'/></svg>",
    "<svg><image href='data:image/jpg;base64,//8='/><image xlink:href='data:image/JPEG;base64,/w=='/></svg>",
    "<svg><style>@font-face{src:url(data:font/woff2;base64,d09G//8=),url('data:application/font-woff;base64,d09')}</style></svg>",
    "<svg><style>.a &gt; .b{fill:url(&#34;#a&#34;)}<![CDATA[.a{b:'&'}]]></style></svg>",
    "<?xml version='1.0' encoding='iso-8859-1'?><svg/>",
    "<?xml version='1.0' encoding = \"US-ASCII\" ?><svg/>",
    "<?xml version='1.0' encoding=\"UTF-8\"?><svg><title>é</title></svg>",
  ])
  func aPlainSVGIsALogo(svg: String) throws {
    #expect(try logo(svg) == [])
  }

  @Test(arguments: [
    ("hello", "1:1: error: this is no SVG: it has no `<svg>`"),
    ("", "1:1: error: this is no SVG: it has no `<svg>`"),
    ("<html><svg/></html>", "1:1: error: this is no SVG: it begins with `<html>`"),
    ("<svg>\n <script>x()</script></svg>", "2:2: error: `<script>` is not allowed in a logo"),
    ("<svg><a:SCRIPT/></svg>", "1:6: error: `<a:SCRIPT>` is not allowed in a logo"),
    ("<svg><foreignObject/></svg>", "1:6: error: `<foreignObject>` is not allowed in a logo"),
    (
      "<svg><style>/*<![CDATA[</style><style a='*/]]></style><script>x()</script><style>/*'>*/</style></svg>",
      "1:55: error: `<script>` is not allowed in a logo"
    ),
    ("<svg><a b='<'/></svg>", "1:9: error: `b` holds a `<`, which XML does not allow"),
    (
      "<svg><style><!-- </style><style> --></style></svg>",
      "1:13: error: a style of a logo may only hold text"
    ),
    (
      "<svg><style><![CDATA[@import 'x']]></style></svg>",
      "1:13: error: the style loads something from elsewhere"
    ),
    (
      "<!DOCTYPE svg SYSTEM \"><!--\" [<!ENTITY e \"x\">]><!-- --><svg>&e;</svg>",
      "1:1: error: a document type with entities is not allowed in a logo"
    ),
    ("<svg\tonload='x()'/>", "1:6: error: the attribute `onload` is script"),
    ("<svg><a href='https://x.example'/></svg>", "1:9: error: `href` leads out of the file"),
    ("<svg><a href='java&#x73;cript:x()'/></svg>", "1:9: error: `href` leads out of the file"),
    ("<svg><image xlink:href='a.png'/></svg>", "1:13: error: `xlink:href` leads out of the file"),
    ("<svg><use href='data:image/svg+xml,x'/></svg>", "1:11: error: `href` leads out of the file"),
    ("<svg><p style='fill:URL( //x.example )'/></svg>", "1:9: error: `style` loads something from elsewhere"),
    ("<svg><p fill='u&#114;l(x)'/></svg>", "1:9: error: `fill` loads something from elsewhere"),
    ("<svg><p fill='&#x00000075;rl(x)'/></svg>", "1:9: error: `fill` loads something from elsewhere"),
    ("<svg><style>@import 'x'</style></svg>", "1:13: error: the style loads something from elsewhere"),
    ("<svg><style>a{b:\\75rl(x)}</style></svg>", "1:13: error: the style loads something from elsewhere"),
    (
      "<svg><set attributeName='xlink:href' to='x'/></svg>", "1:11: error: `attributeName` changes an address"
    ),
    ("<?xml-stylesheet href='x'?><svg/>", "1:1: error: a style sheet of its own is loaded from elsewhere"),
    (
      "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>",
      "1:1: error: a document type with entities is not allowed in a logo"
    ),
    ("<svg><g></svg>", "1:9: error: `</svg>` closes nothing that is open"),
    ("<svg><g>", "1:9: error: `<g>` is never closed"),
    ("<svg a=b/>", "1:1: error: the tag `<svg>` is never closed"),
    ("<svg xmlns:h='http://www.w3.org/1999/xhtml'/>", "1:6: error: HTML is not allowed in a logo"),
    ("<svg xml:base='//x.example'/>", "1:6: error: `xml:base` leads the links of the file elsewhere"),
    ("<svg a='\u{1B}$B'/>", "1:9: error: a control character is not allowed in a logo"),
    ("<?xml encoding='iso-2022-jp'?><svg/>", "1:1: error: the file is UTF-8, and says that it is not"),
    (
      "<?xml encoding='iso-8859-1'?><svg><title>é</title></svg>",
      "1:1: error: the file is UTF-8, and says that it is not"
    ),
    ("<?xml encoding='utf-7' a='utf-8'?><svg/>", "1:1: error: the file is UTF-8, and says that it is not"),
    ("<svg><p fill='url&lpar;//x.example)'/></svg>", "1:9: error: `fill` has a `&` that XML does not know"),
    ("<svg><p title='A & B;'/></svg>", "1:9: error: `title` has a `&` that XML does not know"),
    ("<svg><p title='&#xD800;'/></svg>", "1:9: error: `title` has a `&` that XML does not know"),
    ("<svg><style>a{b:url&lpar;c)}</style></svg>", "1:13: error: the style has a `&` that XML does not know"),
    (
      "<svg><p style='a:url(&quot;//x.example&quot;)'/></svg>",
      "1:9: error: `style` loads something from elsewhere"
    ),
    (
      "<svg><style>a{b:url(<![CDATA[&#35;a)]]></style></svg>",
      "1:13: error: the style loads something from elsewhere"
    ),
    ("<svg><image href='data:font/woff;base64,x'/></svg>", "1:13: error: `href` leads out of the file"),
    ("<svg><image href='data:image/jpgx,x'/></svg>", "1:13: error: `href` leads out of the file"),
    ("<svg/><svg/>", "1:7: error: something follows the end of the SVG"),
    ("<!-- <svg/>", "1:1: error: the comment is never closed"),
  ])
  func anSVGThatIsMoreThanAPictureIsRefused(svg: String, message: String) throws {
    #expect(try logo(svg) == ["Content/logo.svg:\(message)"])
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "<svg a='" + String(repeating: "&#", count: 90_000) + "'/>",
      "<svg a='" + String(repeating: "url(#", count: 38_000) + "'/>",
      "<svg>" + String(repeating: "<g a='url('>", count: 15_000),
      "<svg>" + String(repeating: "<style>", count: 25_000),
      "<svg>" + String(repeating: "<!-", count: 60_000),
    ])
  func aHostileLogoTakesNoTime(svg: String) throws {
    #expect(try logo(svg).count <= 2 * Messages.mostOfAKind)
  }

  @Test func noCutOfALogoTraps() throws {
    let bytes = Array(
      "<?xml?><!-- a --><svg a='b&#x41;' c=\"url(#d)\"><style>x</style><![CDATA[y]]></svg>".utf8)
    for end in 0...bytes.count {
      for start in [0, end / 3, end / 2] {
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        _ = SVGLogo.problems(in: SourceText(path: "Content/logo.svg", text: text))
      }
    }
  }
}
