import Model
import Replies
import TestSupport
import Testing

@testable import Fetching
@testable import HTTP

/// What becomes of an answer that came, was perhaps charged, and cannot be read.
@Suite struct UnreadableAnswerTests {

  private func head(_ headers: String...) -> [UInt8] {
    Array((["HTTP/1.1 200 OK", "Connection: close"] + headers).joined(separator: "\r\n").utf8)
      + Array("\r\n\r\n".utf8)
  }

  /// `{"code":0,"data":{"userId":"a","name":"中文"}}` in GBK.
  private static let gbk: [UInt8] =
    Array(#"{"code":0,"data":{"userId":"a","name":""#.utf8) + [0xD6, 0xD0, 0xCE, 0xC4] + Array(#""}}"#.utf8)

  @Test func itsCauseIsToldItIsSetAsideAndAskedForOnceMore() async throws {
    let half = Array(#"{"code":0,"data":{"userId":"a","#.utf8)
    let cases: [(answer: [UInt8], kept: [UInt8], cause: String)] = [
      (
        head("Content-Type: application/json; charset=GBK", "Content-Length: \(Self.gbk.count)") + Self.gbk,
        Self.gbk,
        "the answer is not valid UTF-8 (called application/json; charset=GBK)"
      ),
      (head("Content-Length: \(half.count)") + half, half, "the answer is not valid JSON near byte"),
      (
        head("Content-Encoding: gzip", "Content-Length: \(half.count)") + half, [],
        "the answer cannot be read (Error while processing content unencoding: incorrect header check)"
      ),
      (
        head("Content-Encoding: x-own", "Content-Length: 2") + half, [],
        "the answer cannot be read (Unrecognized content encoding type."
      ),
      (
        head("Content-Length: 2", "Content-Length: 3") + half, [],
        "the answer cannot be read (the answer says two lengths of its body)"
      ),
    ]
    for (answer, kept, cause) in cases {
      try await ScriptedServer.run({ $0.id == "a" ? .raw(answer) : .profile($0.id) }) { server in
        let asked = try ids("a", "b")
        let record = try await fetcher(server.baseURL).record(asked)
        #expect(server.requests.count { $0.id == "a" } == 2)
        #expect(record.summary.failures == [failure(asked[0], .unusable, 2)])
        #expect(record.summary.possiblyCharged == 2 && record.summary.charged == 1)
        #expect(record.unusable.map(\.body) == [kept])
        #expect(record.unusable.first?.problem.hasPrefix(cause) == true, "\(record.unusable)")
        #expect(record.diagnostics.first?.message.hasPrefix("KOL a: \(cause)") == true)
        #expect(record.diagnostics.first?.hint?.contains("kept in the archive") == true)
        #expect(record.replies.map(\.kolID) == [asked[1]])
      }
    }
  }

  @Test(arguments: [" \n<!DOCTYPE html><title>Maintenance</title>", "", "<html>"])
  func aPageOrNothingIsNoAnswerOfTheAPIAndNotKept(body: String) async throws {
    try await ScriptedServer.run({ _ in .answer(body: body) }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      #expect(server.requests.count == 2)
      #expect(record.unusable.isEmpty)
      #expect(record.summary.failures.map(\.reason) == [.unusable])
    }
  }

  @Test(arguments: [
    (503, "Content-Encoding: gzip", Outcome.status(503)), (429, "Content-Encoding: gzip", .status(429)),
    (404, "Content-Length: 1\r\nContent-Length: 2", .status(404)), (500, "Content-Length: 99", .status(500)),
    (301, "Content-Encoding: gzip", .redirect),
  ])
  func aStatusWithoutSuccessSaysEnoughWhateverTheBodyIs(
    status: Int, headers: String, outcome: Outcome
  ) async throws {
    let bytes = Array(
      "HTTP/1.1 \(status) X\r\nRetry-After: 7\r\nConnection: close\r\n\(headers)\r\n\r\nhello".utf8)
    var answer: Answer?
    try await ScriptedServer.run({ _ in .raw(bytes) }) { server in
      try await HTTPClient.with(connections: 1, network: .plain) { client in
        let transport = Transport(
          client: client, baseURL: try BaseURL(server.baseURL), token: try APIToken(secret),
          userAgent: "kolsite/test",
          sandboxDay: nil, timeout: .seconds(900))
        let request = ProfileRequest(endpoint: .profileV1, kolID: try ids("a")[0], acceptCache: nil)
        let reader = AnswerReader(
          text: ServerText(token: try APIToken(secret)), now: { Timestamp(secondsSinceEpoch: 0) })
        answer = reader.read(await transport.exchange(request), of: request.kolID)
      }
    }
    guard case .problem(let problem)? = answer else {
      Issue.record("\(answer as Any)")
      return
    }
    #expect(problem.outcome == outcome && problem.paidBody == nil && problem.isAnswered == (status != 500))
    #expect(outcome == .redirect || problem.retryAfter == .seconds(7))
  }

  @Test func theTokenIsTakenOutOfIt() async throws {
    let body = "{\(secret)\u{301}"
    try await ScriptedServer.run({ _ in
      .answer(headers: ["Content-Type: \(secret)"], body: body)
    }) { server in
      let record = try await fetcher(server.baseURL).record(ids("a"))
      #expect(
        record.unusable.map { String(decoding: $0.body, as: UTF8.self).unicodeScalars.contains("*") } == [
          true
        ])
      #expect(!"\(record.events)".contains("s3cret"))
    }
  }

  @Test func tenOfThemInARowOpenTheCircuit() async throws {
    try await ScriptedServer.run({ _ in .answer(body: "{") }) { server in
      let record = try await fetcher(server.baseURL, concurrency: 1).record(ids(1...100))
      #expect(record.summary.stopReason == StopReason(cause: .unreachable))
      // Two for each of the ten and one that tries whether the service is back. A few others begin while these wait, as
      // the machine has it; all of the hundred with all retries would be 130.
      #expect((21..<60).contains(server.requests.count))
      #expect(record.summary.failures.filter { $0.attempts == 2 }.count >= 10)
      #expect(record.summary.failures.map(\.attempts).reduce(0, +) == server.requests.count)
    }
  }

  // MARK: Retry-After

  @Test(
    arguments: [
      ("30", 30), ("0", 0), ("86400", 86_400), ("999999999", 86_400), ("99999999999999999999", 86_400),
      ("-5", nil),
      ("soon", nil), ("", nil), ("1.5", nil), ("30 s", nil),
      ("Fri, 15 Jan 2027 08:00:30 GMT", 30), ("Friday, 15-Jan-27 08:00:30 GMT", 30),
      ("Fri Jan 15 08:00:30 2027", 30),
      ("Fri, 15 Jan 2027 07:59:59 GMT", nil), ("Fri, 15 Jan 2027 08:00:00 GMT", nil),
      ("Sat, 01 Jan 2028 00:00:00 GMT", 86_400),
    ] as [(String, Int?)])
  func aWaitIsReadInSecondsOrUpToADate(header: String, seconds: Int?) throws {
    let reader = AnswerReader(
      text: ServerText(token: try APIToken(secret)), now: { Timestamp(secondsSinceEpoch: 1_800_000_000) })
    let response = HTTPResponse(
      status: 429, head: Array("HTTP/1.1 429 X\r\nRetry-After: \(header)\r\n\r\n".utf8), body: [])
    guard case .problem(let problem) = reader.read(.success(response), of: try ids("a")[0]) else {
      Issue.record("a profile")
      return
    }
    #expect(problem.outcome == .status(429))
    #expect(problem.retryAfter == seconds.map { .seconds($0) })
  }

  // MARK: Connections

  @Test(arguments: [
    (HTTPFailure.Step.name, "name service"), (.proxy, "HTTPS_PROXY"), (.certificate, "SSL_CERT_FILE"),
    (.other, "check the network"),
  ])
  func aFailedConnectionNamesWhatToLookAt(step: HTTPFailure.Step, hint: String) throws {
    let reader = AnswerReader(
      text: ServerText(token: try APIToken(secret)), now: { Timestamp(secondsSinceEpoch: 0) })
    let id = try ids("a")[0]
    let answer = reader.read(.failure(HTTPFailure(.connection(step), "because \(secret)")), of: id)
    guard case .problem(let problem) = answer else {
      Issue.record("a profile")
      return
    }
    #expect(problem.detail == "the connection failed (because ***)" && !problem.isAnswered)
    let diagnostic = Diagnostic(failure(id, .network, 1), problem, endpoint: .profileV1)
    #expect(diagnostic.hint?.contains(hint) == true)
  }
}
