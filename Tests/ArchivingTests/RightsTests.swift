import Files
import Testing

@testable import Archiving

/// What this user may not write is known before anything is bought.
struct RightsTests {
  @Test func theFolderThatMayNotBeWrittenIsNamed() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let path = joinPath(folder, "snapshots")
      let own = Archive(folder: path)
      #expect(try own.unwritableFolder(on: today) == nil)
      try seal([try reply("anna")], on: today, in: own)
      for path in [own.workFolder, own.asideFolder(of: today)] { try createFolder(path) }
      #expect(try own.unwritableFolder(on: today) == nil)
      for refused in [path, own.workFolder, own.dayFolder(of: today), own.asideFolder(of: today)] {
        var operations = FileOperations.real
        operations.mayChange = { $0 != refused }
        #expect(try Archive(folder: path, using: operations).unwritableFolder(on: today) == refused)
      }
    }
  }
}
