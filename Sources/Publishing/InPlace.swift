import Files
import Model

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Changes a folder file by file into a site that lies whole in a ``WorkFolder``, and touches nothing else in it.
///
/// Everything is written under temporary names first, and nothing is removed before all is in place. Each file is
/// replaced in one step. Whatever the moment at which it stops, doing it again from the same work folder ends
/// with the new site.
struct InPlace {
  private let work: WorkFolder
  private let folder: String
  private let operations: FileOperations

  init(_ work: WorkFolder, _ folder: SiteFolder, using operations: FileOperations) {
    self.work = work
    self.folder = folder.path
    self.operations = operations
  }

  /// Publishes what was staged. After an error the folder is as it was, or the error says that it is not.
  func publish() throws(PublishingError) -> [Diagnostic] {
    do throws(FileError) {
      try operations.rename(work.staging, work.ready)
      try operations.syncFolder(work.path)
    } catch {
      try? work.close(using: operations)
      throw .file(error)
    }
    return try apply(isBegun: false)
  }

  /// Completes what a stopped run had begun.
  func complete() throws(PublishingError) -> [Diagnostic] { try apply(isBegun: true) }

  private func apply(isBegun: Bool) throws(PublishingError) -> [Diagnostic] {
    var prepared = Prepared()
    let difference: SiteDifference
    do throws(PublishingError) {
      guard let new = try readyManifest() else { throw .stagingChanged(work.ready) }
      difference = try SiteDifference(
        from: try Manifest.load(from: folder, using: operations), to: new, in: folder, using: operations)
      try prepare(difference, &prepared)
    } catch {
      // Where this fails too, or an earlier run had come further, the next run completes it.
      if (try? undo(prepared)) != nil, !isBegun { try? work.close(using: operations) }
      throw error
    }
    do throws(FileError) {
      try place(prepared)
      try remove(difference, prepared)
    } catch {
      throw .halfPublished(folder, error)
    }
    return finish()
  }

  /// The manifest of the site to publish; nil where it is damaged.
  private func readyManifest() throws(PublishingError) -> Manifest? {
    do throws(PublishingError) {
      return try Manifest.load(from: work.ready, using: operations)
    } catch .damagedManifest {
      return nil
    }
  }

  /// What has been made under temporary names.
  private struct Prepared {
    var folders: [String] = []
    var files: [(temporary: String, place: String)] = []
    var bothManifests: String?
    var manifest: String?

    var temporary: [String] { files.map(\.temporary) + [bothManifests, manifest].compactMap(\.self) }
  }

  /// Does all that can fail for want of room or permission.
  private func prepare(_ difference: SiteDifference, _ prepared: inout Prepared) throws(PublishingError) {
    do throws(FileError) {
      for path in difference.temporary { try operations.removeFile(joinPath(folder, path.text)) }
      for path in difference.newFolders {
        let new = joinPath(folder, path.text)
        try operations.createFolder(new)
        prepared.folders.append(new)
      }
    } catch {
      throw .file(error)
    }
    for (number, entry) in difference.placed.enumerated() {
      let bytes = try ready(entry.path)
      guard bytes.count == entry.size, SHA256Digest(of: bytes) == entry.digest else {
        throw .stagingChanged(joinPath(work.ready, entry.path.text))
      }
      let place = joinPath(folder, entry.path.text)
      let temporary = joinPath(parentFolder(of: place), "\(temporaryPrefix)\(number)")
      try files { () throws(FileError) in try createFile(bytes, at: temporary, using: operations) }
      prepared.files.append((temporary, place))
    }
    guard !difference.hasManifest else { return }
    let manifest = try ready(Manifest.path)
    try files { () throws(FileError) in
      let both = joinPath(folder, "\(temporaryPrefix)\(difference.placed.count)")
      try createFile(difference.bothManifests.bytes, at: both, using: operations)
      prepared.bothManifests = both
      let new = joinPath(folder, "\(temporaryPrefix)\(difference.placed.count + 1)")
      try createFile(manifest, at: new, using: operations)
      prepared.manifest = new
      try operations.syncFileSystem(folder)
    }
  }

  private func ready(_ path: SitePath) throws(PublishingError) -> [UInt8] {
    try files { () throws(FileError) in try readFile(joinPath(work.ready, path.text), using: operations) }
  }

  private func undo(_ prepared: Prepared) throws(FileError) {
    for path in prepared.temporary { try operations.removeFile(path) }
    for path in prepared.folders.reversed() { try operations.removeFolder(path) }
  }

  /// Gives everything its name: first what pages link to, then the pages.
  private func place(_ prepared: Prepared) throws(FileError) {
    let manifest = joinPath(folder, Manifest.path.text)
    if let both = prepared.bothManifests { try operations.rename(both, manifest) }
    for file in prepared.files { try operations.rename(file.temporary, file.place) }
    try operations.syncFileSystem(folder)
  }

  /// Removes what the new site does not have; the last step is its manifest.
  private func remove(_ difference: SiteDifference, _ prepared: Prepared) throws(FileError) {
    for path in difference.removed { try operations.removeFile(joinPath(folder, path.text)) }
    for path in difference.leftFolders {
      do throws(FileError) {
        try operations.removeFolder(joinPath(folder, path.text))
      } catch  where [ENOTEMPTY, EEXIST, EBUSY].contains(error.errno) {
        // Something of a person's is in it, or mounted on it.
      }
    }
    if let manifest = prepared.manifest {
      try operations.rename(manifest, joinPath(folder, Manifest.path.text))
    }
  }

  private func finish() -> [Diagnostic] {
    do throws(FileError) {
      try operations.syncFileSystem(folder)
      try work.close(using: operations)
      return []
    } catch {
      return [
        Diagnostic(
          .warning, "the new site is published, but: \(error)",
          hint: "a copy of it may still be in \(work.path); the next run removes it")
      ]
    }
  }
}
