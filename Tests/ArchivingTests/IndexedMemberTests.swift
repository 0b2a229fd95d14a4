import Files
import Model
import Testing

@testable import Archiving

/// A batch of KOLs reads the members of the parts that hold it, and finds what reading the whole day finds.
struct IndexedMemberTests {
  @Test(arguments: UInt64(0)..<6)
  func snapshotsOfSomeAreThoseOfTheWholeDay(seed: UInt64) async throws {
    try await withDay(seed) { archive, ids, day in
      let reader = try await archive.historyReader(upTo: day)
      let whole = try archive.snapshots(on: day)
      var generator = Seeded(state: seed)
      for _ in 0..<20 {
        let some = Array(ids.shuffled(using: &generator).prefix(.random(in: 0...9, using: &generator)))
        let expected = whole.filter { some.contains($0.key) }
        #expect(try reader.snapshots(of: some, on: day) == expected)
        #expect(try reader.latestSnapshots(of: some) == expected)
        let names = try reader.snapshots(of: some, on: day, fields: ["name"])
        #expect(names.mapValues { $0.profile["name"] } == expected.mapValues { $0.profile["name"] })
      }
    }
  }

  @Test func onlyTheMembersThatAreNeededAreRead() async throws {
    try await withDay(1) { archive, ids, day in
      let first = try #require(ids.min())
      let members = try archive.indexedDay(day).header.members
      let last = try #require(members.last)
      #expect(members.count > 3 && first < last.firstID)
      let path = joinPath(archive.dayFolder(of: day), last.part)
      // What rots without a time that changes is found where it is read.
      let time = try modified(path)
      var bytes = try readFile(path)
      bytes[last.range.lowerBound + 20] ^= 1
      try overwrite(path, with: bytes)
      try FileOperations.real.setTime(path, time)
      let reader = try await archive.historyReader(upTo: day)
      #expect(try reader.snapshots(of: [first], on: day).count == 1)
      let error = #expect(throws: ArchiveError.self) { try reader.snapshots(of: [last.lastID], on: day) }
      #expect("\(try #require(error))".contains("the gzip member at byte \(last.range.lowerBound)"))
      let skipping = try await archive.historyReader(upTo: day, skippingDamage: true)
      // Whoever goes on without it is told, with an index as without one, and the part counts as a whole or not at all.
      #expect(skipping.damagedDays == [day])
      #expect(try skipping.snapshots(of: ids, on: day).isEmpty == false)
      let bare = Archive(folder: archive.folder, using: .real, limits: archive.limits)
      let withoutIndex = try await bare.historyReader(upTo: day, skippingDamage: true)
      #expect(try skipping.latestSnapshots(of: ids) == withoutIndex.latestSnapshots(of: ids))
      #expect(try skipping.batch(of: ids.sorted()).ids == withoutIndex.batch(of: ids.sorted()).ids)
    }
  }

