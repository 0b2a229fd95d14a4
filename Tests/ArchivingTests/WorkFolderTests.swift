import Files
import Model
import Testing

@testable import Archiving

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where locks and journals are, and what becomes of those that earlier versions left elsewhere.
struct WorkFolderTests {
  @Test func nothingButTheDaysIsInAnArchiveOnceARunHasEnded() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna"))
      #expect(journal.path == joinPath(archive.folder, ".kolsite/2026-11-23.jsonl"))
      #expect(try listFolder(archive.folder) == [".kolsite"])
      try journal.seal(failures: [])
      let sealed = try tree(archive.folder)
      #expect(sealed.keys.allSatisfy { $0.hasPrefix("date=2026-11-23/") || $0 == ".gitattributes" })
      // A run and shards without news leave it as it is.
      for shard in [nil, Shard(index: 1, count: 2), Shard(index: 2, count: 2)] {
        try seal([], on: today, of: shard, in: archive)
        #expect(try tree(archive.folder) == sealed)
      }
      let idle = try archive.openJournal(on: today, timeZone: "UTC")
      idle.close()
      try archive.pin(today, reason: "x")
      _ = try archive.unpin(today)
      #expect(try tree(archive.folder) == sealed)
      #expect(try fileStatus(archive.workFolder) == .missing)
    }
  }

  @Test func anArchiveWithoutAProjectHasAFolderThatGitIgnores() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "numbers"))
      try seal([try reply("anna")], on: try day("2026-11-23"), in: archive)
      #expect(archive.workFolder == joinPath(folder, "numbers/.kolsite"))
      let killed = try archive.openJournal(on: try day("2026-11-24"), timeZone: "UTC")
      try killed.append(try reply("anna"))
      #expect(try listFolder(archive.workFolder) == [".gitignore", "2026-11-24.jsonl", "lock"])
      _ = try run("/usr/bin/env", "git", "-C", folder, "init", "-q")
      let seen = try run(
        "/usr/bin/env", "git", "-C", folder, "ls-files", "--others", "--exclude-standard")
      #expect(!seen.contains(".kolsite") && seen.contains("numbers/date=2026-11-23/"))
      killed.close()
      #expect(try listFolder(archive.workFolder) == [".gitignore", "2026-11-24.jsonl"])
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

  /// Where its folder alone is mounted, nothing around it is seen.
  @Test func whoeverHasTheFolderHasItsLocksAndJournals() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let own = Archive(folder: joinPath(folder, "a/Content/snapshots"))
      let killed = try own.openJournal(on: today, timeZone: "UTC")
      try killed.append(try reply("anna"))
      killed.close()
      // What a mount shows elsewhere is this folder, and nothing beside it.
      try createFolder(joinPath(folder, "b/Content"))
      try FileOperations.real.rename(own.folder, joinPath(folder, "b/Content/snapshots"))
      let other = Archive(folder: joinPath(folder, "b/Content/snapshots"))
      #expect(try other.repliedIDs(on: today) == [try id("anna")])
      let journal = try other.openJournal(on: today, timeZone: "UTC")
      #expect(journal.recoveredReplies == 1)
      journal.close()
    }
  }

  /// Of one day, in each place that there ever was.
  @Test(arguments: [nil, "1/2"])
  func severalJournalsOfADayAreAllCountedVerifiedAndSealed(_ text: String?) async throws {
    let shard = text.flatMap { Shard($0) }
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      try createFolder(archive.folder)
      let today = try day("2026-11-23")
      let name = JournalName(day: today, shard: shard)
      let places = [
        joinPath(archive.folder, ".incoming"), joinPath(folder, ".kolsite/archive"), archive.workFolder,
      ]
      for (kol, place) in zip(["anna", "bert", "carl"], places) {
        let elsewhere = Archive(folder: joinPath(folder, kol))
        let journal = try elsewhere.openJournal(on: today, of: shard, timeZone: "UTC")
        try journal.append(try reply(kol))
        journal.close()
        try createFolder(place)
        try createFile(try readFile(journal.path), at: joinPath(place, name.description))
      }
      // As an earlier version left it when it had read the archive.
      try createFile(Array("7\n".utf8), at: joinPath(places[1], "lock-reading"))
      let known = Archive(folder: archive.folder)
      let everyone = Set(try ["anna", "bert", "carl"].map(id))
      #expect(try known.contents().unsealed == [name])
      #expect(try known.repliedIDs(on: today) == everyone)
      #expect(try known.places(after: today.advanced(by: -1)).count == 3)
      let found = try await known.verify()
      #expect(found.problems == [] && found.notes.count == 3)

      let journal = try known.openJournal(on: today, of: shard, timeZone: "UTC")
      #expect(journal.recoveredReplies == 3)
      try journal.seal(failures: [])
      #expect(try known.repliedIDs(on: today) == everyone)
      #expect(try known.contents().unsealed == [])
      for place in places { #expect(try known.names(in: place).compactMap(JournalName.init) == []) }
      // A shard leaves what it would share; then nothing is left.
      try seal([], on: today, in: known)
      for place in places { #expect(try fileStatus(place) == .missing) }
    }
  }

  /// A run that was stopped after it had added an earlier journal's replies, and before it removed that.
  @Test func aJournalThatWasTakenOverTwiceIsThereOnce() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna"))
      journal.close()
      let old = joinPath(archive.folder, ".incoming")
      try createFolder(old)
      try createFile(
        try readFile(journal.path) + Array("{\"torn".utf8), at: joinPath(old, "2026-11-23.jsonl"))
      let next = try archive.openJournal(on: today, timeZone: "UTC")
      #expect(next.recoveredReplies == 1)
      next.close()
    }
  }

  /// One that was committed, in a clone with other line ends.
  @Test func aJournalWithOtherLineEndsIsSealedAsItWasWritten() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      var names: [Set<String>] = []
      for isChanged in [false, true] {
        let archive = Archive(folder: joinPath(folder, "\(isChanged)"))
        let killed = try archive.openJournal(on: today, timeZone: "UTC")
        for kol in ["anna", "bert"] { try killed.append(try reply(kol)) }
        killed.close()
        if isChanged { try overwrite(killed.path, with: withCarriageReturns(try readFile(killed.path))) }
        let journal = try archive.openJournal(on: today, timeZone: "UTC")
        try journal.append(try reply("carl"))
        try journal.seal(failures: [])
        #expect(try await archive.verify().problems == [])
        names.append(Set(try tree(archive.dayFolder(of: today)).keys))
      }
      #expect(names[0] == names[1])
    }
  }

  @Test func aJournalWhosePlaceIsTakenIsAddedToIt() async throws {
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

  /// Neither the folder itself nor that of an earlier version.
  @Test(arguments: [".kolsite", "Content/snapshots/.kolsite"])
  func aWorkFolderThatLeavesTheProjectByALinkIsRefused(_ name: String) async throws {
    try await withFolder { folder in
      let path = joinPath(folder, "project/Content/snapshots")
      try createFolder(path)
      let archive = Archive(folder: path)
      try createFolder(joinPath(folder, "elsewhere"))
      #expect(symlink(joinPath(folder, "elsewhere"), joinPath(folder, "project/\(name)")) == 0)
      #expect(throws: ArchiveError.self) {
        try archive.openJournal(on: try day("2026-11-23"), timeZone: "UTC")
      }
      #expect(try listFolder(joinPath(folder, "elsewhere")) == [])
    }
  }
}
