import ArgumentParser
import Pipeline

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show whom a run would ask the API for, why, and how many calls that makes.",
    discussion: """
      Nobody is asked and nothing is bought. `kolsite fetch` and `kolsite build` follow the same plan: \
      the roster's priority first, then who has no answer yet, then the oldest.

      EXAMPLES
        kolsite plan
        kolsite plan --only 2026-Q4 --refetch  what asking again would cost
        kolsite plan --shard 3/16 --json       one task of sixteen, for a program
      """)

  @OptionGroup var arguments: RunArguments

  func run() async throws {
    try await Session(arguments: arguments, options: try arguments.options()).plan()
  }
}
