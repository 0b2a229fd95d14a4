import Model
import Testing

@testable import Pipeline

@Suite struct FetchPlanTests {
  private let today = CalendarDay(daysSinceEpoch: 20_780)

  private func kol(
    _ id: String, refresh: Int = 1, priority: Int = 0, groups: [String] = []
  ) throws -> RosterEntry {
    RosterEntry(
      id: try #require(KOLID(id)), groups: groups, refreshDays: refresh, priority: priority,
      location: SourceLocation(file: "Content/roster.yml"))
  }

  private func plan(
    _ kols: [RosterEntry], ages: [String: Int] = [:], _ selection: FetchPlan.Selection = .init(),
    maxCalls: Int? = nil
  ) throws -> FetchPlan {
    var answers: [KOLID: FetchPlan.Answer] = [:]
    for (id, age) in ages {
      answers[try #require(KOLID(id))] = FetchPlan.Answer(
        day: today.advanced(by: -age), isUsable: true)
    }
    return FetchPlan(
      Roster(entries: kols), on: today, answers: answers, selection: selection, maxCalls: maxCalls)
  }

  @Test func theImportantComeFirstThenTheNewThenTheOldest() throws {
    let plan = try plan(
      [
        kol("fresh"), kol("old"), kol("new"), kol("older"), kol("older2"),
        kol("first", priority: 9), kol("second", priority: 2),
      ],
      ages: ["fresh": 0, "old": 2, "older": 7, "older2": 7, "first": 1, "second": 30])
    #expect(plan.due.map(\.text) == ["first", "second", "new", "older", "older2", "old"])
    #expect(plan.kols.map(\.kol.id.text).first == "fresh")
    #expect(plan.kols.first?.decision == .fresh(days: 0))
  }

  @Test(arguments: [(0, false), (6, false), (7, true), (8, true)])
  func anAnswerIsGoodForAsLongAsTheRosterSays(age: Int, isDue: Bool) throws {
    let plan = try plan([kol("a", refresh: 7)], ages: ["a": age])
    #expect(plan.kols[0].decision == (isDue ? .dueByAge(days: age) : .fresh(days: age)))
    #expect(plan.due.count == (isDue ? 1 : 0))
  }

  @Test func askingAgainIsForThoseWhoAreSelectedOnly() throws {
    let plan = try plan(
      [kol("a", groups: ["g"]), kol("b"), kol("c", groups: ["g"])], ages: ["a": 0, "b": 0],
      .init(only: ["g"], refetches: true))
    #expect(plan.kols.map(\.decision) == [.dueByRequest, .notSelected, .dueAsNew])
    #expect(plan.due.map(\.text) == ["c", "a"])
  }

  @Test func theShardsOfARosterAskForEveryoneOnce() throws {
    let kols = try (0..<200).map { try kol("k\($0)") }
    let shards = (1...7).compactMap { Shard(index: $0, count: 7) }
    let due = try shards.flatMap { try plan(kols, .init(shard: $0)).due }
    #expect(due.count == 200)
    #expect(Set(due) == Set(kols.map(\.id)))
  }

  @Test(arguments: [(nil, 3, 13), (2, 2, 2), (100, 3, 13)] as [(Int?, Int, Int)])
  func theCeilingLimitsTheCalls(maxCalls: Int?, calls: Int, most: Int) throws {
    let plan = try plan([kol("a"), kol("b"), kol("c")], maxCalls: maxCalls)
    #expect(plan.calls == calls)
    let lines = plan.lines(on: today, mostCalls: 13)
    #expect(
      lines[0].hasPrefix(
        "3 of 3 KOLs are due on \(today): \(calls) calls, at most \(most) with retries, beside those refused for their rate"
      ))
    #expect(lines.count { $0.contains("beyond api.maxCalls") } == 3 - calls)
  }

  @Test func aCombiningMarkBehindANameIsAnotherName() throws {
    let plan = try plan([kol("a", groups: ["é"])], .init(only: ["e\u{301}"]))
    #expect(plan.kols[0].decision == .notSelected)
  }
}
