import Files
import Foundation
import Model
import Testing

@testable import Archiving

/// Files that were altered at random: no reader crashes or hangs, and none gives a wrong reading without a message.
struct FuzzTests {
  /// 110,000 cases in all; each is told by its seed.
  private static let guardedCases = 30_000
  private static let rawCases = 80_000

  @Test func anAlteredFileIsRefusedOrReadAsItWas() async throws {
    try await withFolder { folder in
      let (archive, today) = try sample(folder)
      let expected = try snapshotRows(archive, today)
      let names = try listFolder(archive.dayFolder(of: today)).filter {
        PartName($0) != nil || ManifestName($0) != nil
      }
      var survivors = 0
      for seed in 0..<Self.guardedCases {
        var mutator = Mutator(seed: seed)
        let path = joinPath(archive.dayFolder(of: today), names[seed % names.count])
        let altered = mutator.altered(try readFile(path))
        let faulty = Archive(folder: archive.folder, using: serving(altered, at: path))
        do throws(ArchiveError) {
          let rows = try snapshotRows(faulty, today)
          #expect(rows == expected, "seed \(seed), \(path)")
          survivors += 1
        } catch {
          let isKnown = if case .file = error { false } else { true }
          #expect(isKnown, "seed \(seed): \(error)")
        }
      }
      // Some alterations change nothing that counts, such as a space in a manifest.
      #expect(survivors > 0 && survivors < Self.guardedCases / 2)
    }
  }

  @Test func noReaderTrapsOnBytesThatNobodyVouchesFor() async throws {
    try await withFolder { folder in
      let (archive, today) = try sample(folder)
      let part = try readFile(partPath(0, on: today, in: archive))
      let text = try Gzip.decompress(part)
      let manifest = try readFile(archive.manifestPath(of: today))
      let (rows, _) = try archive.rows(on: today)
      let digest = SHA256Digest(of: [])
      let columns = ColumnFile(rows, of: today, from: .init(reader: digest, manifests: digest, files: digest))
      let ids = try ["anna", "bert", "cora"].map(id)
      var reader = LineReader()
      for seed in 0..<Self.rawCases {
        var mutator = Mutator(seed: seed)
        switch seed % 5 {
        case 0:
          _ = try? Gzip.decompress(mutator.altered(part), limit: 1 << 20)
        case 1:
          for line in mutator.altered(text).split(separator: UInt8(ascii: "\n")) {
            _ = try? reader.checkedHead(of: line)
            var day = DayRows()
            let place = PartLines.Line.Member(range: 0..<1, firstLine: 1)
            try? reader.addRow(of: PartLines.Line(number: 1, bytes: line, member: place), to: &day)
            _ = ReplyLine.start(of: line)
          }
        case 2:
          let path = archive.manifestPath(of: today)
          let faulty = Archive(folder: archive.folder, using: serving(mutator.altered(manifest), at: path))
          _ = try? faulty.manifest(on: today)
        case 3:
          let path = archive.journalPath(of: today, nil)
          let faulty = Archive(folder: archive.folder, using: serving(mutator.altered(text), at: path))
          let file = try? JournalFile(path, in: faulty)
          #expect((file?.length ?? 0) <= text.count * 2 + 64)
        default:
          let bytes = mutator.altered(columns.bytes)
          guard let header = ColumnFile.Header(bytes) else { continue }
          var batch = HistoryBatch(ids: ids, days: [today])
          let day = IndexedDay(header: header, source: .memory(bytes))
          if batch.add(day, from: ids[0], to: ids[2], using: .real) {
            for place in ids.indices { _ = batch.history(at: place, latest: nil) }
          }
        }
      }
    }
  }

  private func sample(_ folder: String) throws -> (Archive, CalendarDay) {
    let archive = Archive(folder: joinPath(folder, "snapshots"))
    let today = try day("2026-11-23")
    try seal([try reply("anna", followers: "5"), try reply("bert", followers: "6")], on: today, in: archive)
    try seal(
      [try reply("cora", followers: "7.5", at: "2026-11-23T02:00:00Z", parameters: ["acceptCache": "true"])],
      failures: [FetchFailure(kolID: try id("zoe"), reason: .network, attempts: 3)], on: today, in: archive)
    return (archive, today)
  }

  /// What a day says of those who were answered.
  private func snapshotRows(
    _ archive: Archive, _ day: CalendarDay
  ) throws(ArchiveError) -> [KOLID: [PackedReading]] {
    let (rows, _) = try archive.rows(on: day)
    var found: [KOLID: [PackedReading]] = [:]
    for row in rows.order where rows.states[row] == RowState.snapshot {
      found[rows.ids[row]] = Array(rows.cells[(row * DayRows.width)..<((row + 1) * DayRows.width)])
    }
    return found
  }

  /// The real files, but for one that has other bytes.
  private func serving(_ bytes: [UInt8], at path: String) -> FileOperations {
    var operations = FileOperations.real
    operations.read = { (other, limit) throws(FileError) in
      other == path ? bytes : try FileOperations.real.read(other, limit)
    }
    operations.readRange = { (other, range) throws(FileError) in
      other == path
        ? Array(bytes[range.clamped(to: 0..<bytes.count)]) : try FileOperations.real.readRange(other, range)
    }
    operations.status = { (other) throws(FileError) in
      other == path
        ? .file(size: bytes.count, modified: FileTime(seconds: 0)) : try FileOperations.real.status(other)
    }
    return operations
  }
}

/// Alters bytes as disks, editors and attackers do: the same seed, the same way.
private struct Mutator {
  private var random: Seeded

  init(seed: Int) {
    random = Seeded(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
  }

  mutating func altered(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) { alter(&bytes) }
    return bytes
  }

  private mutating func alter(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = [UInt8.random(in: 0...255, using: &random)]
      return
    }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 1...32, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.removeSubrange(at...)
    case 3: bytes.removeSubrange(at..<end)
    case 4: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 5: bytes.insert(contentsOf: (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }, at: at)
    case 6:
      let tokens = [
        "null", "[]", "{}", "\"", "9999999999999999999999", "-0.0000001e-9", "\\ud800", "\n", "}", "[[",
      ]
      bytes.replaceSubrange(at..<end, with: Array((tokens.randomElement(using: &random) ?? "").utf8))
    default: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &random))
    }
  }
}
