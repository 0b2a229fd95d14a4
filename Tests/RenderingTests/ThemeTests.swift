import Markup
import Model
import Testing

@testable import Rendering

/// What the built-in theme must not lose; `make browser` looks at the same in Chromium.
struct ThemeTests {
  private func file(_ name: String) throws -> String { try #require(Theme.builtIn.files[name]).text }

  @Test func whatOnlyAScriptCanDoIsSaidWhereAScriptShowsIt() throws {
    #expect(!(try file("labels.en.yml")).contains("hoose them below"))
    #expect(!(try file("labels.zh.yml")).contains("在下方选择"))
    let labels = Labels(language: .en, builtIn: ["compareHint": "choose here"], overrides: [:])
    let asOf = try #require(CalendarDay("2026-11-22"))
    let report = Report(title: "", asOf: asOf, timeZone: "Asia/Shanghai", kols: [])
    let html = try html(CompareBlock.self, of: report, wording: Wording(labels: labels))
    #expect(html.contains(/<form class="filters" hidden[^>]*>\n<p>choose here<\/p>/))
  }

  @Test func theHeadOfATableIsPrintedOnEveryPage() throws {
    let print = try #require(try file("assets/site.css").split(separator: "@media print").dropFirst().first)
    #expect(print.contains("th button { display: contents; }"))
  }

  @Test func aNumberIsNeverWiderThanItsCard() throws {
    let css = try file("assets/site.css")
    #expect(css.contains(".card { container-type: inline-size;"))
    for rule in css.matches(of: /\.card dd\.number \{[^}]*font-size: ([^;]*);/) {
      // Twelve digits and three commas of a bold sans serif are 7.5 em wide, ten and three of a wide one 8.1.
      let share = try #require(rule.output.1.firstMatch(of: /([0-9.]+)cqi/).flatMap { Double($0.output.1) })
      #expect(share * 8.1 < 100)
    }
    #expect(css.contains(/\.card dd\.number \{[^}]*overflow-wrap: anywhere;/))
  }

  /// Nor does one break, in a card, a table or a list of fields.
  @Test func aNumberStaysInOnePiece() throws {
    let css = try file("assets/site.css")
    #expect(css.contains("\n.number, time { white-space: nowrap; }"))
    #expect(!css.contains(".all-fields td {"))
    // What is longer than ten digits and their commas: nineteen digits and five signs, or a percentage in words.
    #expect(css.contains(".card:has(.long) { grid-column: 1/-1; }"))
    let rule = try #require(
      css.firstMatch(of: /\.card \.number\.long \{ font-size: min\(1\.3rem, ([0-9.]+)cqi\)/))
    #expect(try #require(Double(rule.output.1)) * 15.5 < 100)
  }

  @Test func aShortRosterDoesNotScrollOnItsOwn() throws {
    for rule in try file("assets/site.css").matches(of: /\n\[data-roster\] \.table([^{]*)\{/) {
      #expect(rule.output.1 == ":has(tbody tr:nth-child(41)) ")
    }
  }

  /// A page is sent alone: its disc is as large as the style sheet makes it, and its letter is legible.
  @Test func aDiscHasASizeAndColoursOfItsOwn() throws {
    let id = try #require(KOLID("anna"))
    let kol = KOLReport(
      entry: RosterEntry(id: id, location: SourceLocation(file: "roster.yml")), name: "Anna",
      freshness: .never(reason: nil), tier: nil, snapshot: nil, figures: [], series: [], growths: [])
    let wording = Wording(labels: Labels(language: .en, builtIn: [:], overrides: [:]))
    let text = try html(FactsBlock.self, of: kol, wording: wording)
    #expect(text.contains(/<svg class="initial hue[0-5]" [^>]*width="72" height="72"/))
    #expect(text.contains(/<circle [^>]*fill="#666"\/><text [^>]*fill="#fff"[^>]*>A</))
  }
}
