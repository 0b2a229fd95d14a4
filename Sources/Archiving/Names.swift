import Files
public import Model

// The names in an archive. A shard is nil for the run of the whole roster.
extension Archive {
  func dayFolder(of day: CalendarDay) -> String { joinPath(folder, "date=\(day)") }

  func manifestPath(of day: CalendarDay, _ run: RunName) -> String {
    joinPath(dayFolder(of: day), ManifestName(run: run).description)
  }

  /// What stands in a day's folder in place of its parts once they were pruned.
  func prunedPath(of day: CalendarDay) -> String { joinPath(dayFolder(of: day), "pruned.json") }

  func path(of part: PartName, on day: CalendarDay) -> String {
    joinPath(dayFolder(of: day), part.description)
  }

  /// Where the replies of a run are until they are sealed.
  public func journalPath(of day: CalendarDay, _ shard: Shard? = nil) -> String {
    joinPath(workFolder, JournalName(day: day, shard: shard).description)
  }

  /// The lock that everyone who writes the archive takes: a shard shares it with other shards.
  var lockPath: String { joinPath(workFolder, "lock") }

  /// The lock that a shard has for itself.
  func lockPath(of shard: Shard) -> String { joinPath(workFolder, "lock-\(shard.label)") }

  /// The day that a folder's name says; nil for any other name.
  static func day(ofFolder name: String) -> CalendarDay? {
    let prefix = "date=".utf8
    guard name.utf8.starts(with: prefix) else { return nil }
    return CalendarDay(String(decoding: name.utf8.dropFirst(prefix.count), as: UTF8.self))
  }
}

extension Shard {
  /// Reads `s0003of0016`; nil for anything that ``label`` is not.
  init?(label: some Collection<UInt8>) {
    let numbers = Array(label.dropFirst()).split(separator: UInt8(ascii: "o"), maxSplits: 1)
    guard numbers.count == 2, numbers[1].first == UInt8(ascii: "f"),
      let index = Int(String(decoding: numbers[0], as: UTF8.self)),
      let count = Int(String(decoding: numbers[1].dropFirst(), as: UTF8.self))
    else { return nil }
    self.init(index: index, count: count)
    guard self.label.utf8.elementsEqual(label) else { return nil }
  }
}

/// The whole roster's first, then the shards' by their names.
func precedes(_ left: Shard?, _ right: Shard?) -> Bool {
  (left?.label ?? "").utf8.lexicographicallyPrecedes((right?.label ?? "").utf8)
}

/// The name of a part: `part-r0c3d5e7f9a1b2c4d-0000.jsonl.gz`, counted from 0 within a run; see ``RunName``.
struct PartName: Sendable, Hashable {
  let run: RunName
  /// At least 0.
  let number: Int

  init(run: RunName = RunName(), number: Int) {
    self.run = run
    self.number = number
  }

  /// Reads a name; nil for anything that this type would not have written.
  init?(_ text: String) {
    let prefix = "part-".utf8
    let suffix = ".jsonl.gz".utf8
    let bytes = text.utf8
    guard bytes.starts(with: prefix), bytes.count > prefix.count + suffix.count else { return nil }
    let middle = Array(bytes.dropFirst(prefix.count).dropLast(suffix.count))
    let dash = middle.lastIndex(of: UInt8(ascii: "-"))
    guard let run = RunName(middle[..<(dash ?? 0)]),
      let number = Int(String(decoding: middle[(dash.map { $0 + 1 } ?? 0)...], as: UTF8.self)),
      (0...999_999_999).contains(number)
    else { return nil }
    self.init(run: run, number: number)
    guard description.utf8.elementsEqual(bytes) else { return nil }
  }
}

extension PartName: Comparable {
  static func < (left: PartName, right: PartName) -> Bool {
    left.run == right.run ? left.number < right.number : left.run < right.run
  }
}

extension PartName: CustomStringConvertible {
  var description: String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return "part\(run.suffix)-\(zeros)\(digits).jsonl.gz"
  }
}

/// The name of a manifest: `manifest-r0c3d5e7f9a1b2c4d.json`; see ``RunName``.
struct ManifestName: Sendable, Hashable {
  let run: RunName

  init(run: RunName) {
    self.run = run
  }

  /// Reads a name; nil for anything that this type would not have written.
  init?(_ text: String) {
    let name = text.utf8.dropFirst("manifest".utf8.count).dropLast(".json".utf8.count)
    guard let run = RunName(name.dropFirst()) else { return nil }
    self.init(run: run)
    guard description.utf8.elementsEqual(text.utf8) else { return nil }
  }
}

extension ManifestName: CustomStringConvertible {
  var description: String { "manifest\(run.suffix).json" }
}

extension JournalName {
  /// Reads a name; nil for anything that this type would not have written.
  init?(_ text: String) {
    let bytes = text.utf8
    guard let day = CalendarDay(String(decoding: bytes.prefix(10), as: UTF8.self)) else { return nil }
    self.init(day: day, shard: Shard(label: bytes.dropFirst(11).dropLast(".jsonl".utf8.count)))
    guard description.utf8.elementsEqual(bytes) else { return nil }
  }
}

extension JournalName: CustomStringConvertible {
  public var description: String { "\(day)\(shard.map { ".\($0.label)" } ?? "").jsonl" }
}
