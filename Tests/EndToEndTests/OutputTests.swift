import Archiving
import Foundation
import Model
import Testing

/// What is printed: nothing that acts on a terminal, no token, and nothing lost without a word.
struct OutputTests {
  private static let id = "c0ffee000000000000000001"
  private static let token = "joa9f3e77c0d1b2a4e5f60718293a4b5c6d7"

  /// A project with an archive of one reply.
  private func project(name: String = "Anna") throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - id: \(Self.id)\n",
      "Content/site.yml": "title: Case\navatars: initials\n",
    ])
    let quoted = String(
      decoding: try JSONSerialization.data(withJSONObject: name, options: .fragmentsAllowed), as: UTF8.self)
    let journal = try Archive(folder: "\(project.path)/Content/snapshots")
      .openJournal(on: try #require(CalendarDay("2026-11-22")), timeZone: "Asia/Shanghai")
    try journal.append(
      Reply(
        kolID: try #require(KOLID(Self.id)), endpoint: .profileV1, parameters: [:],
        fetchedAt: try #require(Timestamp("2026-11-22T01:00:00Z")), environment: "global", attempts: 1,
        body: Array(#"{"code":0,"data":{"userId":"\#(Self.id)","name":\#(quoted),"fansNum":1200}}"#.utf8)))
    try journal.seal(failures: [])
    return project
  }

  @Test(arguments: [
    "plan", "plan --json", "build --offline --as-of 2026-11-22 --json",
    "fetch --sandbox --archive sandbox --json", "archive list",
    "archive list --json", "archive show latest", "archive show latest c0ffee000000000000000001 --json",
    "archive export",
    "archive export --format jsonl", "archive verify", "archive verify --json",
    "archive prune --keep-last 1 --dry-run",
    "--version", "--version --verbose", "--help", "build --help", "help plan",
    "--generate-completion-script bash",
  ])
  func outputThatIsLostIsAnError(command: String) async throws {
    let project = try project()
    let result = try await Program(shell: "\(try Program.path) \(command) >/dev/full", in: project.path)
      .result()
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.components(separatedBy: "error: ").count == 2, "\(result.errors)")
    #expect(result.errors.contains("error: the output could not be written: No space left on device"))
  }

  /// Without its place being held, the next file that is opened would be standard output.
  @Test(arguments: ["plan", "archive list", "build --offline --as-of 2026-11-22 --json", "--version"])
  func aClosedOutputIsLostAndNoFileIsWrittenToInItsPlace(command: String) async throws {
    let project = try project()
    let archive = try project.tree("Content")
    let result = try await Program(shell: "\(try Program.path) \(command) >&-", in: project.path).result()
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("error: the output could not be written"))
    #expect(try project.tree("Content") == archive)
  }

  @Test func aPipeThatDoesNotWaitLosesNothing() async throws {
    let project = try project()
    let line = """
      python3 -c 'import fcntl, os, subprocess, time
      r, w = os.pipe()
      fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
      fcntl.fcntl(w, 1031, 4096)
      p = subprocess.Popen(["\(try Program.path)", "--generate-completion-script", "bash"], stdout=w)
      os.close(w)
      time.sleep(0.5)
      n = 0
      while (b := os.read(r, 100)): n += len(b)
      print(n, p.wait())'
      """
    let whole = try await Program.run(["--generate-completion-script", "bash"], in: project.path)
    let result = try await Program(shell: line, in: project.path).result()
    #expect(whole.output.utf8.count > 8_000)
    #expect(result.output == "\(whole.output.utf8.count) 0\n", "\(result.errors)")
  }

  @Test func aFailureOfItsOwnKeepsItsStatus() async throws {
    let project = try project()
    try project.write("kols: 1\n", to: "Content/roster.yml")
    let result = try await Program(
      shell: "\(try Program.path) build --offline --json >/dev/full", in: project.path
    ).result()
    #expect(result.status == 65)
  }

  @Test func aReaderThatGoesAwayHasWhatItWanted() async throws {
    let project = try project()
    for command in ["plan", "archive export", "archive verify --json"] {
      let line = "{ \(try Program.path) \(command); echo $? >status; } | true"
      _ = try await Program(shell: line, in: project.path).result()
      for _ in 0..<200 where try project.tree(".")["status"]?.isEmpty != false {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(try project.text("status") == "0\n", "\(command)")
    }
  }

  @Test func nothingActsOnATerminal() async throws {
    let project = try project(name: "A\u{1B}[31m\u{7}\u{9B}2J\u{202E}\u{85}\u{7F}z")
    for command in [
      "archive export", "archive export --format wide", "archive export --format jsonl",
      "archive show latest",
      "archive show latest c0ffee000000000000000001", "archive show latest --json", "plan", "archive list",
      "archive pin latest --reason x",
      "plan --only '\u{1B}[31m'", "'\u{1B}[2J\u{9B}2J\u{202E}'", "archive show '\u{1B}]0;x'",
    ] {
      let result = try await Program(
        shell: "script -qec \"\(try Program.path) \(command)\" /dev/null", in: project.path
      ).result()
      #expect(!result.output.isEmpty)
      // The terminal itself adds the carriage returns.
      let acting = result.output.unicodeScalars.filter { scalar in
        scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\r"
          || scalar == "\u{202E}"
      }
      // A message first clears the line that the progress is on.
      let cleared = result.output.components(separatedBy: "\r\u{1B}[K").count - 1
      #expect(
        acting.filter { $0 == "\u{1B}" }.count == cleared, "\(command): \(result.output.debugDescription)")
      #expect(acting.allSatisfy { $0 == "\u{1B}" }, "\(command): \(result.output.debugDescription)")
      if command.contains("jsonl") {
        let line = try #require(result.output.split(whereSeparator: \.isNewline).first)
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(row?["name"] as? String == "A\u{1B}[31m\u{7}\u{9B}2J\u{202E}\u{85}\u{7F}z")
      }
    }
  }

  @Test func nothingActsInACSVOfTheSiteOrOfAnExport() async throws {
    let project = try project(name: "A\u{1B}\u{0}\u{9B}\u{202E}\n\tz")
    #expect(
      try await Program.run(["build", "--offline", "--as-of", "2026-11-22"], in: project.path).status == 0)
    #expect(
      try await Program.run(["archive", "export", "--output", "a.csv"], in: project.path).status == 0)
    #expect(
      try await Program.run(["archive", "export", "--format", "wide", "--output", "b.csv"], in: project.path)
        .status == 0)
    for name in ["public/data/readings.csv", "a.csv", "b.csv"] {
      let bytes = try project.bytes(name)
      #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.contains("A\\u{1b}\\u{0}\\u{9b}\\u{202e}  z"), "\(text)")
      #expect(
        text.unicodeScalars.allSatisfy { scalar in
          scalar == "\r" || scalar == "\n" || scalar.properties.generalCategory != .control
        })
    }
  }

  @Test(arguments: [
    ["build"], ["plan", token], [token], ["--\(token)"], ["build", "--only", token],
    ["build", "--as-of", token],
    ["build", "--root", token], ["build", "--offline", "--archive", token],
    ["build", "--offline", "--output", "a/\(token)"],
    ["archive", "show", token], ["archive", "list", "--archive", token],
    ["archive", "export", "--metric", token],
    ["archive", "diff", token], ["sandbox", "--faults", token], ["sandbox", "--day", token],
    ["fetch", "--shard", token],
  ])
  func theTokenIsNotRepeatedWhereverItIsGiven(arguments: [String]) async throws {
    for variable in ["KOLSITE_TOKEN", "KOLSITE_TOKEN_FILE"] {
      let project = try project()
      try project.write("api: {baseURL: \"http://127.0.0.1:9\"}\n", to: "Content/site.yml")
      let result = try await Program.run(
        arguments, in: project.path, environment: [variable: Self.token])
      #expect(!(result.output + result.errors).contains("joa9f3e77c0d"), "\(result.output)\(result.errors)")
      for (name, bytes) in try project.tree(".kolsite") {
        #expect(bytes.range(of: Data("joa9f3e77c0d".utf8)) == nil, "\(name)")
      }
    }
  }

  /// An archive of a kolsite that knew fewer spellings, or of a run with another token.
  @Test func anArchivedReplyWithTheTokenIsNamed() async throws {
    let project = try project(name: "x &#106;oa9f3e77c0d1b2a4e5f60718293a4b5c6d7")
    let result = try await Program.run(
      ["build", "--offline", "--as-of", "2026-11-22"], in: project.path,
      environment: ["KOLSITE_TOKEN": Self.token])
    #expect(result.status == 73)
    #expect(
      result.errors.contains("the archived reply of KOL \(Self.id) of 2026-11-22 holds it"),
      "\(result.errors)")
    #expect(result.errors.contains("replace the token"))
    #expect(result.errors.contains("kolsite fetch --only \(Self.id) --refetch"))
  }
}
