import Files
import Model
import Synchronization
import Testing

@testable import Archiving

struct PruningTests {
  @Test func theRulesKeepTheNewestDayOfEachPeriod() throws {
    var policy = PrunePolicy()
    policy.daily = 2
    policy.weekly = 2
    policy.monthly = 3
    // 2026-11-22 is a Sunday.
    let days = try [
      "2026-08-30", "2026-09-10", "2026-09-30", "2026-10-01", "2026-10-31", "2026-11-14", "2026-11-15",
      "2026-11-20",
      "2026-11-21", "2026-11-22",
    ].map(day)
    let reasons = policy.reasons(for: days)
    #expect(reasons[days[9]] == ["daily", "weekly", "monthly"])
    #expect(reasons[days[8]] == ["daily"])
    #expect(reasons[days[7]] == nil)
    #expect(reasons[days[6]] == ["weekly"])
    #expect(reasons[days[4]] == ["monthly"])
    #expect(reasons[days[2]] == ["monthly"])
    #expect(reasons.count == 5)
  }

  @Test func theOldestDayStandsForPeriodsThatAreNotReached() throws {
    var policy = PrunePolicy()
    policy.yearly = 5
    let days = try ["2025-02-01", "2025-12-30", "2026-01-05"].map(day)
    #expect(
      policy.reasons(for: days) == [days[2]: ["yearly"], days[1]: ["yearly"], days[0]: ["oldest yearly"]])
    policy.yearly = .max
    #expect(policy.reasons(for: days).count == 3)
  }

  @Test func aPeriodBeforeTheNewestDayIsKept() throws {
    var policy = PrunePolicy()
    policy.withinDays = 2
    let days = try ["2026-11-19", "2026-11-20", "2026-11-22"].map(day)
    #expect(policy.reasons(for: days).keys.sorted() == Array(days[1...]))
    #expect(PrunePolicy().isEmpty && !policy.isEmpty)
  }

  @Test func pruningKeepsPinsLastSnapshotsAndTheChain() async throws {
    try await withArchive { archive, days in
      try archive.pin(days[2], reason: "the client's pack")
      let plan = try archive.prunePlan(Self.newestOnly)
      #expect(plan.removed.map(\.day) == [days[1], days[3]])
      #expect(plan.days[0].reasons == ["the last snapshot of 1 KOL"])
      #expect(plan.days[2].reasons == ["pinned: the client's pack"])
      let before = try tree(archive.folder)
      #expect(try archive.prunePlan(Self.newestOnly) == plan)
      #expect(try tree(archive.folder) == before)

      #expect(try archive.prune(Self.newestOnly) == plan)
      let contents = try archive.contents()
      #expect(contents.days == [days[0], days[2], days[4]])
      #expect(contents.pruned == [days[1], days[3]])
      let found = try await archive.verify()
      #expect(found.problems == [] && found.notes == [])
      #expect(found.prunedDays == 2)
      #expect(try archive.prune(Self.newestOnly).removed == [])

      // The chain still tells that a pruned day's manifest was changed.
      let path = archive.manifestPath(of: days[1])
      let text = String(decoding: try readFile(path), as: UTF8.self)
      try overwrite(path, with: Array(text.replacing("Asia/Shanghai", with: "Asia/Tokyo").utf8))
      #expect(try await archive.verify().problems.count == 1)
    }
  }

  @Test func pruningRemovesTheAnswersThatWereSetAsideAndNothingElse() async throws {
    try await withArchive { archive, days in
      let answer = UnusableReply(
        kolID: try id("anna"), endpoint: .profileV1, parameters: [:],
        fetchedAt: Timestamp(secondsSinceEpoch: 1_800_000_000), environment: "global", attempts: 1,
        problem: "x", body: [])
      for day in [days[1], days[3]] { try archive.setAside(answer, on: day) }
      let aside = joinPath(archive.dayFolder(of: days[1]), "aside")
      let name = try #require(try listFolder(aside).first)
      // As a clone shows it that has other line ends.
      let text = try readFile(joinPath(aside, name))
      try overwrite(joinPath(aside, name), with: withCarriageReturns(text))
      let mine = ["anna.profile-v1.0123456789abcdef.json", "notes.json"]
      for name in mine { try createFile([1], at: joinPath(aside, name)) }
      _ = try archive.prune(Self.newestOnly)
      #expect(try listFolder(aside) == mine)
      #expect(try fileStatus(joinPath(archive.dayFolder(of: days[3]), "aside")) == .missing)
    }
  }

  @Test func aPrunedDayIsAsIfItHadNeverBeen() async throws {
    try await withArchive { archive, days in
      _ = try archive.prune(Self.newestOnly)
      let history = try await archive.histories(of: [try id("anna")], upTo: days[4])[0]
      #expect(history.days == [days[0], days[4]])
      #expect(throws: ArchiveError.prunedDay(path: archive.prunedPath(of: days[1]))) {
        try archive.openJournal(on: days[1], timeZone: "UTC")
      }
      // A later day is linked to the newest day before it, whether that was pruned or not.
      try seal([try reply("anna")], on: days[4].advanced(by: 1), in: archive)
      #expect(try await archive.verify().problems == [])
    }
  }

  /// On one branch a day was pruned, on another a run was filed under it, and git merged the two without a conflict.
  @Test func whatAMergeBringsToAPrunedDayCountsAndCanBePruned() async throws {
    try await withArchive { archive, days in
      let other = Archive(folder: archive.folder + "-other")
      for (name, bytes) in try tree(archive.folder) where !name.hasPrefix(".kolsite/") {
        let path = joinPath(other.folder, name)
        try createFolder(parentFolder(of: path))
        try createFile(bytes, at: path)
      }
      _ = try archive.prune(Self.newestOnly)
      try seal([try reply("cora"), try reply("dora")], on: days[1], in: other)
      let pruned = try archive.prunedRecord(of: days[1]).parts
      for (name, bytes) in try tree(other.dayFolder(of: days[1])) where !pruned.contains(name) {
        let path = joinPath(archive.dayFolder(of: days[1]), name)
        if try fileStatus(path) == .missing { try createFile(bytes, at: path) }
      }

      #expect(try archive.days() == [days[0], days[1], days[4]])
      #expect(try archive.contents().pruned == [days[2], days[3]])
      let found = try await archive.verify()
      #expect(found.problems == [] && found.prunedDays == 2 && found.parts == 3)
      #expect(found.notes.count == 1 && "\(found.notes)".contains("they count"))
      // The run that was pruned is as if it had never been.
      #expect(Set(try archive.snapshots(on: days[1]).keys) == Set(try ["cora", "dora"].map(id)))
      #expect(try archive.summaries().first { $0.day == days[1] }?.replies == 2)
      let ids = try ["anna", "cora"].map(id)
      for _ in 1...2 {
        let histories = try await archive.histories(of: ids, upTo: days[4])
        #expect(histories.map(\.days) == [[days[0], days[4]], [days[1]]])
      }
      #expect(throws: ArchiveError.prunedDay(path: archive.prunedPath(of: days[1]))) {
        try archive.openJournal(on: days[1], timeZone: "UTC")
      }
      // Damage is found as anywhere else, also a part that did not come with its manifest.
      let part = try #require(try archive.manifests(on: days[1]).first?.parts.first)
      let path = joinPath(archive.dayFolder(of: days[1]), part.name)
      let bytes = try readFile(path)
      try removeFile(path)
      #expect(try await archive.verify().problems == [.damaged(path: path, .missing)])
      try createFile(bytes, at: path)

      // It has the last reply of a KOL; once that is not so any more, it goes as any day does.
      #expect(try archive.prune(Self.newestOnly).removed == [])
      try seal([try reply("cora"), try reply("dora")], on: days[4], in: archive)
      #expect(try archive.prune(Self.newestOnly).removed.map(\.day) == [days[1]])
      #expect(try archive.contents().pruned == [days[1], days[2], days[3]])
      let last = try await archive.verify()
      #expect(last.problems == [] && last.notes == [])
      #expect(try archive.prunedRecord(of: days[1]).parts.count == 2)
    }
  }

  @Test func pruningThatFailsAnywhereIsCompletedByTheNext() async throws {
    var operation = 1
    var isDone = false
    while !isDone {
      try await withArchive { archive, days in
        let number = operation
        let left = Mutex(number)
        let failing = Archive(
          folder: archive.folder,
          using: FileOperations.real.checked { (operation, path) throws(FileError) in
            let isTurn = left.withLock { value in
              value -= 1
              return value == 0
            }
            if isTurn { throw FileError(path: path, operation: operation, errno: 5) }
          })
        do throws(ArchiveError) {
          _ = try failing.prune(Self.newestOnly)
          isDone = left.withLock { $0 > 0 }
        } catch {
          guard case .file = error else { throw error }
        }
        #expect(try await archive.verify().problems == [], "operation \(number)")
        _ = try archive.prune(Self.newestOnly)
        #expect(try archive.days() == [days[0], days[4]])
        let found = try await archive.verify()
        #expect(found.problems == [] && found.parts == 2, "operation \(number)")
      }
      operation += 1
    }
    #expect(operation > 40)
  }

  @Test func pruningAndReadingExcludeEachOther() async throws {
    try await withArchive { archive, days in
      func isBusy(_ work: () throws(ArchiveError) -> Void) -> Bool {
        do throws(ArchiveError) {
          try work()
          return false
        } catch {
          if case .busy = error { return true }
          return false
        }
      }
      let before = try tree(archive.folder)
      #expect(try archive.lockForReading() != nil)
      #expect(try tree(archive.folder) == before)
      var reader = try archive.lockForReading()
      let other = try archive.lockForReading()
      #expect(reader != nil && other != nil)
      #expect(isBusy { () throws(ArchiveError) in _ = try archive.prune(Self.newestOnly) })
      #expect(try archive.contents().pruned == [])
      withExtendedLifetime((reader, other)) {}
      reader = nil
      // Fetching needs nothing of that.
      try seal([try reply("cora")], on: days[4].advanced(by: 1), in: archive)
    }
    try await withArchive { archive, _ in
      _ = try archive.prune(Self.newestOnly)
      let pruning = try archive.lock(archive.readingLockPath)
      #expect(throws: ArchiveError.self) { try archive.lockForReading() }
      withExtendedLifetime(pruning) {}
    }
  }

  @Test func aReaderThatLosesAPartIsToldThatItsDayWasPruned() async throws {
    try await withArchive { archive, days in
      let manifest = try #require(try archive.manifests(on: days[1]).first)
      let path = joinPath(archive.dayFolder(of: days[1]), manifest.parts[0].name)
      _ = try archive.prune(Self.newestOnly)
      let error = ArchiveError.prunedMeanwhile(path: path)
      #expect(throws: error) { try archive.snapshots(on: days[1]) }
      #expect(throws: error) { try archive.snapshots(on: days[1], skippingDamage: true) }
      #expect("\(error)".contains("pruned while it was being read; run the command again"))
      // Where nobody has pruned, a part that is gone is damage.
      let last = partPath(0, on: days[4], in: archive)
      try removeFile(last)
      #expect(throws: ArchiveError.damaged(path: last, .missing)) { try archive.snapshots(on: days[4]) }
    }
  }

  @Test func aPinCanBeReadReplacedAndRemoved() async throws {
    try await withArchive { archive, days in
      #expect(try archive.pins() == [:])
      try archive.pin(days[1], reason: "a \"quoted\"\nreason")
      try archive.pin(days[1], reason: "另一个理由")
      #expect(try archive.pins() == [days[1]: "另一个理由"])
      #expect(try archive.unpin(days[1]))
      #expect(try !archive.unpin(days[1]))
      #expect(try await archive.verify().notes == [])
    }
  }

  private static let newestOnly: PrunePolicy = {
    var policy = PrunePolicy()
    policy.last = 1
    return policy
  }()

  /// Five days; bert has a snapshot on the first only, anna on all.
  private func withArchive(_ body: (Archive, [CalendarDay]) async throws -> Void) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: joinPath(folder, "snapshots"))
      let first = try day("2026-11-18")
      let days = (0..<5).map { first.advanced(by: $0) }
      try seal([try reply("anna"), try reply("bert")], on: days[0], in: archive)
      for day in days[1...] { try seal([try reply("anna")], on: day, in: archive) }
      try await body(archive, days)
    }
  }
}
