import Files
public import Model
import Secrets
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A site that is being written apart from the one that it will replace.
///
/// Many tasks may write files at once; the site does not depend on their order. A staging that is let go without a
/// commit is discarded.
public final class Staging: Sendable {
  let publisher: Publisher
  /// The folder of the new site, beside the old one or in the work folder.
  let path: String
  let isInPlace: Bool
  let old: [SitePath: SiteManifest.Entry]
  private let state: Mutex<State>

  /// What has been written.
  struct State: Sendable {
    var entries: [SiteManifest.Entry] = []
    /// Files that are the same as in the site before.
    var unchanged = 0
    var links = LinkChecker()
    var names = StagedNames(reserved: SiteManifest.path)
    var isOpen = true
  }

  init(publisher: Publisher, path: String, isInPlace: Bool, old: SiteManifest?) {
    self.publisher = publisher
    self.path = path
    self.isInPlace = isInPlace
    self.old = Dictionary((old?.entries ?? []).map { ($0.path, $0) }) { first, _ in first }
    state = Mutex(State())
  }

  deinit {
    if state.withLock({ $0.isOpen }) { remove() }
  }

  /// How many files have been written.
  public var count: Int { state.withLock { $0.entries.count } }

  /// What has been written by now.
  var written: State { state.withLock { $0 } }

  var operations: FileOperations { publisher.operations }

  /// Writes one file of the site and keeps no copy of its bytes.
  ///
  /// A file that is the same as in the site before is that file, under a second name.
  public func write(_ file: OutputFile) throws(PublishingError) {
    if publisher.secrets.finds(in: Array(file.path.utf8)) { throw .secretFound(path: nil) }
    let target = try SitePath(checking: file.path)
    try addName(target)
    if publisher.secrets.finds(in: file.bytes) { throw .secretFound(path: file.path) }
    let links = target.isPage ? PageLinks(of: file.bytes, generated: file.generated, on: target) : nil
    let entry = SiteManifest.Entry(
      path: target, size: file.bytes.count, digest: SHA256Digest(of: file.bytes))
    let isUnchanged = try files { () throws(FileError) in try place(file.bytes, as: entry) }
    state.withLock { state in
      state.entries.append(entry)
      if isUnchanged { state.unchanged += 1 }
      if let links { state.links.note(links) }
    }
  }

  /// Takes a name, and makes the folders that are new with it before anybody else can write into them.
  private func addName(_ target: SitePath) throws(PublishingError) {
    try state.withLock { (state) throws(PublishingError) in
      guard state.isOpen else { throw .stagingClosed }
      let folders = try state.names.add(target)
      try files { () throws(FileError) in
        for folder in folders { try operations.createFolder(staged(folder)) }
      }
    }
  }

  /// Writes a file, or gives the published one a second name where it has these bytes.
  /// - Returns: Whether the file is the one of the site before, with its time.
  private func place(_ bytes: [UInt8], as entry: SiteManifest.Entry) throws(FileError) -> Bool {
    let isUnchanged = old[entry.path] == entry && isPublished(bytes, at: published(entry.path))
    // A publication in place moves files over those of the same names.
    if isUnchanged, !isInPlace, (try? operations.link(published(entry.path), staged(entry.path))) != nil {
      return true
    }
    try createFile(bytes, at: staged(entry.path), using: operations)
    if isUnchanged, case .file(_, let time) = try operations.status(published(entry.path)) {
      try operations.setTime(staged(entry.path), time)
    }
    return isUnchanged
  }

  /// Whether a file has these bytes. What the manifest says of it is not enough: somebody may have edited it.
  private func isPublished(_ bytes: [UInt8], at path: String) -> Bool {
    guard case .file(bytes.count, _)? = try? operations.status(path) else { return false }
    return (try? readFile(path, using: operations)) == bytes
  }

  /// Checks the whole site and puts it in the place of the old one.
  ///
  /// After an error the staged site is gone and the folder is as it was.
  /// - Parameters:
  ///   - day: What the site shows is as of this day.
  ///   - generator: kolsite's name and version, for the manifest.
  public func commit(asOf day: CalendarDay, generator: String) throws(PublishingError) -> Publication {
    guard written.isOpen else { throw .stagingClosed }
    do throws(PublishingError) {
      var commit = Commit(self, asOf: day, generator: generator)
      let publication = try commit.run()
      state.withLock { $0.isOpen = false }
      return publication
    } catch {
      discard()
      throw error
    }
  }

  /// Removes the staged site; what cannot be removed is left to the next preflight.
  public func discard() {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    if wasOpen { remove() }
  }

  private func remove() {
    try? removeTree(path, using: operations)
    // A site that is being published in place is still in it.
    if isInPlace { try? operations.removeFolder(publisher.work.path) }
  }

  /// Where a file of the new site is.
  func staged(_ target: SitePath) -> String { joinPath(path, target.text) }

  /// Where a file of the site before is.
  func published(_ target: SitePath) -> String { joinPath(publisher.folder.path, target.text) }

  func addFolders(of target: SitePath) throws(FileError) {
    try state.withLock { (state) throws(FileError) in
      for folder in state.names.addFolders(of: target) { try operations.createFolder(staged(folder)) }
    }
  }
}
