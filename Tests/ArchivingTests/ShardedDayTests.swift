import Files
import Model
import Testing

@testable import Archiving

/// A day that several shards of one fetch write, at once or on machines of their own.
struct ShardedDayTests {
  private func shard(_ text: String) throws -> Shard { try #require(Shard(text)) }

  private func failure(_ kol: String) throws -> FetchFailure {
    FetchFailure(kolID: try id(kol), reason: .network, attempts: 2)
  }

  @Test func twoShardsWriteAtOnceAndTheDayIsBoth() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      var trees: [[String: [UInt8]]] = []
      for firstToSeal in 0...1 {
        let archive = Archive(folder: joinPath(folder, "\(firstToSeal)"))
        try seal([try reply("old")], on: today.advanced(by: -1), in: archive)
        let journals = try ["1/2", "2/2"].map {
          try archive.openJournal(on: today, of: try shard($0), timeZone: "Asia/Shanghai")
        }
        try journals[0].append(try reply("bert"))
        try journals[1].append(try reply("anna"))
        #expect(try archive.repliedIDs(on: today) == [try id("anna"), try id("bert")])
        #expect(try archive.contents().unsealed.count == 2)
        try journals[firstToSeal].seal(failures: [])
        #expect(try archive.repliedIDs(on: today) == [try id("anna"), try id("bert")])
        try journals[1 - firstToSeal].seal(failures: [])
        #expect(try archive.contents().unsealed == [])
        #expect(try archive.days() == [today.advanced(by: -1), today])
        #expect(try archive.manifests(on: today).map { $0.shard?.description } == ["1/2", "2/2"])
        trees.append(
          try tree(archive.dayFolder(of: today)).filter { !$0.key.utf8.starts(with: ".".utf8) })
      }
      #expect(trees[0] == trees[1])
      #expect(
        trees[0].keys.map(unnamed).sorted() == [
          "manifest-s0001of0002.json", "manifest-s0002of0002.json", "part-s0001of0002-0000.jsonl.gz",
          "part-s0002of0002-0000.jsonl.gz",
        ])
    }
  }

  @Test func theWholeRunAndAShardExcludeEachOtherAndSoDoesAShardItself() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let (first, second) = (try shard("1/2"), try shard("2/2"))
      func isBusy(_ shard: Shard?) -> Bool {
        do throws(ArchiveError) {
          try archive.openJournal(on: today, of: shard, timeZone: "UTC").close()
          return false
        } catch {
          if case .busy = error { return true }
          return false
        }
      }
      let journal = try archive.openJournal(on: today, of: first, timeZone: "UTC")
      #expect(isBusy(first) && isBusy(nil) && !isBusy(second))
      journal.close()
      let whole = try archive.openJournal(on: today, timeZone: "UTC")
      #expect(isBusy(first) && isBusy(second) && isBusy(nil))
      whole.close()
      #expect(!isBusy(first) && !isBusy(nil))
    }
  }

  @Test func archivesOfSeveralMachinesAreUnitedByCopying() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let here = Archive(folder: joinPath(folder, "here"))
      let there = Archive(folder: joinPath(folder, "there"))
      try seal(
        [try reply("anna")], failures: [try failure("cora")], on: today, of: try shard("1/2"), in: here)
      try seal([try reply("bert"), try reply("cora")], on: today, of: try shard("2/2"), in: there)
      for (name, bytes) in try tree(there.dayFolder(of: today)) {
        try createFile(bytes, at: joinPath(here.dayFolder(of: today), name))
      }
      #expect(try here.repliedIDs(on: today) == Set(["anna", "bert", "cora"].map(id)))
      #expect(try lines(on: today, in: here).count == 3)
      // Who failed in one shard and was answered in another is no failure of the day.
      let cora = try await here.histories(of: [try id("cora")], upTo: today)[0]
      #expect(cora.outcomes == [.snapshot])
      #expect(try here.newestEnvironment() == "global")
    }
  }

  @Test func whatAKilledShardLeftIsSealedByWhoeverOpensItsJournal() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let first = try shard("1/2")
      let killed = try archive.openJournal(on: today, of: first, timeZone: "UTC")
      try killed.append(try reply("anna"))
      killed.close()
      #expect(try archive.contents().unsealed == [JournalName(day: today, shard: first)])
      #expect(try archive.repliedIDs(on: today) == [try id("anna")])
      // Another shard does not touch it.
      try seal([try reply("bert")], on: today, of: try shard("2/2"), in: archive)
      #expect(try archive.contents().unsealed.count == 1)
      let journal = try archive.openJournal(on: today, of: first, timeZone: "UTC")
      #expect(journal.recoveredReplies == 1)
      #expect(try journal.seal(failures: [])?.kols == 1)
      #expect(try lines(on: today, in: archive).count == 2)
    }
  }

  @Test func aManifestOfAnotherShardThanItsNameIsDamage() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let first = try shard("1/2")
      try seal([try reply("anna")], on: today, of: first, in: archive)
      let bytes = try readFile(archive.manifestPath(of: today, first))
      for other in [try shard("2/2"), nil] {
        let path = archive.manifestPath(of: today, other)
        try createFile(bytes, at: path)
        #expect(throws: ArchiveError.self) { try archive.manifests(on: today) }
        try removeFile(path)
      }
      try removeFile(archive.manifestPath(of: today, first))
      #expect(
        throws: ArchiveError.manifestMissing(path: archive.manifestPath(of: today, first))
      ) { try archive.days() }
    }
  }

  @Test(arguments: [
    "manifest-.json", "manifest-x.json", "manifest-s0003of0002.json", "manifest-s3of4.json",
    "manifest-s0001of0002.json~", "manifest.json.json", "manifest-s0001of0002-.json", "Manifest.json",
    "manifest-r.json", "manifest-r0123456789abcde.json", "manifest-r0123456789abcdef0.json",
    "manifest-r0123456789abcdeF.json", "manifest-r0123456789abcdeg.json", "manifest-0123456789abcdef.json",
    "manifest-r0123456789abcdef-s0001of0002.json", "manifest-s0001of0002r0123456789abcdef.json",
  ])
  func aManifestIsNamedInOneWayOnly(_ name: String) {
    #expect(ManifestName(name) == nil)
  }

  @Test(arguments: [
    "2026-11-23.jsonl.jsonl", "2026-11-23.s0001of0002", "2026-11-23.s1of2.jsonl", "2026-11-23..jsonl",
    "2026-11-31.jsonl", "2026-11-23-s0001of0002.jsonl", "2026-11-23.s0003of0002.jsonl",
  ])
  func aJournalIsNamedInOneWayOnly(_ name: String) {
    #expect(JournalName(name) == nil)
  }

  @Test func everyNameIsReadBack() throws {
    let today = try day("2026-11-23")
    for shard in [nil, try shard("3/16"), try shard("9999/9999")] {
      let journal = JournalName(day: today, shard: shard)
      #expect(JournalName(journal.description) == journal)
      for digits in [nil, "0123456789abcdef"] {
        let run = RunName(shard: shard, digits: digits)
        #expect(ManifestName(ManifestName(run: run).description)?.run == run)
        let part = PartName(run: run, number: 12)
        #expect(PartName(part.description) == part)
      }
    }
  }
}
