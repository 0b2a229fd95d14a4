import Testing

@testable import Model

struct BaseURLTests {
  @Test(arguments: [
    ("https://api.example", "https://api.example"), ("https://api.example/", "https://api.example"),
    ("HTTPS://API.example:8443", "https://api.example:8443"),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ("https://10.0.0.1", "https://10.0.0.1"), ("https://[2001:DB8::1]:9", "https://[2001:db8::1]:9"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.8.9.10/", "http://127.8.9.10"),
    ("http://LocalHost:1", "http://localhost:1"), ("http://[::1]:65535", "http://[::1]:65535"),
    ("https://api.example:00443", "https://api.example:443"),
  ])
  func anAddressIsSchemeHostAndPort(text: String, address: String) throws {
    let url = try BaseURL(text)
    #expect(url.text == address)
    #expect(try BaseURL(url.text) == url)
  }

  @Test(
    arguments: [
      ("", .scheme), ("//a", .scheme), ("ftp://a", .scheme), ("https:a", .scheme), ("a.example", .scheme),
      (" https://a", .scheme), ("http:/\u{301}/a", .scheme), ("https://\u{301}a", .host),
      ("https://u@a", .user), ("https://u:p@a", .user), ("http://127.0.0.1@evil.example", .user),
      ("http://127.0.0.1:80@evil.example", .user), ("https://evil.example\\@127.0.0.1", .user),
      ("http://127.0.0.1@\u{301}evil.example", .user), ("https://a/x@b", .user), ("https://@", .user),
      ("https://a/x", .path), ("https://a//", .path), ("https://a\\b", .path), ("https://a?x", .path),
      ("https://a#x", .path), ("https://a/\u{301}", .path), ("https://a?", .path),
      ("https://", .host), ("https:///", .host), ("https://:80", .host), ("https://a b", .host),
      ("https://a..b", .host), ("https://a.", .host), ("https://localhost.", .host),
      ("http://localhost.", .host),
      ("https://.a", .host), ("https://-a", .host), ("https://a-.b", .host), ("https://a_b", .host),
      ("https://bücher.example", .host), ("https://例え.example", .host), ("https://127。0。0。1", .host),
      ("https://１２７.0.0.1", .host), ("https://a%2Fb", .host), ("https://%31", .host),
      ("https://a\r\nX: y", .host), ("https://a\0", .host), ("https://[::1", .host), ("https://[x]", .host),
      ("https://[]", .host), ("https://[::1%lo]", .host), ("https://::1", .host), ("https://a:b:80", .host),
      ("https://a:", .port), ("https://a:0", .port), ("https://a:65536", .port), ("https://a:+80", .port),
      ("https://a:x", .port), ("https://a:8\u{301}", .port), ("https://a:٨", .port),
      ("https://a:100000", .port),
      ("https://[::1]x", .host), ("https://[::1]:", .port),
    ] as [(String, BaseURL.Mistake)])
  func anythingElseIsNone(text: String, mistake: BaseURL.Mistake) {
    #expect(throws: mistake) { try BaseURL(text) }
  }

  @Test(arguments: ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "127.255.255.255", "[::1]"])
  func thisMachineIsKnownByItsSpelling(host: String) throws {
    for port in ["", ":80"] {
      #expect(try BaseURL("http://\(host)\(port)").isLoopback)
      #expect(try BaseURL("https://\(host)\(port)").isLoopback)
    }
  }

  /// What is another machine for one resolver is never this one, nor reached in clear.
  @Test(arguments: [
    "127.0.0.01", "127.0.00.1", "0127.0.0.1", "0x7f.1", "0x7f.0.0.1", "0x7f000001", "2130706433",
    "017700000001",
    "127.1", "127.0.1", "127.0.0.0.1", "127.0.0.256", "127.0.0.999", "127.0.0.0x1", "0.0.0.0", "0",
    "10.0.0.1",
    "128.0.0.1", "[::]", "[::2]", "[0:0:0:0:0:0:0:1]", "[::01]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
    "localhost.example", "127.0.0.1.example", "127.0.0.1.nip.io", "localhosts",
    "api.example", "xn--lcalhost-jnf",
  ])
  func anotherMachineIsReachedBySafeMeansOnly(host: String) throws {
    #expect(throws: BaseURL.Mistake.clearText) { try BaseURL("http://\(host)") }
    #expect(throws: BaseURL.Mistake.clearText) { try BaseURL("http://\(host):80/") }
    let url = try BaseURL("https://\(host)")
    #expect(url.isSecure && !url.isLoopback)
  }

  @Test func theVendorsAddressesAreAddresses() throws {
    #expect(Settings.Environment.global.baseURL == (try BaseURL("https://api.justoneapi.com")))
    let cn = Settings.Environment.cn.baseURL
    #expect(cn.text == "http://47.117.133.51:30015")
    #expect(throws: BaseURL.Mistake.clearText) { try BaseURL(cn.text) }
    #expect(try BaseURL("https" + cn.text.dropFirst(4)).port == cn.port)
  }
}
