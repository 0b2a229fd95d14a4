import Files
import Foundation
import Synchronization
import TestSupport
import Testing

/// Two projects that build into one folder, and what a killed run leaves in the index.
struct SharedFolderTests {
  private let id = "c0ffee000000000000000001"
  private let offline = ["build", "--offline", "--as-of", "2026-11-22"]

  private func project() async throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - \(id)\n", "Content/site.yml": "title: Two\navatars: initials\n",
    ])
    #expect(try await Program.run(["fetch", "--sandbox"], in: project.path).status == 0)
    return project
  }

  /// Whether there is a site already, and how it is replaced.
  @Test(arguments: [nil, "exchange", "inPlace"] as [String?])
  func theSecondIsToldThatTheFirstIsPublishing(mode: String?) async throws {
    let second = try await project()
    let shared = try ProjectFolder(files: ["keep": ""])
    let output = shared.path + "/public"
    if mode != nil {
      #expect(try await Program.run(offline + ["--output", output], in: second.path).status == 0)
    }
    let gate = AsyncStream<Void>.makeStream()
    let isAsked = AsyncStream<Void>.makeStream()
    try await ScriptedServer.run({ request in
      isAsked.continuation.finish()
      for await _ in gate.stream {}
      return .profile(request.id)
    }) { server in
      let first = try faultProject(server.baseURL, roster: "kols:\n  - \(id)\n")
      let settings = try first.text("Content/site.yml")
      try first.write(
        settings + "avatars: initials\ntitle: One\n" + (mode.map { "publish: {mode: \($0)}\n" } ?? ""),
        to: "Content/site.yml")
      let running = try Program(
        ["build", "--output", output], in: first.path, environment: ["KOLSITE_TOKEN": "0123456789abcdef"])
      for await _ in isAsked.stream {}

      let before = try shared.tree("public")
      let refused = try await Program.run(offline + ["--output", output], in: second.path)
      #expect(refused.status == 73)
      #expect(
        refused.errors.contains(
          "error: another run is publishing to \(output)\n  hint: wait until it has ended, or stop it\n"),
        "\(refused.errors)")
      #expect(try shared.tree("public") == before)

      gate.continuation.finish()
      let result = try await running.result()
      #expect(result.status == 0, "\(result.errors)")
      #expect(try shared.text("public/index.html").contains("<title>One</title>"))
    }
    #expect(try await Program.run(offline + ["--output", output], in: second.path).status == 0)
    #expect(try shared.text("public/index.html").contains("<title>Two</title>"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: shared.path).sorted() == ["keep", "public"])
  }

  @Test func whatAKilledRunLeftInTheIndexIsRemoved() async throws {
    let project = try await project()
    #expect(try await Program.run(offline, in: project.path).status == 0)
    let index = project.path + "/.kolsite/index"
    let names = try listFolder(index)
    #expect(!names.isEmpty)
    let left = OwnNames(in: index).proven(".kolsite-tmp-4711-0")
    try createFile([1], at: "\(index)/\(left)")
    try createFile([1], at: "\(index)/.kolsite-tmp-mine")
    #expect(try await Program.run(offline, in: project.path).status == 0)
    #expect(try listFolder(index) == [".kolsite-tmp-mine"] + names)
  }
}
