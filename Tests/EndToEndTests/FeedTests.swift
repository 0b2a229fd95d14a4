import Model
import Serving
import Testing

/// What a feed reader keeps of the site.
struct FeedTests {
  @Test func idsStayWhenTheTitleChangesAndAnotherArchiveHasOthers() async throws {
    let one = try await project(fetchedFirst: -3)
    let before = try await ids(in: one)
    #expect(!before.isEmpty)
    try one.write("title: Another title\n", to: "Content/site.yml")
    #expect(try await ids(in: one) == before)
    #expect(try one.text("public/changes/feed.xml").contains("Another title"))

    let others = try await ids(in: try await project(fetchedFirst: -2))
    #expect(Set(others).isDisjoint(with: before))
  }

  private func project(fetchedFirst offset: Int) async throws -> ProjectFolder {
    let project = try sampleProject()
    for day in [Sandbox.demoDay.advanced(by: offset), Sandbox.demoDay] {
      let result = try await Program.run(
        ["fetch", "--sandbox", "--as-of", day.description], in: project.path)
      #expect([0, 75].contains(result.status), "\(result.errors)")
    }
    return project
  }

  private func ids(in project: ProjectFolder) async throws -> [String] {
    let result = try await Program.run(
      ["build", "--offline", "--as-of", Sandbox.demoDay.description], in: project.path)
    #expect(result.status == 0, "\(result.errors)")
    return try project.text("public/changes/feed.xml").matches(of: /<id>([^<]*)</).map { String($0.output.1) }
  }
}
