import Model
import Testing

@testable import Loading

@Suite struct RosterTests {
  @Test func aFullEntryKeepsEverythingThatWasWritten() throws {
    let found = try entries(
      """
      # our KOLs
      kols:
        - id: 60f2bf8200000000010096d8
          name: 西文麻麻
          groups: [母婴, 2026-Q4]
          note: >
            shortlisted for
            the winter campaign
          refresh: 2w
        - plain_id-1
        - id: single
          groups: VIP
          note: |
            one
            two
      """)
    #expect(
      found == [
        RosterEntry(
          id: try kolID("60f2bf8200000000010096d8"), name: "西文麻麻", groups: ["母婴", "2026-Q4"],
          note: "shortlisted for the winter campaign", refreshDays: 14, location: location(3, 9)),
        RosterEntry(id: try kolID("plain_id-1"), location: location(10, 5)),
        RosterEntry(
          id: try kolID("single"), groups: ["VIP"], note: "one\ntwo", location: location(11, 9)),
      ])
  }

  @Test(arguments: [
    "123e4", "0x1F", "2026-11-20", "yes", "nul", "1_000", "007", "true", "-1", "1e3", "0o17",
  ])
  func anIdStaysTheTextThatWasWritten(id: String) throws {
    #expect(try entries("kols:\n  - id: \(id)\n    name: \(id)\n  - x\n").map(\.id.text) == [id, "x"])
    #expect(try entries("kols:\n  - id: \(id)\n    name: \(id)\n").first?.name == id)
    #expect(try entries("kols:\n  - \(id)\n  - '\(id)x'\n").map(\.id.text) == [id, id + "x"])
  }

  /// Scripts write out what they do not know.
  @Test(arguments: ["null", "Null", "NULL", "~"])
  func nothingIsWhatIsWrittenAsNothing(null: String) throws {
    let found = try entries(
      """
      kols:
        - id: anna
          name: \(null)
          groups: \(null)
          note: \(null)
          refresh: \(null)
          priority: \(null)
        - {"id": "null", "name": "~", "groups": ["\(null)"]}
      """)
    #expect(
      found == [
        RosterEntry(id: try kolID("anna"), location: location(2, 9)),
        RosterEntry(id: try kolID("null"), name: "~", groups: [null], location: location(8, 12)),
      ])
    #expect(try settings("title: \(null)\nbrand: {client: \(null)}") == Settings())
  }

  @Test(arguments: [
    ("- «1»null", "an entry of `kols` must be an id or a mapping with `id`, not nothing"),
    ("- «1»{id: null, name: x}", "this KOL has no `id`\n  hint: add `id:` and the KOL's id"),
    ("- {id: a, groups: [«1»~]}", "a group's name must be a text, not nothing"),
  ])
  func nothingIsNoIdAndNoGroup(entry: String, message: String) throws {
    #expect(try findings(roster: "kols:\n  - ok\n  \(entry)\n") == ["«1»: error: \(message)"])
  }

  @Test(arguments: [
    ("[«1»母婴，美食]", "\"母婴，美食\" is one group, because `，` does not part two"),
    ("[a, «1»母婴、美食]", "\"母婴、美食\" is one group, because `、` does not part two"),
    ("«1»母婴；美食", "\"母婴；美食\" is one group, because `；` does not part two"),
    ("«1»a, b", "\"a, b\" is one group, because `,` does not part two"),
  ])
  func aCommaThatPartsNothingIsTold(groups: String, message: String) throws {
    #expect(
      try findings(roster: "kols:\n  - id: a\n    groups: \(groups)\n") == [
        "«1»: warning: \(message)\n  hint: write several as a list with commas of ASCII: [母婴, 美食]"
      ])
  }

  @Test func aRosterInJSONIsReadAndHalvesOfCharactersAreExplained() throws {
    #expect(
      try entries(#"{"kols": [{"id": "anna", "name": "\u9ebb\u9ebb \/", "note": null, "groups": ["a"]}]}"#)
        == [
          RosterEntry(id: try kolID("anna"), name: "麻麻 /", groups: ["a"], location: location(1, 18))
        ])
    let found = try findings(roster: #"{"kols": [{"id": "anna", "name": "\ud83d\ude00"}]}"#)
    #expect(
      found == [
        """
        Content/roster.yml:1:37: error: an escape such as \\ud83d is half of a character, which YAML does not read
          hint: save the character itself (in Python: json.dumps(…, ensure_ascii=False)), or write it as \\U0001F600
        """
      ])
  }

  @Test func ofOneKindFiftyMistakesAreToldAndTheRestCounted() throws {
    let lines = (1...200).map { "  - {id: a\($0), nmae: x}\n  - '!\($0)'\n" }.joined()
    let found = try findings(roster: "kols:\n\(lines)")
    #expect(found.count == 102)
    #expect(
      found.first
        == "Content/roster.yml:2:14: error: unknown key \"nmae\" in a KOL\n  hint: did you mean `name`?")
    #expect(
      found.dropFirst(100).map { String($0.prefix { $0 != "\n" }) } == [
        "Content/roster.yml:102:15: error: and 150 more of this kind: unknown key \"nmae\" in a KOL",
        "Content/roster.yml:103:5: error: and 150 more of this kind: \"!51\" is not the id of a KOL",
      ])
  }

  @Test(arguments: [
    "https://www.xiaohongshu.com/user/profile/60f2bf82",
    "http://xiaohongshu.com/user/profile/60f2bf82",
    "https://www.xiaohongshu.com/user/profile/60f2bf82/",
    "https://www.xiaohongshu.com/user/profile/60f2bf82?xsec_token=a&xsec_source=pc#top",
    "https://www.xiaohongshu.com/user/profile/60f2bf82#a?b/c",
    "https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/60f2bf82",
    "http://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/60f2bf82?source=x",
  ])
  func theAddressOfACreatorsPageIsReducedToItsId(address: String) throws {
    #expect(try entries("kols: [{id: '\(address)'}]").map(\.id.text) == ["60f2bf82"])
  }

  static let idHint =
    "\n  hint: an id has 1 to 64 of 0-9, a-z, A-Z, _ and -; "
    + "the address of a creator's page on xiaohongshu.com or pgy.xiaohongshu.com will do too"
  static let addressHint =
    "\n  hint: write the address of the creator's page: "
    + "https://www.xiaohongshu.com/user/profile/ and the id, or the id alone"
  static let shortHint =
    "\n  hint: open the short link in a browser, and copy the address of the creator's page it leads to"

  @Test(arguments: [
    ("../x", "../x", idHint),
    ("../\u{301}x", #"../\u{301}x"#, idHint),
    ("..%2f", "..%2f", idHint),
    ("/etc/passwd", "/etc/passwd", idHint),
    (#"a\b"#, #"a\b"#, idHint),
    (#""a\0b""#, #"a\u{0}b"#, idHint),
    (#""a\e[2Jb""#, #"a\u{1B}[2Jb"#, idHint),
    ("ab\u{301}c", #"ab\u{301}c"#, idHint),
    ("\u{202E}abc", #"\u{202E}abc"#, idHint),
    ("\" abc \"", " abc ", idHint),
    ("\"\"", "", idHint),
    ("西文麻麻", "西文麻麻", idHint),
    (String(repeating: "a", count: 65), String(repeating: "a", count: 65), idHint),
    (String(repeating: "麻", count: 81), String(repeating: "麻", count: 80) + "…", idHint),
    ("https://xhslink.com/a/b", "https://xhslink.com/a/b", shortHint),
    ("https://www.xiaohongshu.com/explore/1", "https://www.xiaohongshu.com/explore/1", addressHint),
    ("xiaohongshu.com/user/profile/1", "xiaohongshu.com/user/profile/1", addressHint),
    (
      "https://www.xiaohongshu.com/user/profile/a/b", "https://www.xiaohongshu.com/user/profile/a/b",
      addressHint
    ),
    (
      "https://www.xiaohongshu.com/user/profile/?a", "https://www.xiaohongshu.com/user/profile/?a",
      addressHint
    ),
    (
      "https://www.xiaohongshu.com/\u{301}user/profile/a",
      #"https://www.xiaohongshu.com/\u{301}user/profile/a"#, addressHint
    ),
    (
      "https://www.xiaohongshu.com.evil.example/user/profile/a",
      "https://www.xiaohongshu.com.evil.example/user/profile/a", idHint
    ),
    ("ftp://xiaohongshu.com/user/profile/a", "ftp://xiaohongshu.com/user/profile/a", idHint),
  ])
  func anythingElseIsNoId(text: String, shown: String, hint: String) throws {
    #expect(
      try findings(roster: "kols:\n  - id: «1»\(text)\n") == [
        "«1»: error: \"\(shown)\" is not the id of a KOL\(hint)"
      ])
  }

  @Test func anIdIsUniqueWhateverFormItWasWrittenIn() throws {
    #expect(
      try findings(
        roster: """
          kols:
            - anna
            - id: bea
            - id: «1»https://www.xiaohongshu.com/user/profile/anna?x=1
              name: Anna
            - «2»BEA
            - «3»bea
          """) == [
          """
          «1»: error: two KOLs have the id "anna"
            hint: ids name files and links, so each must be unique; the first is on line 2
          """,
          """
          «2»: error: the ids "bea" and "BEA" differ only in letter case
            hint: ids name files, and many disks take these two for one; the first is on line 3
          """,
          """
          «3»: error: two KOLs have the id "bea"
            hint: ids name files and links, so each must be unique; the first is on line 3
          """,
        ])
  }

  @Test func fiveMistakesAreReportedAtOnce() throws {
    #expect(
      try findings(
        roster: """
          kols:
            - id: «1»../x
            - id: anna
              «2»refesh: 1d
            - id: bea
              refresh: «3»1
            - «4»name: nobody
            - id: cleo
              groups: «5»{a: b}
          «6»extra: 1
          """) == [
          "«1»: error: \"../x\" is not the id of a KOL\(Self.idHint)",
          "«2»: error: unknown key \"refesh\" in a KOL\n  hint: did you mean `refresh`?",
          "«3»: error: `refresh` must be from 1d to 365d, or weeks such as 2w, not \"1\"",
          "«4»: error: this KOL has no `id`\n  hint: add `id:` and the KOL's id",
          "«5»: error: `groups` must be a list, not a mapping",
          "«6»: error: unknown key \"extra\" in the roster\n  hint: the keys are `kols`",
        ])
  }

  static let example = """
    \n  hint: a roster looks like this:
        kols:
          - id: 60f2bf8200000000010096d8
            groups: [母婴]
    """

  @Test(arguments: [
    "«1»", "«1»# nothing yet\n", "---\n«1»", "kols:«1»\n", "kols: «1»[]\n", "«1»{}\n", "---\n«1»...\n",
  ])
  func aRosterWithoutKOLsIsAnError(text: String) throws {
    let found = try findings(roster: text)
    #expect(found == ["«1»: error: the roster has no KOLs\(Self.example)"])
  }

  @Test(arguments: [
    ("«1»- anna\n", "the roster must be a mapping, not a list"),
    ("«1»anna\n", "the roster must be a mapping, not \"anna\""),
    ("kols: «1»anna\n", "`kols` must be a list, not \"anna\""),
    ("kols:\n  «1»anna:\n", "`kols` must be a list, not a mapping"),
  ])
  func aRosterOfAnotherShapeIsShownARightOne(text: String, message: String) throws {
    let found = try findings(roster: text)
    #expect(found == ["«1»: error: \(message)\(Self.example)"])
  }

  @Test(arguments: [
    ("- «1»[a]", "an entry of `kols` must be an id or a mapping with `id`, not a list"),
    ("-«1»", "an entry of `kols` must be an id or a mapping with `id`, not nothing"),
    ("- {id: «1»[a]}", "`id` must be a text, not a list"),
    ("- {id: «1», name: x}", "`id` must be a text, not nothing"),
    ("- {id: a, name: «1»[b]}", "`name` must be a text, not a list"),
    ("- {id: a, note: «1»{b: c}}", "`note` must be a text, not a mapping"),
    ("- {id: a, groups: [«1»[b]]}", "a group's name must be a text, not a list"),
    ("- {id: a, refresh: «1»0d}", "`refresh` must be from 1d to 365d, or weeks such as 2w, not \"0d\""),
    ("- {id: a, refresh: «1»53w}", "`refresh` must be from 1d to 365d, or weeks such as 2w, not \"53w\""),
    ("- {id: a, refresh: «1»d}", "`refresh` must be from 1d to 365d, or weeks such as 2w, not \"d\""),
    ("- {id: a, refresh: «1»1m}", "`refresh` must be from 1d to 365d, or weeks such as 2w, not \"1m\""),
    (
      "- {id: a, refresh: «1»99999999999999999999d}",
      "`refresh` must be from 1d to 365d, or weeks such as 2w, not \"99999999999999999999d\""
    ),
    (
      "- {id: a, refresh: «1»1d\u{301}}",
      #"`refresh` must be from 1d to 365d, or weeks such as 2w, not "1d\u{301}""#
    ),
  ])
  func aValueOfTheWrongKindSaysWhatWasExpectedAndFound(entry: String, message: String) throws {
    let found = try findings(roster: "kols:\n  - ok\n  \(entry)\n")
    #expect(found == ["«1»: error: \(message)"])
  }

  @Test(arguments: [("1d", 1), ("7d", 7), ("2w", 14), ("365d", 365), ("52w", 364)])
  func refreshIsReadInDaysAndWeeks(text: String, days: Int) throws {
    #expect(try entries("kols: [{id: a, refresh: \(text)}]").map(\.refreshDays) == [days])
  }

  @Test(arguments: [("name", "`name`", 200), ("note", "`note`", 2_000), ("groups", "a group's name", 60)])
  func textsHaveALongestLength(key: String, name: String, limit: Int) throws {
    let longest = String(repeating: "麻", count: limit)
    let found = try findings(roster: "kols: [{id: a, \(key): \(longest)}]")
    #expect(found == [])
    #expect(
      try findings(roster: "kols: [{id: a, \(key): «1»\(longest)麻}]") == [
        "«1»: error: \(name) has \(limit + 1) characters; at most \(limit) are allowed\n  hint: shorten it"
      ])
  }

  @Test(arguments: [
    (
      "name: «1»\"a\\nb\"",
      "`name` holds the control character \"\\u{A}\"\n  hint: remove it, and write the text on one line"
    ),
    (
      "groups: [«1»\"a\\tb\"]",
      "a group's name holds the control character \"\\u{9}\"\n  hint: remove it, and write the text on one line"
    ),
    ("note: «1»\"a\\x07b\"", "`note` holds the control character \"\\u{7}\"\n  hint: remove it"),
    ("name: «1»\" \"", "`name` is blank\n  hint: write a text, or remove the key"),
    ("groups: [«1»'']", "a group's name is blank\n  hint: write a text, or remove the key"),
  ])
  func textsAreNeitherBlankNorHoldControlCharacters(pair: String, message: String) throws {
    let found = try findings(roster: "kols: [{id: a, \(pair)}]")
    #expect(found == ["«1»: error: \(message)"])
  }

  @Test func aGroupWrittenTwiceIsKeptOnceWithAWarning() throws {
    let project = try TemporaryProject(roster: "kols: [{id: a, groups: [x, y, «1»x, X]}]")
    #expect(try project.load().roster.entries.map(\.groups) == [["x", "y", "X"]])
    #expect(
      project.findings() == [
        "«1»: warning: the group \"x\" is written twice\n  hint: keep one of the two"
      ])
  }

  @Test func groupsThatSwiftTakesForEqualButAreOtherBytesStayApart() throws {
    let found = try entries("kols: [{id: a, groups: [\"caf\\u00e9\", \"cafe\\u0301\"]}]")
    #expect(found.first?.groups.map { Array($0.utf8).count } == [5, 6])
  }
}
