public import Files
public import Model
import Secrets

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Puts a site in a folder, all or nothing.
///
///     let publisher = try Publisher(folder: "public", secrets: [token])
///     try publisher.preflight()
///     let staging = try publisher.stage()
///     try staging.write(page)
///     let publication = try staging.commit(asOf: day, generator: "kolsite 1.0.0")
///
/// A kill at any moment leaves the old site or the new one. Two publishers of one folder need a
/// ``FileLock`` around the whole: each removes what it takes for the leftovers of a killed run.
public struct Publisher: Sendable {
  let folder: SiteFolder
  let secrets: SecretSpellings
  let allowShrink: Bool
  let operations: FileOperations

  /// Creates a publisher; nothing is touched yet.
  /// - Parameters:
  ///   - folder: The site's folder; its last part is a name, not `.` or `..`.
  ///   - secrets: What may be in no file in any spelling; empty ones are ignored.
  ///   - allowShrink: Whether a site may replace one of more than twice its pages.
  public init(
    folder: String, secrets: [[UInt8]] = [], allowShrink: Bool = false,
    using operations: FileOperations = .real
  ) throws(PublishingError) {
    self.folder = try SiteFolder(folder, using: operations)
    self.secrets = SecretSpellings(secrets)
    self.allowShrink = allowShrink
    self.operations = operations
  }

  /// Whether a file of these bytes would keep a site from being published.
  public func findsSecret(in bytes: [UInt8]) -> Bool { secrets.finds(in: bytes) }

  /// Finds out, before anything is bought, whether a site could be published, and tidies up.
  ///
  /// What a killed run left is removed; an old site that it had moved aside is put back.
  /// - Returns: What was tidied up, for the person who runs kolsite.
  @discardableResult
  public func preflight() throws(PublishingError) -> [Diagnostic] {
    try files { () throws(FileError) in try createFolder(folder.parent, using: operations) }
    let notices = try recover()
    let exists = try folder.exists()
    if exists, try Manifest.load(from: folder.path, using: operations) == nil {
      // Every site has this page, so building one would be in vain.
      let page = joinPath(folder.path, "index.html")
      let status = try files { () throws(FileError) in try operations.status(page) }
      if status != .missing { throw .foreignFileInTheWay(page) }
    }
    try rehearse(replacing: exists)
    return notices
  }

  /// Starts a new site beside the folder.
  public func stage() throws(PublishingError) -> Staging {
    let old = try folder.exists() ? Manifest.load(from: folder.path, using: operations) : nil
    let path = try files { () throws(FileError) in
      let path = try folder.freePath(.staging)
      try operations.createFolder(path)
      return path
    }
    return Staging(publisher: self, path: path, old: old)
  }

  private func recover() throws(PublishingError) -> [Diagnostic] {
    var notices: [Diagnostic] = []
    try files { () throws(FileError) in
      if try operations.status(folder.path) == .missing, let old = try folder.leftovers(.old).last {
        try operations.rename(old, folder.path)
        try operations.syncFolder(folder.parent)
        notices.append(
          Diagnostic(.note, "an earlier run was stopped while it published: the old site is back"))
      }
      for role in SiteFolder.Role.allCases {
        for path in try folder.leftovers(role) {
          try removeTree(path, using: operations)
          notices.append(Diagnostic(.note, "removed \(path), which an earlier run left behind"))
        }
      }
    }
    return notices
  }

  /// Writes beside the site, and asks for the site to be renamed in a way that cannot succeed.
  private func rehearse(replacing exists: Bool) throws(PublishingError) {
    let (path, file) = try files { () throws(FileError) in
      let path = try folder.freePath(.staging)
      try operations.createFolder(path)
      return (path, joinPath(path, "rehearsal"))
    }
    defer { try? removeTree(path, using: operations) }
    try files { () throws(FileError) in try createFile([], at: file, using: operations) }
    guard exists else { return }
    do throws(FileError) {
      // A folder never replaces one that is not empty; a mount point is refused before that is seen.
      try operations.rename(folder.path, path)
    } catch {
      guard [EBUSY, EXDEV, EPERM, EACCES, EROFS].contains(error.errno) else { return }
      throw .cannotBeReplaced(folder.path, error)
    }
    // A file system that did it all the same is asked to undo it.
    try files { () throws(FileError) in try operations.rename(path, folder.path) }
  }
}
