import ArchiveTools
import ArgumentParser

struct ArchiveListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the archived days: KOLs, replies, failures, sizes, pins.")

  @OptionGroup var arguments: ArchiveArguments

  @Flag(help: "Print the list as JSON.")
  var json = false

  func run() async throws {
    try await arguments.run { [json] tools in await tools.list(json: json) }
  }
}
