import Model
import Replies
import Testing

@Suite struct DecodeProfileTests {
  @Test func readsTheRegisteredExample() throws {
    let reply = try decode(
      Examples.bytes("profile-legacy-registered.json"), expecting: KOLID("a00000000000000000000001"))
    let profile = reply.profile
    #expect(reply.warnings == [])
    #expect(profile["fansNum"] == .number(try #require(Quantity(2031))))
    #expect(profile["picturePrice"] == .number(try #require(Quantity(180))))
    #expect(profile["clickMidNum"] == .number(try #require(Quantity(1471))))
    #expect(profile["personalTags"].strings == ["学生"])
    #expect(profile["videoReadCost"] == .null)
    #expect(
      profile["contentTags"]
        == .list([
          .object([
            .init(key: "taxonomy1Tag", value: .string("家居家装")),
            .init(key: "taxonomy2Tags", value: .array([.string("家居用品")])),
          ])
        ]))
    #expect(profile.isRegistered)
    #expect(!profile.values.contains(.notSent))
  }

  @Test func readsTheSeed() throws {
    let id = try #require(KOLID("60f2bf8200000000010096d8"))
    let reply = try decode(Examples.bytes("profile-legacy-seed.json"), expecting: id)
    #expect(reply.warnings == [])
    #expect(reply.profile["fansCount"] == .number(try #require(Quantity(8418))))
    #expect(reply.profile["likeCollectCountInfo"] == .number(try #require(Quantity(158_175))))
    #expect(reply.profile["name"] == .text("西文麻麻☀"))
    #expect(reply.profile["userId"] == .text(id.text))
    #expect(reply.profile.recordTime == nil)
  }

  @Test func everyProfileExampleDecodesWithoutAWarning() throws {
    let names = Examples.names.filter { $0.hasPrefix("profile-") }
    #expect(names.count == 3)
    for name in names { #expect(try decode(Examples.bytes(name)).warnings == [], "\(name)") }
  }

  @Test(arguments: Examples.names.filter { !$0.hasPrefix("profile-") })
  func noOtherExampleIsAProfile(name: String) throws {
    let bytes = try Examples.bytes(name)
    #expect(throws: ReplyProblem.self) { try decode(bytes, expecting: KOLID("asked")) }
  }

  @Test(arguments: [
    ("[]", ReplyProblem.notJSON), ("1", .notJSON), ("{}", .noCode), (#"{"code":null,"data":{}}"#, .noCode),
    (#"{"timestamp":"x","status":404}"#, .noCode),
    (
      #"{"code":301,"data":null,"message":"FAILED, RETRY","requestId":"r"}"#,
      .failureCode(code: 301, message: "FAILED, RETRY", requestID: "r")
    ),
    (#"{"code":"500"}"#, .failureCode(code: 500, message: nil, requestID: nil)), (#"{"code":0}"#, .noData),
    (#"{"code":0,"data":null}"#, .noData), (#"{"code":0,"data":[]}"#, .noData),
    (#"{"code":0,"data":{}}"#, .noUserID), (#"{"code":0,"data":{"userId":null}}"#, .noUserID),
    (#"{"code":0,"data":{"userId":5}}"#, .noUserID), (#"{"code":0,"data":{"userId":"../x"}}"#, .noUserID),
    (#"{"code":0,"data":{"UserId":"a"}}"#, .noUserID),
    (#"{"code":0,"data":{"userId":"b"}}"#, .otherUser(found: "b")),
    (#"{"code":0,"data":{"userId":"A"}}"#, .otherUser(found: "A")),
    (#"{"code":0,"data":{"userId":"a","userId":"b"}}"#, .ambiguous),
    (#"{"code":301,"code":0,"data":{"userId":"a"}}"#, .ambiguous),
    (#"{"code":0,"data":{"userId":"b"},"data":{"userId":"a"}}"#, .ambiguous),
  ])
  func everyBadShapeHasItsProblem(text: String, expected: ReplyProblem) {
    #expect(throws: expected) { try decode(Array(text.utf8), expecting: KOLID("a")) }
  }

  @Test func keysThatDifferInCaseStayApart() throws {
    let profile = try decode(
      members: #""mEngagementNum":1,"mengagementNum":2,"mCpuvNum30d":3,"mcpuvNum30d":4,"FANSNUM":5"#
    ).profile
    #expect(profile["mEngagementNum"] == .number(try #require(Quantity(1))))
    #expect(profile["mengagementNum"] == .number(try #require(Quantity(2))))
    #expect(profile["mCpuvNum30d"] == .number(try #require(Quantity(3))))
    #expect(profile["mcpuvNum30d"] == .number(try #require(Quantity(4))))
    #expect(profile["mEngagementNumMcn"] == .notSent)
    #expect(profile["fansNum"] == .notSent)
  }

  @Test(
    arguments: [
      ("8418", 8_418_000_000), ("8418.0", 8_418_000_000), ("-0", 0), ("-1", -1_000_000),
      ("1e3", 1_000_000_000),
      (#""0.68""#, 680_000), (#""80.0w""#, 800_000_000_000), (#""1.23456789w""#, 12_345_678_900),
      (#""-3""#, -3_000_000), ("999999999999", 999_999_999_999_000_000), ("0.0000005", 1),
    ] as [(String, Int64)])
  func numbersComeAsNumbersOrStrings(text: String, millionths: Int64) throws {
    let reply = try decode(members: #""fansNum":\#(text)"#)
    #expect(reply.profile["fansNum"] == .number(Quantity(millionths: millionths)))
    #expect(reply.warnings == [])
  }

  @Test(arguments: [
    ("1e400", "a number out of range"), ("99999999999999999999", "a number out of range"),
    (#""8,418""#, "a string that is no number in range"), (#""""#, "a string that is no number in range"),
    (#"" 1""#, "a string that is no number in range"), (#""1e3""#, "a string that is no number in range"),
    (#""w""#, "a string that is no number in range"), (#""007""#, "a string that is no number in range"),
    (#""1ww""#, "a string that is no number in range"), (#""1W""#, "a string that is no number in range"),
    (#""９""#, "a string that is no number in range"), ("true", "a flag"), ("[1]", "a list"),
    (#"{"a":1}"#, "an object"),
  ])
  func otherNumbersAreUnreadableAndNeverLoseTheReply(text: String, found: String) throws {
    let reply = try decode(members: #""name":"n","fansNum":\#(text)"#)
    #expect(reply.profile["fansNum"] == .unreadable)
    #expect(reply.profile["name"] == .text("n"))
    #expect(reply.warnings == [FieldWarning(key: "fansNum", expected: .number, found: found)])
  }

  @Test func wrongTypesAreWarningsInTheOrderOfTheCatalogue() throws {
    let reply = try decode(members: #""liveSign":[],"isCollect":1,"name":7,"personalTags":"x","type":{}"#)
    #expect(
      reply.warnings == [
        FieldWarning(key: "name", expected: .text, found: "a number"),
        FieldWarning(key: "type", expected: .list, found: "an object"),
        FieldWarning(key: "personalTags", expected: .list, found: "a string"),
        FieldWarning(key: "isCollect", expected: .flag, found: "a number"),
        FieldWarning(key: "liveSign", expected: .object, found: "a list"),
      ])
  }

  @Test func nullIsAllowedInEveryField() throws {
    let keys = FieldCatalog.builtIn.fields.map(\.key).filter { $0 != "userId" }
    let reply = try decode(members: keys.map { #""\#($0)":null"# }.joined(separator: ","))
    #expect(reply.warnings == [])
    #expect(reply.profile.values.dropFirst().allSatisfy { $0 == .null })
  }

  @Test func fieldsOfUnknownTypeTakeAnything() throws {
    let profile = try decode(members: #""recommend":1.5,"note":"x","live":true,"cps":[1],"cpc":{"a":null}"#)
      .profile
    #expect(profile["recommend"] == .number(Quantity(millionths: 1_500_000)))
    #expect(profile["note"] == .text("x"))
    #expect(profile["live"] == .flag(true))
    #expect(profile["cps"] == .list([.number("1")]))
    #expect(profile["cpc"] == .object([.init(key: "a", value: .null)]))
  }

  @Test func unknownKeysAreLeftOut() throws {
    let reply = try decode(members: ##""__proto__":{"a":1},"constructor":1,"fansNum":3,"x y":[[]]"##)
    #expect(reply.warnings == [])
    #expect(reply.profile["fansNum"] == .number(try #require(Quantity(3))))
  }

  @Test func aFieldWithTwoValuesHasNone() throws {
    let reply = try decode(members: #""fansNum":1,"fansNum":2,"name":"a","name":"a""#)
    #expect(reply.profile["fansNum"] == .unreadable)
    #expect(reply.profile["name"] == .text("a"))
    #expect(
      reply.warnings == [FieldWarning(key: "fansNum", expected: .number, found: "two different values")])
  }

  @Test func theOrderOfTheKeysDoesNotMatter() throws {
    let bytes = try Examples.bytes("profile-legacy-registered.json")
    guard case .object(let members)? = try value(of: bytes)["data"] else {
      Issue.record("no data")
      return
    }
    let shuffled = text(of: .object(members.reversed()))
    let text = #"{"data":\#(shuffled),"code":0}"#
    #expect(try decode(Array(text.utf8)).profile.values == decode(bytes).profile.values)
  }

  /// JSON for values without escapes, which the example's are.
  private func text(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let digits): digits
    case .string(let text): #""\#(text)""#
    case .array(let items): "[" + items.map(text(of:)).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { #""\#($0.key)":\#(text(of: $0.value))"# }.joined(separator: ",") + "}"
    }
  }

  @Test func shortAndLongWaysToReadANumberAgree() throws {
    var state: UInt64 = 42
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for _ in 0..<2000 {
      var digits = String(random(10_000_000))
      if random(2) == 0 { digits = "-" + digits }
      if random(2) == 0 { digits += "." + String(random(100_000_000)) }
      let expected = Quantity(decimal: digits).map(FieldValue.number) ?? .unreadable
      #expect(try decode(members: #""fansNum":\#(digits)"#).profile["fansNum"] == expected, "\(digits)")
    }
  }
}
