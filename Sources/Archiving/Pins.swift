import Files
import Markup
public import Model

/// Pins: the days that pruning keeps whatever its policy says, each with a reason.
///
///     date=2026-11-23/pin.json   {"formatVersion": 1, "day": "2026-11-23", "reason": "…"}
///
/// A pin is a file in its day's folder, so that it is copied with the day.
extension Archive {
  /// The reasons of the pinned days.
  public func pins() throws(ArchiveError) -> [CalendarDay: String] {
    var pins: [CalendarDay: String] = [:]
    for day in try dayFolders().days {
      let path = pinPath(of: day)
      guard try exists(path) else { continue }
      let value = try jsonFile(path)
      try checkFormatVersion(value, path)
      guard case .string(let reason) = value["reason"] else {
        throw .damaged(path: path, .manifest("\"reason\" is missing or no text"))
      }
      pins[day] = reason
    }
    return pins
  }

  /// Pins a day; a later reason replaces an earlier one.
  public func pin(_ day: CalendarDay, reason: String) throws(ArchiveError) {
    var text: [UInt8] = []
    text.appendJSON("{\n  \"formatVersion\": \(Manifest.version),\n  \"day\": \"\(day)\",\n  \"reason\": ")
    text.appendJSON(string: reason)
    text.appendJSON("\n}\n")
    let lock = try lockForTending()
    defer { withExtendedLifetime(lock) {} }
    try onDisk { () throws(FileError) in
      try writeFileDurably(text, to: pinPath(of: day), replacing: true, using: operations)
    }
  }

  /// Removes a day's pin; false where it had none.
  public func unpin(_ day: CalendarDay) throws(ArchiveError) -> Bool {
    let lock = try lockForTending()
    defer { withExtendedLifetime(lock) {} }
    let path = pinPath(of: day)
    guard try exists(path) else { return false }
    try onDisk { () throws(FileError) in
      try removeFile(path, using: operations)
      try operations.syncFolder(dayFolder(of: day))
    }
    return true
  }

  func pinPath(of day: CalendarDay) -> String { joinPath(dayFolder(of: day), "pin.json") }

  /// The lock of who changes sealed days; nobody fetches meanwhile.
  func lockForTending() throws(ArchiveError) -> [FileLock] {
    try Journal.lock(self, for: nil)
  }
}
