import Replies
import Testing

@Suite struct EnvelopeTests {
  private func code(_ text: String) throws -> Int64? {
    var reader = JSONReader()
    return try reader.read(Array(text.utf8)) { try #require(Envelope($0)).code }
  }

  @Test(
    arguments: [
      (#"{"code":0}"#, 0), (#"{"code":"301"}"#, 301), (#"{"code":-1}"#, -1), (#"{"code":1.0}"#, nil),
      (#"{"code":"0.0"}"#, nil), (#"{"code":"+1"}"#, nil), (#"{"code":""}"#, nil), (#"{"code":null}"#, nil),
      (#"{"code":true}"#, nil), (#"{"code":[0]}"#, nil), (#"{"code":99999999999999999999}"#, nil),
      ("{}", nil),
      (#"{"Code":0}"#, nil), (#"{"code":1e2}"#, nil),
    ] as [(String, Int64?)])
  func readsTheCode(text: String, expected: Int64?) throws {
    #expect(try code(text) == expected)
  }

  @Test func readsEverythingAroundTheData() throws {
    var reader = JSONReader()
    let text =
      #"{"requestId":"r1","recordTime":"2025-12-08T18:31:37","message":"ok","data":{"a":1},"code":0}"#
    try reader.read(Array(text.utf8)) { node in
      let envelope = try #require(Envelope(node))
      #expect(envelope.requestID == "r1")
      #expect(envelope.recordTime == "2025-12-08T18:31:37")
      #expect(envelope.message == "ok")
      #expect(envelope.data?["a"]?.numberText == "1")
      #expect(!envelope.isAmbiguous)
    }
  }

  @Test(arguments: [
    (#"{"code":301,"code":0}"#, true), (#"{"code":0,"code":0}"#, false), (#"{"code":0,"code":"0"}"#, true),
    (#"{"data":{"a":1},"data":{"a":2}}"#, true), (#"{"data":null,"data":{}}"#, true),
    (#"{"message":"a","message":"b"}"#, false),
  ])
  func conflictingDuplicatesAreAmbiguous(text: String, expected: Bool) throws {
    var reader = JSONReader()
    #expect(try reader.read(Array(text.utf8)) { Envelope($0)?.isAmbiguous } == expected)
  }

  @Test(arguments: ["[]", "1", "null", #""x""#])
  func onlyAnObjectIsAnEnvelope(text: String) throws {
    var reader = JSONReader()
    #expect(try reader.read(Array(text.utf8)) { Envelope($0) == nil })
  }
}
