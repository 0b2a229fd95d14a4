import Files
import Model
import Testing

@testable import Archiving

struct SealingTests {
  @Test func theManifestSaysWhatTheFolderHolds() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let (first, second) = (try day("2026-11-20"), try day("2026-11-23"))
      try seal([try reply("anna")], on: first, in: archive)
      let manifest = try seal(
        [try reply("bert"), try reply("anna"), try reply("anna", endpoint: .profileV2)],
        failures: [
          FetchFailure(kolID: try id("zoe"), reason: .network, attempts: 3),
          FetchFailure(kolID: try id("cora"), reason: .notAttempted, attempts: 0),
        ], on: second, in: archive)
      let part = try readFile(partPath(0, on: second, in: archive))
      let before = try readFile(archive.manifestPath(of: first))
      let text = """
        {
          "formatVersion": 1,
          "day": "2026-11-23",
          "run": "\(try #require(manifest?.run.digits))",
          "timeZone": "Asia/Shanghai",
          "replies": 3,
          "kols": 2,
          "parts": [
            {"name": "part-\(archive.run(on: second))-0000.jsonl.gz", "sha256": "\(SHA256Digest(of: part))", "bytes": \(part.count), "lines": 3}
          ],
          "failures": [
            {"kolId": "cora", "reason": "not-attempted", "attempts": 0},
            {"kolId": "zoe", "reason": "network", "attempts": 3}
          ],
          "previous": {"day": "2026-11-20", "manifests": [{"name": "manifest-\(archive.run(on: first)).json", "sha256": "\(SHA256Digest(of: before))"}]},
          "replaces": []
        }

        """
      let path = archive.manifestPath(of: second)
      #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
      #expect(try archive.manifest(on: second) == manifest)
      #expect(try archive.manifest(on: first)?.previous == nil)
      #expect(try archive.days() == [first, second])
      #expect(try archive.days(upTo: second.advanced(by: -1)) == [first])
      #expect(try archive.contents().unsealed == [])
    }
  }

  @Test func theOrderOfArrivalChangesNoByte() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      var replies: [Reply] = []
      for kol in ["a", "B", "b-1", "b", "_"] {
        for (endpoint, time) in [
          (Endpoint.profileV1, "2026-11-23T01:00:00Z"), (.profileV1, "2026-11-23T00:59:59Z"),
          (.profileV2, "2026-11-23T00:00:00Z"),
        ] {
          replies.append(try reply(kol, at: time, endpoint: endpoint))
        }
        replies.append(try reply(kol, followers: "2000"))
      }
      var limits = Archive.Limits()
      limits.linesPerMember = 3
      let reference = Archive(folder: joinPath(folder, "reference"), using: .real, limits: limits)
      try seal(replies, on: today, in: reference)
      let expected = try tree(reference.folder).files
      #expect(
        expected.keys.map(unnamed).sorted()
          == ["date=2026-11-23/manifest.json", "date=2026-11-23/part-0000.jsonl.gz"])
      var generator = Seeded(state: 7)
      for round in 0..<10 {
        let archive = Archive(folder: joinPath(folder, "\(round)"), using: .real, limits: limits)
        try seal(replies.shuffled(using: &generator), on: today, in: archive)
        #expect(try tree(archive.folder).files == expected)
      }
    }
  }

  @Test func everyoneCanReadAPart() async throws {
    try await withFolder { folder in
      var limits = Archive.Limits()
      limits.linesPerMember = 2
      let archive = Archive(folder: folder, using: .real, limits: limits)
      let today = try day("2026-11-23")
      try seal(try (0..<5).map { try reply("kol-\($0)") }, on: today, in: archive)
      let text = try run("/usr/bin/env", "gzip", "-dc", partPath(0, on: today, in: archive))
      #expect(text == (try lines(on: today, in: archive).map { $0 + "\n" }.joined()))
      var members = try GzipMembers(of: try readFile(partPath(0, on: today, in: archive)))
      var counts: [Int] = []
      while let member = try members.next() { counts.append(member.count { $0 == UInt8(ascii: "\n") }) }
      #expect(counts == [2, 2, 1])
    }
  }

  @Test func aLongDayIsSealedIntoSeveralParts() async throws {
    try await withFolder { folder in
      var limits = Archive.Limits()
      limits.bytesPerPart = 600
      let archive = Archive(folder: folder, using: .real, limits: limits)
      let today = try day("2026-11-23")
      let manifest = try seal(try (0..<5).map { try reply("kol-\($0)") }, on: today, in: archive)
      #expect(manifest?.parts.map(\.lines) == [2, 2, 1])
      #expect(try archive.repliedIDs(on: today).count == 5)
    }
  }

  @Test func aLaterRunOfTheDayAddsFilesOfItsOwnAndDropsSettledFailures() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let bert = FetchFailure(kolID: try id("bert"), reason: .network, attempts: 3)
      let cora = FetchFailure(kolID: try id("cora"), reason: .network, attempts: 3)
      let anna = FetchFailure(kolID: try id("anna"), reason: .quota, attempts: 0)
      try seal([try reply("anna")], failures: [bert, cora], on: today, in: archive)
      let first = try tree(archive.dayFolder(of: today))
      let again = FetchFailure(kolID: try id("cora"), reason: .unavailable, attempts: 2)
      let manifest = try seal([try reply("bert")], failures: [again, anna], on: today, in: archive)
      #expect(manifest?.parts.map { unnamed($0.name) } == ["part-0000.jsonl.gz"])
      #expect(manifest?.failures == [again])
      #expect(manifest?.kols == 1 && manifest?.replaces == [])
      let both = try tree(archive.dayFolder(of: today))
      #expect(both.count == 4 && both.merging(first) { _, old in old } == both)
      let summary = try #require(try archive.summaries().first)
      #expect(summary.kols == 2 && summary.failures.map(\.kolID.text) == ["cora"])
    }
  }

  @Test func aRunWithoutRepliesWritesOnlyItsFailures() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      #expect(try seal([], on: today, in: archive) == nil)
      #expect(try tree(folder).files.isEmpty)
      let failure = FetchFailure(kolID: try id("anna"), reason: .account, attempts: 1)
      try seal([], failures: [failure], on: today, in: archive)
      #expect(try tree(folder).files.keys.map(unnamed) == ["date=2026-11-23/manifest.json"])
      #expect(try archive.manifest(on: today)?.failures == [failure])
      let before = try tree(folder)
      try seal([], on: today, in: archive)
      #expect(try tree(folder) == before)
    }
  }

  @Test func aJournalThatComesBackAfterItsRemovalIsNotSealedTwice() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try journal.append(try reply("bert"))
      try journal.append(try reply("anna"))
      let bytes = try readFile(journal.path)
      try journal.seal(failures: [])
      let sealed = try tree(folder).files
      try createFolder(archive.workFolder)
      try createFile(bytes, at: journal.path)
      let again = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      #expect(again.recoveredReplies == 0)
      try again.seal(failures: [])
      #expect(try tree(folder).files == sealed)
    }
  }

  @Test func aPartFromElsewhereIsNamed() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna")], on: today, in: archive)
      let foreign = partPath(1, on: today, in: archive)
      try createFile(try Gzip.compress(Array("{}\n".utf8)), at: foreign)
      let error = ArchiveError.unlistedPart(path: foreign)
      #expect(throws: error) { try archive.openJournal(on: today, timeZone: "Asia/Shanghai") }
      #expect(throws: error) { try archive.repliedIDs(on: today) }
      try removeFile(archive.manifestPath(of: today))
      #expect(throws: ArchiveError.manifestMissing(path: archive.manifestPath(of: today))) {
        try archive.days()
      }
    }
  }

  @Test func aPartFromElsewhereIsNotTakenForTheJournals() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "own"))
      let today = try day("2026-11-23")
      let twin = Archive(folder: joinPath(folder, "twin"))
      try seal([try reply("anna")], on: today, in: twin)
      let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
      try journal.append(try reply("anna"))
      try createFolder(archive.dayFolder(of: today))
      let foreign = archive.path(of: PartName(run: twin.run(on: today), number: 0), on: today)
      try createFile(try Gzip.compress(Array("{}\n".utf8)), at: foreign)
      #expect(throws: ArchiveError.unlistedPart(path: foreign)) { try journal.seal(failures: []) }
      try removeFile(foreign)
      #expect(try journal.seal(failures: [])?.replies == 1)
    }
  }

  @Test func namesThatAreNoDayAreLeftAlone() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna")], on: today, in: archive)
      for name in ["date=2026-02-30", "old", "date=2026-11-24"] {
        try createFolder(joinPath(folder, name))
      }
      for name in ["README.md", ".gitkeep", "date=2026-11-25"] {
        try createFile([], at: joinPath(folder, name))
      }
      let contents = try archive.contents()
      #expect(contents.days == [today])
      #expect(
        contents.warnings.compactMap(\.location?.file)
          == ["date=2026-02-30", "date=2026-11-25", "old"].map { joinPath(folder, $0) })
    }
  }

  @Test(arguments: [
    ("part-0000.jsonl.gz", 0), ("part-0012.jsonl.gz", 12), ("part-12345.jsonl.gz", 12_345),
    ("part-00001.jsonl.gz", nil), ("part-1.jsonl.gz", nil), ("part--001.jsonl.gz", nil),
    ("part-+001.jsonl.gz", nil), ("part-.jsonl.gz", nil), ("../part-0000.jsonl.gz", nil),
    ("part-0000.jsonl.gz\u{301}", nil), ("part-9223372036854775807.jsonl.gz", nil),
    ("part-r0123456789abcdef-0007.jsonl.gz", 7), ("part-s0003of0016-r0123456789abcdef-0007.jsonl.gz", 7),
    ("part-r0123456789abcdef.jsonl.gz", nil), ("part-r0123456789abcdeF-0007.jsonl.gz", nil),
    ("part-s0003of0016-0007.jsonl.gz", 7), ("part-s0003of0002-0007.jsonl.gz", nil),
    ("part-s3of16-0007.jsonl.gz", nil), ("part-s0003of0016.jsonl.gz", nil),
    ("part-s0003of0016-.jsonl.gz", nil), ("part-s0003of0016-00007.jsonl.gz", nil),
    ("part-s0003of0016-s0003of0016-0007.jsonl.gz", nil), ("part-s+003of0016-0007.jsonl.gz", nil),
  ])
  func aPartIsNamedInOneWayOnly(text: String, number: Int?) {
    #expect(PartName(text)?.number == number)
  }
}
