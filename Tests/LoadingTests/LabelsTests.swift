import Model
import Testing

@testable import Loading

struct LabelsTests {
  private func labels(_ text: String) throws -> [String: String] {
    try loadLabels(SourceText(path: "Templates/labels.en.yml", text: text))
  }

  @Test func aFileOfWordsIsReadAsWritten() throws {
    #expect(
      try labels("# words\nhome: All KOLs\nyes: no\ncount: \"{count} of 1e3\"\n")
        == ["home": "All KOLs", "yes": "no", "count": "{count} of 1e3"])
    #expect(try labels("") == [:])
  }

  @Test func everyMistakeIsToldAtItsPlace() throws {
    let error = try #require(throws: InvalidInput.self) {
      try labels("home: [a, b]\nabout:\nx: \"a\\nb\"\n")
    }
    #expect(error.diagnostics.map(\.location?.line) == [1, 2, 3])
    #expect(error.diagnostics.first?.message == "the text of \"home\" must be a text, not a list")
  }

  @Test func aListIsNoFileOfWords() throws {
    let error = try #require(throws: InvalidInput.self) { try labels("- a\n") }
    #expect(error.diagnostics.map(\.message) == ["the file must be a mapping, not a list"])
  }
}
