import ArgumentParser
import CommandSupport
import Model
import Pipeline

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Fetch the KOLs that are due, archive their replies, and publish the site.",
    discussion: """
      With --offline the site is built from the archive alone. With --as-of it is built as it was \
      on that day: nothing is fetched then, unless from the sandbox, which can answer for any day.

      EXAMPLES
        kolsite build                          fetch and publish to public/
        kolsite build --sandbox                the same against the built-in sandbox
        kolsite build --offline --as-of 2026-11-01 --output old-site
        kolsite build --json > report.json     what the run did, for a program
      """)

  @OptionGroup var arguments: RunArguments

  @Option(help: ArgumentHelp("Where the site goes; relative to the project folder.", valueName: "folder"))
  var output = "public"

  @Flag(help: "Build from the archive without asking the API.")
  var offline = false

  @Option(
    name: .customLong("max-stale"),
    help: ArgumentHelp(
      "Publish only if no stale KOL's snapshot is older than this (3d, 2w), or no larger share of the KOLs is stale (20%).",
      valueName: "limit"),
    transform: { text in
      guard let limit = StaleLimit(text) else {
        throw ValidationError("“\(text)” is no limit; write an age such as 3d, or a share such as 20%")
      }
      return limit
    })
  var maxStale: StaleLimit?

  @Flag(name: .customLong("allow-shrink"), help: "Publish though the site loses half of its pages or more.")
  var allowShrink = false

  @Flag(
    name: .customLong("skip-damaged"),
    help: "Build though replies in the archive cannot be read; the pages say of which days.")
  var skipDamaged = false

  func validate() throws {
    if offline, arguments.sandbox {
      throw ValidationError("--offline and --sandbox exclude each other")
    }
    if offline, arguments.date != nil {
      throw ValidationError("--date files what is fetched; to build an archived day say --as-of")
    }
    if isOffline, !arguments.only.isEmpty || arguments.refetch || arguments.shard != nil {
      throw ValidationError(
        """
        --only, --refetch and --shard say whom to ask the API for; with --offline, and with --as-of \
        without --sandbox, nobody is asked
        """)
    }
    if output.utf8.isEmpty { throw ValidationError("--output is empty; name the site's folder") }
  }

  /// The real API answers for today only, so another day is built from the archive.
  private var isOffline: Bool { offline || (arguments.asOf != nil && !arguments.sandbox) }

  func run() async throws {
    var options = try arguments.options()
    options.folders.output = output
    options.isOffline = isOffline
    options.maxStale = maxStale
    options.allowsShrinking = allowShrink
    options.skipsDamaged = skipDamaged
    try await Session(arguments: arguments, options: options).run(.build)
  }
}
