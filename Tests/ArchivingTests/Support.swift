import Files
import Foundation
import Model
import Synchronization
import Testing

@testable import Archiving

/// Runs a test in a folder of its own, which is gone afterwards.
func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  let folder = NSTemporaryDirectory() + "archiving-tests-" + UUID().uuidString
  try createFolder(folder)
  defer { try? removeTree(folder) }
  return try await body(folder)
}

func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

func id(_ text: String) throws -> KOLID { try #require(KOLID(text)) }

/// A reply with a profile of few fields.
func reply(
  _ kol: String, followers: String = "1000", at time: String = "2026-11-23T01:00:00Z",
  endpoint: Endpoint = .profileV1, parameters: [String: String] = [:],
  environment: String = "global", body: String? = nil
) throws -> Reply {
  Reply(
    kolID: try id(kol), endpoint: endpoint, parameters: parameters,
    fetchedAt: try #require(Timestamp(time)), environment: environment, attempts: 1,
    body: Array((body ?? profileBody(kol, followers: followers)).utf8))
}

func profileBody(_ kol: String, followers: String) -> String {
  """
  { "code": 0,
    "data": { "userId": "\(kol)", "name": "名字 \(kol)", "fansNum": \(followers), "picturePrice": 180.0 } }
  """
}

/// Appends replies to a day and seals it.
@discardableResult
func seal(
  _ replies: [Reply], failures: [FetchFailure] = [], on day: CalendarDay, of shard: Shard? = nil,
  in archive: Archive
) throws -> Manifest? {
  let journal = try archive.openJournal(on: day, of: shard, timeZone: "Asia/Shanghai")
  for reply in replies { try journal.append(reply) }
  return try journal.seal(failures: failures)
}

/// Every line of a day's sealed parts, in their order.
func lines(on day: CalendarDay, in archive: Archive) throws -> [String] {
  var lines: [String] = []
  try archive.forEachLine(on: day) { line, _ in
    lines.append(String(decoding: line.bytes, as: UTF8.self))
  }
  return lines
}

/// The files below a folder with their bytes, by path.
func tree(_ folder: String) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  var folders = [folder]
  while let next = folders.popLast() {
    for name in try listFolder(next) {
      let path = joinPath(next, name)
      if try fileStatus(path) == .folder {
        folders.append(path)
      } else {
        files[String(path.dropFirst(folder.count + 1))] = try readFile(path)
      }
    }
  }
  return files
}

func partPath(_ number: Int, on day: CalendarDay, in archive: Archive) -> String {
  archive.path(of: PartName(run: archive.run(on: day), number: number), on: day)
}

/// A file's name without what tells its run from others.
func unnamed(_ name: String) -> String { name.replacing(/-r[0-9a-f]{16}/, with: "") }

extension Archive {
  /// The first run of a day and a shard; one without a name where there is none.
  func run(on day: CalendarDay, of shard: Shard? = nil) -> RunName {
    (try? runsWithFiles(on: day))?.first { $0.shard == shard } ?? RunName(shard: shard)
  }

  func manifestPath(of day: CalendarDay, _ shard: Shard? = nil) -> String {
    manifestPath(of: day, run(on: day, of: shard))
  }

  func manifest(on day: CalendarDay) throws(ArchiveError) -> Manifest? {
    try manifest(on: day, of: run(on: day))
  }
}

func overwrite(_ path: String, with bytes: [UInt8]) throws {
  try writeFileDurably(bytes, to: path, replacing: true)
}
