import Files
import Model
import Testing

@testable import Archiving

struct JournalTests {
  @Test func aReplyIsOnTheDiskWhenAppendReturns() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try journal.append(try reply("anna"))
      try journal.append(try reply("bert", endpoint: .profileV2))
      #expect(
        try JournalFile(journal.path, in: archive).lines.map(\.head.kolID.text) == [
          "anna", "bert",
        ])
      #expect(journal.repliedIDs(.profileV1) == [try id("anna")])
      #expect(journal.repliedIDs(.profileV2) == [try id("bert")])
      #expect(try archive.repliedIDs(on: today) == [try id("anna"), try id("bert")])
      #expect(try archive.repliedIDs(on: today, endpoints: [.profileV2]) == [try id("bert")])
      #expect(try archive.contents().unsealed == [JournalName(day: today, shard: nil)])
      #expect(try archive.days() == [])
    }
  }

  @Test func aKilledRunIsTakenOver() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let killed = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try killed.append(try reply("anna"))
      killed.close()
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      #expect(journal.recoveredReplies == 1)
      #expect(journal.warnings == [])
      #expect(journal.repliedIDs(.profileV1) == [try id("anna")])
      try journal.append(try reply("bert"))
      #expect(try journal.seal(failures: [])?.replies == 2)
    }
  }

  @Test func aTornLastLineIsCutOffWhereverItWasTorn() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let whole = Archive(folder: joinPath(folder, "whole"))
      let replies = [try reply("anna"), try reply("bert"), try reply("cora")]
      let writer = try whole.openJournal(on: today, timeZone: "Asia/Shanghai")
      for reply in replies { try writer.append(reply) }
      let bytes = try readFile(writer.path)
      try writer.seal(failures: [])
      let expected = try tree(whole.folder)
      let newlines = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
      let kept = newlines[1] + 1
      for count in kept..<bytes.count {
        let archive = Archive(folder: joinPath(folder, "\(count)"))
        try archive.createWorkFolder()
        try createFile(Array(bytes[..<count]), at: archive.journalPath(of: today))
        let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
        #expect(journal.warnings.count == (count == kept ? 0 : 1))
        #expect(journal.warnings.first?.location?.line == (count == kept ? nil : 3))
        #expect(journal.repliedIDs(.profileV1) == [try id("anna"), try id("bert")])
        try journal.append(replies[2])
        try journal.seal(failures: [])
        #expect(try tree(archive.folder).files == expected.files)
      }
    }
  }

  @Test func aLastLineWithAHoleInItsMiddleIsTorn() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let killed = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try killed.append(try reply("anna"))
      try killed.append(try reply("bert"))
      killed.close()
      var bytes = try readFile(killed.path)
      for index in (bytes.count - 60)..<(bytes.count - 20) { bytes[index] = 0 }
      try overwrite(killed.path, with: bytes)
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      #expect(journal.repliedIDs(.profileV1) == [try id("anna")])
      #expect(journal.warnings.count == 1)
    }
  }

  @Test func anEarlierLineThatCannotBeReadIsDamage() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let killed = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try killed.append(try reply("anna"))
      try killed.append(try reply("bert"))
      killed.close()
      var bytes = try readFile(killed.path)
      bytes[0] = UInt8(ascii: "[")
      try overwrite(killed.path, with: bytes)
      let error = #expect(throws: ArchiveError.self) {
        try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      }
      guard case .damaged(killed.path, .line(1, .notJSON)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(error?.diagnostic.location == SourceLocation(file: killed.path, line: 1))
      #expect(try readFile(killed.path) == bytes)
    }
  }

  @Test func twoJournalsAreNotOpenAtOnce() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      let error = #expect(throws: ArchiveError.self) {
        try archive.openJournal(on: today.advanced(by: 1), timeZone: "Asia/Shanghai")
      }
      guard case .busy = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      journal.close()
      _ = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
    }
  }

  @Test func aSealedOrClosedJournalTakesNothingMore() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try journal.seal(failures: [])
      let closed = ArchiveError.journalClosed(path: journal.path)
      #expect(throws: closed) { try journal.append(try reply("anna")) }
      #expect(throws: closed) { try journal.seal(failures: []) }
    }
  }

  @Test func severalTasksAppendAtOnce() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<50 {
          group.addTask { try journal.append(try reply("kol-\(number)")) }
        }
        try await group.waitForAll()
      }
      let manifest = try journal.seal(failures: [])
      #expect(manifest?.replies == 50)
      #expect(try archive.repliedIDs(on: today).count == 50)
    }
  }
}

extension [String: [UInt8]] {
  /// The archive's days, without the lock and what is there for git.
  var files: Self {
    filter { ![".kolsite/lock", ".kolsite/.gitignore", ".gitattributes"].contains($0.key) }
  }
}
