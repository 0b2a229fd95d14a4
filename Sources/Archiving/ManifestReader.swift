import Files
import Model

/// Reads a manifest member by member; keys that it does not know are ignored.
struct ManifestReader {
  let path: String
  let day: CalendarDay
  /// What the file's name says.
  let run: RunName

  func manifest(_ value: JSONValue) throws(ArchiveError) -> Manifest {
    try checkFormatVersion(value, path)
    let parts = try list(value, "parts", part)
    let failures = try list(value, "failures", failure)
    let kols = try count(value, "kols")
    guard try text(value, "day") == day.description else {
      throw problem("it is of another day than its folder")
    }
    guard try runOfMembers(value) == run else { throw problem("it is of another shard or run than its name") }
    guard zip(parts, parts.dropFirst()).allSatisfy({ $0.name < $1.name }) else {
      throw problem("its parts are not in the order of their numbers")
    }
    guard zip(failures, failures.dropFirst()).allSatisfy({ $0.kolID < $1.kolID }) else {
      throw problem("its failures are not in id order")
    }
    let manifest = Manifest(
      day: day, run: run, timeZone: try text(value, "timeZone"), kols: kols, parts: parts.map(\.part),
      failures: failures, previous: try link(value["previous"]),
      replaces: try list(value, "replaces", replaced), origin: try origin(value["origin"]))
    guard try count(value, "replies") == manifest.replies else {
      throw problem("\"replies\" is not the sum of its parts' lines")
    }
    return manifest
  }

  private func origin(_ value: JSONValue?) throws(ArchiveError) -> String? {
    guard let value, value != .null else { return nil }
    guard case .string(let text) = value, Archive.isOrigin(text) else { throw missing("origin") }
    return text
  }

  private func runOfMembers(_ value: JSONValue) throws(ArchiveError) -> RunName {
    var shard: Shard?
    if let member = value["shard"], member != .null {
      shard = Shard(try text(value, "shard"))
      if shard == nil { throw missing("shard") }
    }
    guard let member = value["run"], member != .null else { return RunName(shard: shard) }
    return RunName(shard: shard, digits: try text(value, "run"))
  }

  private func part(_ value: JSONValue) throws(ArchiveError) -> (name: PartName, part: Manifest.Part) {
    let name = try text(value, "name")
    guard let partName = PartName(name), partName.run == run else {
      throw problem("\"\(name)\" is no name of a part")
    }
    let part = Manifest.Part(
      name: name, sha256: try digest(value), bytes: try count(value, "bytes"),
      lines: try count(value, "lines"))
    return (partName, part)
  }

  private func failure(_ value: JSONValue) throws(ArchiveError) -> FetchFailure {
    guard let id = KOLID(try text(value, "kolId")),
      let reason = FetchFailure.Reason(rawValue: try text(value, "reason"))
    else { throw problem("a failure has an id or a reason that does not fit") }
    return FetchFailure(kolID: id, reason: reason, attempts: try count(value, "attempts"))
  }

  private func link(_ value: JSONValue?) throws(ArchiveError) -> Manifest.Link? {
    guard let value, value != .null else { return nil }
    guard let earlier = CalendarDay(try text(value, "day")), earlier < day else {
      throw problem("\"previous\" is of no earlier day")
    }
    let manifests = try list(value, "manifests", linked)
    guard !manifests.isEmpty,
      zip(manifests, manifests.dropFirst()).allSatisfy({ $0.name.run < $1.name.run })
    else { throw problem("\"previous\" does not list manifests in their order") }
    return Manifest.Link(day: earlier, manifests: manifests.map(\.file))
  }

  private func linked(
    _ value: JSONValue
  ) throws(ArchiveError) -> (name: ManifestName, file: Manifest.Link.File) {
    let text = try text(value, "name")
    guard let name = ManifestName(text) else { throw problem("\"\(text)\" is no name of a manifest") }
    return (name, Manifest.Link.File(name: text, sha256: try digest(value)))
  }

  private func replaced(_ value: JSONValue) throws(ArchiveError) -> SHA256Digest {
    guard case .string(let text) = value, let digest = SHA256Digest(hex: text) else {
      throw missing("replaces")
    }
    return digest
  }

  private func list<Item>(
    _ value: JSONValue, _ key: String, _ read: (JSONValue) throws(ArchiveError) -> Item
  ) throws(ArchiveError) -> [Item] {
    guard case .array(let values) = value[key] else { throw missing(key) }
    var items: [Item] = []
    for value in values { items.append(try read(value)) }
    return items
  }

  private func text(_ value: JSONValue, _ key: String) throws(ArchiveError) -> String {
    guard case .string(let text) = value[key] else { throw missing(key) }
    return text
  }

  /// Most counts are of things on a disk; the limit keeps their sums within `Int`.
  private func count(_ value: JSONValue, _ key: String) throws(ArchiveError) -> Int {
    guard case .number(let text) = value[key], let number = Int(text), (0...(1 << 40)).contains(number)
    else { throw missing(key) }
    return number
  }

  private func digest(_ value: JSONValue) throws(ArchiveError) -> SHA256Digest {
    guard let digest = SHA256Digest(hex: try text(value, "sha256")) else { throw missing("sha256") }
    return digest
  }

  private func missing(_ key: String) -> ArchiveError {
    problem("\"\(key)\" is missing or has a value that does not fit")
  }

  private func problem(_ text: String) -> ArchiveError {
    .damaged(path: path, .manifest(text))
  }
}
