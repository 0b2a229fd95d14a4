import Model
import Testing

@testable import Loading

@Suite struct BasketSettingsTests {
  private func load(_ settings: String) throws -> (baskets: [Basket], messages: [String]) {
    let project = try TemporaryProject(
      ["Content/site.yml": settings],
      roster: "kols: [{id: anna, groups: [q4]}, {id: bea, groups: [q4, q3]}, cleo]")
    do {
      return (try project.load().settings.baskets, [])
    } catch {
      return ([], error.diagnostics.map(\.description))
    }
  }

  @Test func aBasketIsRead() throws {
    let found = try load(
      "baskets: [{name: Winter, group: q4, picture: 1, placements: {bea: {picture: 2, video: 1}}}]")
    #expect(found.messages == [])
    let bea = try #require(KOLID("bea"))
    #expect(
      found.baskets == [
        Basket(
          name: "Winter", group: "q4", placements: .init(pictures: 1, videos: 0),
          exceptions: [bea: .init(pictures: 2, videos: 1)])
      ])
  }

  @Test(arguments: [
    (
      "baskets: [{name: a, group: q5, picture: 1}]",
      "1:28: error: no KOL of the roster is in the group \"q5\"\n  hint: did you mean `q3`?"
    ),
    (
      "baskets: [{name: a, group: q4, placements: {cleo: {picture: 1}}}]",
      "error: cleo is not in the group \"q4\""
    ),
    ("baskets: [{name: a, group: q4}]", "error: the basket \"a\" plans no placements"),
    ("baskets: [{group: q4, picture: 1}]", "error: a basket needs a `name` and a `group`"),
    (
      "baskets: [{name: a, group: q4, picture: -1}]", "error: `picture` must be a whole number from 0 to 1000"
    ),
    (
      "baskets: [{name: a, group: q4, placements: {'b b': {picture: 1}}}]", "error: \"b b\" is no id of a KOL"
    ),
    ("baskets: [{name: a, group: q4, placements: [bea]}]", "error: `placements` must be a mapping of ids"),
    (
      "baskets: [{name: a, group: q4, picture: 1}, {name: a, group: q3, video: 1}]",
      "error: two baskets are called \"a\""
    ),
    (
      "baskets: [{name: a, group: q4, picutre: 1}]",
      "error: unknown key \"picutre\" in a basket\n  hint: did you mean `picture`?"
    ),
  ])
  func aMistakeIsLocatedAndExplained(settings: String, message: String) throws {
    let messages = try load(settings).messages
    #expect(messages.contains { $0.contains(message) }, "\(messages)")
  }
}
