import Model
import Replies
import Testing

@Suite struct MinifiedTests {
  @Test(arguments: Examples.names)
  func examplesKeepEveryTokenAndBecomeOneLine(name: String) throws {
    let text = try Examples.bytes(name)
    let short = try minified(text)
    #expect(try value(of: short) == value(of: text))
    #expect(!short.contains(UInt8(ascii: "\n")))
    #expect(try minified(short) == short)
  }

  @Test func onlyWhiteSpaceBetweenTokensGoes() throws {
    let text = "\u{FEFF} { \"a b\" :\t[ 1.0 , \"\\u00e9 \\\" x\" ,\r\n true ] , \"a b\":-0 } \n"
    let expected = #"{"a b":[1.0,"\u00e9 \" x",true],"a b":-0}"#
    #expect(String(decoding: try minified(Array(text.utf8)), as: UTF8.self) == expected)
  }

  @Test(arguments: ["", "{", "[1 2]", "[\"a\nb\"]", "{} {}", #"["\ud800"]"#])
  func whatIsNotJSONIsRefused(text: String) {
    #expect(throws: JSONError.self) { try minified(Array(text.utf8)) }
  }
}
