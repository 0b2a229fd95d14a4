import Files
public import Model

extension Archive {
  /// Reads a day's manifest; nil where the day has none.
  public func manifest(on day: CalendarDay) throws(ArchiveError) -> Manifest? {
    try manifestFile(on: day)?.manifest
  }

  /// A day's manifest with the bytes that it was read from; nil where the day has none.
  func manifestFile(
    on day: CalendarDay
  ) throws(ArchiveError) -> (manifest: Manifest, bytes: [UInt8])? {
    let path = manifestPath(of: day)
    guard try exists(path) else { return nil }
    let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
    var reader = LineReader()
    let value: JSONValue
    do throws(LineProblem) {
      value = try reader.value(of: bytes)
    } catch {
      throw .damaged(path: path, .manifest("\(error)"))
    }
    return (try ManifestReader(path: path, day: day).manifest(value), bytes)
  }

  /// Hands over every line of a day's sealed parts, in their order, after checking each part.
  ///
  /// A part that is not listed is an error, except while the journal is there that it was sealed from.
  func forEachLine(
    of manifest: Manifest,
    _ body: (_ line: PartLines.Line, _ path: String) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    let unlisted = try unlistedParts(manifest, on: manifest.day)
    if let first = unlisted.first, try !hasJournal(manifest.day) {
      throw .unlistedPart(path: path(of: first, on: manifest.day))
    }
    for part in manifest.parts {
      let path = joinPath(dayFolder(of: manifest.day), part.name)
      var lines = try PartLines(path: path, listedAs: part, using: operations)
      while let line = try lines.next() { try body(line, path) }
    }
  }

  /// Checks that every part in a day's folder is listed.
  func checkParts(on day: CalendarDay) throws(ArchiveError) {
    let unlisted = try unlistedParts(try manifest(on: day), on: day)
    guard let first = unlisted.first else { return }
    throw .unlistedPart(path: path(of: first, on: day))
  }

  /// The parts in a day's folder that its manifest does not list.
  func unlistedParts(
    _ manifest: Manifest?, on day: CalendarDay
  ) throws(ArchiveError) -> [PartName] {
    let listed = Set(manifest?.parts.map(\.name) ?? [])
    return try parts(inFolderOf: day).filter { !listed.contains($0.description) }
  }
}
