import Markup
import Testing

struct PlainJSONTests {
  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), (#"a"b\c"#, #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{1}\u{F}\u{10}\u{1F}", #""\u0000\u0001\u000f\u0010\u001f""#),
    ("\u{7F}</script>/", "\"\u{7F}</script>/\""),
    ("猫🐈\u{2028}", "\"猫🐈\u{2028}\""), ("\"\u{301}", "\"\\\"\u{301}\""), ("\"\u{200D}", "\"\\\"\u{200D}\""),
    ("\\\u{FE0F}", "\"\\\\\u{FE0F}\""),
  ])
  func onlyWhatJSONRequiresIsEscaped(text: String, literal: String) {
    var bytes = Array("{".utf8)
    bytes.appendJSON(string: text)
    #expect(bytes == Array("{".utf8) + Array(literal.utf8))
  }
}
