import Files
import Model
import Testing

@testable import Archiving

struct VerificationTests {
  @Test func aWholeArchiveIsCounted() async throws {
    try await withArchive { archive, days in
      let found = try await archive.verify()
      #expect(found.problems == [])
      #expect(found.notes == [])
      #expect(found.days == 4)
      #expect(found.parts == 5)
      #expect(found.replies == 6)
      #expect(found.kols == 3)
      #expect(found.head?.day == days[3])
      for width in 1...6 { #expect(try await archive.verify(width: width) == found) }
    }
  }

  @Test func everyFlippedByteOfAnyFileIsFoundAtItsPlace() async throws {
    try await withArchive { archive, days in
      let files = try tree(archive.folder)
      for (name, bytes) in files where name.contains("date=") {
        let path = joinPath(archive.folder, name)
        // The newest manifest is linked by none: a change that it survives as a manifest can be seen by its hash only.
        let isNewest = name.contains(days[3].description) && name.hasSuffix(".json")
        for index in stride(from: 0, to: bytes.count, by: name.hasSuffix(".json") ? 7 : 3) {
          var flipped = bytes
          flipped[index] ^= 1
          try overwrite(path, with: flipped)
          let problems = try await archive.verify().problems
          #expect(isNewest || problems.contains { "\($0)".contains(path) }, "\(name), byte \(index)")
        }
        try overwrite(path, with: bytes)
      }
      #expect(try await archive.verify().problems == [])
    }
  }

  @Test func allProblemsAreNamedAtOnce() async throws {
    try await withArchive { archive, days in
      let part = partPath(0, on: days[0], in: archive)
      try removeFile(part)
      let manifest = archive.manifestPath(of: days[2])
      let text = String(decoding: try readFile(manifest), as: UTF8.self)
      try overwrite(manifest, with: Array(text.replacing("Asia/Shanghai", with: "Asia/Tokyo").utf8))
      let stray = partPath(7, on: days[3], in: archive)
      try createFile([1], at: stray)
      let problems = try await archive.verify().problems
      #expect(
        problems == [
          .damaged(path: part, .missing),
          .unlistedPart(path: stray),
          .damaged(path: manifest, .link(from: archive.manifestPath(of: days[3]))),
        ])
    }
  }

  @Test func aLineIsNamedWhereTheHashSaysThatAPartHasChanged() async throws {
    try await withArchive { archive, days in
      let path = partPath(0, on: days[1], in: archive)
      let text = try lines(on: days[1], in: archive)[0] + "\n{}\n"
      try overwrite(path, with: try Gzip.compress(Array(text.utf8)))
      let problems = try await archive.verify().problems
      guard problems.count == 2, case .damaged(path, .size) = problems[0] else {
        Issue.record("\(problems)")
        return
      }
      #expect(problems[1] == .damaged(path: path, .line(2, .key("kolId"))))
    }
  }

  @Test func aDayThatWasTakenAwayIsMissed() async throws {
    try await withArchive { archive, days in
      let path = archive.manifestPath(of: days[1])
      try removeTree(archive.dayFolder(of: days[1]))
      let later = try archive.runs(on: days[2]).map { archive.manifestPath(of: days[2], $0) }
      #expect(later.count == 2)
      #expect(
        try await archive.verify().problems == later.map { .damaged(path: path, .gone(since: $0)) })
    }
  }

  @Test func aDayMayBeAddedOrSealedAgainLater() async throws {
    try await withArchive { archive, days in
      try seal([try reply("zoe")], on: days[0].advanced(by: 1), in: archive)
      try seal([try reply("zoe")], on: days[1], in: archive)
      try seal([try reply("zoe")], on: days[1], of: Shard(index: 1, count: 2), in: archive)
      try seal([try reply("yann")], on: days[1], in: archive)
      let found = try await archive.verify()
      #expect(found.problems == [])
      #expect(found.days == 5)
      #expect(try archive.manifests(on: days[1]).count == 4)
    }
  }

  @Test func anUnsealedJournalIsNamedAndIsNoDamage() async throws {
    try await withArchive { archive, days in
      let today = days[3].advanced(by: 1)
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna"))
      journal.close()
      try overwrite(journal.path, with: try readFile(journal.path) + Array("{\"kolId\":".utf8))
      let found = try await archive.verify()
      #expect(found.problems == [])
      #expect(found.unsealed == [JournalName(day: today, shard: nil)])
      #expect(found.notes.count == 2)
      try overwrite(journal.path, with: Array("{}\n{}\n".utf8))
      #expect(
        try await archive.verify().problems == [.damaged(path: journal.path, .line(1, .key("kolId")))])
    }
  }

  /// Four days with a gap, one of them sealed twice; three KOLs.
  private func withArchive(_ body: (Archive, [CalendarDay]) async throws -> Void) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"))
      let days = try ["2026-11-18", "2026-11-20", "2026-11-21", "2026-11-22"].map(day)
      try seal([try reply("anna"), try reply("bert")], on: days[0], in: archive)
      try seal([try reply("anna")], on: days[1], in: archive)
      try seal([try reply("bert")], on: days[2], in: archive)
      try seal([try reply("cora")], on: days[2], in: archive)
      try seal(
        [try reply("anna")],
        failures: [FetchFailure(kolID: try id("bert"), reason: .network, attempts: 3)],
        on: days[3], in: archive)
      try await body(archive, days)
    }
  }
}
