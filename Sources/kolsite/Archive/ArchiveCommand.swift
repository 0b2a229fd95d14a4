import ArchiveTools
import ArgumentParser
import CommandSupport

struct ArchiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Look after the archive of dated snapshots, and read from it.",
    discussion: """
      The archive is a folder of plain files (docs/archive-format.md). None of these commands asks the \
      API or changes the site.
      """,
    subcommands: [
      ArchiveListCommand.self, ArchiveShowCommand.self, ArchiveDiffCommand.self, ArchiveExportCommand.self,
      ArchiveVerifyCommand.self,
      ArchivePruneCommand.self, ArchivePinCommand.self, ArchiveRepairCommand.self,
    ])
}

/// The options that all archive commands share.
struct ArchiveArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The project folder.", valueName: "folder"))
  var root = "."

  @Option(
    help: ArgumentHelp("The archive of dated snapshots; relative to the project folder.", valueName: "folder")
  )
  var archive = "Content/snapshots"

  @Flag(help: "Say nothing but warnings and errors on standard error.")
  var quiet = false

  func validate() throws {
    if root.utf8.isEmpty { throw ValidationError("--root is empty; name the project folder") }
    if archive.utf8.isEmpty { throw ValidationError("--archive is empty; name the archive's folder") }
  }

  /// Runs a command on the archive, prints what it says and ends the process with its status.
  func run(_ work: @escaping @Sendable (ArchiveTools) async -> ArchiveTools.Outcome) async throws {
    let console = Console(isQuiet: quiet)
    let tools = ArchiveTools(ProjectFolders(root: root, archive: archive)) { console.show($0) }
    let outcome = await Interruption.cancelling { await work(tools) }
    throw ExitCode(Output.finish(outcome.output, outcome.status).rawValue)
  }
}
