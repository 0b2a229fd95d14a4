import CommandSupport
import Foundation
import Testing

struct ExitStatusTests {
  @Test func theReadmeHasTheStatusesInTheSameWords() throws {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../README.md")
    let text = String(decoding: try Data(contentsOf: readme), as: UTF8.self)
    let rows = text.components(separatedBy: "| Status | Meaning |\n| --: | --- |\n").last?
      .components(separatedBy: "\n\n").first
    #expect(
      rows?.replacingOccurrences(of: "`", with: "")
        == CommandSupport.ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        .joined(separator: "\n"))
  }
}
