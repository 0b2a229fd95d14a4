import Model
import Testing

@testable import Loading

@Suite struct FrontMatterTests {
  private func read(_ text: String) -> (note: Note, messages: [String]) {
    let (note, diagnostics) = note(from: SourceText(path: "Content/notes/anna.md", text: text))
    return (note, diagnostics.map(\.description))
  }

  @Test(arguments: ["\n", "\r\n", " \n"])
  func aNoteIsSignedAndItsLinesKeepTheirPlaces(lineEnd: String) {
    let text = ["---", "author: 林燕", "date: 2026-11-20", "---", "", "Good.", "---", "More."].joined(
      separator: lineEnd)
    let (note, messages) = read(text)
    #expect(messages == [])
    #expect(note.author == "林燕")
    #expect(note.day == CalendarDay("2026-11-20"))
    let lines = note.text.text.split(omittingEmptySubsequences: false) { $0.isNewline }
    #expect(lines.map { $0.replacing(" ", with: "") } == ["", "", "", "", "", "Good.", "---", "More."])
  }

  @Test(arguments: ["", "Good.", "\n---\nauthor: x\n---\n", "----\n", "---\u{301}\n"])
  func withoutAFenceOnItsFirstLineAllOfItIsText(text: String) {
    let (note, messages) = read(text)
    #expect(messages == [])
    #expect(note == Note(text: SourceText(path: "Content/notes/anna.md", text: text), author: nil, day: nil))
  }

  @Test(arguments: [
    ("---\nauthor: x\n", "1:1: error: the front matter has no end"),
    ("---\ndate: yesterday\n---\n", "2:7: error: `date` must be a day such as 2026-11-20, not \"yesterday\""),
    (
      "---\ndate: 2026-02-30\n---\n",
      "2:7: error: `date` must be a day such as 2026-11-20, not \"2026-02-30\""
    ),
    ("---\nauther: x\n---\n", "2:1: error: unknown key \"auther\" in the front matter"),
    ("---\nauthor: ''\n---\n", "2:9: error: `author` is blank"),
    ("---\n\nauthor: [a\n---\n", "error:"),
    ("---\n- a\n---\n", "2:1: error: the front matter must be a mapping"),
  ])
  func aMistakeIsLocatedInTheFile(text: String, message: String) {
    let messages = read(text).messages
    #expect(messages.count == 1)
    #expect(messages.first?.contains(message) == true, "\(messages)")
  }

  @Test func anEmptyFrontMatterSignsNothing() {
    #expect(read("---\n---\nGood.").messages == [])
    #expect(read("---\n---\nGood.").note.text.text == "\n\nGood.")
  }

  @Test func whatIsNotShownIsTold() {
    let (_, messages) = read("---\n# About us\n---\nGood.")
    #expect(
      messages == [
        """
        Content/notes/anna.md:1:1: warning: the front matter has no key and is not shown
          hint: where --- is meant as a rule across the page, write *** instead
        """
      ])
    #expect(read("---\nauthor: x\n# or y\n---\n").messages == [])
  }

  @Test func aPageTakesItsTitleFromItsFrontMatter() throws {
    let project = try TemporaryProject(
      [
        "Content/pages/about.md": "---\ntitle: About us\n---\n# About\n",
        "Content/pages/plain.md": "# Plain\n",
      ],
      roster: TemporaryProject.oneKOL)
    let loaded = try project.load()
    #expect(loaded.pageTitles == ["about": [.zh: "About us", .en: "About us"]])
    #expect(loaded.pages["about"]?[.en]?.text == "\n\n\n# About\n")
    #expect(loaded.pages["plain"]?[.en]?.text == "# Plain\n")
  }

  @Test(arguments: [
    (
      "Content/pages/a.md", "---\ntitle: A\n«1»date: 2026-11-01\n---\n",
      "unknown key \"date\" in the front matter of a page\n  hint: the keys are `title`"
    ),
    (
      "Content/pages/a.md", "«1»---\ntitle: A\n",
      "the front matter has no end\n  hint: close it with a line of ---, or write *** for a rule across the page"
    ),
    (
      "Content/pages/a.md", "---\n«1»Note: we moved.\n---\n",
      "unknown key \"Note\" in the front matter of a page\n"
        + "  hint: the keys are `title`; where --- is meant as a rule across the page, write *** instead"
    ),
    (
      "Content/pages/a.md", "---\n\n«1»We moved.\n\n---\n",
      "the front matter of a page must be a mapping, not \"We moved.\"\n"
        + "  hint: its keys are `title`; where --- is meant as a rule across the page, write *** instead"
    ),
    (
      "Content/notes/anna.md", "---\n«1»- We moved.\n---\n",
      "the front matter must be a mapping, not a list\n"
        + "  hint: its keys are `author`, `date`; where --- is meant as a rule across the page, write *** instead"
    ),
    (
      "Content/pages/a.md", "«1»+++\ntitle = 'A'\n+++\n",
      "front matter between lines of +++ is not read\n  hint: write it between lines of ---, as `key: value`"
    ),
    (
      "Templates/index.md", "«1»---\ntitle: A\n---\n# A",
      "a template has no front matter\n"
        + "  hint: remove the lines from --- to ---, or write *** for a rule across the page"
    ),
  ])
  func frontMatterThatIsNotReadIsToldWithItsPlace(path: String, text: String, message: String) throws {
    let project = try TemporaryProject([path: text], roster: TemporaryProject.oneKOL)
    #expect(project.findings() == ["«1»: error: \(message)"])
  }
}
