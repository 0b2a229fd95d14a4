import Model
import Testing

@testable import ArchiveTools

struct ChangeTextTests {
  /// Nothing of a name is Markdown or HTML, also where a mark after a delimiter hides it from a reader of characters.
  @Test(arguments: [
    "|", "<", ">", "`", "*", "_", "[", "]", "(", "#", "&", "\\", "!", "~", "-", "+", "=", "$", "\"",
  ])
  func aNameStaysText(delimiter: String) throws {
    for mark in ["", "\u{301}", "\u{200D}", "\u{FE0F}"] {
      let line = try markdown(name: "a\(delimiter)\(mark)b")
      let cell = try #require(line.split(separator: " (`").first).dropFirst(2)
      #expect(!cell.utf8.contains(try #require(delimiter.utf8.first)) || delimiter == "&" || delimiter == "#")
      let code = try #require(delimiter.unicodeScalars.first).value
      #expect(cell.utf8.starts(with: "a&#\(code);".utf8))
    }
  }

  @Test func aNameIsOneLine() throws {
    #expect(try markdown(name: "a\nb\r\u{2028}c\u{1B}[31m\u{202E}d") == "| abc&#91;31md (`anna`) | new |")
  }

  @Test func textForATerminalHasNoControlCharacters() throws {
    let list = try list(name: "a\u{1B}[2J\nb")
    #expect(list.textLines == ["2026-11-21 → 2026-11-22: 1 change", "anna  a[2Jb", "  new"])
  }

  private func markdown(name: String) throws -> String {
    try #require(try list(name: name).markdownLines.last)
  }

  private func list(name: String) throws -> ChangeList {
    let day = try #require(CalendarDay("2026-11-22"))
    return ChangeList(
      from: day.advanced(by: -1), to: day,
      changes: [Change(kolID: try #require(KOLID("anna")), name: name, kind: .appeared)], fetchedAt: nil)
  }
}
