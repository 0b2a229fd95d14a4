import Model
import Testing

@testable import Loading

@Suite struct SyntaxTests {
  static let extras =
    "anchors (`&name`) and aliases (`*name`) are not supported"
    + "\n  hint: write the value out; put a text that begins with `&` or `*` in quotes"
  static let tag =
    "a tag (`!name`) is not supported"
    + "\n  hint: remove it; put a text that begins with `!` in quotes"
  static let column = "\n  hint: the keys of one mapping, and the `-` of one list, start in the same column"

  @Test(arguments: [
    ("kols:\n«1»\t- a\n", "a tab stands where YAML wants spaces\n  hint: indent with spaces"),
    ("kols:\n  - id: a\n«1»\tname: b\n", "a tab stands where YAML wants spaces\n  hint: indent with spaces"),
    ("kols:\n  - id: a\n   «1»name: b\n", "this does not fit the list above it\(column)"),
    ("kols:\n  - id: a\n «1»name: b\n", "this does not fit the mapping above it\(column)"),
    ("kols:\n    - a\n «1»- b\n", "this does not fit the mapping above it\(column)"),
    (
      "kols:\n  - id: a\n    name: «1»@b\n",
      "a value cannot begin with \"@\"\n  hint: put the value in quotes"
    ),
    (
      "kols:\n  - id: a\n    note: x«1»: y\n",
      "no `:` is expected here\n  hint: check the indentation, or put a value that holds `: ` in quotes"
    ),
    (
      "kols:\n  - id: a\n    «1»name\n    note: c\n",
      "a `:` is missing after this key\n  hint: write `key: value`"
    ),
    (
      "kols:\n  - id: «1»\"a\n  - b\n",
      "the quote that opens here is never closed\n  hint: close it on the same line"
    ),
    (
      "kols: [a, b\nextra«1»: 1\n",
      "a `,` or the closing `]` of the list is missing\n  hint: it was opened on line 1"
    ),
    (
      "kols: [{id: a\n«1»]\n",
      "a `,` or the closing `}` of the mapping is missing\n  hint: it was opened on line 1"
    ),
    ("kols: «1»- a\n", "no list entry is expected here\(column)"),
    (
      "kols:\n  - a\n«1»---\nkols:\n  - b\n",
      "a second document begins here\n  hint: remove the line `---` or `...`"
    ),
    ("kols:\n  - «1»*a\n", extras),
    ("kols:\n  - &a anna\n  - «1»*a\n", extras),
    ("kols:\n  - «1»&a anna\n", extras),
    ("kols: [&a,«1»*a]\n", extras),
    ("kols: [&a:«1»*a ]\n", extras),
    ("kols: [&_ x, &- y, &a-_b z, «1»*-]\n", extras),
    ("kols: {&a \"x\":«1»*a }\n", extras),
    ("kols:\n  - &a !!str anna\n  - «1»*a\n", extras),
    ("kols:\n  - \"\\\"*a\"\n  - &b x\n  - «1»*b\n", extras),
    ("kols: «1»&a\n  - anna\n", extras),
    ("kols:\n  - «1»&a\n    id: anna\n", extras),
    ("kols: [&a, b, «1»*a]\n", extras),
    ("«1»&k kols:\n  - anna\n", extras),
    ("kols:\n  - «1»!!int 12\n", tag),
    ("kols:\n  - «1»!x 'anna'\n", tag),
    ("kols: «1»!!set\n  - anna\n", tag),
    (
      "kols:\n  - id: a\n    «1»\"a\": 1\n    'note': n\n",
      "unknown key \"a\" in a KOL\n  hint: the keys are `id`, `name`, `groups`, `note`, `refresh`, `priority`"
    ),
    (
      "kols:\n  - id: a\n    name: «1»\u{2028}b\n",
      "the character U+2028 is not allowed in YAML\n  hint: delete it; type a space or a line break where one is meant"
    ),
    (
      "kols:\n  - id: a\n    name: 麻e\u{301}«1»\u{0}b\n",
      "the character U+0000 is not allowed in YAML\n  hint: delete it; type a space or a line break where one is meant"
    ),
    (
      "kols:\n  - a\u{A0}\u{E000}\u{10FFFF}«1»\u{85}\n",
      "the character U+0085 is not allowed in YAML\n  hint: delete it; type a space or a line break where one is meant"
    ),
    (
      "kols:\n  - a«1»\u{FEFF}\n",
      "the character U+FEFF is not allowed in YAML\n  hint: delete it; type a space or a line break where one is meant"
    ),
    (
      "kols:\n  - a«1»\u{FFFF}\n",
      "the character U+FFFF is not allowed in YAML\n  hint: delete it; type a space or a line break where one is meant"
    ),
  ])
  func aMistakeOfSyntaxIsLocatedAndExplained(text: String, message: String) throws {
    let found = try findings(roster: text)
    #expect(found == ["«1»: error: \(message)"])
  }

