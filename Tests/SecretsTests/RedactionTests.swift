import Testing

@testable import Secrets

struct RedactionTests {
  private static let token = "joa9f3e7/+7c=&\"<é"

  private func redacted(_ text: String, _ token: String = token) -> String {
    SecretSpellings([Array(token.utf8)]).redact(text)
  }

  /// Each byte of the token spelt alike.
  private func spelt(_ byte: (String) -> String) -> String {
    Self.token.utf8.map { byte(FindingTests.hex($0, upper: false)) }.joined()
  }

  @Test func everyByteMayBeSpeltInEveryWay() {
    let ways: [(String) -> String] = [
      { "%\($0)" }, { "%\($0.uppercased())" }, { "%25\($0)" }, { "%2525\($0)" }, { "%u00\($0)" },
      { "&#\(Int($0, radix: 16) ?? 0);" }, { "&#\(Int($0, radix: 16) ?? 0)" }, { "&#x\($0);" },
      { "&#X000\($0)" },
      { "&amp;#x\($0);" }, { "&amp;amp;#x\($0);" }, { "%26%23x\($0)%3B" }, { "&#38;#x\($0);" },
      { "&percnt;\($0)" },
      { "\\u00\($0)" }, { "\\u{\($0)}" }, { "\\U000000\($0)" }, { "\\x\($0)" }, { "\\\\x\($0)" },
      { "\\x{\($0)}" },
      { "\\u005cu00\($0)" }, { "&bsol;x\($0)" }, { "%5Cx\($0)" }, { "\\u0026#x\($0);" },
      { "\\" + String((Int($0, radix: 16) ?? 0) | 0o1000, radix: 8).dropFirst() },
    ]
    for way in ways {
      #expect(redacted("x=\(spelt(way))&y") == "x=***&y", "\(way("2f"))")
    }
  }

  @Test(arguments: [
    "joa9f3e7&sol;&plus;7c&equals;&amp;&quot;&lt;é", "joa9f3e7&sol&plus7c&equals&amp&quot&lt&#233",
    "joa9f3e7\\/+7c=&\\\"<\\u00e9", "joa9f3e7%2f%2B7c%3d%26%22%3C%C3%A9",
    "joa9f3e7%252f+7c=%2526\"%3c%25C3%25a9",
  ])
  func namedReferencesAndMixturesAreKnown(spelling: String) {
    #expect(redacted("(\(spelling))") == "(***)")
  }

  @Test(arguments: [
    "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{34F}", "\u{61C}", "\u{200E}",
    "\u{202E}", "\u{2066}", "\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\n", "\r\n", "\t",
    "\u{2028}",
    "\u{2029}", "\u{FE0F}", "\u{E0020}", "\u{FFFE}", "&#8203;", "&#x200b;", "&zwj;", "&shy;", "&NewLine;",
    "\\n", "\\r\\n",
    "\\u200d", "\\u{200d}", "\\udb40\\udc20", "%E2%80%8B", "%25E2%2580%258B", "%0A", "\\\n",
    "&#226;&#128;&#139;", "\\x00", "\\000",
    "\u{200D}&zwj;\\u200d%0a",
  ])
  func whatDoesNotShowMayStandBetweenAnyTwoBytes(hidden: String) {
    let split = Self.token.unicodeScalars.map(String.init).joined(separator: hidden)
    #expect(redacted("<\(split)>") == "<***>")
    // Within an escape, too; and before and behind the secret it stays.
    let escape = "%\(hidden)6\(hidden)A\(hidden)oa9f3e7/+7c=&\"<é"
    #expect(redacted("<\(hidden)\(escape)\(hidden)>") == "<\(hidden)***\(hidden)>")
  }

  @Test func encodingsOfTheWholeMayBeSpeltAndSplit() {
    let token = "joa9f3e77c0d1b2a"
    for spelling in [
      "6a6f6139663365373763306431623261", "6A6F61396633653737633064316232%36%31",
      "6a6f6139663365373763306431\r\n6232&#x36;1", "am9hOWYzZTc3YzBkMWIyY", "am9hOWYz\\nZTc3YzBkMWIyY",
      "%61m9hOWYzZTc3YzBkMWIyY",
    ] {
      #expect(redacted("<\(spelling)>", token) == "<***>")
    }
    // What a query holds is percent-encoded before it is Base64.
    let query = "joa/9f3e77c0"
    #expect(redacted("am9hJTJGOWYzZTc3YzA", query) == "***A")
    #expect(redacted("6a6f61253246396633653737633", query) != "***")
    #expect(redacted("6a6f612532463966336537376330", query) == "***")
  }

