import ArgumentParser
import CommandSupport
import Foundation
import Markup
import Pipeline

/// The command: one file a subcommand; each reads arguments, calls `Pipeline` and ends with its status.
@main
struct Kolsite: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kolsite",
    abstract: "Turn a roster of Xiaohongshu KOLs into a dated archive and a static report site.",
    discussion: """
      Run it in a folder that has Content/roster.yml. Every day, `kolsite build` asks the API for \
      the KOLs that are due, keeps the replies as that day's snapshot, and publishes the site. \
      The API token comes from the environment variable KOLSITE_TOKEN, or from the file that \
      KOLSITE_TOKEN_FILE names, and from nowhere else.

      Try it without a token: kolsite build --sandbox

      With --version --verbose it lists the libraries that it runs with, for a report of a bug.

      EXIT STATUS
      \(ExitStatus.help)
      """,
    version: Version.current,
    subcommands: [
      BuildCommand.self, FetchCommand.self, PlanCommand.self, ArchiveCommand.self, SandboxCommand.self,
    ])

  /// The parser ends at `--version`, before it reads any other flag, so the two together are looked for first.
  static func main() async {
    Output.holdPlaces()
    // A reader that goes away (`| head`) is no reason to die, least of all in the middle of a publication.
    signal(SIGPIPE, SIG_IGN)
    if Version.isAskedWithLibraries(by: CommandLine.arguments.dropFirst()) {
      exit(withError: ExitCode(Output.finish(Array("\(Version.withLibraries)\n".utf8), .success).rawValue))
    }
    do {
      var command = try await asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: ExitCode(end(with: error)))
    }
  }

  /// Prints what the parser has to say, which may repeat arguments.
  /// - Returns: The status to end with.
  private static func end(with error: any Error) -> Int32 {
    let status = exitCode(for: error).rawValue
    let text = fullMessage(for: error)
    guard !text.utf8.isEmpty else { return status }
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { visibleText(String(decoding: $0, as: UTF8.self)) + "\n" }.joined()
    if status == ExitStatus.success.rawValue {
      return Output.finish(Array(lines.utf8), .success).rawValue
    }
    Output.tell(lines)
    return status
  }
}
