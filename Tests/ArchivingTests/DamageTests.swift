import Files
import Model
import Testing

@testable import Archiving

struct DamageTests {
  @Test func everyFlippedByteOfAPartIsFoundAndNamed() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna")], on: today, in: archive)
      let path = partPath(0, on: today, in: archive)
      let bytes = try readFile(path)
      let listed = SHA256Digest(of: bytes)
      for index in bytes.indices {
        var flipped = bytes
        flipped[index] ^= 1
        try overwrite(path, with: flipped)
        let damage = ArchiveError.Damage.hash(listed: listed, found: SHA256Digest(of: flipped))
        #expect(throws: ArchiveError.damaged(path: path, damage)) {
          try archive.repliedIDs(on: today)
        }
      }
    }
  }

  @Test func aPartThatIsCutOffOrGoneIsNamed() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna")], on: today, in: archive)
      let path = partPath(0, on: today, in: archive)
      let bytes = try readFile(path)
      try overwrite(path, with: Array(bytes.dropLast()))
      let size = ArchiveError.Damage.size(listed: bytes.count, found: bytes.count - 1)
      await #expect(throws: ArchiveError.damaged(path: path, size)) {
        try await archive.histories(of: [try id("anna")], upTo: today)
      }
      try removeFile(path)
      await #expect(throws: ArchiveError.damaged(path: path, .missing)) {
        try await archive.histories(of: [try id("anna")], upTo: today)
      }
    }
  }

  @Test(
    arguments: [
      ("{}\n", 1, ArchiveError.Damage.line(1, .key("kolId"))),
      ("{}", 1, .line(1, .cutOff)),
      ("", 0, nil),
      ("{}\n", 2, .line(1, .key("kolId"))),
    ] as [(String, Int, ArchiveError.Damage?)])
  func whatIsInsideAPartIsCheckedToo(
    text: String, listed: Int, damage: ArchiveError.Damage?
  ) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try writePart(try Gzip.compress(Array(text.utf8)), lines: listed, on: today, in: archive)
      let path = partPath(0, on: today, in: archive)
      guard let damage else {
        #expect(try archive.repliedIDs(on: today) == [])
        return
      }
      #expect(throws: ArchiveError.damaged(path: path, damage)) { try archive.repliedIDs(on: today) }
    }
  }

  @Test func aWrongNumberOfLinesAndGarbageAreFoundInAPartWithTheRightHash() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna")], on: today, in: archive)
      let path = partPath(0, on: today, in: archive)
      let bytes = try readFile(path)
      try writePart(bytes, lines: 2, on: today, in: archive)
      #expect(throws: ArchiveError.damaged(path: path, .lineCount(listed: 2, found: 1))) {
        try archive.repliedIDs(on: today)
      }
      try writePart(bytes + [0], lines: 1, on: today, in: archive)
      let garbage = GzipError(offset: bytes.count, reason: .invalid)
      #expect(throws: ArchiveError.damaged(path: path, .gzip(garbage))) {
        try archive.repliedIDs(on: today)
      }
    }
  }

  @Test func aReplyThatCannotBeDecodedNamesItsLine() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna"), try reply("bert")], on: today, in: archive)
      let text = try lines(on: today, in: archive).joined(separator: "\n") + "\n"
      let other = text.replacing("\"userId\":\"bert\"", with: "\"userId\":\"zoe\"")
      try writePart(try Gzip.compress(Array(other.utf8)), lines: 2, on: today, in: archive)
      let path = partPath(0, on: today, in: archive)
      let error = await #expect(throws: ArchiveError.self) {
        try await archive.histories(of: [try id("anna"), try id("bert")], upTo: today)
      }
      guard case .damaged(path, .line(2, .undecodable)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      // What was read of the part does not count either: nothing says how much of it is as it was.
      let skipped = try await archive.histories(of: [try id("anna")], upTo: today, skippingDamage: true)[0]
      #expect(skipped.outcomes == [.damaged])
    }
  }

  @Test(
    arguments: [
      ("\"formatVersion\": 1", "\"formatVersion\": 0"), ("\"formatVersion\": 1", "\"formatVersion\": \"1\""),
      ("\"formatVersion\": 1", "\"formatVersion\": -1"), ("2026-11-23", "2026-11-24"),
      ("\"replies\": 1", "\"replies\": 2"), ("\"kols\": 1", "\"kols\": -1"),
      ("\"kols\": 1", "\"kols\": 1.5"), ("\"lines\": 1", "\"lines\": 9223372036854775807"),
      ("\"name\": \"part-", "\"name\": \"../part-"), ("\"sha256\": \"", "\"sha256\": \"x"),
      ("\"reason\": \"network\"", "\"reason\": \"new\""), ("\"zoe\"", "\"z/e\""),
      ("\"attempts\": 3", "\"attempts\": null"), ("\"timeZone\"", "\"zone\""),
      ("\"previous\": null", "\"previous\": {\"day\": \"2026-11-23\", \"manifests\": []}"),
      ("\"previous\": null", "\"previous\": {\"day\": \"2026-11-22\", \"manifests\": []}"),
      ("\"replaces\": []", "\"replaces\": [\"ab\"]"), ("\"run\": \"", "\"run\": \"0"),
      ("\"run\": \"", "\"ran\": \""),
      ("\n}\n", "\n"), ("\"failures\": [", "\"failures\": [{},"), ("]", ""),
    ])
  func aManifestThatCannotBeIsRefused(text: String, replacement: String) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let failure = FetchFailure(kolID: try id("zoe"), reason: .network, attempts: 3)
      try seal([try reply("anna")], failures: [failure], on: today, in: archive)
      let path = archive.manifestPath(of: today)
      let before = String(decoding: try readFile(path), as: UTF8.self)
      let after = before.replacing(text, with: replacement)
      #expect(after != before)
      try overwrite(path, with: Array(after.utf8))
      let error = #expect(throws: ArchiveError.self) { try archive.manifest(on: today) }
      guard case .damaged(path, .manifest) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(throws: ArchiveError.self) { try archive.openJournal(on: today, timeZone: "UTC") }
    }
  }

  @Test func aWrongNumberOfKOLsIsFound() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try seal([try reply("anna")], on: today, in: archive)
      let path = archive.manifestPath(of: today)
      let text = String(decoding: try readFile(path), as: UTF8.self)
      try overwrite(path, with: Array(text.replacing("\"kols\": 1", with: "\"kols\": 2").utf8))
      let damage = ArchiveError.Damage.manifest("\"kols\" is not the number of KOLs in its parts")
      #expect(throws: ArchiveError.damaged(path: path, damage)) { try archive.repliedIDs(on: today) }
    }
  }

  @Test(arguments: ["2", "1.5", "99999999999999999999"])
  func aNewerFormatIsRefusedAndLeftUntouched(version: String) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      try createFolder(archive.dayFolder(of: today))
      let path = archive.manifestPath(of: today)
      let bytes = Array("{\"formatVersion\": \(version), \"all\": \"else differs\"}".utf8)
      try createFile(bytes, at: path)
      let error = ArchiveError.newerVersion(path: path, version: version)
      #expect(throws: error) { try archive.manifest(on: today) }
      #expect(throws: error) { try archive.openJournal(on: today, timeZone: "UTC") }
      #expect(throws: error) { try seal([try reply("anna")], on: today.advanced(by: 1), in: archive) }
      #expect(try readFile(path) == bytes)
      #expect(
        error.description
          == "\(path): of format version \(version); this kolsite reads up to version 1; "
          + "install the newer kolsite that wrote it")
    }
  }

  @Test func unknownKeysOfAManifestAreIgnored() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let today = try day("2026-11-23")
      let manifest = try seal([try reply("anna")], on: today, in: archive)
      let path = archive.manifestPath(of: today)
      let text = String(decoding: try readFile(path), as: UTF8.self)
      try overwrite(path, with: Array(text.replacing("{\n", with: "{\n\"new\": [1],").utf8))
      #expect(try archive.manifest(on: today) == manifest)
    }
  }

  /// Puts a part with its right hash into a day, whatever is in it.
  private func writePart(
    _ bytes: [UInt8], lines: Int, on day: CalendarDay, in archive: Archive
  ) throws {
    let run = archive.run(on: day)
    try createFolder(archive.dayFolder(of: day))
    try overwrite(partPath(0, on: day, in: archive), with: bytes)
    let part = Manifest.Part(
      name: PartName(run: run, number: 0).description, sha256: SHA256Digest(of: bytes), bytes: bytes.count,
      lines: lines)
    let manifest = Manifest(
      day: day, run: run, timeZone: "UTC", kols: lines, parts: [part], failures: [], previous: nil)
    try overwrite(archive.manifestPath(of: day), with: manifest.json)
  }
}
