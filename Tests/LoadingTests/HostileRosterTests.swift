import Model
import Testing

@testable import Loading

@Suite(.timeLimit(.minutes(1))) struct HostileRosterTests {
  @Test(arguments: [false, true])
  func aBombOfAliasesIsRefusedBeforeItIsExpanded(asKeys: Bool) throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...60 {
      let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(list)]\n"
    }
    text += asKeys ? "? *a60\n: x\n? *a59\n: y\n" : "kols: *a60\n"
    #expect(
      try findings(roster: text) == [
        "Content/roster.yml:2:10: error: \(SyntaxTests.extras)"
      ])
  }

  @Test func aBombBehindARepeatedKeyIsRefusedToo() throws {
    var text = "x: 1\nx: 2\na0: &a0 {y: 1, y: 2}\n"
    for level in 1...40 { text += "a\(level): &a\(level) {? *a\(level - 1) : *a\(level - 1)}\n" }
    let found = try findings(roster: text)
    #expect(found == ["Content/roster.yml:4:12: error: \(SyntaxTests.extras)"])
  }

  @Test(arguments: [31, 40, 900])
  func deepNestingIsRefused(depth: Int) throws {
    let text = "kols: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let found = try findings(roster: text)
    if depth < 32 {
      #expect(
        found == [
          "Content/roster.yml:1:8: error: an entry of `kols` must be an id or a mapping with `id`, not a list"
        ])
    } else {
      #expect(found.contains("Content/roster.yml:1:38: error: this is nested more than 32 levels deep"))
    }
  }

  @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[{"])
  func endlessNestingEndsInAnError(opening: String) throws {
    let found = try findings(roster: "kols:\n" + String(repeating: opening, count: 100_000))
    #expect(found.count == 1)
    #expect(found.first?.utf8.starts(with: "Content/roster.yml:2:".utf8) == true)
  }

  @Test func tenThousandKOLsLoad() throws {
    let roster =
      "kols:\n"
      + (0..<10_000).map {
        "  - id: 60f2bf82000000000100\($0)\n    name: 达人 \($0)\n    groups: [母婴, 2026-Q4]\n    refresh: 7d\n"
      }.joined()
    let found = try entries(roster)
    #expect(found.count == 10_000)
    #expect(
      found.last
        == RosterEntry(
          id: try kolID("60f2bf820000000001009999"), name: "达人 9999", groups: ["母婴", "2026-Q4"],
          refreshDays: 7, location: location(39_998, 9)))
  }

  private static let partHint = "\n  hint: make a project of its own for a part of them"

  /// Each ends before it has cost more than its text.
  @Test func aRosterBeyondItsLimitsIsRefused() throws {
    let lines = String(repeating: "- a\n", count: 600_000)
    #expect(
      try findings(roster: "kols:\n\(lines)") == [
        "Content/roster.yml:1:1: error: the roster has 600001 lines and commas; at most 600000 are read\(Self.partHint)"
      ])
    let ids = (0...100_000).map { "a\($0)" }.joined(separator: ",")
    #expect(
      try findings(roster: "kols: [\(ids)]") == [
        "Content/roster.yml:1:688898: error: the roster has 100001 KOLs; at most 100000 are allowed\(Self.partHint)"
      ])
  }

  @Test func groupsAreLimitedAndManyOfOneKOLTakeNoTime() throws {
    let groups = (1...20_000).map { "    - g\($0)\n" }.joined()
    #expect(
      try findings(roster: "kols:\n- id: a\n  groups:\n\(groups)") == [
        """
        Content/roster.yml:1004:7: error: the roster has more than 1000 groups
          hint: a group is for many KOLs, and has a page of its own
        """
      ])
    let again = String(repeating: "    - g\n", count: 20_000)
    #expect(try findings(roster: "kols:\n- id: a\n  groups:\n\(again)").count == Messages.mostOfAKind + 1)
  }

  @Test func manyMistakesOfTheSettingsAndTheNotesTakeNoTime() throws {
    let placements = (0..<5_000).map { "    - {name: b\($0), group: g\($0), picture: 1}\n" }.joined()
    let roster = "kols:\n" + (0..<2_000).map { "  - {id: a\($0), groups: [x\($0 % 900)]}\n" }.joined()
    let project = try TemporaryProject(["Content/site.yml": "baskets:\n\(placements)"], roster: roster)
    let found = project.findings()
    #expect(found.count == Messages.mostOfAKind + 1)
    #expect(found.last?.contains("and 4950 more of this kind: no KOL of the roster is in the group") == true)
  }

  @Test(arguments: UInt64(0)..<300)
  func noDamageToAFileTrapsOrGivesABadId(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let base = """
      title: "a\\x41 b"
      kols: &k
        - id: anna
          name: 'it''s'
          groups: [a, {b: c}, *k]
          note: |
            one
          ? [x, y]
          : !!str z
        - https://www.xiaohongshu.com/user/profile/bea?x=1
      """
    var bytes = Array(base.utf8)
    let pieces = [
      "&a ", "*a", "- ", ": ", "\n", "\t", "{", "}", "[", "]", "\"", "'", "? ", "!!x ", "%YAML 1.1\n",
      "---\n", "...\n", "\u{301}", "\u{0}", "#", ",", "|", ">", "\\", "\r", "\u{2028}", "<<: *k",
    ]
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let at = Int.random(in: 0...bytes.count, using: &random)
      if Bool.random(using: &random), at < bytes.count {
        bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...8, using: &random)))
      } else {
        bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
      }
    }
    // A cut through a letter is repaired here: decoding has its own tests.
    let source = SourceText(path: "Content/roster.yml", text: String(decoding: bytes, as: UTF8.self))
    let file = RosterFile(source)
    #expect(!file.entries.isEmpty || !file.diagnostics.isEmpty)
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).count + bytes.count { $0 == 13 }
    for diagnostic in file.diagnostics {
      #expect((1...lines + 1).contains(diagnostic.location?.line ?? 1))
    }
    _ = SettingsFile(source)
  }
}
