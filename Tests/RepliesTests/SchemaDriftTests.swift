import Model
import Testing

@testable import Replies

@Suite struct SchemaDriftTests {
  /// The shape of replies with these members of `data`, beside every field of the catalogue as text.
  private func shape(
    _ replies: [String], without missing: Set<String> = []
  ) throws -> ReplyShape {
    var shape = ReplyShape()
    var reader = JSONReader()
    for members in replies {
      let own = try reader.read(Array("{\(members)}".utf8)) { node in
        Set(node.members.compactMap { $0.key.string })
      }
      let rest = FieldCatalog.builtIn.fields.map(\.key)
        .filter { !own.contains($0) && !missing.contains($0) }.map { "\"\($0)\":\"x\"" }
      let text = "{" + (rest + (members.isEmpty ? [] : [members])).joined(separator: ",") + "}"
      try reader.read(Array(text.utf8)) { shape.add($0) }
    }
    return shape
  }

  private func told(_ now: ReplyShape, _ before: ReplyShape?) -> [String] {
    schemaDrift(of: now, since: before).map(\.description)
  }

  @Test func theSameShapeIsNoDrift() throws {
    let usual = try shape(["", "", ""])
    #expect(told(usual, usual) == [])
    #expect(told(usual, nil) == [])
    #expect(told(ReplyShape(), usual) == [])
  }

  @Test func newAndGoneFieldsAreToldOnce() throws {
    let before = try shape(["", ""])
    let now = try shape([#""zNew":1,"aNew":null"#, #""zNew":"1""#], without: ["fansNum"])
    let expected = [
      "the replies have a new field aNew (null)", "the replies no longer have the field fansNum",
      "the replies have a new field zNew (number or string)",
    ]
    #expect(told(now, before) == expected)
    #expect(told(now, nil) == [expected[0], "no reply has the field fansNum", expected[2]])
    // The next day it is known.
    #expect(told(now, now) == [])
    #expect(told(before, now).contains("the replies no longer have the field zNew"))
  }

  @Test func onlyADifferentTypeIsARetypedField() throws {
    let before = try shape([#""fansNum":1"#, #""fansNum":null"#, #""fansNum":"2""#])
    #expect(told(try shape([#""fansNum":3"#]), before) == [])
    #expect(
      told(try shape([#""fansNum":{}"#, #""fansNum":[1]"#]), before) == [
        "the field fansNum has changed from number or string to list or object"
      ])
  }

  @Test func aFieldThatIsNullEverywhereIsToldWhereEnoughRepliesSaySo() throws {
    let before = try shape([#""fansNum":1"#, #""fansNum":1"#, #""fansNum":1"#])
    let null = #""fansNum":null"#
    #expect(
      told(try shape([null, null, null]), before) == [
        "the field fansNum is null in every reply; before it was number"
      ])
    #expect(told(try shape([null, null]), before) == [])
    #expect(told(try shape([null, null, #""fansNum":2"#]), before) == [])
  }

  @Test func aHostileReplyDoesNotMakeTheShapeGrow() throws {
    let many = (0..<5_000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let long = "\"\(String(repeating: "x", count: 101))\":1"
    let shape = try shape([many, long])
    #expect(shape.keys.count == FieldCatalog.builtIn.fields.count + ReplyShape.limits.otherKeys)
    var reader = JSONReader()
    var none = ReplyShape()
    try reader.read(Array("[1,2]".utf8)) { none.add($0) }
    #expect(none == ReplyShape())
  }
}
