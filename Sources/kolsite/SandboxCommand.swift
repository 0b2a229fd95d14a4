import ArgumentParser
import Model
import Serving

struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serve the sandbox API on this machine, to try kolsite or a client of your own.",
    discussion: """
      It answers like the real API: the same paths, parameters, envelope and codes, for published \
      example replies and for synthetic KOLs that change from day to day. The header \
      X-Sandbox-Date: YYYY-MM-DD asks for another day. It listens on 127.0.0.1 only.

      --faults FILE makes answers slow, late, wrong or missing, for some KOLs or for all, by a script \
      in YAML; docs/sandbox.md describes it and the log.

      EXAMPLE
        kolsite sandbox --port 8080 &
        curl 'http://127.0.0.1:8080/api/xiaohongshu-pgy/get-kol-info/v1?token=kolsite-sandbox&kolId=c0ffee000000000000000001'
      """)

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(help: "The token that clients must send. It is not a secret: never use a real one.")
  var token = Sandbox.token

  @Option(
    help: ArgumentHelp("The day it answers for unless asked otherwise.", valueName: "day"),
    transform: { text in
      guard let day = CalendarDay(text) else {
        throw ValidationError("“\(text)” is no day; write it as 2026-11-23")
      }
      return day
    })
  var day: CalendarDay = Sandbox.demoDay

  @Option(help: ArgumentHelp("A script of what goes wrong.", valueName: "file"))
  var faults: String?

  @Option(help: ArgumentHelp("Append a line of JSON for each call to this file.", valueName: "file"))
  var log: String?

  func run() async throws {
    try await SandboxSession(port: port, token: token, day: day, faultsPath: faults, logPath: log).run()
  }
}
