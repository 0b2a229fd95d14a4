import Model
import Replies
import TestSupport
import Testing

@testable import Fetching

@Suite struct SecrecyTests {
  @Test func aTokenShowsNothingOfItself() throws {
    struct Owner { let token: APIToken }
    let token = try APIToken(secret)
    var dumped = ""
    dump(Owner(token: token), to: &dumped)
    for text in ["\(token)", String(reflecting: token), "\(Owner(token: token))", dumped] {
      #expect(text.contains("***"))
      #expect(!text.contains("s3cret"))
      #expect(!text.contains("115, 51"))
    }
    #expect(!(token is any Encodable))
  }

  @Test(arguments: [
    ("", APITokenProblem.empty), ("\n", .empty), ("  \n", .empty), ("a\nb", .controlCharacter),
    ("a\n\n", .controlCharacter), ("a\tb", .controlCharacter), ("a\u{0}", .controlCharacter),
    ("a\u{7F}", .controlCharacter), ("a\u{85}", .controlCharacter), ("1234567", .tooShort),
    ("1234567\r\n", .tooShort),
  ])
  func textsThatAreNoTokenAreRefused(text: String, problem: APITokenProblem) {
    #expect(throws: problem) { try APIToken(text) }
  }

  @Test(arguments: ["abcdefgh", "abcdefgh\n", "abcdefgh\r\n"])
  func oneLineEndIsDropped(text: String) throws {
    #expect(try APIToken(text).secret == Array("abcdefgh".utf8))
  }

  @Test(arguments: [
    "s3cret+/=&% #token", "s3cret%2B%2F%3D%26%25%20%23token", "s3cret%2b%2f%3d%26%25%20%23token",
    "%733cret+/=&% #token", "s3cret+/=&%25 #token", "s3cret%2B/%3D&%25+%23token", #"s3cret+\/=&% #token"#,
    #"\u0073\u0033cret\u002b\/=\u0026% #token"#, "s3cret+/=&amp;% #token", "s3cret+/&#61;&#38;% #token",
    "7333637265742b2f3d26252023746f6b656e", "7333637265742B2F3D26252023746F6B656E",
    "s3cret+/=&% #token\u{301}",
  ])
  func theTokenIsHiddenInEverySpelling(spelling: String) throws {
    let token = try APIToken(secret)
    let rest = spelling.unicodeScalars.last == "\u{301}" ? "\u{301}" : ""
    #expect(token.redact("x=\(spelling)&y").unicodeScalars.elementsEqual("x=***\(rest)&y".unicodeScalars))
  }

  /// A token of digits may be a number by chance: then that number is given up, and not the reply.
  @Test func aNumberThatIsTheTokenLeavesAProfile() async throws {
    let body = #"{"code":0,"data":{"userId":"a","fansCount": 12345678,"name":"x 12345678 y"}}"#
    try await ScriptedServer.run({ _ in .answer(body: body) }) { server in
      let record = try await fetcher(server.baseURL, token: "12345678").record(ids("a"))
      let expected = #"{"code":0,"data":{"userId":"a","fansCount": "***","name":"x *** y"}}"#
      #expect(record.replies.map(\.body) == [Array(expected.utf8)])
    }
  }

  /// What is known of spellings is tested where it lies; this is that replies go through it.
  @Test(arguments: [
    "&#115;3cret&#43;&sol;&#61;&amp;&percnt; &num;token",
    "%2573%2533cret%252B%252F=%2526%2525%2520%2523token",
    "s\u{200D}3\u{AD}cret+/=&% \u{202E}#token", "s&zwj;3\\u200bcret+/=&% #token",
  ])
  func theTokenIsTakenOutOfProfilesInEverySpelling(spelling: String) async throws {
    let body = #"{"code":0,"data":{"userId":"a","name":"x \#(spelling) y"}}"#
    try await ScriptedServer.run({ _ in .answer(body: body) }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      let expected = #"{"code":0,"data":{"userId":"a","name":"x *** y"}}"#
      #expect(record.replies.map { String(decoding: $0.body, as: UTF8.self) } == [expected])
    }
  }

