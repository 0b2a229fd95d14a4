// All of Foundation: on Linux, FoundationEssentials by itself knows no zone but GMT.
import Foundation

/// Whether a text names a zone of the IANA database in the letters of the database.
///
/// Abbreviations (`CST`) and offsets (`GMT+8`), which Foundation takes too, are refused: the first are
/// ambiguous, and neither follows a zone's law.
func isKnownTimeZone(_ name: String) -> Bool {
  let isArea = name.utf8.contains(UInt8(ascii: "/")) || name == "UTC" || name == "GMT"
  return isArea && name.utf8.allSatisfy { $0 < 0x80 } && TimeZone(identifier: name) != nil
}

/// The names to suggest, in order.
var timeZoneNames: [String] {
  TimeZone.knownTimeZoneIdentifiers.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
