import Model
import Testing

@testable import Serving

struct BehaviourTests {
  @Test func theDemoHasNinetyDays() {
    #expect(Sandbox.demoDay.description == "2026-11-22")
    #expect(Sandbox.firstDay.description == "2026-08-25")
    #expect(SandboxKOL.registrationDay.description == "2026-10-13")
  }

  @Test func everyBehaviourIsListed() {
    #expect(SandboxKOL.published.map(\.id.text) == PublishedReply.all.map(\.id))
    #expect(SandboxKOL.synthetic.map(\.id.text) == Persona.all.map(\.id))
    #expect(
      Set(SandboxKOL.all.map(\.behaviour)) == Set(SandboxKOL.Behaviour.allCases))
    #expect(Set(SandboxKOL.all.map(\.id)).count == 10)
  }

  @Test func sizesReachFromThreeThousandToOverAMillion() {
    let sizes = Persona.all.map { Figures(of: $0, on: Sandbox.firstDay).fans }.sorted()
    #expect((3_000..<4_000).contains(sizes[0]))
    #expect((1_190_000..<1_210_000).contains(sizes[sizes.count - 1]))
  }

  @Test func steadyGrowsEveryTwoWeeks() throws {
    let fans = try history.map { try figures(.steady, $0).fans }
    for index in 14..<90 { #expect(fans[index] > fans[index - 14]) }
    #expect((3_000..<4_200).contains(fans[89] - fans[0]))
  }

  @Test func viralJumpsAndThenStays() throws {
    let fans = try history.map { try figures(.viral, $0).fans }
    #expect(fans[44] < 3_600)
    #expect(fans[53] > 8 * fans[44])
    for index in 54..<90 { #expect(abs(fans[index] - fans[53]) < fans[53] / 50) }
    let reads = try commercial(.viral).map(\.reads)
    #expect(reads[44] < 1_100 && reads[89] > 5_500)
  }

  @Test func decliningDeclinesAndItsAttentionFaster() throws {
    let fans = try history.map { try figures(.declining, $0).fans }
    for index in 14..<90 { #expect(fans[index] < fans[index - 14]) }
    let engagement = try commercial(.declining).map(\.engagement)
    #expect(fans[89] * 100 / fans[0] > engagement[89] * 100 / engagement[0])
    #expect(engagement[89] * 100 < engagement[0] * 85)
  }

  @Test func unregisteredHasNoCommercialFigures() throws {
    for day in history { #expect(try figures(.unregistered, day).commercial == nil) }
    let body = SyntheticReply(persona: try persona(.unregistered), day: Sandbox.demoDay).body
    let data = try profile(body)
    #expect(data["userType"] as? Int == 1)
    #expect(data["clickMidNum"] as? Int == 0)
    #expect(data["businessNoteCount"] as? Int == 0)
    #expect(data["picturePrice"] as? Double == nil)
  }

  @Test func freshlyRegisteredFlipsOnItsDay() throws {
    let persona = try persona(.freshlyRegistered)
    for (text, type, price, coop) in [
      ("2026-10-12", 1, Double?.none, 0), ("2026-10-13", 2, 600, 0),
    ] {
      let data = try profile(SyntheticReply(persona: persona, day: try day(text)).body)
      #expect(data["userType"] as? Int == type)
      #expect(data["picturePrice"] as? Double == price)
      #expect(data["coopNoteNum30d"] as? Int == coop)
    }
    let notes = try commercial(.freshlyRegistered).map(\.notes)
    #expect(notes.count == 41 && notes[0] == 0 && notes[40] > 1)
  }

  @Test func pricesStepTwice() throws {
    let prices = try commercial(.priceChange).map { [$0.picturePrice, $0.videoPrice] }
    let steps = prices.indices.dropFirst().filter { prices[$0] != prices[$0 - 1] }
    #expect(steps.map { history[$0].description } == ["2026-09-20", "2026-11-01"])
    #expect([0, 40, 89].map { prices[$0] } == [[3_200, 4_800], [3_800, 5_600], [4_500, 6_500]])
  }

  @Test func daysAreMissingAmongThemARunOfFive() throws {
    let persona = try persona(.missingDays)
    let missing = history.filter(persona.isMissing).map(\.description)
    #expect(
      missing == [
        "2026-09-12", "2026-09-21", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04",
        "2026-10-05", "2026-10-23",
      ])
    #expect(!persona.isMissing(on: Sandbox.demoDay))
    for other in Persona.all where other.behaviour != .missingDays {
      #expect(!history.contains(where: other.isMissing))
    }
  }

  @Test(arguments: [SandboxKOL.Behaviour.steady, .viral, .declining, .priceChange, .missingDays])
  func cooperationNotesNeverFallAndCoverTheirThirtyDays(_ behaviour: SandboxKOL.Behaviour) throws {
    let all = try commercial(behaviour)
    for index in 1..<90 { #expect(all[index].notes >= all[index - 1].notes) }
    for index in 30..<90 { #expect(all[index].notesOf30Days == all[index].notes - all[index - 30].notes) }
    #expect(all[89].notes > all[0].notes)
  }

  @Test func theOlderMedianIsTheSmaller() throws {
    for persona in Persona.all {
      for figures in try commercial(persona.behaviour) {
        #expect(figures.olderEngagement < figures.engagement)
        #expect(figures.engagement < figures.reads)
      }
    }
  }
}
