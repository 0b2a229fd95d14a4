import Model
import Testing

@testable import Replies

/// What is read once when a reply arrives is what the separate readers find.
struct ArrivedReplyTests {
  private func check(_ body: [UInt8], _ reader: inout JSONReader) throws {
    // Whose it is.
    let found = try reader.read(body) { node in
      guard let text = node["data"]?["userId"]?.string, let id = KOLID(text) else { return nil as KOLID? }
      return id
    }
    guard let id = found, let decoded = try? decode(body, expecting: id) else { return }
    let arrived = try reader.arrival(body, of: id)
    #expect(arrived.kolID == id)
    #expect(arrived.decoded == decoded)
    #expect(arrived.line == (try minified(body)))
    var (now, then) = (ReplyShape(), ReplyShape())
    now.add(arrived.kinds)
    try reader.read(body) { node in
      if let data = Envelope(node)?.data { then.add(data) }
    }
    #expect(now == then && now.replies == 1)
    // The line is read as the body is.
    #expect(try reader.arrival(arrived.line, of: id) == arrived)
  }

  @Test func itIsWhatTheSeparateReadersFind() throws {
    var reader = JSONReader()
    for name in Examples.names { try check(Examples.bytes(name), &reader) }
    for text in [
      #"{"code":0,"data":{"userId":"a","fansNum":"x","name":null,"new":[1],"new":2,"fansNum":3}}"#,
      "\u{FEFF} { \"data\" : {\"userId\":\"a\"} , \"recordTime\":\"2026-11-22 10:00:00\",\"code\":\"0\"}\n",
    ] { try check(Array(text.utf8), &reader) }
  }

  @Test func whatIsNoProfileOfTheKOLIsRefused() throws {
    var reader = JSONReader()
    let id = try #require(KOLID("a"))
    for (text, problem) in [
      (#"{"code":0,"data":{"userId":"b"}}"#, ReplyProblem.otherUser(found: "b")),
      (#"{"code":0,"data":[]}"#, .noData), ("[]", .notJSON), ("{}", .noCode),
    ] {
      #expect(throws: problem) { try reader.arrival(Array(text.utf8), of: id) }
    }
    #expect(throws: JSONError.self) { try reader.arrival(Array("{".utf8), of: id) }
  }

  @Test(arguments: [(0, 2), (1, 3), (61, 63), (62, 64)])
  func theDepthIsKnown(lists: Int, depth: Int) throws {
    var reader = JSONReader()
    let id = try #require(KOLID("a"))
    let deep = String(repeating: "[", count: lists) + String(repeating: "]", count: lists)
    let text = #"{"code":0,"data":{"userId":"a","x":\#(deep.isEmpty ? "0" : deep),"y":[]}}"#
    // An empty list is as deep as one that holds something.
    #expect(try reader.arrival(Array(text.utf8), of: id).depth == max(depth, 3))
    _ = try? reader.arrival(Array("1".utf8), of: id)
    #expect(reader.depth == 0)
  }
}
