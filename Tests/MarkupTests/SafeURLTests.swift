import Markup
import Testing

@Suite struct SafeURLTests {
  @Test(arguments: [
    "https://example.com", "http://example.com:8080/a/b.html?c=d&e=f#g", "HTTPS://EXAMPLE.com/",
    "https://[2001:db8::1]:443/", "https://127.0.0.1/", "https://example.com:/", "https://a_b.example.com?q",
    "https://example.com/a@b:c", "https://example.com/%E5%A6%88?x[]=1",
    "mailto:team@example.com?subject=a%20b",
    "../kol/x/index.html#a", "index.html", "./a:b", "/data/roster.csv", "?page=2", "#top", "a/b:c", ".", "/",
    "a//b",
  ])
  func safeAddressesStayAsTheyAre(text: String) {
    #expect(SafeURL(text)?.text == text)
  }

  @Test(arguments: [
    ("kol/西/index.html", "kol/%E8%A5%BF/index.html"),
    ("https://example.com/é?q=👩#ü", "https://example.com/%C3%A9?q=%F0%9F%91%A9#%C3%BC"),
  ])
  func bytesBeyondASCIIArePercentEncoded(text: String, encoded: String) {
    #expect(SafeURL(text)?.text == encoded)
  }

  @Test(arguments: [
    "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\u{1}javascript:alert(1)",
    "java\tscript:alert(1)", "java\nscript:alert(1)", "java\rscript:alert(1)", "\u{A0}javascript:alert(1)",
    "javascript\u{200D}:alert(1)", "javascript:\u{301}alert(1)", "vbscript:x", "data:text/html,x",
    "file:///etc",
    "blob:https://a", "ftp://example.com", "tel:1", ":", ":a", "a:b", "https:",
  ])
  func otherSchemesAreRefusedHoweverDisguised(text: String) {
    #expect(SafeURL(text) == nil)
  }

  @Test(arguments: [
    "//evil.example", "///evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example",
    "https://", "https://?a", "https://#a", "https://:80/", "https://good@evil.example/",
    "https://good:pass@evil.example/", "https://good%40evil.example/", "https://evil.example:80a/",
    "https://evil.example:123456/", "https://[::1/", "https://[]/", "https://[::1]x/", "https://例え.jp/",
    "https://a,b/", "mailto:",
  ])
  func unclearHostsAreRefused(text: String) {
    #expect(SafeURL(text) == nil)
  }

  @Test(
    arguments: [
      "\\", "\"", "'", "`", "<", ">", "{", "}", "|", "^", " ", "\t", "\n", "\r", "\0", "\u{7F}", "\u{85}",
      "\u{202E}", "\u{2066}", "\u{2028}", "%", "%4", "%zz",
    ], ["", "\u{301}", "\u{200D}", "\u{FE0F}"])
  func forbiddenBytesAreRefusedWhateverFollows(delimiter: String, follower: String) {
    #expect(SafeURL("a" + delimiter + follower + "z/") == nil)
    #expect(SafeURL("https://example.com/" + delimiter + follower) == nil)
  }

  @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}"])
  func marksAfterDelimitersOfAnAddressAreSeen(mark: String) {
    #expect(SafeURL("https:" + mark + "//example.com") == nil)
    #expect(SafeURL("https://good@" + mark + "evil.example") == nil)
    #expect(SafeURL("//" + mark + "evil.example") == nil)
    #expect(SafeURL("https://example.com/" + mark)?.text.utf8.count ?? 0 > 20)
  }

  @Test(arguments: UInt64(0)..<200)
  func acceptedAddressesArePrintableASCIIAndStable(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let prefix = ["", "https://example.com/", "../", "mailto:", "/"].randomElement(using: &generator) ?? ""
    for _ in 0..<20 {
      guard let url = SafeURL(prefix + generator.hostileText()) else { continue }
      #expect(url.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
      #expect(SafeURL(url.text) == url)
    }
  }
}
