import Faults
import Foundation
import Model
import Serving
import Testing

/// What a team that counts its calls does: plan, fetch in parts, ask again, and look at what it cost.
struct FetchPlanTests {
  /// A project of synthetic KOLs whose API is a sandbox over HTTP, as a real one would be.
  private func project(_ baseURL: String, roster: String) throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/site.yml": """
      api:
        baseURL: \(baseURL)
        endpoint: profile-v2
        requestsPerSecond: 100
        burst: 10
        concurrency: 1

      """,
      "Content/roster.yml": roster,
    ])
    return project
  }

  private let roster =
    "kols:\n"
    + (1...7).map { "  - {id: c0ffee00000000000000000\($0), priority: \($0 == 5 ? 1 : 0)}\n" }.joined()
  private let token = ["KOLSITE_TOKEN": Sandbox.token]

  private struct Report: Decodable {
    struct Plan: Decodable {
      struct KOL: Decodable {
        let id: String
        let turn: Int?
        let reason: String
      }
      let due: Int
      let calls: Int
      let mostCalls: Int
      let kols: [KOL]
    }
    struct Fetch: Decodable {
      let due: Int
      let stored: Int
      let calls: Int
      let answered: Int
      let charged: Int
      let shard: String?
    }
    let status: Int
    let plan: Plan?
    let fetch: Fetch?
  }

  private func report(_ text: some DataProtocol) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(text))
  }

  @Test func aPlanSaysWhatARunWillDoAndWritesNothing() async throws {
    try await SandboxServer.with { baseURL, log in
      let project = try project(baseURL, roster: roster)
      let before = try project.tree(".")
      let result = try await Program.run(["plan", "--json"], in: project.path)
      #expect(result.status == 0)
      let plan = try #require(try report(Array(result.output.utf8)).plan)
      #expect(plan.due == 7 && plan.calls == 7 && plan.mostCalls == 18)
      #expect(plan.kols.first { $0.turn == 1 }?.id == "c0ffee000000000000000005")
      #expect(plan.kols.allSatisfy { $0.reason == "new" })
      #expect(try project.tree(".") == before)
      #expect(log.requests.isEmpty)

      #expect(
        try await Program.run(["fetch"], in: project.path, environment: token).status == 0)
      #expect(log.requests.first?.kolID?.text == "c0ffee000000000000000005")
      let after = try await Program.run(["plan"], in: project.path)
      #expect(after.output.hasPrefix("0 of 7 KOLs are due on "))
      #expect(after.output.hasSuffix("7 have an answer that is fresh enough\n"))
    }
  }

  @Test func theCallsThatAreReportedAreThoseThatTheServerSaw() async throws {
    try await SandboxServer.with { baseURL, log in
      let project = try project(baseURL, roster: roster)
      var seen = 0
      for (arguments, due) in [(["fetch"], 7), (["fetch"], 0), (["fetch", "--refetch"], 7)] {
        let result = try await Program.run(
          arguments + ["--json"], in: project.path, environment: token)
        #expect(result.status == 0)
        let fetch = try #require(try report(Array(result.output.utf8)).fetch)
        #expect(fetch.due == due)
        #expect(fetch.calls == log.requests.count - seen)
        #expect(fetch.answered == due && fetch.charged == due && fetch.stored == due)
        seen = log.requests.count
      }
    }
  }

  @Test func theShardsOfAnArrayAskForEveryoneOnceAndMakeOneSite() async throws {
    try await SandboxServer.with { baseURL, log in
      let project = try project(baseURL, roster: roster)
      for task in 1...2 {
        let variables = [
          "SLURM_ARRAY_TASK_ID": "\(task)", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "1",
        ]
        let result = try await Program.run(
          ["fetch"], in: project.path, environment: token.merging(variables) { $1 })
        #expect(result.status == 0)
        #expect(result.errors.contains("note: SLURM_ARRAY_TASK_ID makes this run shard \(task)/2"))
        let left = try report(try project.bytes(".kolsite/run-s000\(task)of0002.json"))
        #expect(left.fetch?.shard == "\(task)/2")
      }
      #expect(log.requests.count == 7)
      #expect(Set(log.requests.compactMap(\.kolID)).count == 7)
      let build = try await Program.run(["build", "--offline"], in: project.path)
      #expect(build.status == 0)
      #expect(build.errors.contains("7 of 7 KOLs fresh"))
    }
  }

  @Test func aRefusedIDIsToldAtItsLineOfTheRoster() async throws {
    try await SandboxServer.with { baseURL, _ in
      let project = try project(
        baseURL, roster: "kols:\n  - c0ffee000000000000000001\n  - id: not-an-id\n")
      let result = try await Program.run(["build"], in: project.path, environment: token)
      #expect(result.status == 75)
      #expect(
        result.errors.contains(
          "Content/roster.yml:3:9: warning: KOL not-an-id: the API answers code 400"))
      #expect(try project.text("public/index.html").contains("c0ffee000000000000000001"))

      // The same again, where half of the roster without a snapshot is too much.
      let strict = try await Program.run(
        ["build", "--max-stale", "20%"], in: project.path, environment: token)
      #expect(strict.status == 69)
      #expect(strict.errors.contains("1 of 2 KOLs are stale or were never fetched"))
    }
  }

  @Test func theTokenMayComeFromAFile() async throws {
    try await SandboxServer.with { baseURL, log in
      let project = try project(baseURL, roster: roster)
      try project.write("\(Sandbox.token)\n", to: "token")
      let file = ["KOLSITE_TOKEN_FILE": "\(project.path)/token"]
      let result = try await Program.run(["fetch"], in: project.path, environment: file)
      #expect(result.status == 0)
      #expect(result.errors.contains("other users of this machine may read the API token"))
      #expect(!result.errors.contains(Sandbox.token))
      #expect(log.requests.count == 7)
      let both = try await Program.run(
        ["fetch", "--refetch"], in: project.path, environment: file.merging(token) { $1 })
      #expect(both.status == 64)
      #expect(log.requests.count == 7)
    }
  }

  @Test(arguments: [
    ["build", "--max-stale", "3"], ["fetch", "--shard", "0/2"], ["plan", "--shard", "3"],
    ["build", "--offline", "--refetch"], ["build", "--offline", "--archive", "public/data"],
    ["build", "--offline", "--archive", "."],
  ])
  func argumentsThatCannotBeMeantEndWith64(arguments: [String]) async throws {
    let project = try ProjectFolder(files: ["Content/roster.yml": roster])
    #expect(try await Program.run(arguments, in: project.path).status == 64)
    #expect(try project.tree("public").isEmpty)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 130), (SIGKILL, 137)] as [(Int32, Int32)])
  func aFetchThatIsStoppedKeepsWhatItHasAndBlamesNobody(signal: Int32, status: Int32) async throws {
    let project = try ProjectFolder(files: ["Content/roster.yml": roster])
    try await SandboxServer.with { baseURL, log in
      try project.write(
        "api: {baseURL: \"\(baseURL)\", requestsPerSecond: 1, concurrency: 1}\n", to: "Content/site.yml")
      let fetch = try Program(["fetch"], in: project.path, environment: token)
      #expect(try await fetch.hasWritten("1 of 7 KOLs"))
      fetch.kill(with: signal)
      let result = try await fetch.result()
      #expect(result.status == status)
      #expect(!result.errors.contains("warning: KOL"))
      try project.write(
        "api: {baseURL: \"\(baseURL)\", requestsPerSecond: 100}\n", to: "Content/site.yml")
      let rest = try await Program.run(
        ["fetch", "--json"], in: project.path, environment: token)
      #expect(rest.status == 0)
      // Nobody is asked twice; only a kill may lose the one answer that was under way.
      let lost = log.requests.count - 7
      #expect(lost == 0 || (lost == 1 && signal == SIGKILL))
      let second = try #require(try report(Array(rest.output.utf8)).fetch)
      let first = log.requests.count - second.calls
      #expect(first > 0 && first < 7)
      #expect(second.due == 7 - first + lost)
      #expect(Set(log.requests.compactMap(\.kolID)).count == 7)
    }
  }

  @Test func aChangeOfShapeIsToldAndFailsAStrictRun() async throws {
    try await SandboxServer.with { baseURL, _ in
      let project = try project(baseURL, roster: "kols:\n  - a00000000000000000000001\n")
      #expect(try await Program.run(["fetch"], in: project.path, environment: token).status == 0)
      // Yesterday's snapshot, as if a field had had another type then.
      try await rewriteSnapshot(of: project, "s/\"fansNum\":[0-9]*/\"fansNum\":{\"old\":1}/")
      let told = try await Program.run(["fetch", "--json"], in: project.path, environment: token)
      #expect(told.status == 0)
      #expect(told.errors.contains("warning: the field fansNum has changed from object to number"))
      #expect(told.output.contains("\"change\" : \"retyped\""))
      let strict = try await Program.run(
        ["build", "--strict", "--refetch"], in: project.path, environment: token)
      #expect(strict.status == 76)
      #expect(strict.errors.contains("error: the shape of the API's replies has changed"))
      #expect(try project.tree("public").isEmpty)
    }
  }

  /// Moves the one day of an archive to the day before and edits its replies.
  private func rewriteSnapshot(of project: ProjectFolder, _ edit: String) async throws {
    let script = """
      set -e
      cd Content/snapshots
      new=$(ls -d date=*); day=${new#date=}
      old=$(date -u -d "$day -1 day" +%F)
      mv "$new" "date=$old"; cd "date=$old"
      part=$(echo part-*.jsonl.gz)
      zcat $part | sed '\(edit)' | gzip -n > new
      mv new $part
      sum=$(sha256sum $part | cut -d' ' -f1); size=$(stat -c %s $part)
      sed -i -e "s/$day/$old/" -e 's/"sha256": "[0-9a-f]*"/"sha256": "'$sum'"/' \\
        -e 's/"bytes": [0-9]*/"bytes": '$size'/' \\
        manifest*.json
      """
    let result = try await Program(shell: script, in: project.path).result()
    #expect(result.status == 0, "\(result.errors)")
  }
}

/// The settings' concurrency is reached, not only kept.
struct ConcurrencyTests {
  @Test(.timeLimit(.minutes(2))) func asManyRequestsAreUnderWayAsTheSettingsAllow() async throws {
    var script = FaultScript()
    // Nobody is answered before the last has come, however slow the machine is.
    script.rules = [FaultScript.Rule(.everyone, [.init(.named(.hang))])]
    let roster =
      try "kols:\n" + (UInt32(0)..<24).map { "  - \(try #require(SandboxKOL.crowdID($0)))\n" }.joined()
    try await SandboxServer.with(faults: script) { baseURL, log in
      let project = try faultProject(baseURL, roster: roster, timeout: "60s")
      let fetch = try Program(
        ["fetch"], in: project.path, environment: ["KOLSITE_TOKEN": Sandbox.token])
      while log.entries.count < 16 { try await Task.sleep(for: .milliseconds(5)) }
      fetch.kill(with: SIGKILL)
      _ = try await fetch.result()
      #expect(log.entries.map(\.inFlight).max() == 16)
    }
  }
}
