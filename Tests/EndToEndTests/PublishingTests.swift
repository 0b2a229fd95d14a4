import Foundation
import Testing

/// How a site takes the place of the one before, as a user sees it.
struct PublishingTests {
  private let offline = ["build", "--offline", "--as-of", "2026-11-22"]

  private func project() async throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - c0ffee000000000000000001\n",
      "Content/site.yml": "title: One\navatars: initials\n",
    ])
    #expect(try await Program.run(["fetch", "--sandbox"], in: project.path).status == 0)
    return project
  }

  private func inode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
  }

  @Test func aRepositoryInTheFolderStaysOneAndIsPublishedInPlace() async throws {
    let project = try await project()
    let folder = project.path + "/public"
    // What `git gc` leaves: a folder that must be there though it is empty.
    try FileManager.default.createDirectory(
      atPath: folder + "/.git/refs/heads", withIntermediateDirectories: true)
    try project.write("ref: refs/heads/gh-pages\n", to: "public/.git/HEAD")
    try project.write("kols.example\n", to: "public/CNAME")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "CNAME")
    let before = try inode(folder)
    for title in ["One", "Two"] {
      try project.write("title: \(title)\navatars: initials\n", to: "Content/site.yml")
      let result = try await Program.run(offline, in: project.path)
      #expect(result.status == 0)
      #expect(
        result.errors.contains("note: public is published in place, file by file: it is a repository\n"))
      #expect(try inode(folder) == before)
      #expect(FileManager.default.fileExists(atPath: folder + "/.git/refs/heads"))
      #expect(try project.text("public/.git/HEAD") == "ref: refs/heads/gh-pages\n")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "CNAME")
      #expect(try project.text("public/index.html").contains("<title>\(title)</title>"))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: project.path + "/.kolsite").allSatisfy {
          !$0.hasPrefix("publishing")
        })
    }
    // The same bytes as from an exchange.
    #expect(try await Program.run(offline + ["--output", "other"], in: project.path).status == 0)
    var tree = try project.tree("public").filter { !$0.key.hasPrefix(".git") }
    for name in ["CNAME", "link"] { tree[name] = nil }
    #expect(try project.tree("other") == tree)
  }

  @Test func theSettingsMayAskForOneWay() async throws {
    let project = try await project()
    try project.write("publish: {mode: inPlace}\n", to: "Content/site.yml")
    #expect(try await Program.run(offline, in: project.path).status == 0)
    let first = try inode(project.path + "/public")
    #expect(try await Program.run(offline, in: project.path).status == 0)
    #expect(try inode(project.path + "/public") == first)

    try project.write("publish: {mode: exchange}\n", to: "Content/site.yml")
    #expect(try await Program.run(offline, in: project.path).status == 0)
    #expect(try inode(project.path + "/public") != first)

    try FileManager.default.createDirectory(
      atPath: project.path + "/public/.git", withIntermediateDirectories: true)
    let site = try project.tree("public")
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 73)
    #expect(
      result.errors.hasSuffix(
        "error: public cannot be exchanged as publish.mode asks: it is a repository\n"
          + "  hint: set publish.mode to inPlace, or leave it out\n"))
    #expect(!result.errors.contains("Fetching"))
    #expect(try project.tree("public") == site)
  }

  @Test(arguments: [0, 2, 5, 9, 14])
  func aKillInPlaceIsCompletedByTheNextRun(delay: Int) async throws {
    let project = try await project()
    try project.write("publish: {mode: inPlace}\n", to: "Content/site.yml")
    #expect(try await Program.run(offline, in: project.path).status == 0)
    let old = try project.tree("public")
    try project.write("title: Two\npublish: {mode: inPlace}\n", to: "Content/site.yml")
    let build = try Program(offline, in: project.path)
    #expect(try await build.hasWritten("Publishing"))
    try await Task.sleep(for: .milliseconds(delay))
    build.kill(with: SIGKILL)
    _ = try await build.result()

    // A run that publishes nothing new completes or undoes.
    try project.write("publish: {mode: inPlace, minimumCoverage: 1}\n", to: "Content/site.yml")
    try project.write(
      "kols: [c0ffee000000000000000001, c0ffee000000000000000009]\n", to: "Content/roster.yml")
    #expect(try await Program.run(offline, in: project.path).status == 69)
    let left = try project.tree("public")
    try project.write("kols: [c0ffee000000000000000001]\n", to: "Content/roster.yml")
    try project.write("title: Two\npublish: {mode: inPlace}\n", to: "Content/site.yml")
    #expect(try await Program.run(offline, in: project.path).status == 0)
    let new = try project.tree("public")
    #expect(new != old)
    #expect(left == old || left == new)
  }

  @Test(arguments: ["", " ", ".kolsite", "Content/site", "Templates", ".", "..", "x/."])
  func aFolderThatIsNoPlaceForASiteIsAWrongArgument(output: String) async throws {
    let project = try await project()
    let before = try project.tree("Content")
    let result = try await Program.run(offline + ["--output", output], in: project.path)
    #expect(result.status == 64)
    #expect(result.errors.contains("rror: "))
    #expect(try project.tree("Content") == before)
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: project.path)) == ["Content", ".kolsite"])
  }

  @Test func aFolderThatHoldsTheArchiveByALinkIsAWrongArgument() async throws {
    let project = try await project()
    try FileManager.default.moveItem(
      atPath: project.path + "/Content/snapshots", toPath: project.path + "/kept")
    try FileManager.default.createSymbolicLink(
      atPath: project.path + "/Content/snapshots", withDestinationPath: "../kept")
    let before = try project.tree("kept")
    let result = try await Program.run(offline + ["--output", "kept"], in: project.path)
    #expect(result.status == 64)
    #expect(result.errors.contains("the archive Content/snapshots lies in the site's folder kept"))
    #expect(try project.tree("kept") == before)
    #expect(try await Program.run(offline, in: project.path).status == 0)
  }
}
