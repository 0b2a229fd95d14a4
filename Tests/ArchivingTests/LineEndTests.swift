import Files
import Model
import Testing

@testable import Archiving

/// What a clone with other line ends does to an archive, and how it is undone.
struct LineEndTests {
  @Test func theFirstFetchTellsGitToLeaveTheBytesAlone() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let today = try day("2026-11-23")
      try seal([], on: today, in: archive)
      #expect(try fileStatus(archive.attributesPath) == .missing)
      try seal([try reply("anna")], on: today, in: archive)
      #expect(String(decoding: try readFile(archive.attributesPath), as: UTF8.self).contains("\n* -text\n"))
      try overwrite(archive.attributesPath, with: Array("*.gz filter=lfs\n".utf8))
      try seal([try reply("bert")], on: today, in: archive)
      #expect(try readFile(archive.attributesPath) == Array("*.gz filter=lfs\n".utf8))
    }
  }

  @Test func otherLineEndsAreNamedAndUndone() async throws {
    try await withArchive { archive, days in
      let before = try tree(archive.folder).files
      let manifests = days.map { archive.manifestPath(of: $0) }
      let part = partPath(0, on: days[0], in: archive)
      for path in manifests + [part] { try overwrite(path, with: withCarriageReturns(try readFile(path))) }
      #expect(try readFile(part).count > 0)
      let problems = try await archive.verify().problems
      #expect(Set(problems).isSuperset(of: manifests.map { .damaged(path: $0, .lineEnds) }))
      #expect(problems.allSatisfy { "\($0)".contains("core.autocrlf") && "\($0)".contains("archive repair") })

      let trial = try archive.repair(isTrial: true)
      #expect(Set(trial.map(\.path)).isSuperset(of: manifests))
      #expect(try await archive.verify().problems == problems)
      #expect(try archive.repair(isTrial: false) == trial)
      #expect(try tree(archive.folder).files == before)
      #expect(try archive.repair(isTrial: false) == [])
    }
  }

  @Test func aDayThatIsFetchedInSuchACloneIsLinkedToWhatWasWritten() async throws {
    try await withArchive { archive, days in
      let path = archive.manifestPath(of: days[1])
      let written = try readFile(path)
      try overwrite(path, with: withCarriageReturns(written))
      try removeFile(archive.attributesPath)
      try seal([try reply("anna")], on: days[1].advanced(by: 1), in: archive)
      // With it, git would commit the other line ends.
      #expect(try fileStatus(archive.attributesPath) == .missing)
      try overwrite(path, with: written)
      #expect(try await archive.verify().problems == [])
    }
  }

  /// As versions before this one linked a day that was fetched in such a clone.
  @Test func aLinkToOtherLineEndsIsNamedAndRepaired() async throws {
    try await withArchive { archive, days in
      let earlier = archive.manifestPath(of: days[0])
      let path = archive.manifestPath(of: days[1])
      let (right, wrong) = (
        SHA256Digest(of: try readFile(earlier)),
        SHA256Digest(of: withCarriageReturns(try readFile(earlier)))
      )
      let text = String(decoding: try readFile(path), as: UTF8.self).replacing("\(right)", with: "\(wrong)")
      try overwrite(path, with: Array(text.utf8))
      // A later day is linked to that manifest as it is.
      try seal([try reply("anna")], on: days[1].advanced(by: 1), in: archive)
      let problem = ArchiveError.damaged(path: path, .linkToLineEnds(of: earlier))
      #expect(try await archive.verify().problems == [problem])
      #expect(try archive.repair(isTrial: false).map(\.kind) == [.link(to: earlier)])
      #expect(try await archive.verify().problems == [])
      let manifest = try #require(try archive.manifests(on: days[1]).first)
      #expect(manifest.previous?.manifests.map(\.sha256) == [right])
      #expect(manifest.replaces == [SHA256Digest(of: Array(text.utf8))])
    }
  }

  /// A repair that was stopped behind the first of two wrong links, or a clone that was repaired apart.
  @Test func aWrongLinkBehindARepairedManifestIsRepairedToo() async throws {
    try await withArchive { archive, days in
      let path = archive.manifestPath(of: days[1])
      let third = days[1].advanced(by: 1)
      func link(_ path: String, to earlier: String) throws {
        let bytes = try readFile(earlier)
        let wrong = SHA256Digest(of: withCarriageReturns(bytes))
        let text = String(decoding: try readFile(path), as: UTF8.self)
          .replacing("\(SHA256Digest(of: bytes))", with: "\(wrong)")
        try overwrite(path, with: Array(text.utf8))
      }
      try link(path, to: archive.manifestPath(of: days[0]))
      try seal([try reply("anna")], on: third, in: archive)
      let right = try readFile(archive.manifestPath(of: third))
      try link(archive.manifestPath(of: third), to: path)
      let wrong = try readFile(archive.manifestPath(of: third))
      // The first of the two is repaired while the other looks right.
      try overwrite(archive.manifestPath(of: third), with: right)
      #expect(try archive.repair(isTrial: false).count == 1)
      try overwrite(archive.manifestPath(of: third), with: wrong)
      #expect(try await archive.verify().problems.count == 1)
      #expect(try archive.repair(isTrial: false).map(\.kind) == [.link(to: path)])
      #expect(try await archive.verify().problems == [])
    }
  }

  @Test func damageOfAnyOtherKindIsNotRepaired() async throws {
    try await withArchive { archive, days in
      let path = archive.manifestPath(of: days[0])
      let text = String(decoding: try readFile(path), as: UTF8.self)
      try overwrite(path, with: Array(text.replacing("Asia/Shanghai", with: "Asia/Tokyo").utf8))
      let part = partPath(0, on: days[1], in: archive)
      try overwrite(part, with: Array(try readFile(part).dropLast()))
      let before = try tree(archive.folder)
      let problems = try await archive.verify().problems
      #expect(problems.count >= 2)
      #expect(try archive.repair(isTrial: false) == [])
      #expect(try tree(archive.folder) == before)
    }
  }

  /// As in a clone in which nothing tells git to leave them alone.
  @Test func everyTextOfAnArchiveIsPutBackAlsoBesideOneThatCannotBeRead() async throws {
    try await withArchive { archive, days in
      let shard = Shard(index: 1, count: 2)
      let avatars = archive.avatarLinesPath(of: days[0], nil)
      let shardAvatars = archive.avatarLinesPath(of: days[1], shard)
      for path in [avatars, shardAvatars] {
        try createFile(
          Array(
            "{\"kolId\":\"anna\",\"source\":\"\(String(repeating: "a", count: 64))\",\"failed\":\"gone\"}\n"
              .utf8),
          at: path)
      }
      let answer = try reply("carl")
      try archive.setAside(
        UnusableReply(
          kolID: answer.kolID, endpoint: answer.endpoint, parameters: [:], fetchedAt: answer.fetchedAt,
          environment: "custom", attempts: 1, problem: "no data", body: Array("{}\r\n".utf8)), on: days[1])
      try archive.pin(days[1], reason: "a\r\nb")
      let killed = try archive.openJournal(on: days[1], timeZone: "UTC")
      try killed.append(try reply("dora"))
      killed.close()
      var policy = PrunePolicy()
      policy.last = 1
      #expect(try archive.prune(policy).removed.map(\.day) == [days[0]])
      let folder = archive.asideFolder(of: days[1])
      let aside = joinPath(folder, try #require(try listFolder(folder).first))
      let texts =
        [
          avatars, shardAvatars, aside, archive.pinPath(of: days[1]), archive.prunedPath(of: days[0]),
          killed.path,
        ]
        + days.map { archive.manifestPath(of: $0) }
      let before = try tree(archive.folder)
      for path in texts { try overwrite(path, with: withCarriageReturns(try readFile(path))) }
      let broken = archive.manifestPath(of: days[0])
      try overwrite(broken, with: Array("{\r\n".utf8))
      let found = try await archive.verify().problems
      #expect(Set(found).isSuperset(of: texts.dropLast(3).map { .damaged(path: $0, .lineEnds) }))

      var problems: [ArchiveError] = []
      let trial = try archive.repair(isTrial: true) { problems.append($0) }
      #expect(Set(trial.map(\.path)) == Set(texts).subtracting([broken]))
      #expect(trial.allSatisfy { $0.kind == .lineEnds })
      #expect(problems.count == 1 && "\(problems)".contains(broken))
      #expect(try archive.repair(isTrial: false) { _ in } == trial)
      let after = try tree(archive.folder)
      let changed = after.keys.filter { before[$0] != after[$0] }
      #expect(changed == [String(broken.dropFirst(archive.folder.utf8.count + 1))])
    }
  }

  private func withArchive(_ body: (Archive, [CalendarDay]) async throws -> Void) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "Content/snapshots"))
      let days = try ["2026-11-20", "2026-11-21"].map(day)
      for day in days { try seal([try reply("anna"), try reply("bert")], on: day, in: archive) }
      try await body(archive, days)
    }
  }
}

extension Archive {
  /// Repairs an archive in which everything can be read.
  fileprivate func repair(isTrial: Bool) throws -> [Repair] {
    try repair(isTrial: isTrial) { Issue.record("\($0)") }
  }
}
