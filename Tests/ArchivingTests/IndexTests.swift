import Files
import Model
import Synchronization
import Testing

@testable import Archiving

/// The index is a cache: with it, without it and with whatever is in its place, the same is read.
struct IndexTests {
  @Test func theSameIsReadWithAndWithoutAnIndex() async throws {
    try await withArchive { bare, indexed, ids, last in
      let expected = try await bare.histories(of: ids, upTo: last)
      #expect(expected.contains { $0.outcomes.contains(.failed(.quota)) })
      #expect(try await indexed.histories(of: ids, upTo: last) == expected)
      #expect(try listFolder(try #require(indexed.index)).count == 12)
      #expect(try await indexed.histories(of: ids, upTo: last) == expected)
      let some = Array(ids.reversed().prefix(5)) + [try id("nobody"), ids[0], ids[0]]
      let expectedOfSome = try await bare.histories(of: some, upTo: last)
      #expect(try await indexed.histories(of: some, upTo: last) == expectedOfSome)
    }
  }

  @Test func anIndexThatFitsIsReadWithoutThePartsOfOtherDays() async throws {
    try await withArchive { _, indexed, ids, last in
      _ = try await indexed.histories(of: ids, upTo: last)
      let read = Counter()
      let archive = Archive(
        folder: indexed.folder, index: indexed.index,
        using: FileOperations.real.checked { (operation, path) throws(FileError) in
          if operation == .read, path.contains("part-") { read.add() }
        })
      let reader = try await archive.historyReader(upTo: last)
      _ = try reader.histories(of: ids, latest: [:])
      #expect(read.count == 0)
    }
  }

  @Test func aDamagedOrForeignOrOlderFileIsMadeAnew() async throws {
    try await withArchive { bare, indexed, ids, last in
      let expected = try await bare.histories(of: ids, upTo: last)
      _ = try await indexed.histories(of: ids, upTo: last)
      let folder = try #require(indexed.index)
      let names = try listFolder(folder)
      let path = joinPath(folder, names[3])
      let good = try readFile(path)
      for index in stride(from: 0, to: good.count, by: 5) {
        var bytes = good
        bytes[index] ^= 0x10
        try overwrite(path, with: bytes)
        #expect(try await indexed.histories(of: ids, upTo: last) == expected, "byte \(index)")
        // Ids that another day has too are not read again.
        let isID = try #require(ColumnFile.Header(good)).groups[0].idRange.contains(index)
        let now = try readFile(path)
        #expect(isID || now == good, "byte \(index)")
      }
      for bytes in [
        [], Array(good.prefix(good.count / 2)), good + [0], try readFile(joinPath(folder, names[4])),
      ] {
        try overwrite(path, with: bytes)
        #expect(try await indexed.histories(of: ids, upTo: last) == expected)
      }
      try removeFile(path)
      try createFolder(path)
      #expect(try await indexed.histories(of: ids, upTo: last) == expected)
    }
  }

  @Test func aPartThatIsDamagedLaterIsFoundThoughTheIndexHasItsNumbers() async throws {
    try await withArchive { _, indexed, ids, last in
      _ = try await indexed.histories(of: ids, upTo: last)
      let path = partPath(0, on: last.advanced(by: -5), in: indexed)
      var bytes = try readFile(path)
      bytes[20] ^= 1
      try overwrite(path, with: bytes)
      await #expect(throws: ArchiveError.self) { try await indexed.histories(of: ids, upTo: last) }
      let reader = try await indexed.historyReader(upTo: last, skippingDamage: true)
      #expect(reader.damagedDays == [last.advanced(by: -5)])
      // What was skipped is not kept: the error comes back without the permission to skip.
      await #expect(throws: ArchiveError.self) { try await indexed.histories(of: ids, upTo: last) }
    }
  }

