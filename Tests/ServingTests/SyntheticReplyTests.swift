import Foundation
import Model
import Testing

@testable import Serving

struct SyntheticReplyTests {
  @Test(arguments: Persona.all.map(\.behaviour))
  func everySyntheticReplyHasThePublishedKeysInOrder(_ behaviour: SandboxKOL.Behaviour) throws {
    let persona = try persona(behaviour)
    let expected = try members(of: PackageResources.profile_legacy_registered_json).map(\.key)
    #expect(expected.count == 146)
    for day in [history[0], history[44], history[89]] {
      let body = SyntheticReply(persona: persona, day: day).body
      #expect(try members(of: body).map(\.key) == expected)
      #expect(
        Set(try object(body).keys) == ["code", "data", "message", "recordTime", "requestId"])
    }
  }

  @Test(arguments: Persona.all.map(\.behaviour))
  func everyValueHasThePublishedType(_ behaviour: SandboxKOL.Behaviour) throws {
    let persona = try persona(behaviour)
    for day in [history[0], history[89]] {
      let example =
        persona.isRegistered(on: day)
        ? PackageResources.profile_legacy_registered_json
        : PackageResources.profile_legacy_unregistered_json
      let expected = try members(of: example)
      let found = try members(of: SyntheticReply(persona: persona, day: day).body)
      for (value, model) in zip(found, expected) {
        if value.key == "travelAreaList", value.kind == "null" { continue }
        #expect(value.kind == model.kind, "\(value.key)")
      }
    }
  }

  @Test func theTemplatesReproduceTheirExamples() throws {
    for example in [
      PackageResources.profile_legacy_registered_json,
      PackageResources.profile_legacy_unregistered_json,
    ] {
      let body = ProfileTemplate(example).filled(with: [:], recordTime: "t", requestID: "r")
      #expect(try profile(body) as NSDictionary == profile(example) as NSDictionary)
    }
  }

  @Test(arguments: Persona.all.map(\.behaviour))
  func theSameDayGivesTheSameBytesAndAnotherDayOthers(_ behaviour: SandboxKOL.Behaviour) throws {
    let persona = try persona(behaviour)
    let bodies = history.map { SyntheticReply(persona: persona, day: $0).body }
    #expect(bodies == history.map { SyntheticReply(persona: persona, day: $0).body })
    #expect(Set(bodies).count == 90)
  }

  @Test(arguments: Persona.all.map(\.behaviour), ["0001-01-01", "1969-12-31", "9999-12-31"])
  func anyDayHasAReply(_ behaviour: SandboxKOL.Behaviour, _ text: String) throws {
    let body = SyntheticReply(persona: try persona(behaviour), day: try day(text)).body
    #expect(try members(of: body).count == 146)
    #expect(try #require(try profile(body)["fansNum"] as? Int) > 0)
  }

  @Test func theSteadyReplyOfTheLastDayIsKnown() throws {
    let body = SyntheticReply(persona: try persona(.steady), day: Sandbox.demoDay).body
    let data = try profile(body)
    #expect(data["name"] as? String == "合成·稳步 小林")
    #expect(
      data["headPhoto"] as? String
        == "https://sandbox.invalid/avatars/c0ffee000000000000000001.svg")
    #expect(data["fansNum"] as? Int == 48_701)
    #expect(data["clickMidNum"] as? Int == 6_788)
    #expect(data["mEngagementNum"] as? Int == 408)
    #expect(data["picturePrice"] as? Double == 1_200)
    let recordTime = try #require(try object(body)["recordTime"] as? String)
    #expect(recordTime.utf8.starts(with: "2026-11-22T08:".utf8))
    #expect((19...29).contains(recordTime.utf8.count))
    let requestID = try #require(try object(body)["requestId"] as? String)
    #expect(requestID.utf8.starts(with: "sandbox-".utf8))
    #expect(requestID.utf8.count == 24)
  }

  /// Pinned: another sum means that every archive made with the sandbox changes.
  @Test func theWholeDemoHasAKnownChecksum() {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325
    for persona in Persona.all {
      for day in history {
        for byte in SyntheticReply(persona: persona, day: day).body {
          sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
      }
    }
    #expect(sum == 14_830_539_189_013_126_146)
  }

  @Test(arguments: Persona.all.map(\.behaviour))
  func duplicatesAgreeAndTheLowestPriceIsTheLower(_ behaviour: SandboxKOL.Behaviour) throws {
    let persona = try persona(behaviour)
    for day in history {
      let data = try profile(SyntheticReply(persona: persona, day: day).body)
      func number(_ key: String) -> Double? { (data[key] as? NSNumber)?.doubleValue }
      #expect(number("fansNum") == number("fansCount"))
      #expect(number("clickMidNum") == number("clickMidNumMcn"))
      for key in ["mEngagementNumMcn", "mengagementNum", "mengagementNumMcn"] {
        #expect(number("mEngagementNum") == number(key))
      }
      #expect(
        number("lowerPrice")
          == number("picturePrice").flatMap { picture in
            number("videoPrice").map { min(picture, $0) }
          })
      for key in ["fans30GrowthNum", "estimatePictureCpm", "accumCommonImpMedinNum30d"] {
        #expect(number(key) == 0)
      }
    }
  }

  @Test func namesSayThatTheyAreMadeUp() {
    for persona in Persona.all {
      let name = Array(persona.identity.name.utf8)
      #expect(name.starts(with: "合成·".utf8) || name.starts(with: "Synthetic · ".utf8))
      #expect(isWellFormedID(persona.id.utf8))
    }
  }

  @Test(arguments: [
    ("plain", #""plain""#), (#"a"b\c"#, #""a\"b\\c""#), ("\u{1}\n", #""\u0001\n""#),
    ("\"\u{301}", "\"\\\"\u{301}\""), ("猫🐈", "\"猫🐈\""),
  ])
  func stringsAreQuotedByScalar(_ text: String, _ literal: String) {
    #expect(Array(quoted(text).utf8) == Array(literal.utf8))
  }
}