  @Test func theTokenIsHiddenInBase64AtEveryAlignment() throws {
    for text in ["abcdefgh12345678", "abcdefgh1234567", "abcdefgh123456", "??>>~~ÿÿ??>>"] {
      let token = try APIToken(text)
      for before in ["", "a", "ab", "user:"] {
        for after in ["", "z", "zy", "zyx"] {
          let plain = base64(Array((before + text + after).utf8), "+/")
          let forURL = base64(Array((before + text + after).utf8), "-_")
          for encoded in [plain, forURL] {
            let hidden = token.redact("<\(encoded)>")
            #expect(hidden.contains("***"), "\(before)|\(text)|\(after)")
            #expect(hidden.utf8.count <= "<***>".utf8.count + 16)
          }
        }
      }
    }
  }

  @Test func whatIsNotTheTokenStays() throws {
    let token = try APIToken(secret)
    for text in [
      "", "s3cret", "S3CRET+/=&% #token", "token=", "100%", "\\", "&amp;", #"{"code":0}"#, "西文麻麻☀",
    ] {
      #expect(token.redact(text) == text)
    }
  }

  @Test func serverTextsAreOneShortLineWithoutTheToken() throws {
    let text = ServerText(token: try APIToken(secret))
    #expect(text.cleaned(nil) == nil)
    #expect(text.cleaned(" \n\u{0}") == nil)
    #expect(text.cleaned("a\r\nb\u{1B}[31m\u{202E}c") == "a  b [31m c")
    #expect(text.cleaned("失败 ☀") == "失败 ☀")
    let long = try #require(text.cleaned(String(repeating: "x", count: 190) + secret + "tail"))
    #expect(long.unicodeScalars.count == 197)
    let cut = try #require(text.cleaned(String(repeating: "y", count: 1000)))
    #expect(cut.unicodeScalars.count == 201)
  }

  @Test(arguments: [100, 301, 303, 400, 600, 777])
  func noEventEverHoldsTheToken(code: Int) async throws {
    let echo = #"bad \"s3cret+/=&% #token\" s3cret%2B%2F%3D%26%25%20%23token"#
    try await ScriptedServer.run({ request in
      .answer(
        body: #"{"code":\#(code),"data":null,"message":"\#(echo) \#(request.query)","requestId":"\#(echo)"}"#)
    }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      let text = "\(record.events) \(record.summary) \(record.summary.stopReason?.diagnostic as Any)"
      #expect(text.contains("***"))
      #expect(!text.contains("s3cret"))
      #expect(!text.contains("kolId=a HTTP"))
    }
  }

  @Test func aTokenInAProfileNeverReachesTheArchive() async throws {
    let body = #"{"code":0,"data":{"userId":"a","name":"x s3cret+\/=&% #token y"}}"#
    try await ScriptedServer.run({ _ in .answer(body: body) }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      let expected = #"{"code":0,"data":{"userId":"a","name":"x *** y"}}"#
      #expect(record.replies.map { String(decoding: $0.body, as: UTF8.self) } == [expected])
    }
  }

  @Test func connectionFailuresDoNotTellTheAddress() async throws {
    let record = try await fetcher("https://127.0.0.1:1").record(ids("a"))
    let text = "\(record.events)"
    #expect(record.summary.failures.map(\.reason) == [.network])
    #expect(!text.contains("s3cret") && !text.contains("127.0.0.1") && !text.contains("?"))
  }

  private func base64(_ bytes: [UInt8], _ end: String) -> String {
    let alphabet = Array(
      ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + end).unicodeScalars)
    var text = String.UnicodeScalarView()
    var bits = 0
    var count = 0
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xFFFF
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[bits >> count & 63])
      }
    }
    if count > 0 { text.append(alphabet[bits << (6 - count) & 63]) }
    return String(text)
  }
}
