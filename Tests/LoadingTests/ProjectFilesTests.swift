import Foundation
import Model
import Testing

@testable import Loading

@Suite struct ProjectFilesTests {
  private let roster = TemporaryProject.oneKOL

  @Test func aMissingRosterShowsAMinimalOne() throws {
    #expect(
      try TemporaryProject().findings() == [
        "Content/roster.yml: error: there is no roster\(RosterTests.example)"
      ])
  }

  @Test func aFileWithTheOtherEndingIsNoticed() throws {
    let project = try TemporaryProject(["Content/roster.yaml": roster, "Content/site.yaml": ""])
    #expect(
      project.findings() == [
        "Content/site.yaml: warning: this file is not read\n  hint: rename it to site.yml",
        "Content/roster.yml: error: there is no roster\n  hint: rename Content/roster.yaml to roster.yml",
      ])
  }

  @Test func aMissingProjectFolderIsNamedSafely() throws {
    #expect(
      throws: InvalidInput([
        Diagnostic(
          .error, #"there is no project folder "/nowhere\u{1B}""#,
          hint: "run kolsite inside a project, or name its folder")
      ])
    ) { try loadProject(at: "/nowhere\u{1B}") }
  }

  @Test func theMistakesOfAllFilesAreReportedTogether() throws {
    let project = try TemporaryProject([
      "Content/site.yml": "titel: x\nlanguages: [fr]\n",
      "Content/roster.yml": "kols:\n  - id: a b\n  - id: ok\n    refresh: x\n",
      "Content/pages/über.md": "x",
      "Content/notes/ok.fr.md": "x",
      "Content/notes/gone.md": "x",
    ])
    try project.write("Templates/profile.md", [0x61, 0x0A, 0x62, 0xFF])
    #expect(
      project.findings().map { $0.split(separator: "\n")[0] } == [
        "Content/site.yml:1:1: error: unknown key \"titel\" in the settings",
        "Content/site.yml:2:13: error: a language must be `zh` or `en`, not \"fr\"",
        "Content/roster.yml:2:9: error: \"a b\" is not the id of a KOL",
        "Content/roster.yml:4:14: error: `refresh` must be from 1d to 365d, or weeks such as 2w, not \"x\"",
        "Templates/profile.md:2:2: error: byte 0xFF is not UTF-8 text",
        "Content/pages/über.md: error: a file's name becomes a link, and this one cannot",
        "Content/notes/ok.fr.md: error: \"fr\" is not a language of kolsite",
      ])
  }

  @Test func aPageWhoseNameNotEveryDiskHoldsIsRefused() throws {
    let project = try TemporaryProject(
      [
        "Content/pages/con.md": "x", "Content/pages/NUL.en.md": "x", "Content/pages/-rf.md": "x",
        "Content/pages/icon.md": "x",
      ],
      roster: "kols: [ok]\n")
    let device = "Windows has a device of this name, and can hold no file of it"
    let hyphen = "programs take a name that begins with a hyphen for an option"
    #expect(
      project.findings() == [
        "Content/pages/-rf.md: error: \"-rf\" cannot be the name of a page: \(hyphen)\n"
          + "  hint: rename the file, for example to page-rf.md",
        "Content/pages/NUL.en.md: error: \"NUL\" cannot be the name of a page: \(device)\n"
          + "  hint: rename the file, for example to page-NUL.en.md",
        "Content/pages/con.md: error: \"con\" cannot be the name of a page: \(device)\n"
          + "  hint: rename the file, for example to page-con.md",
      ])
  }

  @Test func aFileWithoutALanguageServesEveryLanguageWithoutItsOwn() throws {
    let project = try TemporaryProject(
      [
        "Content/pages/about.md": "关于", "Content/pages/about.en.md": "About",
        "Content/pages/method.md": "both", "Content/pages/only.en.md": "one",
        "Content/notes/anna.zh.md": "好", "Content/notes/bea.md": "all",
      ], roster: "kols: [anna, bea]")
    func source(_ path: String, _ text: String) -> SourceText {
      SourceText(path: "Content/\(path)", text: text)
    }
    func note(_ path: String, _ text: String) -> Note {
      Note(text: source(path, text), author: nil, day: nil)
    }
    let loaded = try project.load()
    #expect(
      loaded.pages == [
        "about": [.zh: source("pages/about.md", "关于"), .en: source("pages/about.en.md", "About")],
        "method": [.zh: source("pages/method.md", "both"), .en: source("pages/method.md", "both")],
        "only": [.en: source("pages/only.en.md", "one")],
      ])
    #expect(
      loaded.notes == [
        try kolID("anna"): [.zh: note("notes/anna.zh.md", "好")],
        try kolID("bea"): [.zh: note("notes/bea.md", "all"), .en: note("notes/bea.md", "all")],
      ])
    #expect(loaded.warnings == [])
  }

  @Test func hiddenFilesBackupsAndOtherKindsAreLeftAlone() throws {
    let project = try TemporaryProject(
      [
        "Content/pages/.about.md": "x", "Content/pages/about.md~": "x", "Content/pages/photo.png": "x",
        "Content/notes/.#anna.md": "x", "Content/notes/old/anna.md": "x", "Templates/.git/config": "x",
        "Templates/profile.md~": "x", "Templates/.profile.md.swp": "x",
      ], roster: roster)
    let loaded = try project.load()
    #expect(loaded.pages == [:])
    #expect(loaded.notes == [:])
    #expect(loaded.templates == [:])
    #expect(loaded.warnings == [])
  }

  @Test func aNoteOfNobodyWarnsWithTheNearestId() throws {
    let project = try TemporaryProject(
      ["Content/notes/ana.en.md": "x", "Content/notes/ANNA.md": "x", "Content/notes/zzzzzzzz.md": "x"],
      roster: roster)
    #expect(
      project.findings() == [
        "Content/notes/ANNA.md: warning: no KOL of the roster has the id \"ANNA\", so this note is not shown\n  hint: did you mean `anna`?",
        "Content/notes/ana.en.md: warning: no KOL of the roster has the id \"ana\", so this note is not shown\n  hint: did you mean `anna`?",
        "Content/notes/zzzzzzzz.md: warning: no KOL of the roster has the id \"zzzzzzzz\", so this note is not shown\n  hint: rename the file to a KOL's id, or add the KOL",
      ])
    #expect(try project.load().notes == [:])
  }

  @Test func manyNotesOfNobodyAreCounted() throws {
    let project = try TemporaryProject(roster: roster)
    for number in 0..<25 { try project.write("Content/notes/zzzzzz\(number).md", []) }
    let found = project.findings()
    #expect(found.count == 21)
    #expect(found.last == "Content/notes: warning: notes of 5 more ids belong to no KOL of the roster")
  }

  @Test func templatesAreKeyedByTheirPathOneFolderDeep() throws {
    let project = try TemporaryProject(
      [
        "Templates/profile.md": "p", "Templates/layout.html": "l", "Templates/labels.en.yml": "e",
        "Templates/assets/site.css": "c", "Templates/assets/fonts/x.css": "f", "Templates/logo.png": "g",
      ], roster: roster)
    let loaded = try project.load()
    #expect(
      loaded.templates == [
        "profile.md": SourceText(path: "Templates/profile.md", text: "p"),
        "layout.html": SourceText(path: "Templates/layout.html", text: "l"),
        "labels.en.yml": SourceText(path: "Templates/labels.en.yml", text: "e"),
        "assets/site.css": SourceText(path: "Templates/assets/site.css", text: "c"),
      ])
    #expect(
      project.findings() == [
        "Templates/assets/fonts: warning: folders this deep are not read\n  hint: move the files one folder up",
        "Templates/logo.png: warning: this file is no template, so it is not used\n  hint: templates end with .md, .html, .css, .yml, .js, .svg, .txt",
      ])
  }

  @Test func aByteOrderMarkIsDroppedAndLineEndsAreKept() throws {
    let project = try TemporaryProject(roster: roster)
    try project.write("Content/pages/about.md", [0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A])
    #expect(
      try project.load().pages["about"]?[.zh] == SourceText(path: "Content/pages/about.md", text: "a\r\n"))
  }

  @Test(
    arguments: [
      ([0xE9], "1:1: error: byte 0xE9"),
      ([0x61, 0x0D, 0x0A, 0xE9, 0xBA, 0xBB, 0x80], "2:2: error: byte 0x80"),
      ([0xC0, 0xAF], "1:1: error: byte 0xC0"), ([0xED, 0xA0, 0x80], "1:1: error: byte 0xED"),
      ([0x61, 0x0D, 0x62, 0xE9, 0xBA], "2:2: error: byte 0xE9"),
      ([0xFF, 0xFE, 0x61, 0], "1:1: error: byte 0xFF"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0xF8], "1:2: error: byte 0xF8"),
    ] as [([UInt8], String)])
  func bytesThatAreNotUTF8AreLocated(bytes: [UInt8], start: String) throws {
    for path in ["Content/roster.yml", "Content/site.yml", "Content/pages/a.md", "Templates/a.css"] {
      let project = try TemporaryProject(roster: roster)
      try project.write(path, bytes)
      #expect(project.findings() == ["\(path):\(start) is not UTF-8 text\n  hint: save the file as UTF-8"])
    }
  }

  @Test(arguments: [
    ("Content/site.yml", 256 << 10, "256 KiB"), ("Content/roster.yml", 16 << 20, "16 MiB"),
    ("Content/pages/a.md", 256 << 10, "256 KiB"), ("Content/notes/anna.md", 256 << 10, "256 KiB"),
    ("Templates/a.css", 256 << 10, "256 KiB"),
  ])
  func aFileOverItsLimitIsNotRead(path: String, limit: Int, size: String) throws {
    let project = try TemporaryProject(roster: roster)
    try project.write(path, Array(repeating: UInt8(ascii: "#"), count: limit + 1))
    #expect(
      project.findings() == [
        "\(path): error: the file is larger than \(size)\n  hint: split it, or take out what is not needed"
      ])
    if !path.utf8.starts(with: "Content/roster".utf8) {
      try project.write(path, Array(repeating: UInt8(ascii: "#"), count: limit))
      #expect(project.findings() == [])
    }
  }

  static let linkHint = "\n  hint: put the file itself there"

  @Test(arguments: [
    ("Content/roster.yml", "/etc/hostname"), ("Content/site.yml", "/etc/passwd"),
    ("Content/pages", "/etc"), ("Content/pages/a.md", "../../../outside.md"),
    ("Content/notes/anna.md", "/etc/passwd"), ("Templates", "/"), ("Templates/assets", "/etc"),
    ("Templates/a.css", "/etc/passwd"),
  ])
  func aLinkOutOfTheProjectIsRefused(path: String, target: String) throws {
    let outside = try TemporaryProject()
    let project = try TemporaryProject(path == "Content/roster.yml" ? [:] : ["Content/roster.yml": roster])
    try outside.write("x.md", [0x61])
    let isRelative = target.utf8.starts(with: "..".utf8)
    let name = String(
      outside.root.utf8.reversed().prefix { $0 != 47 }.reversed().map { Character(Unicode.Scalar($0)) })
    let link = isRelative ? "../../../\(name)/x.md" : target
    try project.link(path, to: link)
    #expect(
      project.findings() == [
        "\(path): error: the symbolic link leads out of the project, to \"\(link)\"\(Self.linkHint)"
      ])
  }

  @Test func aLinkIntoAFolderWithALongerNameIsRefused() throws {
    let project = try TemporaryProject(roster: roster)
    let neighbour = project.root + "-other"
    try FileManager.default.createDirectory(atPath: neighbour, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: neighbour) }
    try project.link("Content/notes", to: neighbour)
    #expect(
      project.findings() == [
        "Content/notes: error: the symbolic link leads out of the project, to \(shown(neighbour))\(Self.linkHint)"
      ])
  }

  @Test func linksWithinTheirOwnKindOfFolderAreFollowed() throws {
    let project = try TemporaryProject(["Content/rosters/2026.yml": roster, "Content/pages/a.md": "x"])
    try project.link("Content/roster.yml", to: "rosters/2026.yml")
    try project.link("Content/pages/b.md", to: "a.md")
    try project.link("Content/pages/c.md", to: "./../pages/b.md")
    try project.link("Content/pages/d.md", to: "\(try ProjectFolder(project.root).root)/Content/pages/c.md")
    #expect(try project.load().roster.entries.map(\.id.text) == ["anna"])
    for name in ["b", "c", "d"] {
      #expect(
        try project.load().pages[name]?[.en] == SourceText(path: "Content/pages/\(name).md", text: "x"))
    }
  }

  /// A checkout's credential, another kind of file, kolsite's own state: by each way that a link can take.
  @Test(arguments: [
    ("Content/pages/a.md", "../../.git/config", ".git/config", "Content/pages"),
    ("Content/pages/a.md", ".hidden.md", "Content/pages/.hidden.md", "Content/pages"),
    ("Content/notes/anna.md", "../pages/ok.md", "Content/pages/ok.md", "Content/notes"),
    ("Content/notes/anna.md", "../roster.yml", "Content/roster.yml", "Content/notes"),
    ("Content/notes/anna.md", "../../.kolsite/run.json", ".kolsite/run.json", "Content/notes"),
    ("Content/site.yml", "../shared/site.yml", "shared/site.yml", "Content"),
    ("Content/site.yml", "snapshots/site.yml", "Content/snapshots/site.yml", "Content"),
    ("Templates/assets", "../.git", ".git", "Templates"),
    ("Templates/assets", "../Content/notes", "Content/notes", "Templates"),
    ("Templates/x.css", "../.env", ".env", "Templates"),
  ])
  func aLinkToAnotherKindOfFileIsRefused(path: String, target: String, place: String, kind: String) throws {
    let project = try TemporaryProject([
      "Content/roster.yml": roster, ".git/config": "token", ".env": "token", ".kolsite/run.json": "{}",
      "Content/pages/.hidden.md": "token", "Content/pages/ok.md": "x", "Content/notes/bea.md": "x",
      "Content/snapshots/site.yml": "", "shared/site.yml": "",
    ])
    try project.link(path, to: target)
    let first = try #require(project.findings().first { !$0.utf8.starts(with: "Content/notes/bea.md".utf8) })
    #expect(
      first == """
        \(path): error: the symbolic link leads to "\(place)"; a file here may link only to one below \(kind), \
        without a name that begins with a dot\(Self.linkHint)
        """)
    #expect(throws: InvalidInput.self) { try project.load() }
  }

  @Test func aChainOfLinksIsJudgedByItsEnd() throws {
    let project = try TemporaryProject([".git/config": "token"], roster: roster)
    try project.link("Content/pages/a.md", to: "b/config")
    try project.link("Content/pages/b", to: "../c")
    try project.link("Content/c", to: "../.git")
    #expect(
      project.findings() == [
        """
        Content/pages/a.md: error: the symbolic link Content/c leads to ".git/config"; a file here may link only to \
        one below Content/pages, without a name that begins with a dot\(Self.linkHint)
        """
      ])
  }

  @Test func aPathOfTheSettingsNeverNamesAHiddenFile() throws {
    let project = try TemporaryProject(
      ["Content/site.yml": "brand: {logo: .git/logo.svg}", "Content/.git/logo.svg": "<svg/>"], roster: roster)
    #expect(
      project.findings() == [
        """
        Content/.git/logo.svg: error: a name that begins with a dot is never read
          hint: give the file another name
        """
      ])
  }

  @Test func brokenAndCircularLinksAreExplained() throws {
    let project = try TemporaryProject(roster: roster)
    try project.link("Content/site.yml", to: "gone.yml")
    try project.link("Content/pages/a.md", to: "b.md")
    try project.link("Content/pages/b.md", to: "a.md")
    #expect(
      project.findings() == [
        "Content/site.yml: error: the symbolic link leads nowhere, to \"gone.yml\"\(Self.linkHint)",
        "Content/pages/a.md: error: cannot read it: its symbolic links go in a circle",
        "Content/pages/b.md: error: cannot read it: its symbolic links go in a circle",
      ])
  }

  @Test func foldersPipesAndFilesInTheWrongPlaceAreExplained() throws {
    let project = try TemporaryProject(["Content/site.yml/x": "", "Content/notes": "x"], roster: roster)
    try project.write("Content/pages/x.md", [])
    #expect(mkfifo("\(project.root)/Content/pages/pipe.md", 0o600) == 0)
    #expect(
      project.findings() == [
        "Content/site.yml: error: this must be a file, not a folder",
        "Content/pages/pipe.md: error: this must be a file, not a device or pipe",
        "Content/notes: error: this must be a folder, not a file",
      ])
  }

  @Test func aFileInThePlaceOfAFolderIsExplained() throws {
    let project = try TemporaryProject(["Content": "x"])
    #expect(
      project.findings().contains(
        "Content/roster.yml: error: cannot read it: a part of its path is not a folder"),
      "\(project.findings())")
  }

  @Test func aFileNameWithControlCharactersIsRefused() throws {
    let project = try TemporaryProject(roster: roster)
    try project.write("Templates/a\u{1B}b.md", [])
    #expect(
      project.findings() == [
        "Templates: error: the file name \"a\\u{1B}b.md\" is not plain text\n  hint: rename it"
      ])
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func aFileWithoutPermissionIsExplained() throws {
    let project = try TemporaryProject(roster: roster)
    #expect(chmod("\(project.root)/Content/roster.yml", 0) == 0)
    #expect(
      project.findings() == [
        "Content/roster.yml: error: cannot read it: permission denied\n  hint: check the owner and the mode of it and of its folders"
      ])
  }

  @Test func loadingTwiceGivesEqualProjects() throws {
    let project = try TemporaryProject(
      ["Content/pages/a.md": "x", "Content/notes/zz.md": "x", "Templates/profile.md": "y"], roster: roster)
    #expect(try project.load() == project.load())
  }
}
