import ArgumentParser
import CommandSupport
import Foundation
import Model
import Pipeline

/// The options that `build`, `fetch` and `plan` share.
struct RunArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The project folder, with Content/ in it.", valueName: "folder"))
  var root = "."

  @Option(
    help: ArgumentHelp("The archive of dated snapshots; relative to the project folder.", valueName: "folder")
  )
  var archive = "Content/snapshots"

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The day to take for today, as YYYY-MM-DD.", valueName: "day"),
    transform: day)
  var asOf: CalendarDay?

  @Option(
    help: ArgumentHelp(
      "File what is fetched now under this day, for a run that was missed; pages say when it was fetched.",
      valueName: "day"),
    transform: day)
  var date: CalendarDay?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Ask the API only for this KOL or group; repeat it for more. The site still shows the whole roster.",
      valueName: "id-or-group"))
  var only: [String] = []

  @Flag(help: "Ask again also where today's answer is there. Each answer is paid for again.")
  var refetch = false

  @Option(
    help: ArgumentHelp(
      "Ask for one share of the roster only, split by id: 3/16 is the third of sixteen. Taken from the environment of a job array where it is not given.",
      valueName: "i/n"),
    transform: { text in
      guard let shard = Shard(text) else {
        throw ValidationError("“\(text)” is no shard; write it as 3/16, the third of sixteen")
      }
      return shard
    })
  var shard: Shard?

  @Flag(help: "Use the built-in sandbox API instead of the real one; needs no token.")
  var sandbox = false

  @Flag(help: "Fail when the fields of the API's replies have changed; what was fetched is kept.")
  var strict = false

  @Flag(help: "Print the run's report as JSON on standard output.")
  var json = false

  @Flag(help: "Say nothing but warnings and errors.")
  var quiet = false

  func validate() throws {
    if root.utf8.isEmpty { throw ValidationError("--root is empty; name the project folder") }
    if date != nil, asOf != nil || sandbox {
      throw ValidationError("--date is for a real fetch: it goes with neither --as-of nor --sandbox")
    }
    if archive.utf8.isEmpty { throw ValidationError("--archive is empty; name the archive's folder") }
  }

  /// - Throws: Where the environment's variables name a shard that cannot be.
  func options() throws -> RunOptions {
    var options = RunOptions(folders: ProjectFolders(root: root, archive: archive), asOf: asOf)
    options.selection = FetchPlan.Selection(only: only, shard: shard, refetches: refetch)
    options.isStrict = strict
    options.date = date
    guard shard == nil else { return options }
    do throws(ShardVariables.Problem) {
      let found = try ShardVariables.shard(in: ProcessInfo.processInfo.environment)
      options.selection.shard = found?.shard
      options.shardVariable = found?.variable
    } catch {
      throw ValidationError("\(error.message): \(error.hint)")
    }
    return options
  }
}

/// Reads a day on the command line.
@Sendable func day(_ text: String) throws -> CalendarDay {
  guard let day = CalendarDay(text) else {
    throw ValidationError("“\(text)” is no day; write it as 2026-11-23")
  }
  return day
}
