import Archiving
import Faults
import Foundation
import Model
import Serving
import Testing

/// The program is killed again and again, at moments that nobody chose.
struct KillTests {
  private static let kills = 200
  private static let kols = 40

  @Test func whateverTheMomentTheArchiveStaysWhole() async throws {
    var script = FaultScript()
    script.latency = 0...4
    try await SandboxServer.with(faults: script) { baseURL, log in
      let ids = try (0..<UInt32(Self.kols)).map { try #require(SandboxKOL.crowdID($0)) }
      let project = try faultProject(baseURL, roster: "kols:\n" + ids.map { "  - \($0)\n" }.joined())
      let archive = Archive(folder: project.path + "/Content/snapshots")
      var random = SystemRandomNumberGenerator()
      var kills = 0
      var runs = 0
      var day = try #require(CalendarDay("2024-01-01"))
      var known: Set<KOLID> = []
      while kills < Self.kills {
        let program = try Program(
          ["fetch", "--date", day.description], in: project.path,
          environment: ["KOLSITE_TOKEN": Sandbox.token])
        // Half of the time before anything is asked, else while it is, or while the day is sealed.
        if Bool.random() { _ = try await program.hasWritten("Fetching") }
        try await Task.sleep(for: .microseconds(Int.random(in: 0...60_000, using: &random)))
        program.kill(with: SIGKILL)
        let result = try await program.result()
        runs += 1
        #expect([0, 128 + SIGKILL].contains(result.status), "\(result.errors)")
        if result.status == 128 + SIGKILL { kills += 1 }

        let found = try await archive.verify()
        #expect(found.problems == [], "after \(kills) kills")
        #expect(found.unsealed.allSatisfy { $0 == JournalName(day: day, shard: nil) })
        let replied = try archive.repliedIDs(on: day)
        #expect(replied.isSuperset(of: known), "after \(kills) kills")
        known = replied
        if result.status == 0 || (replied.count == Self.kols && found.unsealed.isEmpty) {
          #expect(replied == Set(ids))
          day = day.advanced(by: 1)
          known = []
        }
      }
      // Only what was under way when the program died was asked for again.
      let days = day.days(since: try #require(CalendarDay("2024-01-01")))
      #expect(log.requests.count <= (days + 1) * Self.kols + runs * 16)
    }
  }
}
