import Foundation
import Templating
import Testing

@testable import Rendering

/// The tables of report blocks in docs/templates.md are what the registry says.
struct BlockDocumentationTests {
  /// With this set, the test writes the tables instead of comparing them.
  private static let renewal = "RECORD_TEMPLATES"
  private static let start = "<!-- The tables of report blocks are written by BlockDocumentationTests. -->\n"
  private static let end = "<!-- Here they end. -->\n"

  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(components: "docs", "templates.md")

  @Test func theTablesAreThoseOfTheRegistry() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    let start = try #require(text.firstRange(of: Self.start))
    let end = try #require(text[start.upperBound...].firstRange(of: Self.end))
    let tables = tables()
    guard ProcessInfo.processInfo.environment[Self.renewal] == nil else {
      let renewed = text[..<start.upperBound] + tables + text[end.lowerBound...]
      try Data(renewed.utf8).write(to: Self.file)
      return
    }
    let committed = text[start.upperBound..<end.lowerBound].split(separator: "\n")
    let written = tables.split(separator: "\n")
    #expect(
      committed == written,
      """
      docs/templates.md says of the report blocks: \(committed.filter { !written.contains($0) }); \
      the registry says: \(written.filter { !committed.contains($0) }). Renew it with \
      \(Self.renewal)=1 swift test --filter BlockDocumentationTests.
      """)
  }

  @Test func everyBlockIsDescribed() {
    for kind in Self.sections.flatMap(\.kinds) {
      #expect(!kind.summary.isEmpty, "`\(kind.name)` has no summary")
      #expect(
        !([kind.summary] + kind.options.map(\.summary)).contains { $0.contains("\n") || $0.contains("|") })
    }
  }

  private static let sections: [(intro: String, kinds: [BlockKind])] = [
    ("On a KOL's page:", BlockRegistry.profile.kinds),
    (
      "On the index, the parts of the roster, a group's page and free pages, of the KOLs of that page:",
      BlockRegistry.overview.kinds
    ),
    (
      "On `basket.md`, `compare.md`, `changes.md`, `archive.md` and `methodology.md`, one each:",
      [
        BlockRegistry.basket, BlockRegistry.compare, BlockRegistry.changes, BlockRegistry.archive,
        BlockRegistry.methodology,
      ].flatMap(\.kinds)
    ),
  ]

  private func tables() -> String {
    Self.sections.map { section in
      "\n\(section.intro)\n\n| Block | Options | |\n| --- | --- | --- |\n"
        + section.kinds.map(row).joined()
    }.joined() + "\n"
  }

  private func row(of kind: BlockKind) -> String {
    let options = kind.options.map { option in
      "`\(option.name)`" + (option.summary.isEmpty ? "" : ": \(option.summary)")
    }
    return
      "| `\(kind.name)` | \(options.isEmpty ? "–" : options.joined(separator: "; ")) | \(kind.summary) |\n"
  }
}
