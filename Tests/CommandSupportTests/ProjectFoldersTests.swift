import CommandSupport
import Foundation
import Testing

struct ProjectFoldersTests {
  /// What one run has begun in a folder the next one completes, or an older site would come back over a newer one.
  @Test func aSiteIsPreparedInOnePlaceHoweverItsFolderIsWritten() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("options-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: root + "/public", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: "public")
    func place(_ output: String) -> String {
      ProjectFolders(root: root, output: output).workPath
    }
    #expect(place("public") == "\(root)/.kolsite/publishing")
    for spelling in ["./public", "public/", "a/../public", root + "/public", "link"] {
      #expect(place(spelling) == place("public"), "\(spelling)")
    }
    #expect(
      place("site") == place("./site") && place("site") != place("public") && place("site") != place("b"))
  }

  @Test(arguments: [
    "", " ", "a\0b", "\0", ".", "..", "/", "a/..", ".kolsite", ".kolsite/site", "./x/../.kolsite", "Content",
    "Content/pages", "Content/snapshots/x", "Templates", "Templates/assets", ".git", ".git/site", "link/site",
    "linked-archive", "elsewhere/arch", "elsewhere/arch/x", "elsewhere",
  ])
  func aSiteIsNeverPublishedWhereItWouldDoHarm(output: String) throws {
    let folder = try linkedProject()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for archive in ["linked-archive/arch", "\(folder)/elsewhere/arch"] {
      let place = output.hasPrefix("elsewhere") ? "\(folder)/\(output)" : output
      let folders = ProjectFolders(root: folder + "/project", output: place, archive: archive)
      let problem = try #require(folders.problem)
      #expect(problem.status == .usage)
    }
  }

  @Test(arguments: ["public", "a/b/../c", "Contents", "Templates2", ".kolsite2", "link2/site", "Content2/x"])
  func otherFoldersAreTaken(output: String) throws {
    let folder = try linkedProject()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let folders = ProjectFolders(root: folder + "/project", output: output, archive: "linked-archive/arch")
    #expect(folders.problem == nil)
  }

  /// A project whose archive lies elsewhere and can be reached through a link, as can its `Content`.
  private func linkedProject() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kolsite-\(UUID())").path
    for name in ["project/Content", "project/.kolsite", "elsewhere/arch", "other"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    for (name, target) in [("linked-archive", "elsewhere"), ("link", "project/Content"), ("link2", "other")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/project/\(name)", withDestinationPath: "\(folder)/\(target)")
    }
    return folder
  }

  @Test(arguments: [
    ("public", "Content/snapshots", true), ("public", "public", false), ("public", "public/a", false),
    ("public", "./Content/../public/x", false), ("public", ".", false), ("public", "publicly", true),
    ("/srv/site", "/srv/site/", false), ("/srv/site", "/srv/site2", true),
  ])
  func theArchiveNeverLiesInTheSite(output: String, archive: String, isRight: Bool) {
    let folders = ProjectFolders(root: ".", output: output, archive: archive)
    #expect((folders.problem == nil) == isRight)
  }
}
