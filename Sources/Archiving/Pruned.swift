import Files
import Markup
import Model

/// What stands in a day's folder in place of its replies: `pruned.json`.
///
/// The day's manifests stay, byte for byte, so that the days after it stay linked to them. Parts that it does not list
/// came later, by a merge, and count; see ``Archive/counted(_:on:)``.
struct PrunedRecord: Sendable, Hashable {
  let day: CalendarDay
  /// The names of the parts that were there.
  let parts: [String]
}

extension PrunedRecord {
  var json: [UInt8] {
    var text: [UInt8] = []
    text.appendJSON("{\n  \"formatVersion\": \(Manifest.version),\n  \"day\": \"\(day)\",\n  \"parts\": [")
    text.appendJSON(parts.map { "\"\($0)\"" }.joined(separator: ", "))
    text.appendJSON("]\n}\n")
    return text
  }
}

extension Archive {
  /// Reads what stands for a pruned day.
  func prunedRecord(of day: CalendarDay) throws(ArchiveError) -> PrunedRecord {
    let path = prunedPath(of: day)
    let value = try jsonFile(path)
    try checkFormatVersion(value, path)
    guard case .string(let text) = value["day"], CalendarDay(text) == day else {
      throw .damaged(path: path, .manifest("it is of another day than its folder"))
    }
    guard case .array(let items) = value["parts"] else {
      throw .damaged(path: path, .manifest("\"parts\" is missing or has a value that does not fit"))
    }
    var parts: [String] = []
    for item in items {
      guard case .string(let name) = item, PartName(name) != nil else {
        throw .damaged(path: path, .manifest("\"parts\" has something that is no name of a part"))
      }
      parts.append(name)
    }
    return PrunedRecord(day: day, parts: parts)
  }

  /// Reads a file that is one JSON value.
  func jsonFile(_ path: String) throws(ArchiveError) -> JSONValue {
    let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
    return try jsonValue(bytes, path)
  }

  func jsonValue(_ bytes: [UInt8], _ path: String) throws(ArchiveError) -> JSONValue {
    var reader = LineReader()
    do throws(LineProblem) {
      return try reader.value(of: bytes)
    } catch {
      throw .damaged(path: path, .manifest("\(error)"))
    }
  }
}

/// Refuses a file of a later format; to be asked first, because nothing else can be relied upon in one.
func checkFormatVersion(_ value: JSONValue, _ path: String) throws(ArchiveError) {
  guard case .number(let text)? = value["formatVersion"], let digit = text.utf8.first,
    digit != UInt8(ascii: "-")
  else { throw .damaged(path: path, .manifest("\"formatVersion\" is missing or no number")) }
  let version = Int(text)
  if version == 0 { throw .damaged(path: path, .manifest("\"formatVersion\" is 0")) }
  guard let version, version <= Manifest.version else {
    throw .newerVersion(path: path, version: text)
  }
}
