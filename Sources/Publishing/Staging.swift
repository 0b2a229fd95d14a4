import Files
public import Model
import Secrets

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A site that is being written apart from the one that it will replace.
///
/// For one task at a time. A staging that is let go without a commit is discarded.
public final class Staging {
  let publisher: Publisher
  /// The folder of the new site, beside the old one or in the work folder.
  let path: String
  let isInPlace: Bool
  let old: [SitePath: Manifest.Entry]
  var entries: [Manifest.Entry] = []
  var unchanged = 0
  var links = LinkChecker()
  private(set) var names: StagedNames
  private var isOpen = true

  init(publisher: Publisher, path: String, isInPlace: Bool, old: Manifest?) {
    self.publisher = publisher
    self.path = path
    self.isInPlace = isInPlace
    self.old = Dictionary((old?.entries ?? []).map { ($0.path, $0) }) { first, _ in first }
    names = StagedNames(reserved: Manifest.path)
  }

  deinit {
    if isOpen { remove() }
  }

  var operations: FileOperations { publisher.operations }

  /// Writes one file of the site and keeps no copy of its bytes.
  ///
  /// A file that is the same as in the site before keeps its modification time.
  public func write(_ file: OutputFile) throws(PublishingError) {
    guard isOpen else { throw .stagingClosed }
    if publisher.secrets.finds(in: Array(file.path.utf8)) { throw .secretFound(path: nil) }
    let target = try SitePath(checking: file.path)
    let newFolders = try names.add(target)
    if publisher.secrets.finds(in: file.bytes) { throw .secretFound(path: file.path) }
    if target.isPage { links.note(file.bytes, of: target) }
    let entry = Manifest.Entry(
      path: target, size: file.bytes.count, digest: SHA256Digest(of: file.bytes))
    try files { () throws(FileError) in
      for folder in newFolders { try operations.createFolder(staged(folder)) }
      try createFile(file.bytes, at: staged(target), using: operations)
      if let before = old[target], before == entry,
        case .file(entry.size, let time) = try operations.status(published(target))
      {
        try operations.setTime(staged(target), time)
        unchanged += 1
      }
    }
    entries.append(entry)
  }

  /// Checks the whole site and puts it in the place of the old one.
  ///
  /// After an error the staged site is gone and the folder is as it was.
  /// - Parameters:
  ///   - day: What the site shows is as of this day.
  ///   - generator: kolsite's name and version, for the manifest.
  public func commit(asOf day: CalendarDay, generator: String) throws(PublishingError) -> Publication {
    guard isOpen else { throw .stagingClosed }
    do throws(PublishingError) {
      var commit = Commit(self, asOf: day, generator: generator)
      let publication = try commit.run()
      isOpen = false
      return publication
    } catch {
      discard()
      throw error
    }
  }

  /// Removes the staged site; what cannot be removed is left to the next preflight.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    remove()
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
    for folder in names.addFolders(of: target) { try operations.createFolder(staged(folder)) }
  }
}
