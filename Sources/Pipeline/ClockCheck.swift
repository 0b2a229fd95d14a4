import Archiving
import CommandSupport
import Model

/// How far the clock may go back within a day, in seconds: what a machine corrects by itself.
private let tolerance = 300

/// Refuses a day that cannot be: of two snapshots the later one counts, so a clock that is wrong would hide the
/// right numbers behind older ones.
func checkClock(_ clock: SiteClock, _ options: RunOptions, zone: String) throws {
  if options.asOf != nil { return }
  let today = SiteClock.day(of: clock.now(), zone: zone)
  if let date = options.date, date > today {
    throw RunFailure(
      .usage, "--date \(date) is in the future: today is \(today) in \(zone)",
      hint: "name a day that has been, or leave the option out")
  }
  guard (1...9999).contains(today.components.year) else {
    throw RunFailure(
      .archive, "this machine says that today is \(today), and the archive has days up to 9999-12-31",
      hint: "set the clock right; nothing has been asked for")
  }
  let archive = options.openArchive()
  let newest = try archive.newestDay()
  guard let newest, newest > today else { return }
  let later = try archive.places(after: today)
  throw RunFailure(
    .archive,
    "the archive has a snapshot of \(newest), and this machine says that today is \(today) in \(zone)",
    hint:
      "set the clock right; or name the day: --as-of DAY builds the site of one, --date DAY fetches for one"
      + advice(removing: later))
}

/// How to be rid of days that a wrong clock made. Where there are many, it is this clock that is wrong.
private func advice(removing places: [String]) -> String {
  guard places.count <= 3 else { return "" }
  let names = places.map(shellQuoted).joined(separator: " ")
  return ". If the clock is right, a wrong one made \(places.joined(separator: " and ")): "
    + "rm -r \(names) removes what was fetched then"
}

/// A path as one word of a shell's, and no option.
func shellQuoted(_ path: String) -> String {
  let bytes = path.utf8.first == UInt8(ascii: "-") ? Array("./\(path)".utf8) : Array(path.utf8)
  let isPlain = bytes.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "/=._-".utf8.contains(byte)
    }
  }
  if isPlain { return String(decoding: bytes, as: UTF8.self) }
  let quoted = bytes.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
  return "'\(String(decoding: quoted, as: UTF8.self))'"
}

/// Refuses to fetch with a clock that has gone back since the day's last reply.
func checkClock(_ clock: SiteClock, against archive: Archive) throws {
  let last = try archive.newestFetch(on: clock.day)
  let now = clock.now()
  guard let last, now.secondsSinceEpoch < last.secondsSinceEpoch - tolerance else { return }
  throw RunFailure(
    .archive, "the archive has a reply of \(last), and this machine says that it is \(now)",
    hint: "set the clock right, then run again; if it is right, name another day with --date")
}
