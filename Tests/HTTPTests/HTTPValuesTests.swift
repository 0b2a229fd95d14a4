import Testing

@testable import HTTP

@Suite struct HTTPValuesTests {
  @Test func headersAreFoundWhateverTheirCaseAndSpaces() {
    let head =
      "HTTP/1.1 200 OK\r\nlocation:\t a b \r\nX-Location: no\r\nSet-Cookie: 1\r\nset-cookie:2\r\nEmpty:\r\n\r\n"
    let response = HTTPResponse(status: 200, head: Array(head.utf8), body: [])
    #expect(response.header("Location") == "a b")
    #expect(response.header("EMPTY") == "")
    #expect(response.header("Locatio") == nil)
    #expect(response.header("HTTP/1.1 200 OK") == nil)
    let cookies = HeaderLines(response.head).values(of: "Set-Cookie").map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(cookies == ["1", "2"])
  }

  @Test func aMarkBehindAColonHidesNothing() {
    let response = HTTPResponse(status: 200, head: Array("Location:\u{301}x\r\n".utf8), body: [])
    #expect(response.header("Location") == "\u{301}x")
  }

  @Test(
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
      ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("soon", nil), ("", nil), ("-5", nil), ("1994", nil), ("20261126", nil), ("Sun", nil),
      (String(repeating: "Sun ", count: 99), nil),
    ] as [(String, Int?)])
  func datesOfHTTPAreReadAndNothingElse(text: String, seconds: Int?) {
    #expect(httpDate(text) == seconds)
  }

  @Test(
    arguments: [
      ("127.0.0.1", [127, 0, 0, 1]), ("::1", [UInt8](repeating: 0, count: 15) + [1]), ("2001:DB8::1", nil),
      ("127.1", nil), ("0x7f.0.0.1", nil), ("1.2.3.4.5", nil), ("", nil),
      ("fe80::1%lo", nil),
      ("[::1]", nil),
    ] as [(String, [UInt8]?)])
  func addressesAreReadInTheirFullFormsOnly(text: String, bytes: [UInt8]?) {
    guard text != "2001:DB8::1" else {
      #expect(IPAddress(text)?.description == "2001:db8::1")
      return
    }
    #expect(IPAddress(text)?.bytes == bytes)
    if bytes != nil { #expect(IPAddress(text)?.description == text) }
  }

  @Test func whatEndsInTheMiddleForCIsNothing() {
    #expect(IPAddress("1.2.3.4\u{0}") == nil)
    #expect(httpDate("Sun, 06 Nov 1994 08:49:37 GMT\u{0}") == nil)
    for value in ["\u{0}", "http://user:secret@proxy\u{0}x"] {
      #expect(throws: NetworkProblem.proxy(variable: "ALL_PROXY")) {
        try NetworkEnvironment(["ALL_PROXY": value])
      }
    }
  }

  @Test func anAddressHasFourOrSixteenBytes() {
    #expect(IPAddress(bytes: []) == nil && IPAddress(bytes: [1, 2, 3]) == nil)
    #expect(IPAddress(bytes: [10, 0, 0, 1])?.description == "10.0.0.1")
  }

  @Test func theLibraryNamesItsVersionAndItsTLS() {
    #expect(
      HTTPLibrary.version.utf8.first.map { (UInt8(ascii: "7")...UInt8(ascii: "9")).contains($0) } == true)
    #expect(HTTPLibrary.version.contains("SSL/"))
  }
}
