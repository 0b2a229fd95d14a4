import Files
import Model
import Testing

@testable import Archiving

/// What tells an archive from others stays the same for as long as it lives.
struct OriginTests {
  @Test func nothingThatIsAddedOrTakenAwayLaterChangesIt() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"))
      let first = try day("2026-11-20")
      #expect(try archive.origin() == nil)
      try seal(
        [], failures: [FetchFailure(kolID: try id("zoe"), reason: .network, attempts: 3)], on: first,
        in: archive)
      #expect(try archive.origin() == nil)
      try seal([try reply("anna")], on: first, in: archive)
      let origin = try #require(try archive.origin())
      let part = try #require(try archive.manifests(on: first).flatMap(\.parts).first)
      #expect(part.sha256.hex.hasPrefix(origin) && origin.utf8.count == 32)

      // Some of these have names before that of the first.
      let names = ["bert", "cora", "dora", "emil", "fred", "gina", "hans", "ida"]
      for name in names { try seal([try reply(name)], on: first, in: archive) }
      #expect(try archive.origin() == origin)
      try seal(try names.map { try reply($0) }, on: first.advanced(by: -3), in: archive)
      try seal(try (names + ["anna"]).map { try reply($0) }, on: first.advanced(by: 1), in: archive)
      #expect(try archive.origin() == origin)
      var policy = PrunePolicy()
      policy.last = 1
      #expect(try archive.prune(policy).removed.count == 2)
      #expect(try archive.origin() == origin)
      #expect(try await archive.verify().problems == [])
      #expect(try manifests(of: archive).compactMap(\.origin) == [origin])
    }
  }

  /// Its manifests say nothing, so the next run does.
  @Test func anArchiveOfAnEarlierVersionKeepsTheOneItHad() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"))
      let first = try day("2026-11-20")
      for name in ["anna", "bert", "cora"] { try seal([try reply(name)], on: first, in: archive) }
      for manifest in try manifests(of: archive) where manifest.origin != nil {
        let path = archive.manifestPath(of: first, manifest.run)
        let text = String(decoding: try readFile(path), as: UTF8.self)
        try overwrite(
          path, with: Array(text.replacing(",\n  \"origin\": \"\(manifest.origin ?? "")\"", with: "").utf8))
      }
      #expect(try manifests(of: archive).allSatisfy { $0.origin == nil })
      let origin = try #require(try archive.origin())
      try seal([try reply("anna")], on: first.advanced(by: 1), in: archive)
      for name in ["dora", "emil", "fred", "gina", "hans", "ida"] {
        try seal([try reply(name)], on: first.advanced(by: -1), in: archive)
        #expect(try archive.origin() == origin)
      }
      #expect(try manifests(of: archive).compactMap(\.origin) == [origin])
    }
  }

  @Test(arguments: [
    "\"\"", "\"0123456789ABCDEF0123456789ABCDEF\"", "7", "\"0123456789abcdef0123456789abcde\u{301}\"",
  ])
  func whatIsNoOriginIsDamage(_ value: String) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"))
      let today = try day("2026-11-20")
      try seal([try reply("anna")], on: today, in: archive)
      let path = archive.manifestPath(of: today)
      let text = String(decoding: try readFile(path), as: UTF8.self)
      let origin = try #require(try archive.origin())
      try overwrite(path, with: Array(text.replacing("\"\(origin)\"", with: value).utf8))
      let problems = try await archive.verify().problems
      #expect(
        problems == [
          .damaged(path: path, .manifest("\"origin\" is missing or has a value that does not fit"))
        ])
      // Nobody can tell what it was, so no other manifest says anything.
      let earlier = today.advanced(by: -1)
      try seal([try reply("bert")], on: earlier, in: archive)
      #expect(try await archive.verify().problems == problems)
      #expect(try archive.manifest(on: earlier)?.origin == nil)
    }
  }

  private func manifests(of archive: Archive) throws -> [Manifest] {
    try (archive.contents().days + archive.contents().pruned).flatMap { day in
      try archive.runs(on: day).compactMap { try archive.manifest(on: day, of: $0) }
    }
  }
}
