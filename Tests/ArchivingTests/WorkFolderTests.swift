import Files
import Model
import Testing

@testable import Archiving

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where locks and journals are, and what becomes of those that earlier versions left in the archive.
struct WorkFolderTests {
  @Test func nothingButTheDaysIsInAProjectsArchive() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna"))
      #expect(try tree(archive.folder).isEmpty)
      #expect(journal.path == joinPath(folder, ".kolsite/archive/2026-11-23.jsonl"))
      try journal.seal(failures: [])
      let sealed = try tree(archive.folder)
      #expect(sealed.keys.allSatisfy { $0.hasPrefix("date=2026-11-23/") || $0 == ".gitattributes" })
      // A run and shards without news leave it as it is.
      for shard in [nil, Shard(index: 1, count: 2), Shard(index: 2, count: 2)] {
        try seal([], on: today, of: shard, in: archive)
      }
      let idle = try archive.openJournal(on: today, timeZone: "UTC")
      idle.close()
      #expect(try listFolder(archive.workFolder.path) == ["lock", "lock-s0001of0002", "lock-s0002of0002"])
      try archive.pin(today, reason: "x")
      _ = try archive.unpin(today)
      #expect(try tree(archive.folder) == sealed)
    }
  }

  @Test func anArchiveWithoutAProjectHasAFolderThatGitIgnores() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "numbers"))
      try seal([try reply("anna")], on: try day("2026-11-23"), in: archive)
      #expect(archive.workFolder.path == joinPath(folder, "numbers/.kolsite"))
      _ = try run("/usr/bin/env", "git", "-C", folder, "init", "-q")
      let seen = try run(
        "/usr/bin/env", "git", "-C", folder, "ls-files", "--others", "--exclude-standard")
      #expect(!seen.contains("lock") && seen.contains("numbers/date=2026-11-23/"))
    }
  }

  @Test(arguments: ["a/Content/snapshots", "numbers"])
  func twoProjectsThatShareAnArchiveExcludeEachOther(_ name: String) async throws {
    try await withFolder { folder in
      let own = Archive(folder: joinPath(folder, name))
      let today = try day("2026-11-23")
      let killed = try own.openJournal(on: today, timeZone: "UTC")
      try createFolder(joinPath(folder, "b/Content"))
      let link = joinPath(folder, "b/Content/snapshots")
      #expect(symlink(own.folder, link) == 0)
      let shared = Archive(folder: link)
      let error = #expect(throws: ArchiveError.self) { try shared.openJournal(on: today, timeZone: "UTC") }
      guard case .busy = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      // And what one leaves, the other completes.
      try killed.append(try reply("anna"))
      killed.close()
      let journal = try shared.openJournal(on: today, timeZone: "UTC")
      #expect(journal.recoveredReplies == 1)
      journal.close()
      #expect(try fileStatus(joinPath(folder, "b/.kolsite")) == .missing)
    }
  }

  @Test(arguments: [nil, "1/2"])
  func aJournalThatAnEarlierVersionLeftIsReadMovedAndSealed(_ text: String?) async throws {
    let shard = text.flatMap { Shard($0) }
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      let killed = try archive.openJournal(on: today, of: shard, timeZone: "UTC")
      try killed.append(try reply("anna"))
      killed.close()
      let old = joinPath(archive.folder, ".incoming")
      try createFolder(old)
      try createFile(
        try readFile(killed.path), at: joinPath(old, JournalName(day: today, shard: shard).description))
      try removeFile(killed.path)
      for name in ["lock"] + (shard.map { ["lock-\($0.label)"] } ?? []) {
        try createFile(Array("7\n".utf8), at: joinPath(old, name))
      }
      #expect(try archive.contents().unsealed == [JournalName(day: today, shard: shard)])
      #expect(try archive.repliedIDs(on: today) == [try id("anna")])
      #expect(try await archive.verify().problems == [])

      let journal = try archive.openJournal(on: today, of: shard, timeZone: "UTC")
      #expect(journal.recoveredReplies == 1 && journal.path == killed.path)
      try journal.seal(failures: [])
      #expect(try archive.repliedIDs(on: today) == [try id("anna")])
      #expect(try archive.contents().unsealed == [])
      // A shard leaves the lock that it would share.
      let left = try shard == nil ? [] : listFolder(old)
      #expect(left == (shard == nil ? [] : ["lock"]))
      try seal([], on: today, in: archive)
      #expect(try fileStatus(old) == .missing)
    }
  }

  @Test func anEarlierVersionAtWorkIsNotDisturbed() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let old = joinPath(archive.folder, ".incoming")
      try createFolder(old)
      try createFile([], at: joinPath(old, "2026-11-23.jsonl"))
      let lock = try FileLock(path: joinPath(old, "lock"))
      let error = #expect(throws: ArchiveError.self) {
        try archive.openJournal(on: try day("2026-11-23"), timeZone: "UTC")
      }
      guard case .busy = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(try listFolder(old) == ["2026-11-23.jsonl", "lock"])
      withExtendedLifetime(lock) {}
    }
  }

  @Test func whatIsOnlyCalledLikeALockStays() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let old = joinPath(archive.folder, ".incoming")
      try createFolder(old)
      let kept = ["lock-", "lock-reading", "lock-s0001of0003", "locksmiths.txt"]
      for name in kept { try createFile(Array("mine".utf8), at: joinPath(old, name)) }
      for name in ["lock", "lock-s0001of0002"] { try createFile(Array("7\n".utf8), at: joinPath(old, name)) }
      try seal([], on: try day("2026-11-23"), in: archive)
      #expect(try listFolder(old) == kept)
    }
  }

  @Test func aJournalWhosePlaceIsTakenWaits() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      let old = joinPath(archive.folder, ".incoming")
      for (kol, isOld) in [("anna", true), ("bert", false)] {
        let journal = try archive.openJournal(on: today, timeZone: "UTC")
        try journal.append(try reply(kol))
        journal.close()
        guard isOld else { continue }
        try createFolder(old)
        try createFile(try readFile(journal.path), at: joinPath(old, "2026-11-23.jsonl"))
        try removeFile(journal.path)
        try createFile([], at: journal.path)
      }
      for _ in 1...2 { try seal([], on: today, in: archive) }
      #expect(try archive.repliedIDs(on: today) == [try id("anna"), try id("bert")])
      #expect(try fileStatus(old) == .missing)
    }
  }

  @Test func aWorkFolderThatLeavesTheProjectByALinkIsRefused() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "project/Content/snapshots"))
      try createFolder(archive.folder)
      try createFolder(joinPath(folder, "elsewhere"))
      #expect(symlink(joinPath(folder, "elsewhere"), joinPath(folder, "project/.kolsite")) == 0)
      #expect(throws: ArchiveError.self) {
        try archive.openJournal(on: try day("2026-11-23"), timeZone: "UTC")
      }
      #expect(try listFolder(joinPath(folder, "elsewhere")) == [])
    }
  }
}
