/// A text file that a person wrote.
public struct SourceText: Sendable, Hashable {
  /// Relative to the project folder, with `/`.
  public let path: String
  public let text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

/// What an analyst wrote about a KOL, in Markdown.
public struct Note: Sendable, Hashable {
  /// Without its front matter, whose lines are empty.
  public let text: SourceText
  /// Who signed it; nil where nobody did.
  public let author: String?
  /// The day it is of; a report of an earlier day does not show it. Nil for a note without a date.
  public let day: CalendarDay?

  public init(text: SourceText, author: String?, day: CalendarDay?) {
    self.text = text
    self.author = author
    self.day = day
  }
}

/// Everything a person wrote, read and checked as far as it can be without data.
public struct Project: Sendable, Hashable {
  public var settings: Settings
  public let roster: Roster
  /// The project's own templates by file name (`profile.md`); what is not here comes from the built-in theme.
  public let templates: [String: SourceText]
  /// Free pages by name without extension, for each language that has one: `about.md`, `about.en.md`.
  public let pages: [String: [Language: SourceText]]
  /// The titles that pages have in their front matter, which is not in their text.
  public let pageTitles: [String: [Language: String]]
  /// Analysts' notes in Markdown, by KOL and language; a file without a language serves all.
  public let notes: [KOLID: [Language: Note]]
  /// What is worth saying though nothing is wrong.
  public let warnings: [Diagnostic]

  public init(
    settings: Settings, roster: Roster, templates: [String: SourceText],
    pages: [String: [Language: SourceText]], pageTitles: [String: [Language: String]] = [:],
    notes: [KOLID: [Language: Note]],
    warnings: [Diagnostic]
  ) {
    self.settings = settings
    self.roster = roster
    self.templates = templates
    self.pages = pages
    self.pageTitles = pageTitles
    self.notes = notes
    self.warnings = warnings
  }
}

/// One file of the site.
public struct OutputFile: Sendable, Hashable {
  /// Relative to the site's folder, with `/`: `kol/60f2bf82/index.html`.
  public let path: String
  public let bytes: [UInt8]
  /// The part of a page that no person wrote as HTML: each `<` in it begins a tag, each value of an attribute stands
  /// between double quotes and has neither `<` nor `>`, and there is no comment, script or style. Links are found sooner
  /// there. Nil for none.
  public let generated: Range<Int>?

  public init(path: String, bytes: [UInt8], generated: Range<Int>? = nil) {
    self.path = path
    self.bytes = bytes
    self.generated = generated
  }
}
