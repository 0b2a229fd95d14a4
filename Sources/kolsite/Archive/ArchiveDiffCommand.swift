import ArchiveTools
import ArgumentParser

struct ArchiveDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell what changed between two days.",
    discussion: """
      New and gone KOLs, prices, tiers, registration, growth that turned, tags and other fields. For each \
      KOL the newest snapshot of either day counts. Without a day the newest is compared with the one before it.

      EXAMPLES
        kolsite archive diff
        kolsite archive diff 2026-11-01 latest --markdown
        kolsite archive diff -7d latest --json
      """)

  @OptionGroup var arguments: ArchiveArguments

  // A day such as -7d looks like an option, so whatever is no option is taken for a day.
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The earlier day and the later one: 2026-11-22, latest, or -7d.", valueName: "day"))
  var days: [String] = []

  @Flag(help: "Print the changes as JSON.")
  var json = false

  @Flag(help: "Print the changes as Markdown, for an issue or a message.")
  var markdown = false

  func validate() throws {
    if json, markdown { throw ValidationError("--json and --markdown exclude each other") }
    guard days.count <= 2 else {
      throw ValidationError("name two days at most: the earlier one and the later one")
    }
    for day in days { _ = try dayReference(day) }
  }

  func run() async throws {
    let references = try days.map(dayReference)
    let format: ArchiveTools.DiffFormat = json ? .json : markdown ? .markdown : .text
    try await arguments.run { tools in
      await tools.diff(references.first, references.count > 1 ? references[1] : nil, format)
    }
  }
}
