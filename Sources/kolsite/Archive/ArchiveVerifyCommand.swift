import ArchiveTools
import ArgumentParser

struct ArchiveVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read the whole archive and name everything that is not as it was written.",
    discussion: """
      Every part is checked by its size, SHA-256 and number of lines, every line by its envelope, id and \
      reply, every manifest by the hashes that later days hold. It ends with 74 where anything is wrong, and \
      changes nothing. A fetch that was not sealed is named and is no damage.

      The last day's hashes are in --json as "head": kept elsewhere, they prove later that nothing was \
      changed since.
      """)

  @OptionGroup var arguments: ArchiveArguments

  @Flag(help: "Print what was found as JSON.")
  var json = false

  func run() async throws {
    try await arguments.run { [json] tools in await tools.verify(json: json) }
  }
}
