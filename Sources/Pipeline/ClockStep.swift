import Archiving
import Model

extension Run {
  /// How far the clock may go back within a day: what a machine corrects by itself.
  private static let tolerance = 300

  /// Refuses a day that cannot be: of two snapshots the later one counts, so a clock that is wrong would hide the
  /// right numbers behind older ones.
  func checkClock(
    _ clock: SiteClock, _ options: RunOptions, zone: String
  ) throws(RunFailure) {
    if options.asOf != nil { return }
    let today = SiteClock.day(of: clock.now(), zone: zone)
    if let date = options.date, date > today {
      throw RunFailure(
        .usage, "--date \(date) is in the future: today is \(today) in \(zone)",
        hint: "name a day that has been, or leave the option out")
    }
    let newest = try archiving { () throws(ArchiveError) in try options.openArchive().newestDay() }
    guard let newest, newest > today else { return }
    throw RunFailure(
      .archive,
      "the archive has a snapshot of \(newest), and this machine says that today is \(today) in \(zone)",
      hint:
        "set the clock right; or name the day: --as-of DAY builds the site of one, --date DAY fetches for one"
    )
  }

  /// Refuses to fetch with a clock that has gone back since the day's last reply.
  func checkClock(_ clock: SiteClock, against archive: Archive) throws(RunFailure) {
    let last = try archiving { () throws(ArchiveError) in try archive.newestFetch(on: clock.day) }
    let now = clock.now()
    guard let last, now.secondsSinceEpoch < last.secondsSinceEpoch - Self.tolerance else { return }
    throw RunFailure(
      .archive, "the archive has a reply of \(last), and this machine says that it is \(now)",
      hint: "set the clock right, then run again")
  }
}
