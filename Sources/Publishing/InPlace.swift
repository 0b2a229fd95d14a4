import Files
import Model
import Secrets

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
  private let publisher: Publisher
  private let work: WorkFolder
  private let folder: String
  private let operations: FileOperations

  init(_ publisher: Publisher) {
    self.publisher = publisher
    work = publisher.work
    folder = publisher.folder.path
    operations = publisher.operations
  }

  /// Publishes what was staged. After an error the folder is as it was, or the error says that it is not.
  func publish() throws(PublishingError) -> [Diagnostic] {
    let difference: SiteDifference
    do throws(PublishingError) {
      difference = try begin()
    } catch {
      try? work.close(using: operations)
      throw error
    }
    return try apply(difference, isBegun: false)
  }

  /// Leaves what the next run needs to complete this one.
  private func begin() throws(PublishingError) -> SiteDifference {
    guard let new = try manifest(in: work.staging) else { throw .stagingChanged(work.staging) }
    let old = try SiteManifest.load(from: folder, using: operations)
    let difference = try SiteDifference(from: old, to: new, in: folder, using: operations)
    try files { () throws(FileError) in
      let journal = try InPlaceJournal(
        from: old, through: difference.bothManifests, to: new, in: folder, using: operations)
      try createFile(journal.bytes, at: work.journal, using: operations)
      try operations.syncFileSystem(work.path)
      try operations.rename(work.staging, work.ready)
      try operations.syncFolder(work.path)
    }
    return difference
  }

  enum Completion {
    case completed([Diagnostic])
    /// Why what lies in the work folder must not be published; nothing has changed then.
    case refused(String)
  }

  /// Completes what a stopped run had begun over this site; all that it would publish is checked again.
  func complete() throws(PublishingError) -> Completion {
    guard let new = try manifest(in: work.ready) else { return .refused("its manifest is damaged") }
    let found = try SiteManifest.load(from: folder, using: operations)
    let stage = try files { () throws(FileError) in
      try journal()?.stage(of: new, in: folder, with: found, using: operations)
    }
    guard let stage else {
      return .refused("nothing shows that a run had begun to publish it over this site")
    }
    do throws(PublishingError) {
      if stage == .notBegun { try publisher.checkSize(pages: new.pageCount, before: found?.pageCount ?? 0) }
      let difference = try SiteDifference(from: found, to: new, in: folder, using: operations)
      try check(difference)
      return .completed(try apply(difference, isBegun: true))
    } catch {
      switch error {
      case .shrunk, .stagingChanged, .secretFound: return .refused(error.diagnostic.message)
      default: throw error
      }
    }
  }

  private func journal() throws(FileError) -> InPlaceJournal? {
    guard case .file(let size, _) = try operations.status(work.journal), size < 1_024 else { return nil }
    return InPlaceJournal(reading: try readFile(work.journal, using: operations))
  }

  /// Checks what lies ready as it was checked when it was staged.
  private func check(_ difference: SiteDifference) throws(PublishingError) {
    if publisher.secrets.finds(in: difference.newManifest.bytes) {
      throw .secretFound(path: SiteManifest.path.text)
    }
    for entry in difference.placed {
      if publisher.secrets.finds(in: try ready(entry)) { throw .secretFound(path: entry.path.text) }
    }
  }

  private func apply(
    _ difference: SiteDifference, isBegun: Bool
  ) throws(PublishingError) -> [Diagnostic] {
    var prepared = Prepared()
    do throws(PublishingError) {
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

  /// The manifest of a site to publish; nil where it is damaged or missing.
  private func manifest(in place: String) throws(PublishingError) -> SiteManifest? {
    do throws(PublishingError) {
      return try SiteManifest.load(from: place, using: operations)
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
    for entry in difference.placed {
      let bytes = try ready(entry)
      let place = joinPath(folder, entry.path.text)
      let temporary = try write(bytes, in: parentFolder(of: place), number: prepared.files.count)
      prepared.files.append((temporary, place))
    }
    guard !difference.hasManifest else { return }
    let number = prepared.files.count
    prepared.bothManifests = try write(difference.bothManifests.bytes, in: folder, number: number)
    prepared.manifest = try write(difference.newManifest.bytes, in: folder, number: number + 1)
    try files { () throws(FileError) in try operations.syncFileSystem(folder) }
  }

  /// Writes a file under a temporary name; returns its path.
  private func write(_ bytes: [UInt8], in folder: String, number: Int) throws(PublishingError) -> String {
    let path = joinPath(folder, OwnNames(in: folder).proven("\(temporaryPrefix)\(number)"))
    try files { () throws(FileError) in try createFile(bytes, at: path, using: operations) }
    return path
  }

  /// A file of the site that lies ready, if it is still the one that was staged.
  private func ready(_ entry: SiteManifest.Entry) throws(PublishingError) -> [UInt8] {
    let path = joinPath(work.ready, entry.path.text)
    let bytes = try files { () throws(FileError) -> [UInt8]? in
      guard case .file(entry.size, _) = try operations.status(path) else { return nil }
      return try readFile(path, limit: entry.size, using: operations)
    }
    guard let bytes, SHA256Digest(of: bytes) == entry.digest else { throw .stagingChanged(path) }
    return bytes
  }

  private func undo(_ prepared: Prepared) throws(FileError) {
    for path in prepared.temporary { try operations.removeFile(path) }
    for path in prepared.folders.reversed() { try operations.removeFolder(path) }
  }

  /// Gives everything its name: first what pages link to, then the pages.
  private func place(_ prepared: Prepared) throws(FileError) {
    let manifest = joinPath(folder, SiteManifest.path.text)
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
      try operations.rename(manifest, joinPath(folder, SiteManifest.path.text))
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