  @Test func ampersandsAndStarsInsideTextsAreNoAnchors() throws {
    let found = try entries(
      """
      # R&D *stars* &a *a
      kols:
        - id: https://www.xiaohongshu.com/user/profile/anna?a=1&b=*2
          name: Tom &Jerry *a
          groups: ["&a", '*a', a*b&c]
          note: |
            &a
            *a
      """)
    #expect(
      found == [
        RosterEntry(
          id: try kolID("anna"), name: "Tom &Jerry *a", groups: ["&a", "*a", "a*b&c"], note: "&a\n*a",
          location: location(3, 9))
      ])
  }

  @Test func aRepeatedKeyDoesNotHideTheOtherMistakes() throws {
    #expect(
      try findings(
        roster: """
          kols:
            - id: anna
              name: one
              «1»"name": two
              «2»name: three
            - id: bea
              refresh: «3»soon
              groups: [x]
              «4»groups: [y]
          «5»kols: []
          """) == [
          "«1»: error: the key \"name\" is written twice in one mapping\n  hint: keep one of the two; the first is on line 3",
          "«2»: error: the key \"name\" is written twice in one mapping\n  hint: keep one of the two; the first is on line 3",
          "«3»: error: `refresh` must be from 1d to 365d, or weeks such as 2w, not \"soon\"",
          "«4»: error: the key \"groups\" is written twice in one mapping\n  hint: keep one of the two; the first is on line 8",
          "«5»: error: the key \"kols\" is written twice in one mapping\n  hint: keep one of the two; the first is on line 1",
        ])
  }

  @Test func aRepeatedKeyThatCannotBeToldApartIsStillReported() throws {
    #expect(
      try findings(roster: "kols: [a]\n«1»\"\\x61\": 1\na: 2\n") == [
        "«1»: error: the key \"a\" is written twice in one mapping\n  hint: keep one of the two"
      ])
  }

  @Test func afterTenRepeatedKeysTheRestWaits() throws {
    let text = "kols: [a]\n" + (0..<12).map { "k\($0): 1\nk\($0): 2\n" }.joined()
    #expect(try findings(roster: text).count == 1)
  }

  @Test(arguments: ["\n", "\r\n"])
  func lineEndsAndAByteOrderMarkDoNotShiftPlaces(lineEnd: String) throws {
    let lines = [
      "kols:", "  - id: 'anna'", "    note: |", "      一", "      二", "  - {id: '麻\u{301}', name: [x]}", "",
    ]
    let project = try TemporaryProject()
    try project.write(
      "Content/roster.yml", [0xEF, 0xBB, 0xBF] + Array(lines.joined(separator: lineEnd).utf8))
    #expect(
      project.findings() == [
        "Content/roster.yml:6:10: error: \"麻\\u{301}\" is not the id of a KOL\(RosterTests.idHint)",
        "Content/roster.yml:6:22: error: `name` must be a text, not a list",
      ])
    let first = ["kolz: 1", ""].joined(separator: lineEnd)
    try project.write("Content/roster.yml", [0xEF, 0xBB, 0xBF] + Array(first.utf8))
    #expect(project.findings().map { $0.prefix(22) } == ["Content/roster.yml:1:1"])
  }

  @Test func columnsCountScalarsNotBytesOrCharacters() throws {
    #expect(
      try findings(roster: "kols: [{name: '👩‍👩‍👧 e\u{301} 麻', id: «1»?}]").map { $0.prefix(10) } == ["«1»: error"]
    )
    #expect(
      try findings(roster: "kols: [{name: '👩‍👩‍👧 e\u{301} 麻', id: a, «1»idd: 1}]").map { $0.prefix(10) }
        == ["«1»: error"])
  }
}
