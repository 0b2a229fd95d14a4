import Files
import Model

/// What verifying one day's folder found.
struct DayCheck: Sendable {
  /// A manifest that could be read.
  struct Sealed: Sendable {
    let path: String
    /// As it was written, whatever line ends it has now.
    let file: Manifest.Link.File
    /// What its hash would be with line ends of CR LF.
    let withCarriageReturns: SHA256Digest
    let manifest: Manifest
  }

  private let archive: Archive
  private let day: CalendarDay
  private(set) var isPruned = false
  private(set) var manifests: [Sealed] = []
  /// The manifests that are there and cannot be read.
  private(set) var unreadable: Set<String> = []
  private(set) var parts = 0
  private(set) var replies = 0
  private(set) var kols: Set<KOLID> = []
  private(set) var bytes = 0
  private(set) var problems: [ArchiveError] = []
  private(set) var notes: [Diagnostic] = []

  init(of day: CalendarDay, in archive: Archive) {
    self.archive = archive
    self.day = day
    collect { (check) throws(ArchiveError) in
      check.isPruned = try archive.isPruned(day)
      try check.checkManifests()
      let path = archive.prunedPath(of: day)
      let pruned = Set(try archive.exists(path) ? try archive.prunedRecord(of: day).parts : [])
      for sealed in check.manifests where !sealed.manifest.parts.contains(where: { pruned.contains($0.name) })
      {
        check.checkParts(of: sealed)
      }
      if try archive.exists(path) { check.checkPrunedDay(pruned) }
      try check.checkNames(beside: pruned)
      for path in try archive.texts(on: day) { check.checkLineEnds(of: path) }
    }
  }

  private mutating func checkLineEnds(of path: String) {
    collect { (check) throws(ArchiveError) in
      let (found, written) = try check.archive.text(path)
      if found != written { throw .damaged(path: path, .lineEnds) }
    }
  }

  /// Runs a check; what it throws is a problem of the day.
  private mutating func collect(_ body: (inout DayCheck) throws(ArchiveError) -> Void) {
    do throws(ArchiveError) {
      try body(&self)
    } catch {
      problems.append(error)
    }
  }

  private mutating func checkManifests() throws(ArchiveError) {
    for run in try archive.runs(on: day) {
      let path = archive.manifestPath(of: day, run)
      do throws(ArchiveError) {
        guard let found = try archive.manifestFile(on: day, of: run) else { continue }
        manifests.append(
          Sealed(
            path: path,
            file: .init(
              name: ManifestName(run: run).description,
              sha256: SHA256Digest(of: withLineFeeds(found.bytes))),
            withCarriageReturns: SHA256Digest(of: withCarriageReturns(found.bytes)),
            manifest: found.manifest))
        if found.bytes.contains(0x0D) { problems.append(.damaged(path: path, .lineEnds)) }
      } catch {
        unreadable.insert(path)
        problems.append(error)
      }
    }
  }

  private mutating func checkParts(of sealed: Sealed) {
    var ids: Set<KOLID> = []
    var isWhole = true
    for part in sealed.manifest.parts {
      parts += 1
      bytes += part.bytes
      let path = joinPath(archive.dayFolder(of: day), part.name)
      do throws(ArchiveError) {
        try readLines(of: path, listedAs: part, ids: &ids)
        replies += part.lines
      } catch {
        problems.append(error)
        isWhole = false
        locateDamage(error, in: path)
      }
    }
    kols.formUnion(ids)
    if isWhole, ids.count != sealed.manifest.kols {
      problems.append(
        .damaged(path: sealed.path, .manifest("\"kols\" is not the number of KOLs in its parts")))
    }
  }

  /// Reads every line whole, as no report needs to.
  private func readLines(
    of path: String, listedAs part: Manifest.Part?, ids: inout Set<KOLID>
  ) throws(ArchiveError) {
    var lines = try PartLines(path: path, listedAs: part, using: archive.operations)
    var reader = LineReader()
    while let line = try lines.next() {
      do throws(LineProblem) {
        ids.insert(try reader.checkedHead(of: line.bytes).kolID)
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
  }

  /// A hash tells that a part has changed; where, its content may tell.
  private mutating func locateDamage(_ error: ArchiveError, in path: String) {
    guard case .damaged(_, let damage) = error else { return }
    switch damage {
    case .hash, .size:
      var ids: Set<KOLID> = []
      collect { (check) throws(ArchiveError) in try check.readLines(of: path, listedAs: nil, ids: &ids) }
    default: return
    }
  }

  /// - Parameter parts: What was pruned.
  private mutating func checkPrunedDay(_ parts: Set<String>) {
    let place = SourceLocation(file: archive.dayFolder(of: day))
    if !isPruned {
      notes.append(
        Diagnostic(
          .note, "the day was pruned, and replies came to it since, by a merge: they count", at: place,
          hint: "run `kolsite archive prune` again if they need not be kept"))
    }
    let left = parts.filter { name in
      (try? archive.exists(joinPath(archive.dayFolder(of: day), name))) == true
    }
    guard !left.isEmpty else { return }
    notes.append(
      Diagnostic(
        .warning, "pruning was interrupted: \(left.count) parts are still there", at: place,
        hint: "run `kolsite archive prune` again"))
  }

  /// Files that no manifest accounts for.
  private mutating func checkNames(beside pruned: Set<String>) throws(ArchiveError) {
    let runs = try archive.runs(on: day)
    var seen = Set(runs)
    let own = OwnNames(in: archive.dayFolder(of: day))
    for name in try archive.names(in: archive.dayFolder(of: day)) {
      let path = joinPath(archive.dayFolder(of: day), name)
      if let part = PartName(name) {
        guard !pruned.contains(name), !unreadable.contains(archive.manifestPath(of: day, part.run)) else {
          continue
        }
        let listed = manifests.first { $0.manifest.run == part.run }?.manifest.parts.map(\.name) ?? []
        // A journal that is still there says where such a part comes from.
        if listed.contains(name) { continue }
        if try archive.hasJournal(day, of: part.run.shard) { continue }
        // The run may have sealed its journal since its manifest was read.
        if try archive.manifest(on: day, of: part.run)?.parts.contains(where: { $0.name == name }) == true {
          continue
        }
        if runs.contains(part.run) {
          problems.append(.unlistedPart(path: path))
        } else if seen.insert(part.run).inserted {
          problems.append(.manifestMissing(path: archive.manifestPath(of: day, part.run)))
        }
      } else if own.isTemporary(name) {
        notes.append(
          Diagnostic(
            .note, "a killed run left this behind", at: SourceLocation(file: path),
            hint: "the next fetch of the day removes it"))
      } else if ManifestName(name) == nil, !Archive.isAvatarLines(name),
        !["pruned.json", "pin.json", "aside"].contains(name)
      {
        notes.append(
          Diagnostic(.warning, "not a file of the archive: ignored", at: SourceLocation(file: path)))
      }
    }
  }
}
