import ArchiveTools
import ArgumentParser
import Model

struct ArchivePruneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove the replies of days that need not be kept.",
    discussion: """
      A day is kept if any of the rules wants it, if it is pinned, or if it has the last snapshot of a KOL. \
      The manifests of the others stay, so that `archive verify` can still follow the chain; their replies \
      are gone, and pages of those days show the newest snapshot before them.

      EXAMPLE
        kolsite archive prune --keep-daily 30 --keep-weekly 12 --keep-monthly unlimited --dry-run
      """)

  @OptionGroup var arguments: ArchiveArguments

  @Option(help: ArgumentHelp("Keep the newest days, so many.", valueName: "n"), transform: count)
  var keepLast = 0
  @Option(
    help: ArgumentHelp("Keep the newest days, so many; the same as --keep-last.", valueName: "n"),
    transform: count)
  var keepDaily = 0
  @Option(
    help: ArgumentHelp(
      "Keep the last day of each of the newest weeks, which begin on Monday.", valueName: "n"),
    transform: count)
  var keepWeekly = 0
  @Option(
    help: ArgumentHelp("Keep the last day of each of the newest months.", valueName: "n"), transform: count)
  var keepMonthly = 0
  @Option(
    help: ArgumentHelp("Keep the last day of each of the newest years.", valueName: "n"), transform: count)
  var keepYearly = 0
  @Option(
    help: ArgumentHelp(
      "Keep the days that are at most so much older than the newest: 90d.", valueName: "days"),
    transform: { text in
      guard text.utf8.last == UInt8(ascii: "d"), let days = Int(text.dropLast()), (1...99_999).contains(days)
      else {
        throw ValidationError("“\(text)” is no number of days; write it as 90d")
      }
      return days
    })
  var keepWithin = 0

  @Flag(name: .customLong("dry-run"), help: "Tell what would be kept and why, and remove nothing.")
  var dryRun = false

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func run() async throws {
    var policy = PrunePolicy()
    policy.last = keepLast
    policy.daily = keepDaily
    policy.weekly = keepWeekly
    policy.monthly = keepMonthly
    policy.yearly = keepYearly
    policy.withinDays = keepWithin
    try await arguments.run { [policy, dryRun, json] tools in
      await tools.prune(policy, isTrial: dryRun, json: json)
    }
  }
}

/// Reads a number of days, weeks or months to keep: at least 1, or `unlimited`.
@Sendable private func count(_ text: String) throws -> Int {
  if text.utf8.elementsEqual("unlimited".utf8) { return .max }
  guard let count = Int(text), (1...999_999).contains(count) else {
    throw ValidationError("“\(text)” is no number of at least 1; write 30, or unlimited")
  }
  return count
}
