import Testing

@testable import HTTP

@Suite struct FailureTextTests {
  private func cleaned(_ text: String, url: String, peer: String? = nil, proxies: [String] = []) -> String {
    FailureText(url: url, peers: [peer].compactMap { $0 }, proxies: proxies.map { Array($0.utf8) }).cleaned(
      text)
  }

  @Test func whoWasAskedForWhatIsNotTold() {
    let url = "https://api.example.com:8443/a/b?token=s3cret&kolId=x"
    for (text, expected) in [
      ("Could not resolve host: api.example.com", "Could not resolve host: the server"),
      (
        "Failed to connect to api.example.com port 8443 after 3 ms: Couldn't connect to server",
        "Failed to connect to the server port 8443 after 3 ms: Couldn't connect to server"
      ),
      ("no certificate for 'api.example.com'", "no certificate for 'the server'"),
      ("at api.example.com:8443", "at the server"), ("bad: \(url)!", "bad: the server!"),
      ("GET /a/b?token=s3cret&kolId=x", "GET …"), ("query token=s3cret&kolId=x", "query …"),
      ("connected to 203.0.113.7 port 8443", "connected to the server port 8443"),
      ("Recv failure: Connection reset by peer", "Recv failure: Connection reset by peer"),
    ] {
      #expect(cleaned(text, url: url, peer: "203.0.113.7") == expected)
    }
  }

  @Test func aShortHostDoesNotEmptyTheText() {
    #expect(
      cleaned("a host called a, at b.a or aa", url: "https://a/")
        == "the server host called the server, at b.the server or aa")
  }

  @Test func aMarkBehindAnAddressDoesNotHideIt() {
    #expect(
      cleaned("host a.co\u{301}!", url: "https://a.co/").unicodeScalars.elementsEqual(
        "host the server\u{301}!".unicodeScalars))
    #expect(cleaned("[2001:db8::1]:1", url: "https://[2001:db8::1]:1/") == "the server")
  }

  @Test func noPartOfAProxysAddressIsTold() throws {
    let network = try NetworkEnvironment(["HTTPS_PROXY": "http://user:p%40ss@proxy.corp:3128"])
    let text = FailureText(url: "https://a.co/", peers: [], proxies: network.proxyTexts)
    for said in [
      "Unsupported proxy syntax in 'http://user:p%40ss@proxy.corp:3128'",
      "Unsupported proxy syntax in 'user:p%40ss@proxy.corp:3128'", "user:p%40ss", "p%40ss",
      "the user is user",
    ] {
      let cleaned = text.cleaned(said)
      #expect(!cleaned.contains("p%40ss") && !cleaned.contains("user:"))
    }
  }
}
