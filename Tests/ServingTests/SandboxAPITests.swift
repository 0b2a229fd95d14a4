import Images
import Model
import Testing

@testable import Serving

struct SandboxAPITests {
  private static let v1 = "/api/xiaohongshu-pgy/get-kol-info/v1"
  private static let v2 = "/api/xiaohongshu-pgy/api/solar/cooperator/user/blogger/userId/v1"
  private static let steady = "c0ffee000000000000000001"
  private static let gaps = "c0ffee000000000000000007"

  private let api = SandboxAPI(token: "sandbox", day: Sandbox.demoDay)

  private func call(
    _ target: String, method: String = "GET", host: String? = "127.0.0.1:8080", dates: [String] = []
  ) -> SandboxCall {
    SandboxCall(method: method, target: target, host: host, dates: dates)
  }

  @Test(arguments: [
    ("\(v1)?token=sandbox&kolId=\(steady)", 200, 0),
    ("\(v1)?kolId=\(steady)&acceptCache=false&token=%73andbox", 200, 0),
    ("\(v2)?token=sandbox&userId=\(steady)", 200, 0),
    ("\(v2)?token=sandbox&userId=\(steady)&acceptCache=maybe", 200, 0),
    ("\(v1)?token=sandbox&kolId=\(steady)&acceptCache=maybe", 400, 400),
    ("\(v1)", 401, 100),
    ("\(v1)?kolId=\(steady)", 401, 100),
    ("\(v1)?token=&kolId=\(steady)", 401, 100),
    ("\(v1)?token=Sandbox&kolId=\(steady)", 401, 100),
    ("\(v1)?token=sandbox", 400, 400),
    ("\(v1)?token=sandbox&userId=\(steady)", 400, 400),
    ("\(v2)?token=sandbox&kolId=\(steady)", 400, 400),
    ("\(v1)?token=sandbox&kolId=anna", 400, 400),
    ("\(v1)?token=sandbox&kolId=C0FFEE000000000000000001", 400, 400),
    ("\(v1)?token=sandbox&kolId=\(steady)0", 400, 400),
    ("\(v1)?token=sandbox&kolId=\(steady)%", 400, 400),
    ("\(v1)?token=sandbox&kolId=\(steady)&x=%ff", 400, 400),
    ("\(v1)?token=sandbox&kolId=\(steady)&kolId=\(steady)", 400, 400),
    ("\(v1)?token=sandbox&token=sandbox&kolId=\(steady)", 400, 400),
    ("\(v1)?token=sandbox&kolId=0123456789abcdef01234567", 200, 301),
  ])
  func callsAreAnsweredWithTheContractsCodes(_ target: String, _ status: Int, _ code: Int) {
    let answer = api.answer(call(target))
    #expect(answer.status == status)
    #expect(answer.code == code)
    #expect(answer.contentType == "application/json;charset=UTF-8")
  }

