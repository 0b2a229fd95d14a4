import ArchiveTools
import ArgumentParser
import Model

struct ArchiveShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a day has of everyone, or of one KOL.",
    discussion: """
      EXAMPLES
        kolsite archive show latest
        kolsite archive show 2026-11-22 c0ffee000000000000000001
        kolsite archive show latest c0ffee000000000000000001 --json | jq .reply.data
      """)

  @OptionGroup var arguments: ArchiveArguments

  @Argument(help: "The day: 2026-11-22, or latest.", transform: dayReference)
  var day: DayReference

  @Argument(help: "A KOL's id.", transform: kolID)
  var id: KOLID?

  @Flag(help: "Print the archive's lines as they are: the replies token for token.")
  var json = false

  func run() async throws {
    try await arguments.run { [day, id, json] tools in await tools.show(day, id, json: json) }
  }
}

/// Reads a day of the archive on the command line.
@Sendable func dayReference(_ text: String) throws -> DayReference {
  guard let day = DayReference(text) else {
    throw ValidationError("“\(text)” is no day; write it as 2026-11-22, latest or -7d")
  }
  return day
}

/// Reads a KOL's id on the command line.
@Sendable func kolID(_ text: String) throws -> KOLID {
  guard let id = KOLID(text) else { throw ValidationError("“\(text)” is no KOL's id") }
  return id
}
