import Faults
import Foundation
import Model
import Testing

@testable import Loading

/// The script of a sandbox's faults, as a person writes it.
struct FaultScriptTests {
  @Test func everyKeyIsRead() throws {
    let script = try read(
      """
      seed: 7
      latency: 20ms..1s
      rateLimit: {requestsPerSecond: 50, burst: 10, status: 200, retryAfter: 2}
      quota: 500
      rules:
        - ids: [anna, bert]
          answers: [{code: 301}, {code: 302, status: 429, retryAfter: 1}, ok]
        - share: 0.5%
          answers: hang
        - answers:
            - {status: 503, delay: 2s}
            - {fault: missingField, field: name}
            - {delay: 5ms}

      """)
    var expected = FaultScript()
    expected.seed = 7
    expected.latency = 20...1_000
    expected.rateLimit = FaultScript.RateLimit(
      requestsPerSecond: 50, burst: 10, status: 200, retryAfter: 2)
    expected.quota = 500
    let ids = try Set(["anna", "bert"].map { try #require(KOLID($0)) })
    expected.rules = [
      FaultScript.Rule(
        .kols(ids),
        [.init(.code(301)), .init(.code(302), status: 429, retryAfter: 1), .init(.ok)]),
      FaultScript.Rule(.share(millionths: 5_000), [.init(.named(.hang))]),
      FaultScript.Rule(
        .everyone,
        [
          .init(.status(503), status: 503, delay: 2_000),
          .init(.named(.missingField), field: "name"), .init(.ok, delay: 5),
        ]),
    ]
    #expect(script == expected)
  }

  @Test func anEmptyScriptDoesNothingWrong() throws {
    #expect(try read("") == FaultScript())
    #expect(try read("latency: 30ms\n").latency == 30...30)
  }

  @Test(arguments: Fault.Name.allCases)
  func everyFaultHasItsWord(_ name: Fault.Name) throws {
    let script = try read("rules: [{answers: [\(name.rawValue)]}]\n")
    #expect(script.rules == [FaultScript.Rule(.everyone, [.init(.named(name))])])
  }

  @Test(arguments: [
    ("rules: [{answers: [rest]}]", "1:20: error: there is no fault \"rest\"", "did you mean `reset`?"),
    ("latency: 20", "1:10: error: `latency` must be a time such as 200ms", nil),
    ("latency: 9s..1s", "1:10: error: `latency` must be a time such as 200ms", nil),
    ("latency: 99999999999999999999s", "1:10: error: `latency` must be", nil),
    ("rules: [{ids: [a], share: 5%, answers: ok}]", "1:9: error: `ids` and `share` exclude each other", nil),
    ("rules: [{share: 101%, answers: ok}]", "1:17: error: `share` must be a share such as 5%", nil),
    ("rules: [{share: 5%}]", "1:9: error: this rule has no `answers`", nil),
    ("rules: [{answers: []}]", "1:19: error: `answers` is empty", nil),
    ("rules: [{answers: [{code: 0}]}]", "1:27: error: `code` must be a whole number", nil),
    (
      "rules: [{answers: [{code: 301, fault: ok}]}]", "1:20: error: `fault` and `code` exclude each other",
      nil
    ),
    ("rateLimit: {burst: 2}", "1:12: error: `rateLimit` has no `requestsPerSecond`", nil),
    ("rateLimits: 5", "1:1: error: unknown key \"rateLimits\"", "did you mean `rateLimit`?"),
    ("seed: -1", "1:7: error: `seed` must be a whole number", nil),
    ("- reset", "1:1: error: the script must be a mapping", nil),
  ])
  func aMistakeIsToldWithItsPlace(_ text: String, _ message: String, _ hint: String?) {
    do {
      _ = try read(text + "\n")
      Issue.record("it was read")
    } catch let error as InvalidInput {
      let found = error.diagnostics.map(\.description)
      #expect(found.contains { $0.contains("faults.yml:\(message)") }, "\(found)")
      if let hint { #expect(error.diagnostics.contains { $0.hint == hint }, "\(found)") }
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func aMissingFileIsNamed() {
    do {
      _ = try loadFaultScript(at: NSTemporaryDirectory() + "kolsite-no-such-file.yml")
      Issue.record("it was read")
    } catch {
      #expect(error.diagnostics.map(\.message) == ["there is no such file"])
    }
  }

  private func read(_ text: String) throws -> FaultScript {
    let project = try TemporaryProject()
    try project.write("faults.yml", Array(text.utf8))
    return try loadFaultScript(at: project.root + "/faults.yml")
  }
}
