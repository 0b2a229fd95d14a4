import Model
import Testing

@testable import Archiving

struct EnvironmentsTests {
  @Test func theNewestRepliesTell() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      #expect(try archive.newestEnvironment() == nil)
      let days = try ["2026-11-20", "2026-11-21", "2026-11-22"].map(day)
      try seal([try reply("anna", environment: "sandbox")], on: days[0], in: archive)
      #expect(try archive.newestEnvironment() == "sandbox")
      try seal([try reply("anna", environment: "global")], on: days[1], in: archive)
      // A day that has only failures tells nothing.
      let failure = FetchFailure(kolID: try id("anna"), reason: .network, attempts: 1)
      try seal([], failures: [failure], on: days[2], in: archive)
      #expect(try archive.newestEnvironment() == "global")
    }
  }

  @Test func aJournalThatWasCutOffTellsToo() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let journal = try archive.openJournal(on: try day("2026-11-22"), timeZone: "Asia/Shanghai")
      try journal.append(try reply("anna", environment: "cn"))
      journal.close()
      #expect(try archive.newestEnvironment() == "cn")
    }
  }
}
