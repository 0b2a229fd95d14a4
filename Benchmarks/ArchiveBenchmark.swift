import Archiving
import Baselines
import Files
import Foundation
import Model
import Serving

/// What sealing, indexing and reading an archive cost, beside the same bytes through the same libraries in C and
/// nothing around them: ratios of one run, since machines differ.
struct ArchiveBenchmark {
  private static let metrics = History.chartedMetrics.count

  func run() async throws {
    print("archive: seconds, seconds of the baseline in C, and their ratio")
    for kols in [1_000, 10_000] { try await measure(kols: kols, days: 20) }
    try await measure(kols: 10_000, days: 365)
    try await measure(kols: 100_000, days: 5)
  }

  private func measure(kols: Int, days: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kolsite-\(UUID())").path
    try createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = MadeArchive(kols: kols, snapshots: "\(folder)/snapshots", index: "\(folder)/index")
    let (archive, ids) = (made.archive, made.ids)
    print("\(kols) KOLs, \(days) days, \(Self.metrics) metrics")

    let (sealing, floor) = try await sealOneDay(of: made, scratch: folder)
    tell("seal a day", sealing, floor, limit: 2)
    let parts = try made.repeatDays(upTo: days)

    var lines: UInt64 = 0
    let parsedDay = (0..<3).map { _ in parse([parts[0]], threads: 1, &lines) }.min() ?? 0
    var day = Double.infinity
    for _ in 0..<3 {
      day = min(day, try await seconds { try await index(archive, days: 1) })
      try FileManager.default.removeItem(atPath: "\(folder)/index")
    }
    tell("index a new day", day, parsedDay, limit: 3)
    let parsed = parse(parts, threads: 2, &lines)
    guard lines == UInt64(kols * days) else { throw Failure("the baseline found \(lines) lines") }
    tell("index all days", try await seconds { try await index(archive, days: days) }, parsed, limit: 3)
    tell("open the index", try await seconds { try await index(archive, days: days) }, parsed, limit: nil)

    let flat = try flatFiles(kols: kols, days: days, in: folder)
    var sum: Int64 = 0
    _ = baseline(flat, kols: kols, &sum)
    let read = baseline(flat, kols: kols, &sum)
    let reader = try await archive.historyReader(upTo: MadeArchive.day(days - 1))
    var values = 0
    _ = try readAll(ids, reader, makingHistories: false)
    let history = try await seconds { values = try readAll(ids, reader, makingHistories: false) }
    guard values > 0 else { throw Failure("no values were read") }
    tell("read \(Self.metrics) metrics of all", history, read, limit: 5)
    tell(
      "  and make each KOL's history",
      try await seconds { values = try readAll(ids, reader, makingHistories: true) },
      read, limit: nil)
    print("    peak memory up to here: \(peakMemory) MiB")
    let sqlite = baseline_sqlite("\(folder)/sqlite.db", days, kols, Self.metrics, &sum)
    if sqlite > 0 {
      print("    the same from SQLite: \(rounded(sqlite)) s, \(rounded(sqlite / history)) times as long")
    }
  }

  // MARK: What is measured

  /// Seals what is journalled, waiting for the disk.
  private func sealOneDay(of made: MadeArchive, scratch: String) async throws -> (Double, Double) {
    let floor = baseline_seal(try made.journal(0, as: Sandbox.demoDay), "\(scratch)/floor.gz")
    let journal = try made.openJournal(0)
    return (try await seconds { _ = try journal.seal(failures: []) }, floor)
  }

  private func index(_ archive: Archive, days: Int) async throws {
    _ = try await archive.historyReader(upTo: MadeArchive.day(days - 1))
  }

  private func readAll(_ ids: [KOLID], _ reader: HistoryReader, makingHistories: Bool) throws -> Int {
    var count = 0
    for start in stride(from: 0, to: ids.count, by: HistoryReader.batchSize) {
      let batch = try reader.batch(of: Array(ids[start..<min(start + HistoryReader.batchSize, ids.count)]))
      count += batch.ids.count
      guard makingHistories else { continue }
      for place in batch.ids.indices { count += batch.history(at: place, latest: nil).readings.count }
    }
    return count
  }

  // MARK: What it is measured on

  private func flatFiles(kols: Int, days: Int, in folder: String) throws -> [String] {
    try (0..<days).map { day in
      let path = "\(folder)/\(day).flat"
      guard baseline_write_flat(path, kols, Self.metrics, Int32(day)) == 0 else { throw Failure("disk full") }
      return path
    }
  }

  private func parse(_ files: [String], threads: Int32, _ lines: inout UInt64) -> Double {
    withCStrings(files) { baseline_parse($0, files.count, threads, &lines) }
  }

  private func baseline(_ files: [String], kols: Int, _ sum: inout Int64) -> Double {
    withCStrings(files) {
      baseline_read_flat($0, files.count, kols, Self.metrics, HistoryReader.batchSize, &sum)
    }
  }

  private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
  ) -> Result {
    let pointers = texts.map { UnsafePointer<CChar>(strdup($0)) }
    defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }

  private func seconds(_ work: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private func tell(_ what: String, _ time: Double, _ floor: Double, limit: Double?) {
    let bound = limit.map { " (at most \(Int($0)))" } ?? ""
    print("  \(what): \(rounded(time)), \(rounded(floor)), ratio \(rounded(time / floor))\(bound)")
  }

  private var peakMemory: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss) >> 20
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) >> 10
    #endif
  }
}
