import Files
public import Model

extension Archive {
  /// Reads a day's manifests, a run's after the other's; empty where the day has none. Of a pruned day, those that are
  /// left of it.
  public func manifests(on day: CalendarDay) throws(ArchiveError) -> [Manifest] {
    var manifests: [Manifest] = []
    for run in try counted(try runs(on: day), on: day) {
      if let manifest = try manifest(on: day, of: run) { manifests.append(manifest) }
    }
    return manifests
  }

  /// Reads a run's manifest; nil where there is none.
  func manifest(on day: CalendarDay, of run: RunName) throws(ArchiveError) -> Manifest? {
    try manifestFile(on: day, of: run)?.manifest
  }

  /// A manifest with the bytes that it was read from; nil where there is none.
  func manifestFile(
    on day: CalendarDay, of run: RunName
  ) throws(ArchiveError) -> (manifest: Manifest, bytes: [UInt8])? {
    let path = manifestPath(of: day, run)
    guard try exists(path) else { return nil }
    let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
    let value = try jsonValue(bytes, path)
    return (try ManifestReader(path: path, day: day, run: run).manifest(value), bytes)
  }

  /// Hands over every line of a day's sealed parts, manifest by manifest, as ``forEachLine(of:_:)`` does.
  func forEachLine(
    on day: CalendarDay,
    _ body: (_ line: PartLines.Line, _ path: String) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    for manifest in try manifests(on: day) { try forEachLine(of: manifest, body) }
  }

  /// Hands over every line of a manifest's parts, in their order, after checking each part.
  ///
  /// A part that is not listed is an error, except while the journal is there that it was sealed from.
  func forEachLine(
    of manifest: Manifest,
    _ body: (_ line: PartLines.Line, _ path: String) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    try checkUnlistedParts(of: manifest)
    for part in manifest.parts { try forEachLine(of: part, on: manifest.day, body) }
  }

  /// Hands over every line of a part after checking it.
  func forEachLine(
    of part: Manifest.Part, on day: CalendarDay,
    _ body: (_ line: PartLines.Line, _ path: String) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    let path = joinPath(dayFolder(of: day), part.name)
    var lines = try openPart(part, on: day)
    while let line = try lines.next() { try body(line, path) }
  }

  /// Refuses a part that is in the folder and not listed, except while the journal is there that it is sealed from.
  func checkUnlistedParts(of manifest: Manifest) throws(ArchiveError) {
    let (day, run) = (manifest.day, manifest.run)
    let unlisted = try unlistedParts(manifest, on: day, of: run)
    if !unlisted.isEmpty, try !hasJournal(day, of: run.shard) {
      // Another shard may have sealed its journal since the manifest was read.
      try checkParts(on: day, of: run)
    }
  }

  /// Checks that every part of a run in a day's folder is listed.
  func checkParts(on day: CalendarDay, of run: RunName) throws(ArchiveError) {
    let unlisted = try unlistedParts(try manifest(on: day, of: run), on: day, of: run)
    guard let first = unlisted.first else { return }
    throw .unlistedPart(path: path(of: first, on: day))
  }

  /// A run's parts in a day's folder that its manifest does not list.
  func unlistedParts(
    _ manifest: Manifest?, on day: CalendarDay, of run: RunName
  ) throws(ArchiveError) -> [PartName] {
    let listed = Set(manifest?.parts.map(\.name) ?? [])
    return try parts(inFolderOf: day, of: run).filter { !listed.contains($0.description) }
  }
}
