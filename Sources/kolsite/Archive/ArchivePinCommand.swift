import ArchiveTools
import ArgumentParser

struct ArchivePinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Keep a day whatever is pruned, for a reason.",
    discussion: """
      EXAMPLES
        kolsite archive pin 2026-11-22 --reason "the pack for the winter campaign"
        kolsite archive pin 2026-11-22 --remove
      """)

  @OptionGroup var arguments: ArchiveArguments

  @Argument(help: "The day: 2026-11-22, or latest.", transform: dayReference)
  var day: DayReference

  @Option(help: "Why the day must be kept; shown by list and prune.")
  var reason: String?

  @Flag(help: "Remove the pin.")
  var remove = false

  func validate() throws {
    if remove == (reason != nil) { throw ValidationError("say either --reason TEXT or --remove") }
    if let reason, reason.utf8.isEmpty || reason.utf8.count > 1_000 {
      throw ValidationError("a reason is a text of 1 to 1000 bytes")
    }
  }

  func run() async throws {
    try await arguments.run { [day, reason] tools in
      if let reason { return await tools.pin(day, reason: reason) }
      return await tools.unpin(day)
    }
  }
}
