import Files
import Model
import Synchronization
import Testing

@testable import Archiving

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Fails the n-th file operation, for every n, and looks at what is left.
struct CrashTests {
  enum Fault: CaseIterable {
    /// One operation fails, the program goes on: a full disk that has room again.
    case once
    /// Every operation from then on fails: the program is gone, nothing can be cleaned up.
    case forEver
  }

  @Test(arguments: Fault.allCases, [nil, "1/2"])
  func noAcknowledgedReplyIsLostWhateverFails(fault: Fault, shardText: String?) async throws {
    let shard = shardText.flatMap { Shard($0) }
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let replies = try ["dora", "anna", "cora"].map { try reply($0) }
      let undisturbed = Archive(folder: joinPath(folder, "undisturbed"))
      try prepare(undisturbed, today, shard)
      try seal(replies, failures: [failure("zoe")], on: today, of: shard, in: undisturbed)
      let expected = try files(of: undisturbed, shard)

      var operations = 1
      while true {
        let archive = Archive(folder: joinPath(folder, "\(operations)"))
        try prepare(archive, today, shard)
        let faulty = Faulty(failing: operations, fault)
        let acknowledged = try attempt(
          replies, on: today, of: shard,
          in: Archive(folder: archive.folder, using: faulty.operations))

        let journal = try archive.openJournal(on: today, of: shard, timeZone: "Asia/Shanghai")
        let known = journal.repliedIDs(.profileV1)
        #expect(known.isSuperset(of: acknowledged), "operation \(operations)")
        for reply in replies where !known.contains(reply.kolID) { try journal.append(reply) }
        try journal.seal(failures: [try failure("zoe")])
        // The first seal may have been of some replies only where an append failed and the run went on.
        #expect(try lines(on: today, in: archive).sorted() == lines(on: today, in: undisturbed).sorted())
        if acknowledged.count == replies.count {
          #expect(try files(of: archive, shard) == expected, "operation \(operations)")
        }
        #expect(try await archive.verify().problems == [], "operation \(operations)")
        let failing = Set(try archive.manifests(on: today).flatMap(\.failures).map(\.kolID))
        #expect(failing.subtracting(try archive.repliedIDs(on: today)) == [try id("zoe")])
        #expect(try archive.days() == [today.advanced(by: -1), today])
        if !faulty.hasFailed { break }
        operations += 1
      }
      #expect(operations > 30)
    }
  }

  @Test func aSealThatFailedIsCompletedByTryingAgain() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let undisturbed = Archive(folder: joinPath(folder, "undisturbed"))
      try prepare(undisturbed, today)
      try seal([try reply("anna")], failures: [try failure("zoe")], on: today, in: undisturbed)
      let expected = try tree(undisturbed.folder).files
      var operations = 1
      while true {
        let path = joinPath(folder, "\(operations)")
        try prepare(Archive(folder: path), today)
        let faulty = Faulty(failing: .max, .once)
        let archive = Archive(folder: path, using: faulty.operations)
        let journal = try archive.openJournal(on: today, timeZone: "Asia/Shanghai")
        try journal.append(try reply("anna"))
        faulty.fail(after: operations)
        var manifest = try? journal.seal(failures: [try failure("zoe")])
        if !faulty.hasFailed { break }
        if manifest == nil { manifest = try journal.seal(failures: [try failure("zoe")]) }
        #expect(manifest?.replies == 1)
        #expect(try tree(path).files == expected, "operation \(operations)")
        operations += 1
      }
      #expect(operations > 15)
    }
  }

  @Test func afterAFailedSyncTheJournalTakesNoMore() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let faulty = Faulty(failing: .max, .once)
      let journal = try Archive(folder: folder, using: faulty.operations).openJournal(
        on: today, timeZone: "Asia/Shanghai")
      try journal.append(try reply("anna"))
      faulty.fail(after: 2)
      #expect(throws: ArchiveError.self) { try journal.append(try reply("bert")) }
      #expect(throws: ArchiveError.self) { try journal.append(try reply("cora")) }
      #expect(journal.repliedIDs(.profileV1) == [try id("anna")])
      #expect(try journal.seal(failures: [])?.replies == 1)
    }
  }

  /// An archive with a day before and an earlier run of the same day.
  private func prepare(_ archive: Archive, _ today: CalendarDay, _ shard: Shard? = nil) throws {
    try seal([try reply("anna")], on: today.advanced(by: -1), of: shard, in: archive)
    try seal([try reply("bert")], failures: [try failure("cora")], on: today, of: shard, in: archive)
  }

  /// An archive's files; a shard leaves the temporary ones of killed runs to the whole run.
  ///
  /// Without the manifests that have failures: a run that was completed by another has them in a manifest of their own.
  private func files(of archive: Archive, _ shard: Shard?) throws -> [String: [UInt8]] {
    try tree(archive.folder).files.filter { name, bytes in
      (shard == nil || !name.contains(".kolsite-tmp-"))
        && !(name.contains("manifest") && name.contains("2026-11-23"))
    }
  }

  private func failure(_ kol: String) throws -> FetchFailure {
    FetchFailure(kolID: try id(kol), reason: .network, attempts: 3)
  }

  /// A run that ends at its first error, as the program does; returns what was acknowledged.
  private func attempt(
    _ replies: [Reply], on day: CalendarDay, of shard: Shard?, in archive: Archive
  ) throws -> Set<KOLID> {
    var acknowledged: Set<KOLID> = []
    do throws(ArchiveError) {
      let journal = try archive.openJournal(on: day, of: shard, timeZone: "Asia/Shanghai")
      for reply in replies {
        try journal.append(reply)
        acknowledged.insert(reply.kolID)
      }
      try journal.seal(failures: [FetchFailure(kolID: replies[0].kolID, reason: .quota, attempts: 0)])
    } catch {
      guard case .file(let file) = error, file.errno == EIO else { throw error }
    }
    return acknowledged
  }
}

/// File operations of which one fails; a write that fails has written half of its bytes.
private final class Faulty: Sendable {
  private struct State {
    var left: Int
    var hasFailed = false
  }

  private let state: Mutex<State>
  private let fault: CrashTests.Fault

  init(failing number: Int, _ fault: CrashTests.Fault) {
    state = Mutex(State(left: number))
    self.fault = fault
  }

  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  func fail(after number: Int) {
    state.withLock { $0.left = number }
  }

  private func shouldFail() -> Bool {
    state.withLock { state in
      if state.left > 0 { state.left -= 1 }
      guard state.left == 0, fault == .forEver || !state.hasFailed else { return false }
      state.hasFailed = true
      return true
    }
  }

  var operations: FileOperations {
    let real = FileOperations.real
    var operations = real.checked { [self] (operation, path) throws(FileError) in
      guard operation != .write, shouldFail() else { return }
      throw FileError(path: path, operation: operation, errno: EIO)
    }
    operations.write = { [self] (file, bytes) throws(FileError) in
      guard shouldFail() else { return try real.write(file, bytes) }
      _ = try real.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]))
      throw FileError(path: file.path, operation: .write, errno: EIO)
    }
    return operations
  }
}
