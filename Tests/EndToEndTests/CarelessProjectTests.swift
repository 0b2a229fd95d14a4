import Foundation
import Serving
import Testing

/// Projects that somebody careless has: each ends in one clear message or in a site, never in a crash.
struct CarelessProjectTests {
  private let known = "c0ffee000000000000000001"
  private let dead = "0123456789abcdef01234567"

  @Test func oneDeadKOLDoesNotBlockTheSite() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n  - \(dead)\n"
    ])
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 75)
    try project.write("title: Another title\n", to: "Content/site.yml")
    let again = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(again.status == 75)
    #expect(again.errors.contains("0 of 1 KOLs fetched with "))
    let page = try project.text("public/index.html")
    #expect(page.contains("<title>Another title</title>"))
    #expect(try project.text("public/en/kol/\(dead)/index.html").contains("no snapshot of this KOL"))
  }

  @Test func anOptionFromATagIsCheckedToo() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n",
      "Templates/labels.en.yml": "own: \"-1\"\n", "Templates/labels.zh.yml": "own: \"-1\"\n",
      "Templates/index.md": "# x\n\n```chart\nbar: followers\nlimit: {{labels.own}}\n```\n",
    ])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(
      result.errors.contains(
        "Templates/index.md:3: error: `limit` must be a whole number of at least 1, not “-1”\n"))
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: project.path)) == [
        "Content", "Templates", ".kolsite",
      ])
  }

  @Test func aPageWithoutOneOfTheLanguagesIsToldBeforeAnythingIsFetched() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n", "Content/pages/team.zh.md": "# 团队\n",
    ])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(
      result.errors.contains(
        "Content/pages/team.zh.md: error: the page has no text in the language `en`\n"))
    #expect(try project.tree("Content/snapshots").isEmpty)
  }

  /// What a build would find before it asks for anything, a plan finds too, and shows whom it would ask all the same.
  @Test(arguments: [
    ("Content/pages/team.zh.md", "# 团队\n"), ("Content/pages/about.md", "# a\n\n[a](nowhere.html)\n"),
    ("Content/pages/about.md", "# a\n\n{{nothing}}\n"), ("Templates/labels.en.yml", "own: [1]\n"),
    ("Templates/layout.html", "<html></html>\n"), ("Templates/index.md", "# x\n\n```chart\nbar: x\n```\n"),
  ])
  func aPlanTellsTheMistakesThatABuildWouldTell(path: String, text: String) async throws {
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n  - \(known)\n", path: text])
    let before = try project.tree(".")
    let plan = try await Program.run(["plan", "--sandbox"], in: project.path)
    #expect(plan.status == 65)
    #expect(plan.output.hasPrefix("1 of 1 KOLs are due on "))
    #expect(try project.tree(".") == before)
    let build = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(build.status == 65)
    #expect(build.errors == plan.errors)
    #expect(plan.errors.contains("\(path)"))
  }

  @Test(arguments: ["real-token-of-ours", "real-token-of-ours\n"])
  func aPageWithTheTokenIsNotPublishedEvenFromTheSandbox(token: String) async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n",
      "Content/pages/setup.md": "# Setup\n\nUse real-token-of-ours here.\n",
    ])
    let result = try await Program.run(
      ["build", "--sandbox"], in: project.path, environment: ["KOLSITE_TOKEN": token])
    #expect(result.status == 73)
    #expect(!result.errors.contains("real-token"))
    #expect(try project.tree("public").isEmpty)
  }

  @Test func aKindOfBlockThatIsNearlyRightIsWorthAWarning() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n",
      "Templates/index.md": "# x\n\n```chrat\nbar: followers\n```\n",
    ])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 0)
    #expect(result.errors.contains("Templates/index.md:3:4: warning: "))
    #expect(result.errors.contains("did you mean `chart`?"))
  }

  /// A pull request may add a link; it must not choose what kolsite writes over, nor what is published.
  @Test(arguments: [".kolsite", ".kolsite/index"], ["build", "fetch", "plan"])
  func aStateFolderThatIsALinkIsRefused(name: String, command: String) async throws {
    let outside = try ProjectFolder(files: ["keep": "x"])
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n  - \(known)\n"])
    if name != ".kolsite" {
      try FileManager.default.createDirectory(
        atPath: "\(project.path)/.kolsite", withIntermediateDirectories: false)
    }
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/\(name)", withDestinationPath: outside.path)
    let result = try await Program.run([command, "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("\(name) is a symbolic link"))
    #expect(try outside.tree("").keys.sorted() == ["keep"])
  }

  @Test(arguments: [
    ["build"], ["fetch"], ["plan"], ["archive", "list"], ["archive", "verify"], ["archive", "repair"],
    ["archive", "pin", "latest", "--reason", "x"],
  ])
  func anArchiveThatIsALinkOutOfTheProjectIsRefusedByEveryCommand(_ command: [String]) async throws {
    let outside = try ProjectFolder(files: ["numbers/keep": "x"])
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n  - \(known)\n"])
    let link = "\(project.path)/Content/snapshots"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: outside.path + "/numbers")
    let isRun = command[0] != "archive"
    let result = try await Program.run(command + (isRun ? ["--sandbox"] : []), in: project.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("Content/snapshots is a symbolic link that leads out of the project"))
    #expect(try outside.tree("").keys.sorted() == ["numbers/keep"])
  }

  /// One that stays in the project is the folder that it leads to, for every command.
  @Test func anArchiveThatIsALinkInTheProjectIsFollowedByEveryCommand() async throws {
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n  - \(known)\n", "numbers/x": ""])
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/Content/snapshots", withDestinationPath: "../numbers")
    #expect(try await Program.run(["fetch", "--sandbox"], in: project.path).status == 0)
    let listed = try await Program.run(["archive", "list"], in: project.path)
    #expect(listed.status == 0 && listed.output.contains("     1"))
  }

  @Test func aLinkToACheckoutsCredentialIsNotPublished() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n", "Content/pages/a.md": "# a",
      ".git/config": "VE9QU0VDUkVU",
    ])
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/Content/pages/about.md", withDestinationPath: "../../.git/config")
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(
      result.errors.contains("Content/pages/about.md: error: the symbolic link leads to \".git/config\""))
    #expect(!FileManager.default.fileExists(atPath: "\(project.path)/public"))
    #expect(!FileManager.default.fileExists(atPath: "\(project.path)/Content/snapshots"))
  }

  /// Where a link leads is known before anything is bought, but for what only data decides.
  @Test(arguments: [
    ("Content/notes/c0ffee000000000000000001.md", "See the ![brief](brief.png)", "1:18"),
    ("Content/pages/about.md", "# a\n\n[b](other.md)", "3:5"),
    ("Content/pages/about.md", "# a\n\n[b](../kol/nobody/index.html)", "3:5"),
    ("Content/pages/about.md", "# a\n\n[b](#nowhere)", "3:5"),
    ("Content/pages/about.md", "# a\n\n[b](/index.html)", "3:5"),
    ("Content/pages/about.md", "# a\n\n[b](../../../index.html)", "3:5"),
    ("Content/pages/about.md", "# a\n\n{{#site.isSample}}[b](x.html){{/site.isSample}}", "3:23"),
    ("Templates/profile.md", "# {{kol.name}}\n\n[b](../index.html)", "3:5"),
    ("Templates/_part.md", "[b](gone.html)", "1:5"),
  ])
  func aLinkThatLeadsNowhereIsToldBeforeAnythingIsFetched(
    path: String, text: String, place: String
  ) async throws {
    var files = [
      "Content/roster.yml": "kols:\n  - \(known)\n", "Templates/index.md": "# x\n\n{{> part}}\n",
      "Templates/_part.md": "",
    ]
    files[path] = text
    let project = try ProjectFolder(files: files)
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("\(path):\(place): error: `"))
    #expect(result.errors.contains("leads nowhere: "))
    #expect(!result.errors.contains("\\u{"))
    #expect(try project.tree("Content/snapshots").isEmpty)
  }

  @Test func linksToWhatTheSiteWillHaveAreNotRefused() async throws {
    let links = [
      "../index.html", "..", "./", "#content", "#", "#top", "#b1-title", "../kol/\(known)/",
      "../kol/\(known)/index.json",
      "../changes/feed.xml", "../archive/index.html", "../methodology/", "../data/days.csv",
      "../about/index.html?x#content",
      "../manifest.json", "../group/vip/index.html", "../%69ndex.html", "../brief%20x.pdf",
      "https://example.com/x",
      "mailto:a@example.com",
    ].map { "[b](\($0))\n\n" }.joined()
    let note = "[a](../../about/index.html) [b](index.json) [c](followers.svg)"
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - {id: \(known), groups: [vip]}\n",
      "Content/site.yml": "languages: [en]",
      "Content/pages/about.md": "# a\n\n\(links)", "Content/notes/\(known).md": note,
      "public/brief x.pdf": "x",
    ])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    // A chart as a file and an id of a block are known only once the site is written.
    #expect(!result.errors.contains("leads nowhere: the site"))
    #expect(result.errors.contains("fetched with 1"))
    #expect(result.errors.contains("about/index.html would have a link that leads nowhere, `#b1-title`: "))
    #expect(!result.errors.contains("\\u{"))
    #expect(result.status == 73)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["Content/pages/about.md", "Templates/layout.html"])
  func ofManyLinksThatLeadNowhereFiftyAreTold(path: String) async throws {
    let isPage = path == "Content/pages/about.md"
    let links = (10_000..<20_000).map { isPage ? "[a](x\($0)) " : "<a href=x\($0)>" }.joined()
    let layout = try String(contentsOfFile: "\(Program.repository)/Templates/layout.html", encoding: .utf8)
    let text = isPage ? "# a\n\n" + links : layout.replacing("{{content}}", with: "{{content}}" + links)
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n  - \(known)\n", path: text])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("error: and 9950 more of this kind: `x10050` leads nowhere: "))
  }

  /// The copies of earlier days have pages of their own but for two, and no files of others.
  @Test func aLinkThatOnlyTheCopiesLackIsToldToo() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n",
      "Content/site.yml": "archive: {sites: all}\nlanguages: [en]\n",
      "Content/pages/about.md": "# a\n\n[a](../methodology/index.html) [b](../kol/\(known)/index.html)\n",
    ])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(
      result.errors.contains(
        """
        Content/pages/about.md:3:5: error: `../methodology/index.html` leads nowhere: \
        the copies of earlier days (`archive.sites`) will have no file methodology/index.html
          hint: every page is in the copies too: link to it with its whole address (https://…), or to a page that \
        they have, such as ../index.html; or leave out `archive.sites`

        """))
    try project.write(
      "# a\n\n[b](../kol/\(known)/index.html) [c](../index.html)\n", to: "Content/pages/about.md")
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-21"], in: project.path).status == 0)
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-22"], in: project.path).status == 0)
    #expect(try project.tree("public")["archive/2026-11-21/about/index.html"] != nil)
  }

  @Test func aSiteThatWouldShrinkIsRefusedBeforeAnythingIsFetched() async throws {
    let ids = (1000..<1020).map { "  - c0ffee00000000000000\($0)\n" }
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n\(ids.joined())"])
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    let before = try project.tree("Content/snapshots")
    try project.write("kols:\n  - c0ffee000000000000002001\n", to: "Content/roster.yml")
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 73)
    #expect(result.errors.contains("the new site has 12 pages, the one it would replace has 50\n"))
    #expect(try project.tree("Content/snapshots") == before)
    #expect(try await Program.run(["build", "--sandbox", "--allow-shrink"], in: project.path).status == 0)
  }

  @Test func aLayoutIsCheckedBeforeAnythingIsFetched() async throws {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(known)\n",
      "Templates/layout.html": "<html><head><title>x</title></head><body onload=\"x()\">\n</body></html>\n",
    ])
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("Templates/layout.html: error: the layout has no `{{content}}`"))
    #expect(
      result.errors.contains("Templates/layout.html:1:7: error: the layout has no Content-Security-Policy\n"))
    #expect(result.errors.contains("Templates/layout.html:1:42: error: the attribute `onload` is script"))
    #expect(try project.tree("Content/snapshots").isEmpty)
  }

  @Test func whereThereIsNoProjectNothingIsWritten() async throws {
    let folder = try ProjectFolder(files: ["notes.txt": "x"])
    let result = try await Program.run(["build"], in: folder.path)
    #expect(result.status == 65)
    #expect(
      result.errors.hasPrefix(
        """
        Reading settings, roster, content and templates
        Content/roster.yml: error: there is no roster
          hint: a roster looks like this:
              kols:

        """))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.txt"])
  }

  @Test(arguments: ["2>&-", "2>/dev/full", ">&-", ">/dev/full", "2>&1 | head -1"])
  func nobodyListeningIsNoReasonToStop(redirection: String) async throws {
    let project = try ProjectFolder(files: ["Content/roster.yml": "kols:\n  - \(known)\n"])
    let shell = try Program(
      shell: "'\(try Program.path)' build --sandbox --json \(redirection)", in: project.path)
    _ = try await shell.result()
    #expect(try project.text(".kolsite/run.json").contains("\"status\" : 0"))
    #expect(try project.tree("public")["index.html"] != nil)
  }
}
