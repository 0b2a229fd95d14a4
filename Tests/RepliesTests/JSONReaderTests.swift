import Model
import Replies
import Testing

@Suite struct JSONReaderTests {
  @Test func keepsDigitsOrderAndDuplicates() throws {
    let text = #"{"b":[20000000000000000001,180.0,-0,1e400],"a":"x","a":null,"":[true,false,{}]}"#
    #expect(
      try value(of: text)
        == .object([
          .init(
            key: "b",
            value: .array([
              .number("20000000000000000001"), .number("180.0"), .number("-0"), .number("1e400"),
            ])),
          .init(key: "a", value: .string("x")), .init(key: "a", value: .null),
          .init(key: "", value: .array([.bool(true), .bool(false), .object([])])),
        ]))
  }

  @Test(arguments: [
    ("12", JSONValue.number("12")), (" -1.5E+7 ", .number("-1.5E+7")), ("true", .bool(true)),
    ("null\n", .null), (#""西文麻麻☀""#, .string("西文麻麻☀")), ("[]", .array([])),
    (#""\u0000\u00e9\ud83d\ude00\/\n""#, .string("\u{0}é😀/\n")),
    ("\u{FEFF}{}", .object([])),
  ])
  func readsEveryKindAtTheRoot(text: String, expected: JSONValue) throws {
    #expect(try value(of: text) == expected)
  }

  @Test(arguments: [
    "", " ", "{", "[1,2", #"{"a":1"#, #"{"a"}"#, #"{"a":}"#, "{,}", "[1,]", "[1 2]", #"{"a":1 "b":2}"#,
    "[1] ]", "[[1]", "{}{}", "1 2", "nul", "nulll", "True", "NaN", "[NaN]", "[Infinity]", "[-]", "[01]",
    "[1.]", "[.5]", "[1e]", "[+1]", "[0x1]", "['a']", #"["a]"#, #"["\x"]"#, #"["\ud800"]"#,
    #"["\udc00"]"#, #"["\ud800\ud800"]"#, #"{"\ud800":1}"#, "[\"a\nb\"]", "[\"\u{1}\"]", "/* */{}",
    "{\"a\":1,}", "{1:2}", "[1]x", "<html></html>",
  ])
  func refusesWhatIsNotJSON(text: String) {
    let error = #expect(throws: JSONError.self) { try value(of: text) }
    if case .invalid(let offset)? = error {
      #expect((offset ?? 0) <= text.utf8.count)
    } else {
      Issue.record("\(text): \(String(describing: error))")
    }
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE8, 0xA5, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(text: [UInt8]) {
    #expect(throws: JSONError.notUTF8) { try value(of: text) }
  }

  @Test func refusesUTF16() {
    #expect(throws: JSONError.self) { try value(of: [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]) }
  }

  @Test func saysWhereATextGoesWrong() {
    #expect(throws: JSONError.invalid(offset: 8)) { try value(of: #"{"a":1, 2}"#) }
  }

  @Test func stopsAtTheDepthLimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try value(of: nested(64)) }
    #expect(throws: JSONError.tooDeep) { try value(of: nested(65)) }
    #expect(throws: JSONError.tooDeep) { try value(of: nested(100_000)) }
    let objects = String(repeating: #"{"a":"#, count: 65) + "1" + String(repeating: "}", count: 65)
    #expect(throws: JSONError.tooDeep) { try value(of: objects) }
  }

  @Test func refusesMoreThan64MiB() {
    let text = [UInt8](repeating: UInt8(ascii: " "), count: 64 * 1024 * 1024 + 1)
    #expect(throws: JSONError.tooLarge) { try value(of: text) }
  }

  @Test func readsTextAfterTextWithOneReader() throws {
    var reader = JSONReader()
    for size in [1, 5000, 3, 70_000, 0, 20] {
      let text = "[" + Array(repeating: #""é""#, count: size).joined(separator: ",") + "]"
      #expect(try reader.read(Array(text.utf8)) { $0.elements.compactMap(\.string).count } == size)
      #expect(throws: JSONError.self) { try reader.read(Array("[".utf8)) { $0.count } }
    }
  }

  @Test func cutsOfAnyExampleAreRefused() throws {
    let text = try Examples.bytes("error-301.json")
    let end = try #require(text.lastIndex(of: UInt8(ascii: "}")))
    for length in 0...end {
      #expect(throws: JSONError.self) { try value(of: Array(text[..<length])) }
    }
  }

  @Test func findsMembersByExactBytes() throws {
    var reader = JSONReader()
    let text = #"{"mEngagementNum":91,"mengagementNum":92,"\u00e9":1,"e\u0301":2,"a":1,"a":2}"#
    try reader.read(Array(text.utf8)) { node in
      #expect(node["mEngagementNum"]?.numberText == "91")
      #expect(node["mengagementNum"]?.numberText == "92")
      #expect(node["MENGAGEMENTNUM"] == nil)
      #expect(node["\u{E9}"]?.numberText == "1")
      #expect(node["e\u{301}"]?.numberText == "2")
      #expect(node["a"]?.numberText == "1")
      #expect(
        node.members.map { $0.key.string } == [
          "mEngagementNum", "mengagementNum", "\u{E9}", "e\u{301}", "a", "a",
        ])
    }
  }

  @Test func accessorsOfOtherKindsAreNilOrEmpty() throws {
    var reader = JSONReader()
    try reader.read(Array("[1,true]".utf8)) { node in
      #expect(node.string == nil && node.numberText == nil && node.flag == nil)
      #expect(node["a"] == nil && Array(node.members).isEmpty && node.count == 2)
      #expect(node.elements.map(\.kind) == [.number, .flag])
      #expect(node.elements.map(\.flag) == [nil, true])
    }
  }
}