  @Test func whereDamageIsPassedOverALineThatNotAllCanReadCountsForNobody() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"), index: joinPath(folder, "index"))
      let day = try day("2026-11-23")
      let ids = try ["anna", "bert"].map(id)
      // What the columns pass over is no JSON. A part like this comes from another writer.
      let lines = ids.map { id in
        let reply =
          #"{"code":0,"data":{"userId":"\#(id)","fansNum":5,"zz":\#(id.text == "anna" ? "tru" : "1")}}"#
        return
          #"{"kolId":"\#(id)","endpoint":"profile-v1","parameters":{},"fetchedAt":"2026-11-23T01:00:00Z","#
          + #""environment":"global","attempts":1,"reply":\#(reply)}"#
      }
      let member = try Gzip.compress(Array((lines.joined(separator: "\n") + "\n").utf8))
      try seal([try reply("anna"), try reply("bert")], on: day, in: archive)
      let manifest = try #require(try archive.manifests(on: day).first)
      let part = try #require(manifest.parts.first)
      try overwrite(joinPath(archive.dayFolder(of: day), part.name), with: member)
      let path = archive.manifestPath(of: day, manifest.run)
      let text = String(decoding: try readFile(path), as: UTF8.self)
        .replacing(part.sha256.hex, with: SHA256Digest(of: member).hex)
        .replacing("\"bytes\": \(part.bytes)", with: "\"bytes\": \(member.count)")
        .replacing("\"bytes\":\(part.bytes)", with: "\"bytes\":\(member.count)")
      try overwrite(path, with: Array(text.utf8))
      let reader = try await archive.historyReader(upTo: day, skippingDamage: true)
      #expect(reader.damagedDays == [day])
      #expect(try reader.latestSnapshots(of: ids).isEmpty)
      #expect(try reader.batch(of: ids).outcome(of: 1, day: 0) == .damaged)
    }
  }

  @Test func aFingerprintTellsWhetherAComparedFieldHasChanged() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"), index: joinPath(folder, "index"))
      let start = try day("2026-11-18")
      func body(_ members: String) -> String { #"{"code":0,"data":{"userId":"anna",\#(members)}}"# }
      let bodies = [
        body(#""fansNum":100,"name":"Anna","picturePrice":50,"headPhoto":"https://a.test/1""#),
        // Neither followers nor the picture's address.
        body(#""fansNum":120,"name":"Anna","picturePrice":50,"headPhoto":"https://a.test/2""#),
        body(#""fansNum":120,"name":"Anna","picturePrice":51"#),
        body(#""fansNum":120,"name":"An","picturePrice":51"#),
        body(#""fansNum":120,"name":"An","picturePrice":"51""#),
        body(#""fansNum":120,"name":"An","picturePrice":null"#),
      ]
      for (offset, body) in bodies.enumerated() {
        try seal([try reply("anna", body: body)], on: start.advanced(by: offset), in: archive)
      }
      let anna = try id("anna")
      let batch = try await archive.historyReader(upTo: start.advanced(by: 9)).batch(of: [
        try id("abel"), anna,
      ])
      let found = bodies.indices.map { batch.fingerprint(of: 1, day: $0) }
      #expect(found[0] != nil && found[0] == found[1])
      #expect(Set(found[1...]).count == bodies.count - 1)
      #expect(batch.fingerprint(of: 0, day: 0) == nil && batch.fetchedAt(of: 0, day: 0) == nil)
      #expect(batch.fetchedAt(of: 1, day: 3) == Timestamp("2026-11-23T01:00:00Z"))
    }
  }

  /// A day of several runs, with members of three lines and KOLs that have several replies.
  private func withDay(
    _ seed: UInt64, _ body: (Archive, _ ids: [KOLID], CalendarDay) async throws -> Void
  ) async throws {
    try await withFolder { folder in
      var limits = Archive.Limits()
      limits.linesPerMember = 3
      let archive = Archive(
        folder: joinPath(folder, "snapshots"), index: joinPath(folder, "index"), using: .real, limits: limits)
      let day = try day("2026-11-23")
      let names = (0..<16).map { "kol-\($0)" }
      var generator = Seeded(state: seed)
      for run in 0..<3 {
        var replies: [Reply] = []
        for name in names.shuffled(using: &generator).prefix(run == 0 ? 16 : 7) {
          let hour = Int.random(in: 1...3, using: &generator)
          let count = "\(run * 100 + replies.count)"
          replies.append(try reply(name, followers: count, at: "2026-11-23T0\(hour):00:00Z"))
        }
        try seal(replies, on: day, in: archive)
      }
      try await body(archive, try names.map(id) + [try id("nobody")], day)
    }
  }

  private func modified(_ path: String) throws -> FileTime {
    guard case .file(_, let modified) = try FileOperations.real.status(path) else {
      throw FileError(path: path, operation: .read, errno: 2)
    }
    return modified
  }
}
