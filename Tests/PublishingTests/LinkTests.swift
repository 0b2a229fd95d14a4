import Foundation
import Testing

@testable import Publishing

struct LinkTests {
  static func file(_ path: String, _ id: String = "") -> LinkTarget {
    .file(SitePath(found: path), id: Array(id.utf8))
  }

  @Test(arguments: [
    ("../index.html", file("kol/index.html")),
    ("../../index.html", file("index.html")),
    ("../../", file("index.html")),
    ("../..", file("index.html")),
    ("./", file("kol/anna/index.html")),
    (".", file("kol/anna/index.html")),
    ("", file("kol/anna/page.html")),
    ("#fans", file("kol/anna/page.html", "fans")),
    ("?a=1#fans", file("kol/anna/page.html", "fans")),
    ("index.json?a#%E4%BD%A0", file("kol/anna/index.json", "\u{4F60}")),
    ("a%20b.html", file("kol/anna/a b.html")),
    ("%2E%2e/x.html", file("kol/x.html")),
    ("b//c.html", file("kol/anna/b/c.html")),
    ("../../../index.html", .broken(.outsideTheSite)),
    ("/index.html", .broken(.notRelative)),
    ("//example.com/a", .elsewhere),
    ("https://example.com", .elsewhere),
    ("mailto:a@example.com", .elsewhere),
    ("data:,a", .elsewhere),
    ("1a:b", file("kol/anna/1a:b")),
  ])
  func resolvesALink(link: String, target: LinkTarget) {
    #expect(LinkTarget(Array(link.utf8), in: SitePath(found: "kol/anna/page.html")) == target)
  }

  @Test func readsLinksAndIDsFromTags() {
    let page = """
      <!doctype html><!-- <a href="no"> --><HTML><a class=x HREF='one&amp;a' id="i1"><b id=i2>
      <img src=two alt="<a href=no>"><svg><use xlink:href = "#i1"/></svg><a href></a><a href="">
      <script src="three">"<a href='no'>"</script><style>a[href="no"] {}</style>
      text href="no" <a\u{301} href="four\u{301}"> 1 < 2 <a href="five
      """
    let scan = PageScanner.scan(Array(page.utf8))
    #expect(
      scan.links.map { String(decoding: $0, as: UTF8.self) }
        == ["one&a", "two", "#i1", "", "three", "four\u{301}", "five"])
    #expect(scan.ids == [Array("i1".utf8), Array("i2".utf8)])
  }

  @Test func anEndTagInCapitalsEndsTextWithoutTags() {
    let page = """
      <STYLE>a[href="no"] {}</Style ><a href="one"></a><script src=two>"<a href='no'>"</SCRIPT><a href="three">
      <style>a{}</stylesheet></style\n><a href="four"><!-- <a href="no"> --!><a href="five"><!--><a href="six">
      """
    let scan = PageScanner.scan(Array(page.utf8))
    #expect(
      scan.links.map { String(decoding: $0, as: UTF8.self) } == [
        "one", "two", "three", "four", "five", "six",
      ])
  }

  @Test func endsWhereverAPageIsCutOff() {
    let page = Array("<a href='x' id=y><!-- c --><script>s</script><img src=\"z\">".utf8)
    for length in 0...page.count {
      let scan = PageScanner.scan(Array(page.prefix(length)))
      #expect(scan.links.count <= 2)
    }
  }

  @Test func whatNoPersonWroteIsReadAlikeInFewerSteps() {
    let text = """
      <main id="content"><h1 class="d">a id="no" = href="no"</h1><a rel="x" href="one&amp;a" id="i1">b</a>
      <svg viewBox="0 0 1 1"><path class="c" d="M0 0"/><a href="#i1"><use xlink:href="#i2"/></a></svg>
      <img src="two" alt="id=3 href=4 src=5"><tr id="i2"></main><a href="three">
      """
    let page = Array(text.utf8)
    let whole = PageScanner.scan(page)
    #expect(
      whole.links.map { String(decoding: $0, as: UTF8.self) } == ["one&a", "#i1", "#i2", "two", "three"])
    #expect(whole.ids == Set(["content", "i1", "i2"].map { Array($0.utf8) }))
    for end in 0...page.count {
      let start = min(19, end)
      // Where the page's own part ends is the end of a tag.
      guard end == start || page[end - 1] == UInt8(ascii: ">") else { continue }
      #expect(PageScanner.scan(page, generated: start..<end) == whole)
    }
    #expect(PageScanner.scan(page, generated: 19..<10_000) == whole)
  }

  @Test func thePagesOfTheSampleSiteAreReadAlikeInFewerSteps() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let site = root.appending(path: "public")
    let names = try FileManager.default.subpathsOfDirectory(atPath: site.path(percentEncoded: false))
    let pages = names.filter { $0.hasSuffix(".html") }
    #expect(pages.count > 50)
    for name in pages {
      let page = Array(try Data(contentsOf: site.appending(path: name)))
      let main = try #require(page.firstRange(of: Array("<main id=\"content\">".utf8)))
      let end = try #require(page.firstRange(of: Array("</main>".utf8)))
      let generated = main.upperBound..<end.lowerBound
      #expect(PageScanner.scan(page, generated: generated) == PageScanner.scan(page), "\(name)")
    }
  }

  @Test func namesEveryBrokenLinkInOrder() {
    var checker = LinkChecker()
    checker.note(
      PageLinks(
        of: Array(
          "<a href=b.html><a href=b.html#no><a href=b.html#yes><a href=#top><a href=#none><a href=/>".utf8),
        on: SitePath(found: "a.html")))
    checker.note(
      PageLinks(of: Array("<i id=yes></i><a href=c.html><a href=a.html>".utf8), on: SitePath(found: "b.html"))
    )
    let pages = ["a.html", "b.html"].map(SitePath.init(found:))
    let expected = [
      BrokenLink(page: "a.html", link: "#none", problem: .noSuchFragment),
      BrokenLink(page: "a.html", link: "/", problem: .notRelative),
      BrokenLink(page: "a.html", link: "b.html#no", problem: .noSuchFragment),
      BrokenLink(page: "b.html", link: "c.html", problem: .noSuchFile),
    ]
    #expect(throws: PublishingError.brokenLinks(expected, total: 4)) {
      try checker.check(exists: pages.contains) { _ in Array("<i id=yes></i>".utf8) }
    }
  }

  @Test func listsOnlyTheFirstOfManyBrokenLinks() throws {
    var checker = LinkChecker()
    for number in 10..<40 {
      checker.note(PageLinks(of: Array("<a href=x\(number).html>".utf8), on: SitePath(found: "a.html")))
    }
    let error = #expect(throws: PublishingError.self) {
      try checker.check(exists: { _ in false }) { _ in [] }
    }
    let text = try #require(error).description
    #expect(text.utf8.starts(with: "error: 30 links lead nowhere:\n  a.html: x10.html: there is no".utf8))
    #expect(text.utf8.split(separator: UInt8(ascii: "\n")).count == 13)
  }
}
