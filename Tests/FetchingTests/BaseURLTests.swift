import Model
import Testing

@testable import Fetching

@Suite struct BaseURLTests {
  @Test(
    arguments: [
      ("https://api.justoneapi.com", nil), ("https://api.example.com:8443", nil),
      ("HTTPS://Example.com", nil),
      ("http://127.0.0.1:8080", nil), ("http://127.1.2.3", nil), ("http://localhost:1", nil),
      ("http://[::1]:9", nil),
      ("https://[2001:db8::1]", nil), ("http://example.com", .plainHTTP),
      ("http://127.0.0.1.example.com", .plainHTTP),
      ("http://10.0.0.1", .plainHTTP), ("http://localhost.example", .plainHTTP), ("http://127.1", .plainHTTP),
      ("http://127.0.0.999", .plainHTTP), ("ftp://a", .scheme), ("", .scheme), ("//a", .scheme),
      ("https:a", .scheme),
      ("https://", .host), ("https://:80", .host), ("https://a b", .host), ("https://ä.example", .host),
      ("https://a%2Fb", .host), ("https://[::1", .host), ("https://[x]", .host), ("https://-a", .host),
      ("https://a:0", .port), ("https://a:65536", .port), ("https://a:", .port), ("https://a:x", .port),
      ("https://[::1]x", .port), ("https://u@a", .user), ("https://a/", .path), ("https://a/x", .path),
      ("https://a\\b", .path), ("https://a?x", .query), ("https://a#x", .fragment),
      ("https://a\r\nX: y", .host),
    ] as [(String, BaseURLProblem?)])
  func addressesAreChecked(address: String, problem: BaseURLProblem?) {
    #expect(validate(baseURL: address) == problem)
  }

  @Test func onlyTheMainlandEnvironmentMayBePlainHTTP() {
    #expect(BaseURLProblem(of: .global) == nil)
    #expect(BaseURLProblem(of: .cn) == nil)
    let address = Settings.Environment.cn.baseURL
    #expect(BaseURLProblem(of: .custom(baseURL: address)) == .plainHTTP)
    #expect(BaseURLProblem(of: .sandbox(baseURL: "http://127.0.0.1:80")) == nil)
  }

  @Test(arguments: [
    ("http://127.0.0.1:8080", true), ("https://127.9.9.9", true), ("HTTPS://LocalHost:1", true),
    ("https://[::1]:9", true),
    ("https://api.example.com", false), ("https://127.0.0.1.example.com", false),
    ("https://[2001:db8::1]", false),
    ("http://10.0.0.1", false),
  ])
  func thisMachineIsKnownByItsSpelling(address: String, isHere: Bool) {
    #expect(isLoopback(baseURL: address) == isHere)
  }
}
