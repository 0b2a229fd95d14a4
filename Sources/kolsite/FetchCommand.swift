import ArgumentParser
import Pipeline

struct FetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch the KOLs that are due and archive their replies, without building the site.",
    discussion: """
      EXAMPLES
        kolsite fetch                          today's snapshot
        kolsite fetch --only 2026-Q4           one group of the roster
        kolsite fetch --shard 3/16             one task of sixteen
      """)

  @OptionGroup var arguments: RunArguments

  func validate() throws {
    if arguments.asOf != nil, !arguments.sandbox {
      throw ValidationError(
        "--as-of needs --sandbox here: the API answers for today only, whatever day is asked for")
    }
  }

  func run() async throws {
    try await Session(arguments: arguments, options: try arguments.options()).run(.fetch)
  }
}
