import Foundation
import Serving
import Testing

/// What a roster may change, and what it may not.
struct RosterOrderTests {
  private func entries(_ roster: String) -> (head: String, entries: [String]) {
    let parts = roster.components(separatedBy: "\n  - id: ")
    return (parts[0], Array(parts.dropFirst()).map { $0.trimmingCharacters(in: .newlines) })
  }

  private func roster(_ head: String, _ entries: [String]) -> String {
    head + entries.map { "\n  - id: \($0)" }.joined() + "\n"
  }

  private func pages(_ site: [String: Data]) -> [String: Data] {
    site.filter { $0.key.contains("kol/") && !$0.key.hasPrefix("archive/") }
  }

  @Test func anotherOrderChangesNoKOLsPageAndNoNumber() async throws {
    let project = try sampleProject()
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-22"], in: project.path).status == 0)
    let before = pages(try project.tree("public"))
    let (head, entries) = entries(try project.text("Content/roster.yml"))
    #expect(entries.count == SandboxKOL.all.count)
    try project.write(roster(head, entries.reversed()), to: "Content/roster.yml")
    #expect(
      try await Program.run(["build", "--offline", "--as-of", "2026-11-22"], in: project.path).status == 0)
    let after = pages(try project.tree("public"))
    #expect(Set(before.keys) == Set(after.keys))
    for (path, bytes) in before { #expect(after[path] == bytes, "\(path)") }
  }

  @Test func anotherKOLChangesNobodysOwnNumbers() async throws {
    let project = try sampleProject()
    let whole = try project.text("Content/roster.yml")
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-22"], in: project.path).status == 0)
    let all = try project.tree("public")
    let (head, entries) = entries(whole)
    // The last two are in no basket.
    try project.write(roster(head, entries.dropLast(2)), to: "Content/roster.yml")
    let fewer = try await Program.run(
      ["build", "--offline", "--as-of", "2026-11-22", "--allow-shrink"], in: project.path)
    #expect(fewer.status == 0, "\(fewer.errors)")
    let some = try project.tree("public")
    let files = some.keys.filter { $0.hasSuffix("/index.json") }
    #expect(files.count == entries.count - 2)
    for file in files { #expect(try own(some[file]) == own(all[file]), "\(file)") }
  }

  /// A KOL's numbers without where it stands among others.
  private func own(_ json: Data?) throws -> NSDictionary {
    let object = try JSONSerialization.jsonObject(with: try #require(json))
    var page = try #require(object as? [String: Any])
    page["metrics"] = try #require(page["metrics"] as? [[String: Any]]).map { metric in
      metric.filter { $0.key != "standings" }
    }
    return page as NSDictionary
  }
}
