import Archiving
import Foundation
import Model
import TestSupport
import Testing

/// A token of digits only, and replies that send it as a number.
struct NumericTokenTests {
  private static let token = "12345678"
  private static let ids = [
    "c0ffee000000000000000001", "c0ffee000000000000000002", "c0ffee000000000000000003",
  ]
  private static func roster(_ ids: [String]) -> String { "kols:\n" + ids.map { "  - id: \($0)\n" }.joined() }

  private func reply(_ id: String, _ fans: String) -> String {
    #"{"code":0,"data":{"userId":"\#(id)","name":"Anna","fansNum":\#(fans),"likeCollectCountInfo":5},"message":null}"#
  }

  @Test func aReplyThatSendsItAsANumberNeverBlocksTheSite() async throws {
    let fans = ["1.2345678e7", "12345677.9999999", "\"1234.5678w\""]
    try await ScriptedServer.run({ request in
      let index = Self.ids.firstIndex(of: request.id) ?? 0
      return .answer(body: self.reply(request.id, fans[index]))
    }) { server in
      let project = try faultProject(server.baseURL, roster: Self.roster(Self.ids))
      let environment = ["KOLSITE_TOKEN": Self.token]
      let result = try await Program.run(["build"], in: project.path, environment: environment)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("field fansNum"), "the field is told: \(result.errors)")
      let verified = try await Program.run(["archive", "verify"], in: project.path, environment: environment)
      #expect(verified.status == 0, "\(verified.errors)")
      let shown = try await Program.run(["archive", "export", "--format", "jsonl"], in: project.path)
      #expect(shown.status == 0, "\(shown.errors)")
      for id in Self.ids {
        let line = try await Program.run(["archive", "show", "latest", id, "--json"], in: project.path)
        #expect(line.output.contains(#""fansNum":"***""#), "\(line.output)")
        #expect(line.output.contains(#""likeCollectCountInfo":5"#))
      }
      for (name, bytes) in try project.tree("public") {
        #expect(bytes.range(of: Data(Self.token.utf8)) == nil, "\(name)")
      }
    }
  }

  /// An archive of a kolsite that did not know such numbers.
  private func project(_ replies: [(day: String, id: String, fans: String)]) throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": Self.roster(Set(replies.map(\.id)).sorted()),
      "Content/site.yml": "title: Case\navatars: initials\narchive: {sites: all}\n",
    ])
    let archive = Archive(folder: "\(project.path)/Content/snapshots")
    for day in Set(replies.map(\.day)).sorted() {
      let journal = try archive.openJournal(on: try #require(CalendarDay(day)), timeZone: "Asia/Shanghai")
      for (index, one) in replies.filter({ $0.day == day }).enumerated() {
        try journal.append(
          Reply(
            kolID: try #require(KOLID(one.id)), endpoint: .profileV1, parameters: [:],
            fetchedAt: try #require(Timestamp("\(day)T01:00:0\(index)Z")), environment: "global", attempts: 1,
            body: Array(reply(one.id, one.fans).utf8)))
      }
      try journal.seal(failures: [])
    }
    return project
  }

  private func build(_ project: ProjectFolder, token: String = token) async throws -> Program.Result {
    try await Program.run(
      ["build", "--offline", "--as-of", "2026-11-22"], in: project.path,
      environment: ["KOLSITE_TOKEN": token])
  }

  @Test func theReplyOfAnEarlierArchiveIsNamedWithWhatHelps() async throws {
    let project = try project([
      ("2026-11-21", Self.ids[0], "7"), ("2026-11-22", Self.ids[0], "8"),
      ("2026-11-22", Self.ids[1], "1.2345678e7"),
    ])
    let result = try await build(project)
    #expect(result.status == 73)
    #expect(
      result.errors.contains(
        "holds the API token in one of its spellings: the archived reply of KOL \(Self.ids[1]) of 2026-11-22 holds it"
      ),
      "\(result.errors)")
    #expect(result.errors.contains("kolsite fetch --only \(Self.ids[1]) --refetch"))
    #expect(!result.errors.contains(Self.ids[0]))
    #expect(!FileManager.default.fileExists(atPath: "\(project.path)/public"))
    let other = try await build(project, token: "87654321")
    #expect(other.status == 75 || other.status == 0, "\(other.errors)")
    #expect(try project.text("public/kol/\(Self.ids[1])/index.json").contains("12345678"))
  }

  /// The copy of that day shows it, and asking again changes no day but today.
  @Test func theReplyOfAnEarlierDayIsNamed() async throws {
    let project = try project([
      ("2026-11-20", Self.ids[0], "1.2345678e7"), ("2026-11-21", Self.ids[0], "7"),
      ("2026-11-22", Self.ids[0], "8"),
    ])
    let result = try await build(project)
    #expect(result.status == 73)
    #expect(
      result.errors.contains("the archived reply of KOL \(Self.ids[0]) of 2026-11-20 holds it"),
      "\(result.errors)")
    #expect(result.errors.contains("kolsite archive prune"))
    #expect(!result.errors.contains("--refetch"))
  }

  /// The second reply of a day counts, so that asking again helps.
  @Test func askingAgainHelps() async throws {
    let project = try project([
      ("2026-11-22", Self.ids[0], "1.2345678e7"), ("2026-11-22", Self.ids[0], "\"***\""),
    ])
    let result = try await build(project)
    #expect(result.status == 75 || result.status == 0, "\(result.errors)")
    #expect(FileManager.default.fileExists(atPath: "\(project.path)/public/index.html"))
  }
}
