import Foundation
import Serving
import Testing

/// What a failing API, a wrong file or a kill leaves behind: the old site.
struct FailedBuildTests {
  /// A project with a published site, whose settings then point at an address.
  private func publishedProject(api: String) async throws -> (ProjectFolder, site: [String: Data]) {
    let project = try sampleProject()
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    try FileManager.default.removeItem(atPath: "\(project.path)/Content/snapshots")
    try project.write("api:\n\(api)", to: "Content/site.yml")
    return (project, try project.tree("public"))
  }

  @Test func anAPIThatIsNotThereLeavesTheSiteAsItWas() async throws {
    // Nothing listens on port 9 of this machine.
    let (project, site) = try await publishedProject(
      api: "  baseURL: http://127.0.0.1:9\n  requestsPerSecond: 100\n  concurrency: 8\n")
    let result = try await Program.run(
      ["build"], in: project.path, environment: ["KOLSITE_TOKEN": "token-token"])
    #expect(result.status == 69)
    #expect(
      result.errors.contains(
        "error: nothing new could be fetched: none of the 10 KOLs that were due got an answer\n"))
    #expect(!result.errors.contains("token-token"))
    #expect(try project.tree("public") == site)
  }

  @Test func aRejectedTokenStopsTheRun() async throws {
    try await SandboxServer.with { baseURL, log in
      let (project, site) = try await publishedProject(api: "  baseURL: \(baseURL)\n")
      let result = try await Program.run(
        ["build"], in: project.path, environment: ["KOLSITE_TOKEN": "wrong-token"])
      #expect(result.status == 77)
      #expect(result.errors.contains("KOLSITE_TOKEN"))
      #expect(!result.errors.contains("wrong-token"))
      #expect(log.requests.count <= 3)
      #expect(try project.tree("public") == site)
    }
  }

  @Test func withoutATokenNothingIsAsked() async throws {
    let project = try sampleProject()
    let result = try await Program.run(["build"], in: project.path)
    #expect(result.status == 77)
    #expect(
      result.errors.contains(
        "error: there is no API token\n  hint: set the environment variable KOLSITE_TOKEN"))
    #expect(try project.tree("public").isEmpty)
  }

  @Test func everyMistakeIsToldAtItsPlaceBeforeAnythingIsAsked() async throws {
    let project = try sampleProject()
    try project.write("title: T\nlanguges: [zh]\n", to: "Content/site.yml")
    try project.write("kols:\n  - id: a b\n  - id: anna\n  - id: ANNA\n", to: "Content/roster.yml")
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(result.errors.contains("Content/site.yml:2:1: error: "))
    #expect(result.errors.contains("did you mean `languages`?"))
    #expect(result.errors.contains("Content/roster.yml:2:9: error: "))
    #expect(result.errors.contains("Content/roster.yml:4:9: error: "))
    #expect(try project.tree("Content/snapshots").isEmpty)
  }

  @Test func aWrongTagAndAWrongBlockAreToldAtTheirPlace() async throws {
    let project = try sampleProject()
    try project.write(
      "# {{kol.nmae}}\n\n```chart\nline: folowers\n```\n\n<b>x</b>\n", to: "Templates/profile.md")
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 65)
    #expect(
      result.errors.hasPrefix(
        """
        Reading settings, roster, content and templates
        Templates/profile.md:1:9: error: `kol` has no part `nmae`
          hint: did you mean `kol.name`?
        Templates/profile.md:4:7: error: `folowers` is not a value of `line`
          hint: did you mean `followers`?
        Templates/profile.md:7: error: raw HTML is not allowed: `<b>`

        """))
    #expect(try project.tree("Content/snapshots").isEmpty)
  }

  @Test func anArchiveWithoutTheDayIsNoSite() async throws {
    let project = try sampleProject()
    let result = try await Program.run(["build", "--offline"], in: project.path)
    #expect(result.status == 66)
    #expect(result.errors.contains("error: the archive has no snapshot of any KOL of the roster"))
  }

  @Test(arguments: [
    ["build", "--as-of", "2026-02-30"], ["build", "--offline", "--sandbox"],
    ["fetch", "--as-of", "2026-01-01"],
    ["build", "--token", "x"], ["biuld"],
  ])
  func badArgumentsEndWith64(arguments: [String]) async throws {
    let project = try sampleProject()
    #expect(try await Program.run(arguments, in: project.path).status == 64)
  }

  @Test func sampleAndRealDataNeverShareAnArchive() async throws {
    let project = try sampleProject()
    #expect(try await Program.run(["fetch", "--sandbox"], in: project.path).status == 0)
    let result = try await Program.run(
      ["build"], in: project.path, environment: ["KOLSITE_TOKEN": "token-token"])
    #expect(result.status == 74)
    #expect(result.errors.contains("holds sample data from the sandbox"))
  }

  @Test(
    arguments: [
      "Reading settings", "Fetching", "Archiving", "Reading the archive", "Rendering", "Publishing",
    ],
    [0, 3, 9])
  func aBuildKilledAtAnyStageLeavesTheOldSiteOrTheNewOne(stage: String, delay: Int) async throws {
    let project = try sampleProject()
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-20"], in: project.path)
        .status == 0)
    let old = try project.tree("public")
    let build = try Program(["build", "--sandbox", "--as-of", "2026-11-21"], in: project.path)
    #expect(try await build.hasWritten(stage))
    try await Task.sleep(for: .milliseconds(delay))
    build.kill(with: SIGKILL)
    _ = try await build.result()
    let left = try project.tree("public")

    // The next run completes what was begun, without asking twice for what had arrived.
    let again = try await Program.run(["build", "--sandbox", "--as-of", "2026-11-21"], in: project.path)
    #expect(again.status == 0)
    let new = try project.tree("public")
    #expect(left == old || left == new)
    #expect(new != old)
    let names = try FileManager.default.contentsOfDirectory(atPath: project.path)
    #expect(Set(names) == ["Content", "public", ".kolsite"])
  }
}