  @Test func aPartThatWasOnlyTouchedKeepsItsColumnsAndNoRotSlipsIn() async throws {
    try await withArchive { _, indexed, ids, last in
      let expected = try await indexed.histories(of: ids, upTo: last)
      let part = partPath(0, on: last, in: indexed)
      let path = joinPath(try #require(indexed.index), "\(last).columns")
      let good = try readFile(path)
      try FileOperations.real.setTime(part, FileTime(seconds: 1_000_000_000))
      #expect(try await indexed.histories(of: ids, upTo: last) == expected)
      let touched = try readFile(path)
      #expect(touched != good && touched.count == good.count)
      let group = try #require(ColumnFile.Header(touched)).groups[0]
      #expect(touched[group.dataRange] == good[group.dataRange])
      for (number, index) in [group.idRange.lowerBound + 3, group.dataRange.lowerBound + 40].enumerated() {
        var rotten = try readFile(path)
        rotten[index] ^= 1
        try overwrite(path, with: rotten)
        try FileOperations.real.setTime(part, FileTime(seconds: 1_000_000_001 + number))
        #expect(try await indexed.histories(of: ids, upTo: last) == expected)
      }
    }
  }

  @Test func whereNoIndexCanBeWrittenTheArchiveIsReadAllTheSame() async throws {
    try await withArchive { bare, indexed, ids, last in
      let archive = Archive(
        folder: indexed.folder, index: indexed.index,
        using: FileOperations.real.checked { (operation, path) throws(FileError) in
          if operation == .create || operation == .createFolder {
            throw FileError(path: path, operation: operation, errno: 30)
          }
        })
      let expected = try await bare.histories(of: ids, upTo: last)
      #expect(try await archive.histories(of: ids, upTo: last) == expected)
    }
  }

  @Test func aDayThatCannotBeReadIsAGapWithAReasonWhereThatIsAllowed() async throws {
    try await withArchive { bare, _, ids, last in
      let expected = try await bare.histories(of: ids, upTo: last)
      let day = last.advanced(by: -3)
      try overwrite(bare.manifestPath(of: day), with: [])
      let found = try await bare.histories(of: ids, upTo: last, skippingDamage: true)
      for (history, before) in zip(found, expected) {
        let index = try #require(history.days.firstIndex(of: day))
        #expect(history.outcomes[index] == .damaged)
        #expect(history.days.filter { $0 != day } == before.days.filter { $0 != day })
      }
    }
  }

  @Test func manyKOLsFillSeveralGroups() throws {
    let today = try day("2026-11-23")
    let ids = try (0..<2_500).map { try id("k\($0)") }
    var rows = DayRows()
    for (number, id) in ids.enumerated() {
      let head = LineHead(
        kolID: id, endpoint: "profile-v1", fetchedAt: Timestamp(secondsSinceEpoch: 0), environment: "global")
      try rows.add(head, in: .init(range: 0..<1, firstLine: 1)) { cells in
        cells += History.chartedMetrics.indices.map { metric in
          PackedReading(
            number % 7 == metric
              ? .notSupplied
              : .value(Quantity(millionths: Int64(number) * [1, 10_000, 1_000_000][metric % 3])))
        }
      } compared: { bytes in
        bytes += Array("\(number / 2)".utf8)
      }
    }
    let digest = SHA256Digest(of: [])
    var whole = DayRows()
    whole.add(rows, of: "part-0000.jsonl.gz")
    let file = ColumnFile(whole, of: today, from: .init(reader: digest, manifests: digest, files: digest))
    #expect(file.header.groups.count == 3)
    #expect(ColumnFile.Header(file.bytes) == file.header)
    let sorted = ids.sorted()
    var batch = HistoryBatch(ids: Array(sorted[900..<1_200]), days: [today])
    let isRead = batch.add(
      IndexedDay(header: file.header, source: .memory(file.bytes)), from: sorted[900], to: sorted[1_199],
      using: .real)
    #expect(isRead)
    for place in 0..<300 {
      let number = try #require(ids.firstIndex(of: sorted[900 + place]))
      let history = batch.history(at: place, latest: nil)
      let width = History.chartedMetrics.count
      #expect(history.readings == Array(rows.cells[(number * width)..<((number + 1) * width)]))
    }
  }

  @Test(arguments: [
    [0, 1, -1, Int64(Int32.max) - 17, Int64(Int32.min) + 17], [Int64.max, Int64.min + 16],
    [Int64(Int32.max) * 1_000_000], [Int64(Int32.max) * 1_000_000 - 17_000_000], [123_456_789_000_000, 5], [],
    [-8_418_000_000],
  ])
  func everyValueComesBackFromAColumn(values: [Int64]) {
    let missing: [Reading] = [
      .notSupplied, .failed, .absent(.null), .absent(.notSent), .absent(.unreadable), .absent(.hidden),
      .absent(.noSnapshot), .absent(.undefined), .absent(.noEarlierSnapshot), .absent(.damaged),
    ]
    let readings =
      values.map { PackedReading(.value(Quantity(millionths: $0))) } + missing.map(PackedReading.init)
    var bytes: [UInt8] = []
    Column.append(readings, to: &bytes)
    #expect(Column.length(bytes[0], count: readings.count) == bytes.count)
    let found = bytes.withUnsafeBytes { bytes in readings.indices.map { Column.reading(bytes, row: $0) } }
    #expect(found.map(\.reading) == readings.map(\.reading))
  }

  /// Twelve days of a changing roster with failures, duplicates and a gap, read with and without an index.
  private func withArchive(
    _ body: (_ bare: Archive, _ indexed: Archive, _ ids: [KOLID], _ last: CalendarDay) async throws -> Void
  ) async throws {
    try await withFolder { folder in
      let path = joinPath(folder, "snapshots")
      let bare = Archive(folder: path)
      let start = try day("2026-10-30")
      var generator = Seeded(state: 11)
      let kols = (0..<20).map { "kol-\($0)" }
      for offset in 0..<13 where offset != 6 {
        let present = kols.shuffled(using: &generator).prefix(14)
        var replies = try present.map { try reply($0, followers: "\(offset * 100 + 1)") }
        replies.append(try reply(present[0], followers: "7.25", at: "2026-11-23T09:00:00Z"))
        let failures = try kols.map { FetchFailure(kolID: try id($0), reason: .quota, attempts: 1) }
        try seal(replies, failures: failures, on: start.advanced(by: offset), in: bare)
      }
      let indexed = Archive(folder: path, index: joinPath(folder, "index"))
      try await body(bare, indexed, try kols.map(id), start.advanced(by: 12))
    }
  }
}

private final class Counter: Sendable {
  private let value = Mutex(0)
  var count: Int { value.withLock { $0 } }
  func add() { value.withLock { $0 += 1 } }
}
