import Files
import Model

/// One thing that repairing changes, or would.
public struct Repair: Sendable, Hashable {
  public let path: String
  public let kind: Kind

  public enum Kind: Sendable, Hashable {
    /// CR LF becomes LF, and the file is what was written again.
    case lineEnds
    /// The manifest's link is to the manifest at this path with line ends of CR LF; it becomes one to what was written.
    case link(to: String)
    /// The file that keeps git from doing it again was missing.
    case attributes
  }
}

extension Archive {
  /// Undoes what other line ends have done to an archive: nothing else, and no reply is touched.
  ///
  /// What a file was is not guessed: it is changed only where the result has the hash that was written down, or, of
  /// text that the archive writes, where a line end is all that it loses. A manifest that is written anew lists what it
  /// replaces, so that links to it stay whole.
  /// - Parameters:
  ///   - isTrial: Changes nothing.
  ///   - onProblem: Takes what keeps a file from being read; the others are repaired.
  /// - Returns: What was done, in the order of the days.
  public func repair(
    isTrial: Bool, onProblem: (ArchiveError) -> Void
  ) throws(ArchiveError) -> [Repair] {
    func reading<Value>(_ body: () throws(ArchiveError) -> Value?) -> Value? {
      do throws(ArchiveError) {
        return try body()
      } catch {
        onProblem(error)
        return nil
      }
    }
    let locks = isTrial ? [] : try lockForTending()
    defer { withExtendedLifetime(locks) {} }
    var repairs: [Repair] = []
    /// What the links to a manifest's earlier states should be, by its path.
    var fixes: [String: [SHA256Digest: SHA256Digest]] = [:]
    for day in try dayFolders().days {
      for run in try runs(on: day) {
        let path = manifestPath(of: day, run)
        let read = reading { () throws(ArchiveError) in try manifestFile(on: day, of: run) }
        guard let found = read else { continue }
        let written = withLineFeeds(found.bytes)
        var bytes = written
        if written != found.bytes { repairs.append(Repair(path: path, kind: .lineEnds)) }
        // A manifest with what this version does not know is left alone.
        if found.manifest.json == written,
          let (manifest, targets) = relinked(found.manifest, replacing: SHA256Digest(of: written), fixes)
        {
          bytes = manifest.json
          repairs += targets.map { Repair(path: path, kind: .link(to: $0)) }
        }
        let digest = SHA256Digest(of: written)
        var known = [SHA256Digest(of: withCarriageReturns(written)): digest]
        // A run that was stopped, or a clone that was repaired apart, has left links to what this one replaces.
        if let before = replaced(by: found.manifest, fixes) {
          known[SHA256Digest(of: withCarriageReturns(before))] = SHA256Digest(of: before)
        }
        fixes[path] = known
        if bytes != found.bytes, !isTrial { try replace(path, with: bytes) }
        for part in found.manifest.parts {
          let path = joinPath(dayFolder(of: day), part.name)
          let read = reading { () throws(ArchiveError) in try changedPart(part, at: path) }
          guard let written = read else { continue }
          repairs.append(Repair(path: path, kind: .lineEnds))
          if !isTrial { try replace(path, with: written) }
        }
      }
    }
    var paths: [String] = []
    for day in try dayFolders().days { paths += try texts(on: day) }
    for path in try paths + unsealedPaths() {
      guard let (found, written) = reading({ () throws(ArchiveError) in try text(path) }), found != written
      else {
        continue
      }
      repairs.append(Repair(path: path, kind: .lineEnds))
      if !isTrial { try replace(path, with: written) }
    }
    if try !exists(attributesPath), !repairs.isEmpty {
      repairs.append(Repair(path: attributesPath, kind: .attributes))
      if !isTrial { try createAttributes() }
    }
    return repairs
  }

  /// A manifest with its wrong links set right; nil where none is wrong.
  private func relinked(
    _ manifest: Manifest, replacing digest: SHA256Digest, _ fixes: [String: [SHA256Digest: SHA256Digest]]
  ) -> (Manifest, targets: [String])? {
    guard let link = manifest.previous else { return nil }
    var targets: [String] = []
    let files = link.manifests.map { file in
      let path = joinPath(dayFolder(of: link.day), file.name)
      guard let right = fixes[path]?[file.sha256] else { return file }
      targets.append(path)
      return Manifest.Link.File(name: file.name, sha256: right)
    }
    guard !targets.isEmpty else { return nil }
    let repaired = Manifest(
      day: manifest.day, run: manifest.run, timeZone: manifest.timeZone, kols: manifest.kols,
      parts: manifest.parts, failures: manifest.failures,
      previous: Manifest.Link(day: link.day, manifests: files), replaces: manifest.replaces + [digest],
      origin: manifest.origin)
    return (repaired, targets)
  }

  /// The manifest that a repaired one replaces: with the links that were set right wrong again. Nil for any other.
  private func replaced(
    by manifest: Manifest, _ fixes: [String: [SHA256Digest: SHA256Digest]]
  ) -> [UInt8]? {
    guard let digest = manifest.replaces.last, let link = manifest.previous else { return nil }
    let files = link.manifests.map { file in
      let known = fixes[joinPath(dayFolder(of: link.day), file.name)] ?? [:]
      let wrong = known.first { $0.value == file.sha256 }?.key
      return Manifest.Link.File(name: file.name, sha256: wrong ?? file.sha256)
    }
    let before = Manifest(
      day: manifest.day, run: manifest.run, timeZone: manifest.timeZone, kols: manifest.kols,
      parts: manifest.parts, failures: manifest.failures,
      previous: Manifest.Link(day: link.day, manifests: files), replaces: manifest.replaces.dropLast(),
      origin: manifest.origin)
    return SHA256Digest(of: before.json) == digest ? before.json : nil
  }

  /// A part as it was written; nil for one that needs no repair, or that this would not repair.
  private func changedPart(_ part: Manifest.Part, at path: String) throws(ArchiveError) -> [UInt8]? {
    // Another line end is a byte more, so most parts need not be read.
    guard case .file(let size, modified: _) = try status(path), size != part.bytes else { return nil }
    let (_, written) = try text(path)
    return SHA256Digest(of: written) == part.sha256 ? written : nil
  }

  private func replace(_ path: String, with bytes: [UInt8]) throws(ArchiveError) {
    try onDisk { () throws(FileError) in
      try writeFileDurably(bytes, to: path, replacing: true, using: operations)
    }
  }
}

extension Repair: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .lineEnds: "\(path): line ends put back to LF, as they were written"
    case .link(let target): "\(path): linked to \(target) as it was written, in place of a copy with CR LF"
    case .attributes: "\(path): keeps git from changing line ends again"
    }
  }
}
