import HTTP
import Testing

@testable import Fetching

/// Which addresses are asked for a picture at all, and which machines are public.
struct PictureAddressTests {
  @Test(arguments: [
    (
      "https://sns-avatar-qc.xhscdn.com/avatar/1040g2?imageView2/2/w/120/format/jpg",
      "sns-avatar-qc.xhscdn.com",
      "/avatar/1040g2?imageView2/2/w/120/format/jpg"
    ),
    ("HTTPS://A.Example.COM", "a.example.com", "/"), ("https://a.co?x=1", "a.co", "/?x=1"),
    ("https://a.co:443/b", "a.co", "/b"), ("https://a.co:/b", "a.co", "/b"),
    ("https://a.co/b#c?d", "a.co", "/b"), ("https://a.co#@evil.co/", "a.co", "/"),
    ("https://a.co/%e5%A4", "a.co", "/%e5%A4"), ("https://a.co/%", "a.co", "/%25"),
    ("https://a.co/%2", "a.co", "/%252"), ("https://a.co/%zz", "a.co", "/%25zz"),
    ("https://a.co/图 \"<>[]{}|^`", "a.co", "/%E5%9B%BE%20%22%3C%3E%5B%5D%7B%7D%7C%5E%60"),
    ("https://a.co/@x:y", "a.co", "/@x:y"), ("https://a.co/e\u{301}", "a.co", "/e%CC%81"),
    ("https://1.2.3.com/", "1.2.3.com", "/"), ("https://xn--fiq228c.com/", "xn--fiq228c.com", "/"),
  ])
  func anHTTPSAddressOfANamedHostIsAsked(_ text: String, _ host: String, _ target: String) throws {
    let address = try #require(PictureAddress(text))
    #expect(address.host == host)
    #expect(Array(address.target.utf8) == Array(target.utf8))
  }

  @Test(arguments: [
    "", "https", "https:", "https:/", "https://", "https:///", "http://a.co/", "ftp://a.co/", "//a.co/",
    "a.co",
    " https://a.co/", "https://a.co/\n", "https://a.co/\u{7F}", "https://a.co\\@b.co/", "https://a.co/\\b",
    "data:image/png;base64,AAAA", "javascript:alert(1)", "file:///etc/passwd",
    // Users, ports, and what looks like them.
    "https://user@a.co/", "https://user:pass@a.co/", "https://@a.co/", "https://a.co:80/",
    "https://a.co:8443/",
    "https://a.co:0443/", "https://a.co:443:443/", "https://a.co:4\u{301}43/",
    // Addresses in every spelling that a resolver takes.
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://0x7f000001/",
    "https://127.1/",
    "https://8.8.8.8/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://a.co.1/",
    // Names that are no public host's.
    "https://localhost/", "https://a.localhost/", "https://intranet/", "https://a.local/",
    "https://a.internal/",
    "https://sandbox.invalid/avatars/x.png", "https://a.test/", "https://a.example/", "https://a.co./",
    "https://.co/", "https://a..co/", "https://-a.co/", "https://a-.co/", "https://a_b.co/", "https://ä.co/",
    "https://a.co\u{301}/", "https://a%2eco/", "https://a.co,b.co/", "https://*.co/",
    "https://\(String(repeating: "a", count: 64)).co/",
    "https://\(String(repeating: "a.", count: 126))co/",
    "https://a.co/" + String(repeating: "x", count: 2_048),
  ])
  func nothingElseIs(_ text: String) {
    #expect(PictureAddress(text) == nil)
  }

  @Test(arguments: [
    ("/c?d", "https://a.co/c?d"), ("//b.co/c", "https://b.co/c"), ("https://b.co/c", "https://b.co/c"),
    ("http://b.co/c", nil), ("//127.0.0.1/", nil), ("https://b.co:8443/", nil), ("c", nil), ("", nil),
    ("?x", nil),
    ("//user@b.co/", nil), ("///", nil), ("/\\b.co", nil), ("https://[::1]/", nil), ("data:,x", nil),
  ])
  func aRedirectLeadsToAnAddressThatIsAskedOrNowhere(_ location: String, _ expected: String?) throws {
    let address = try #require(PictureAddress("https://a.co/x/y"))
    #expect(address.redirected(to: location) == expected.flatMap { PictureAddress($0) })
  }

  @Test func aReservedHostIsReadWhereItIsTheOnlyOne() {
    let host = "sandbox.invalid"
    #expect(PictureAddress("https://sandbox.invalid/a b", on: host)?.target == "/a%20b")
    for other in [
      "https://sandbox.invalid:1/", "https://x@sandbox.invalid/", "https://sandbox.invalid.co/",
      "https://a.co/",
      "http://sandbox.invalid/", "https://sandbox.invalid\\/",
    ] {
      #expect(PictureAddress(other, on: host) == nil)
    }
  }

  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.17",
    "2606:4700::1111", "2400:3200::1", "2a00::", "64:ff9b::8.8.8.8",
  ])
  func publicMachinesArePublic(_ text: String) throws {
    #expect(isPublic(try #require(IPAddress(text))))
  }

  @Test(arguments: [
    "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.0.0", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::10.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:1::1", "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
    "ff02::1",
  ])
  func everyOtherMachineIsNot(_ text: String) throws {
    #expect(!isPublic(try #require(IPAddress(text))))
  }
}
