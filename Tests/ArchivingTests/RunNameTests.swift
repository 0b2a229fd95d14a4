import Files
import Model
import Testing

@testable import Archiving

/// Every run of a day has files of its own.
struct RunNameTests {
  @Test func twoRunsOfADayAreUnitedByCopyingAndTheChainHolds() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let (here, there) = (
        Archive(folder: joinPath(folder, "here")), Archive(folder: joinPath(folder, "there"))
      )
      for archive in [here, there] { try seal([try reply("old")], on: today.advanced(by: -1), in: archive) }
      let failure = FetchFailure(kolID: try id("bert"), reason: .network, attempts: 3)
      try seal([try reply("anna")], failures: [failure], on: today, in: here)
      try seal([try reply("bert"), try reply("cora")], on: today, in: there)
      // One of them has gone on before they are united.
      try seal([try reply("anna")], on: today.advanced(by: 1), in: here)
      for (name, bytes) in try tree(there.folder).files {
        let path = joinPath(here.folder, name)
        if try fileStatus(path) == .missing { try createFile(bytes, at: path) }
        #expect(try readFile(path) == bytes)
      }
      try seal([try reply("bert")], on: today.advanced(by: 2), in: here)
      let found = try await here.verify()
      #expect(found.problems == [] && found.notes == [])
      #expect(found.days == 4 && found.replies == 6)
      #expect(try here.repliedIDs(on: today) == Set(["anna", "bert", "cora"].map(id)))
      let bert = try await here.histories(of: [try id("bert")], upTo: today)[0]
      #expect(bert.outcomes == [.snapshot])
    }
  }

  @Test func theSameRepliesHaveTheSameNamesAndOthersHaveOthers() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      var names: [[String]] = []
      let runs: [[Reply]] = try [
        [reply("anna"), reply("bert")], [reply("bert"), reply("anna")], [reply("anna")],
        [reply("anna", followers: "1001"), reply("bert")],
        [reply("anna", at: "2026-11-23T01:00:01Z"), reply("bert")],
      ]
      for (number, replies) in runs.enumerated() {
        let archive = Archive(folder: joinPath(folder, "\(number)"))
        try seal(replies, on: today, in: archive)
        names.append(try listFolder(archive.dayFolder(of: today)))
        // Brought again, they are there already.
        let before = try tree(archive.folder).files
        try seal(replies, on: today, in: archive)
        #expect(try tree(archive.folder).files == before)
      }
      #expect(names[0] == names[1])
      #expect(Set(names).count == 4)
    }
  }

  @Test func whatAVersionWithoutNamesWroteGoesOnToCount() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let archive = Archive(folder: joinPath(folder, "own"))
      try sealUnnamed([try reply("anna")], on: today, in: archive)
      let before = try tree(archive.dayFolder(of: today))
      try seal([try reply("bert")], on: today, in: archive)
      let after = try tree(archive.dayFolder(of: today))
      #expect(after.count == 4 && after.merging(before) { _, old in old } == after)
      try seal([try reply("anna")], on: today.advanced(by: 1), in: archive)
      #expect(try await archive.verify().problems == [])
      #expect(try lines(on: today, in: archive).count == 2)
    }
  }

  /// It was killed with a part on the disk, or with the manifest too, and the journal is still there.
  @Test(arguments: [false, true], [nil, "1/2"])
  func aSealingThatAVersionWithoutNamesBeganIsCompleted(hasManifest: Bool, text: String?) async throws {
    let shard = text.flatMap { Shard($0) }
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let archive = Archive(folder: joinPath(folder, "own"))
      let killed = try archive.openJournal(on: today, of: shard, timeZone: "UTC")
      try killed.append(try reply("anna"))
      killed.close()
      try sealUnnamed([try reply("anna")], on: today, of: shard, in: archive)
      if !hasManifest { try removeFile(archive.manifestPath(of: today, RunName(shard: shard))) }
      let journal = try archive.openJournal(on: today, of: shard, timeZone: "UTC")
      try journal.seal(failures: [])
      #expect(try lines(on: today, in: archive).count == 1)
      #expect(try archive.contents().unsealed == [])
      #expect(try await archive.verify().problems == [])
    }
  }

  /// Puts replies into a day as a version without names did.
  private func sealUnnamed(
    _ replies: [Reply], on day: CalendarDay, of shard: Shard? = nil, in archive: Archive
  ) throws {
    let other = Archive(folder: archive.folder + "-other")
    let manifest = try #require(try seal(replies, on: day, of: shard, in: other))
    try createFolder(archive.dayFolder(of: day))
    let run = RunName(shard: shard)
    var parts: [Manifest.Part] = []
    for (number, part) in manifest.parts.enumerated() {
      let name = PartName(run: run, number: number)
      try createFile(
        try readFile(joinPath(other.dayFolder(of: day), part.name)), at: archive.path(of: name, on: day))
      parts.append(
        Manifest.Part(name: name.description, sha256: part.sha256, bytes: part.bytes, lines: part.lines))
    }
    let unnamed = Manifest(
      day: day, run: run, timeZone: "UTC", kols: manifest.kols, parts: parts, failures: [], previous: nil)
    try createFile(unnamed.json, at: archive.manifestPath(of: day, run))
  }
}