  @Test func theTextAroundStays() {
    #expect(redacted(#"{"a":"\\/abcdefgh"}"#, "/abcdefgh") == #"{"a":"\\***"}"#)
    #expect(redacted(#"{"a":"\\\/abcdefgh"}"#, "/abcdefgh") == #"{"a":"\\***"}"#)
    #expect(redacted(#"{"a":"\/abcdefgh\n"}"#, "/abcdefgh") == #"{"a":"***\n"}"#)
    #expect(redacted(#"{"a":"\\abcdefgh\\"}"#, "abcdefgh") == #"{"a":"\\***\\"}"#)
    #expect(redacted("%abcdefgh%41", "abcdefgh") == "%***%41")
    #expect(redacted("&abcdefgh;&abcdefgh;", "abcdefgh") == "&***;&***;")
    #expect(redacted("abcdefgh\u{301}", "abcdefgh").unicodeScalars.elementsEqual("***\u{301}".unicodeScalars))
    #expect(redacted("100%41abcdefg%2fx", "41abcdefg/x") == "100%***")
    #expect(redacted("a%41b%2Fcdefgh", "a%41b/cdefgh") == "***")
  }

  @Test(arguments: [
    // Numbers of which a token is all or a part, and its hexadecimal digits.
    (#"{"a":12345678}"#, #"{"a":"***"}"#, "12345678"),
    (#"[-12345678.50,1234567812345678,1e12345678, 7]"#, #"["***","***","***", 7]"#, "12345678"),
    ("12345678", "\"***\"", "12345678"),
    (#"{"a":3132333435363738}"#, #"{"a":"***"}"#, "12345678"),
    ("[12345678\n,1]", "[\"***\"\n,1]", "12345678"),
    // In a text the mark alone.
    (#"{"12345678":"[12345678]","b\"":12345678}"#, #"{"***":"[***]","b\"":"***"}"#, "12345678"),
    (#"{"a\\":12345678}"#, #"{"a\\":"***"}"#, "12345678"),
    // What only looks like a token takes the whole escape.
    (#"["\nabcdefg"]"#, #"["***"]"#, "nabcdefg"), (#"["\\nabcdefg"]"#, #"["\\***"]"#, "nabcdefg"),
    (#"["\u006eabcdef"]"#, #"["***"]"#, "6eabcdef"), (#"["abcdefg\"x"]"#, #"["***x"]"#, #"abcdefg\"#),
    (#"["\ud83d\ude00abcdx"]"#, #"["***x"]"#, "de00abcd"), (#"["abcdefg\u0041"]"#, #"["***"]"#, #"abcdefg\"#),
    (#"["abcdefg\"#, #"["***"#, #"abcdefg\"#),
  ])
  func jsonStaysJSON(text: String, expected: String, token: String) {
    let spellings = SecretSpellings([Array(token.utf8)])
    #expect(String(decoding: spellings.redact(json: Array(text.utf8)), as: UTF8.self) == expected)
    #expect(spellings.redact(json: Array("{}".utf8)) == Array("{}".utf8))
  }

  @Test func whiteSpaceAroundASecretIsNoPartOfIt() {
    let spellings = SecretSpellings([Array(" abcdefgh \r\n".utf8), Array(" \n".utf8)])
    #expect(spellings.redact("x abcdefgh y") == "x *** y")
    #expect(spellings.redact("x  y") == "x  y")
  }

  /// A text that is all openings of escapes, or one long run of what does not show, takes no longer for each byte.
  @Test(arguments: [
    "%", "&", "\\", "%25", "&amp;", "\\u005c", "\\u200b", "b\\u200b", "&zwj;", "%E2%80%8Bb", "&\u{0}",
    "&#38;#38;", "b",
  ])
  func noTextTakesLong(piece: String) {
    let spellings = SecretSpellings([Array("b00bbbbbbbbbbbbb".utf8)])
    func reads(_ count: Int) -> Int {
      let text = Array(String(repeating: piece, count: count).utf8)
      return text.withUnsafeBufferPointer { text in
        var matcher = Matcher(text)
        #expect(spellings.firstMatch(from: 0, &matcher) == nil)
        return matcher.reader.reads
      }
    }
    // Quadratic work would be a hundred times as much.
    #expect(reads(20_000) <= reads(2_000) * 11)
    #expect(reads(20_000) <= 20_000 * piece.utf8.count * 100)
  }
}
