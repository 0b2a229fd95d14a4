import ArchiveTools
import ArgumentParser

struct ArchiveRepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Undo what changed line ends have done to the archive, as git's core.autocrlf does.",
    discussion: """
      Files whose line ends became CR LF get LF again where that makes them what was written. A manifest that was \
      written in such a clone, and is linked to files as they looked there, is linked to them as they are; it lists \
      what it was before, so that later links to it stay whole. Replies are never changed, and each change is \
      printed. Damage of any other kind is left as it is.

      EXAMPLE
        kolsite archive repair --dry-run
      """)

  @OptionGroup var arguments: ArchiveArguments

  @Flag(name: .customLong("dry-run"), help: "Tell what would be changed, and change nothing.")
  var dryRun = false

  func run() async throws {
    try await arguments.run { [dryRun] tools in await tools.repair(isTrial: dryRun) }
  }
}
