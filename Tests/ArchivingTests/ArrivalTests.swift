import Files
import Model
import Replies
import Testing

@testable import Archiving

/// A line that is written is a line that can be read, though nothing reads it back when it is written.
struct ArrivalTests {
  private func deep(_ lists: Int) -> String {
    let list = String(repeating: "[", count: lists) + String(repeating: "]", count: lists)
    return #"{"code":0,"data":{"userId":"anna","x":\#(list)}}"#
  }

  @Test func aReplyOneLevelDeeperIsRefusedWhereItCouldNotBeReadBack() async throws {
    try await withFolder { folder in
      let today = try day("2026-11-23")
      let archive = Archive(folder: folder)
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      try journal.append(try reply("anna", body: deep(61)))
      let anna = try id("anna")
      #expect(throws: ArchiveError.unusableReply(anna, .notJSON("JSON nested more than 64 deep"))) {
        try journal.append(try reply("anna", body: deep(62)))
      }
      try journal.seal(failures: [])
      #expect(try await archive.verify(width: 1).problems == [])
      #expect(try lines(on: today, in: archive).count == 1)
    }
  }

  @Test func whatWasReadOfAnotherReplyIsRefused() async throws {
    try await withFolder { folder in
      let journal = try Archive(folder: folder).openJournal(on: try day("2026-11-23"), timeZone: "UTC")
      var reader = JSONReader()
      let bert = try reader.arrival(Array(profileBody("bert", followers: "1").utf8), of: try id("bert"))
      #expect(throws: ArchiveError.self) { try journal.append(try reply("anna"), bert) }
      #expect(try readFile(journal.path) == [])
    }
  }

  /// Bodies that are damaged at random: whatever the journal takes, it reads back as what it was given.
  @Test(arguments: 0..<8)
  func whateverIsTakenIsReadBack(seed: UInt64) async throws {
    try await withFolder { folder in
      var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
      func next(_ limit: Int) -> Int {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return Int(random % UInt64(limit))
      }
      let pieces = [
        "\n", "\"", "\\", "{", "}", "[", "]", ",", ":", "\u{FEFF}", "\\u000a", "\\ud800", "\u{7F}", "\t",
        "1e5",
      ]
      let today = try day("2026-11-23")
      let archive = Archive(folder: folder)
      let journal = try archive.openJournal(on: today, timeZone: "UTC")
      var taken: [[UInt8]] = []
      for round in 0..<300 {
        var body = Array(
          (round % 2 == 0 ? profileBody("anna", followers: "\(next(99))") : deep(next(66))).utf8)
        for _ in 0..<next(3) {
          switch next(3) {
          case 0: body.insert(contentsOf: pieces[next(pieces.count)].utf8, at: next(body.count + 1))
          case 1 where !body.isEmpty: body.remove(at: next(body.count))
          case 2 where !body.isEmpty: body[next(body.count)] = UInt8(next(256))
          default: break
          }
        }
        let reply = Reply(
          kolID: try id("anna"), endpoint: .profileV1, parameters: ["a\n\"": "\u{1}\u{301}"],
          fetchedAt: Timestamp(
            secondsSinceEpoch: round % 7 == 0 ? .max / (next(1 << 20) + 1) : next(1 << 32)),
          environment: "e\"\\\n", attempts: 1 + next(9), body: body)
        guard (try? journal.append(reply)) != nil else { continue }
        taken.append(try minified(body))
      }
      #expect(!taken.isEmpty && taken.count < 300)
      let found = try JournalFile(journal.path, in: archive)
      #expect(found.lines.count == taken.count && found.tornBytes == 0)
      let bytes = try readFile(journal.path)
      var reader = LineReader()
      for (line, body) in zip(found.lines, taken) {
        #expect(try reader.checkedHead(of: bytes[line.range]) == line.head)
        #expect(bytes[line.range].dropLast().suffix(body.count).elementsEqual(body))
      }
      journal.close()
      #expect(try archive.openJournal(on: today, timeZone: "UTC").recoveredReplies == taken.count)
    }
  }
}
