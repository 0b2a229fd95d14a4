import Files
import Model
import Testing

@testable import Archiving

struct ReplyLineTests {
  @Test func aLineKeepsTheReplyTokenForToken() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let body =
        "{ \"code\" : 0,\n \"data\" : { \"userId\":\"anna\", \"picturePrice\": 180.0, \"x\": 1e2 ,"
        + " \"name\": \"\u{301}名 \\u00e9 \\/ \u{1F600}\u{2028}\", \"unknown\": [1 , {\"a\" : null}] } }"
      try seal(
        [
          try reply(
            "anna", endpoint: .profileV2, parameters: ["b": "q\"\\\u{301}\n\u{1}", "a": "true"],
            environment: "sandbox", body: body)
        ], on: today, in: archive)
      let expected =
        "{\"kolId\":\"anna\",\"endpoint\":\"profile-v2\","
        + "\"parameters\":{\"a\":\"true\",\"b\":\"q\\\"\\\\\u{301}\\n\\u0001\"},"
        + "\"fetchedAt\":\"2026-11-23T01:00:00Z\",\"environment\":\"sandbox\",\"attempts\":1,"
        + "\"reply\":{\"code\":0,\"data\":{\"userId\":\"anna\",\"picturePrice\":180.0,\"x\":1e2,"
        + "\"name\":\"\u{301}名 \\u00e9 \\/ \u{1F600}\u{2028}\",\"unknown\":[1,{\"a\":null}]}}}"
      #expect(try lines(on: today, in: archive).map { Array($0.utf8) } == [Array(expected.utf8)])
    }
  }

  @Test(
    arguments: [
      ("", LineProblem.Kind.notJSON), ("[]", .key), ("{", .notJSON), ("{\"a\":\"x\ny\"}", .notJSON),
      ("{}", .undecodable), ("{\"code\":301,\"data\":null}", .undecodable),
      ("{\"code\":0,\"data\":{\"userId\":\"bert\"}}", .undecodable),
      ("{}},{\"a\":{}", .notJSON), ("{\"a\":\"\\ud800\"}", .notJSON),
    ])
  func aReplyThatCouldNotBeReadLaterIsRefused(body: String, kind: LineProblem.Kind) async throws {
    try await withFolder { folder in
      let journal = try Archive(folder: folder).openJournal(
        on: try day("2026-11-23"), timeZone: "Asia/Shanghai")
      let error = #expect(throws: ArchiveError.self) {
        try journal.append(try reply("anna", body: body))
      }
      guard case .unusableReply(let kol, let problem) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(kol.text == "anna")
      #expect(problem.kind == kind)
      #expect(try readFile(journal.path) == [])
    }
  }

  @Test func aTooLongReplyIsRefused() async throws {
    try await withFolder { folder in
      var limits = Archive.Limits()
      limits.bytesPerLine = 100
      let archive = Archive(folder: folder, using: .real, limits: limits)
      let journal = try archive.openJournal(on: try day("2026-11-23"), timeZone: "UTC")
      let anna = try id("anna")
      #expect(throws: ArchiveError.unusableReply(anna, .tooLong)) {
        try journal.append(try reply("anna"))
      }
    }
  }

  @Test(
    arguments: [
      ("{\"kolId\":\"anna\",\"endpoint\":\"profile-v1\",\"p", "anna profile-v1"),
      ("{\"kolId\":\"anna\",\"endpoint\":\"\",\"p", "anna "),
      ("{\"kolId\":\"an na\",\"endpoint\":\"profile-v1\",", nil),
      ("{\"kolId\":\"\\u0061\",\"endpoint\":\"profile-v1\",", nil),
      ("{\"kolId\": \"anna\",\"endpoint\":\"profile-v1\",", nil),
      ("{\"endpoint\":\"profile-v1\",\"kolId\":\"anna\",", nil),
      ("{\"kolId\":\"anna\",\"endpoint\":\"profile-v1\"", nil), ("{\"kolId\":\"anna", nil), ("", nil),
    ])
  func theStartOfALineIsReadOnlyWhereItIsPlain(line: String, expected: String?) {
    let start = ReplyLine.start(of: Array(line.utf8)[...])
    #expect(start.map { "\($0.kolID) \($0.endpoint)" } == expected)
  }

  @Test func linesOfAnotherWriterAreReadWithUnknownKeysAndAnotherOrder() throws {
    var reader = LineReader()
    let text = """
      {"new":[1],"reply":{},"attempts":2,"environment":"cn","fetchedAt":"2026-11-23T01:00:00Z",\
      "parameters":{},"endpoint":"audience-v1","kolId":"anna"}
      """
    let head = try reader.head(of: Array(text.utf8)[...])
    #expect(
      head
        == LineHead(
          kolID: try id("anna"), endpoint: "audience-v1",
          fetchedAt: try #require(Timestamp("2026-11-23T01:00:00Z")), environment: "cn"))
  }

  @Test(
    arguments: ["kolId", "endpoint", "parameters", "fetchedAt", "environment", "attempts", "reply"])
  func aLineWithoutOneOfItsKeysIsNoLine(key: String) throws {
    var reader = LineReader()
    let full = [
      "kolId": "\"anna\"", "endpoint": "\"e\"", "parameters": "{}", "attempts": "1", "reply": "{}",
      "fetchedAt": "\"2026-11-23T01:00:00Z\"", "environment": "\"cn\"",
    ]
    for value in [nil, "null", "[]"] {
      var members = full
      members[key] = value
      let text = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
      #expect(throws: LineProblem.key(key)) { _ = try reader.head(of: Array(text.utf8)[...]) }
    }
  }
}

extension LineProblem {
  enum Kind: Sendable { case cutOff, notJSON, key, undecodable, tooLong }

  var kind: Kind {
    switch self {
    case .cutOff: .cutOff
    case .notJSON: .notJSON
    case .key: .key
    case .undecodable: .undecodable
    case .tooLong: .tooLong
    }
  }
}
