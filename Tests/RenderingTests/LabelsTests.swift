import Model
import Testing

@testable import Rendering

struct LabelsTests {
  /// The keys of a flat `key: text` file, without a YAML parser.
  private func keys(of file: String) throws -> Set<String> {
    let text = try #require(Theme.builtIn.files[file]?.text)
    return Set(
      text.utf8.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
        .compactMap { line in
          line.firstIndex(of: UInt8(ascii: ":")).map { String(decoding: line[..<$0], as: UTF8.self) }
        })
  }

  @Test func bothLanguagesHaveTheSameKeysAndEveryOneTheCodeNeeds() throws {
    let zh = try keys(of: "labels.zh.yml")
    let en = try keys(of: "labels.en.yml")
    #expect(zh == en)
    #expect(Set(Labels.Key.allCases.map(\.rawValue)).subtracting(en).isEmpty)
  }

  @Test func partsAreFilledInByByte() {
    let labels = Labels(
      language: .en, builtIn: ["staleText": "{day}, {days}\u{301} {day} {", "note": "{x}"],
      overrides: ["note": "own {x} {days}"])
    #expect(
      labels.text(.staleText, [("day", "{days}"), ("days", "3")]) == "{days}, 3\u{301} {days} {")
    #expect(labels.texts["note"] == "own {x} {days}")
  }
}