  @Test(arguments: PublishedReply.all.map(\.id))
  func publishedRepliesAreServedUnchangedForAnyDay(_ id: String) throws {
    let published = try #require(PublishedReply.all.first { $0.id == id })
    for dates in [[], ["2020-02-29"]] {
      #expect(
        api.answer(call("\(Self.v1)?token=sandbox&kolId=\(id)", dates: dates))
          == .profile(published.body))
    }
    #expect(try profile(published.body)["userId"] as? String == id)
  }

  @Test func theDateHeaderChoosesTheDay() throws {
    let target = "\(Self.v1)?token=sandbox&kolId=\(Self.steady)"
    let persona = try persona(.steady)
    #expect(
      api.answer(call(target, dates: ["2026-09-01"]))
        == .profile(SyntheticReply(persona: persona, day: try day("2026-09-01")).body))
    #expect(
      api.answer(call(target)) == .profile(SyntheticReply(persona: persona, day: Sandbox.demoDay).body))
    for dates in [["2026-02-29"], ["today"], [""], ["2026-09-01", "2026-09-01"]] {
      #expect(api.answer(call(target, dates: dates)).code == 400)
    }
  }

  @Test func aMissingDayIsAnsweredLikeTheObservedFailure() {
    let answer = api.answer(
      call("\(Self.v2)?token=sandbox&userId=\(Self.gaps)", dates: ["2026-10-03"]))
    let observed = """
      {
        "code": 301,
        "data": null,
        "message": "FAILED, RETRY",
        "recordTime": null
      }

      """
    #expect(answer.status == 200)
    #expect(String(decoding: answer.body, as: UTF8.self) == observed)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.0.0.1:80", true), ("localhost:65535", true), ("LocalHost", true),
    ("[::1]:8080", true), ("[::1]", true), (nil, false), ("", false), ("127.0.0.1:", false),
    ("127.0.0.1:80a", false), ("127.0.0.1.evil.example", false), ("evil.example", false),
    ("localhost.", false), ("localhost@evil.example", false), ("127.0.0.1:8\u{301}", false),
  ])
  func onlyLoopbackNamesAreAnswered(_ host: String?, _ answered: Bool) {
    #expect((api.answer(call("/ping", host: host)).status == 200) == answered)
    #expect((api.answer(call("/nowhere", host: host)).status == 421) == !answered)
  }

  @Test func anUnknownPathHasTheGatewaysBody() throws {
    let answer = api.answer(call("/api/\"x\"?token=sandbox", dates: ["2026-09-01"]))
    let expected = """
      {
        "timestamp": "2026-09-01T08:15:30.123+08:00",
        "status": 404,
        "error": "Not Found",
        "path": "/api/\\"x\\""
      }

      """
    #expect(answer.status == 404)
    #expect(answer.code == nil)
    #expect(String(decoding: answer.body, as: UTF8.self) == expected)
  }

  @Test(arguments: ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get"])
  func otherMethodsAreNotAllowed(_ method: String) {
    #expect(api.answer(call("/ping", method: method)).status == 405)
  }

  @Test(arguments: [
    "/avatars/", "/avatars/.svg", "/avatars/anna.svg", "/avatars/\(steady)", "/avatars/\(steady).png",
    "/avatars/../\(steady).svg", "//ping", "", "/api/xiaohongshu-pgy/get-kol-info/v1/",
  ])
  func nothingElseIsFound(_ target: String) {
    #expect(api.answer(call(target)).status == 404)
  }

  @Test func avatarsAreDrawnFromTheIDAlone() throws {
    let answer = api.answer(call("/avatars/\(Self.steady).svg"))
    let other = api.answer(call("/avatars/\(Self.gaps).svg"))
    #expect(answer.contentType == "image/png")
    #expect(answer == api.answer(call("/avatars/\(Self.steady).svg", dates: ["2026-09-01"])))
    #expect(answer != other)
    // 120 by 120 pixels of one bit, two colours, and no more than a bit for each of them.
    #expect(ImageHeader(answer.body) == ImageHeader(other.body))
    #expect(ImageHeader(answer.body).map { [$0.width, $0.height] } == [120, 120])
    #expect(answer.body.count < 2_100)
  }

  @Test func theLogNeverHoldsTheToken() throws {
    let secret = "0123456789abcdef01234567"
    let api = SandboxAPI(token: secret, day: Sandbox.demoDay)
    let call = call("\(Self.v1)?token=\(secret)&kolId=\(secret)", dates: ["2026-09-01"])
    let request = SandboxRequest(call, answered: api.answer(call), fault: nil, by: api)
    #expect(
      request
        == SandboxRequest(
          endpoint: .profileV1, kolID: nil, day: try day("2026-09-01"), status: 200, code: 301))
    let entry = SandboxLogEntry(request: request, number: 3, microseconds: 12_045, inFlight: 2)
    #expect(
      entry.json == """
        {"number":3,"milliseconds":12.045,"inFlight":2,"endpoint":"profile-v1","kolId":null,\
        "day":"2026-09-01","status":200,"code":301,"fault":null}

        """)
  }
}
