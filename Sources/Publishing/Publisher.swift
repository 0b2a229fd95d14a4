public import Files
public import Model
import Secrets
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Puts a site in a folder, all or nothing, in one of two ways.
///
///     let publisher = try Publisher(folder: "public", secrets: [token])
///     try publisher.lock()
///     try publisher.preflight()
///     let staging = try publisher.stage()
///     try staging.write(page)
///     let publication = try staging.commit(asOf: day, generator: "kolsite 1.0.0")
///
/// The exchange puts a whole new folder in the place of the old one: a kill at any moment leaves the old site or the new
/// one. In place the folder stays, and files are replaced one by one: after a kill the next preflight completes the
/// new site. A folder that is not there yet gets its first site in one step either way. Of two publishers of one folder each
/// removes what it takes for the leftovers of a killed run: ``lock()`` keeps others away.
public struct Publisher: Sendable {
  let folder: SiteFolder
  let work: WorkFolder
  private let mode: Settings.Publish.Mode?
  private let chosen = Chosen()
  let claim = Claim()
  let secrets: SecretSpellings
  let allowShrink: Bool
  let operations: FileOperations

  /// Creates a publisher; nothing is touched yet.
  /// - Parameters:
  ///   - folder: The site's folder; its last part is a name, not `.` or `..`.
  ///   - mode: How the site takes the place of the one before; nil for in place where an exchange would lose something
  ///     or take it away from who holds it.
  ///   - workFolder: Where a publication in place is prepared and finds what was left of one; nil for beside the site.
  ///   - secrets: What may be in no file in any spelling; empty ones are ignored.
  ///   - allowShrink: Whether a site may replace one of more than twice its pages.
  public init(
    folder: String, mode: Settings.Publish.Mode? = nil, workFolder: String? = nil, secrets: [[UInt8]] = [],
    allowShrink: Bool = false, using operations: FileOperations = .real
  ) throws(PublishingError) {
    self.folder = try SiteFolder(folder, using: operations)
    self.mode = mode
    work = WorkFolder(path: workFolder ?? self.folder.path + ".publishing-k0000")
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
    // The site that an earlier run had moved aside is back, perhaps.
    if exists, claim.isActive, try !lockSite() { throw .busy(folder.path) }
    if exists, try SiteManifest.load(from: folder.path, using: operations) == nil {
      // Every site has this page, so building one would be in vain.
      let page = joinPath(folder.path, "index.html")
      let status = try files { () throws(FileError) in try operations.status(page) }
      if status != .missing { throw .foreignFileInTheWay(page) }
    }
    return try notices + rehearse(replacing: exists)
  }

  /// Starts a new site beside the folder, or in the work folder.
  public func stage() throws(PublishingError) -> Staging {
    let exists = try folder.exists()
    let old = exists ? try SiteManifest.load(from: folder.path, using: operations) : nil
    if chosen.isInPlace == nil { _ = try choose(replacing: exists) }
    let isInPlace = exists && chosen.isInPlace == true
    let path = try files { () throws(FileError) in
      if isInPlace {
        try createFolder(work.staging, using: operations)
        return work.staging
      }
      if !exists, let first = claim.first { return first }
      let path = try folder.freePath(.staging)
      try operations.createFolder(path)
      return path
    }
    if !isInPlace { lockStaging(path) }
    return Staging(publisher: self, path: path, isInPlace: isInPlace, old: old)
  }

  private func recover() throws(PublishingError) -> [Diagnostic] {
    var notices: [Diagnostic] = []
    try files { () throws(FileError) in
      if try operations.status(folder.path) == .missing, let old = try folder.leftovers(.old).last {
        try operations.rename(old, folder.path)
        try operations.syncFolder(folder.parent)
        notices.append(
          Diagnostic(.note, "an earlier run was stopped while it published: the old site is back"))
      } else if try operations.status(folder.path) == .missing, let other = try folder.folders(.old).last {
        notices.append(
          Diagnostic(
            .note,
            "\(other) is called like a site that kolsite has moved aside, and nothing shows that it is one",
            hint: "if it is the site, rename it to \(folder.path)"))
      }
      for role in SiteFolder.Role.allCases {
        for path in try folder.leftovers(role) where path != claim.first { notices.append(try remove(path)) }
      }
    }
    return try notices + recoverWork()
  }

  /// Removes what an earlier run left; files of another user's may have to stay.
  private func remove(_ path: String) throws(FileError) -> Diagnostic {
    do throws(FileError) {
      try removeTree(path, using: operations)
      return Diagnostic(.note, "removed \(path), which an earlier run left behind")
    } catch  where [EACCES, EPERM].contains(error.errno) {
      return Diagnostic(
        .warning, "\(path), which an earlier run left behind, could not be removed: \(error.reason)",
        hint: "remove it as the user to whom its files belong")
    }
  }

  /// Completes what a stopped run had begun in place.
  private func recoverWork() throws(PublishingError) -> [Diagnostic] {
    let (isThere, isBegun) = try files { () throws(FileError) in
      let site = try operations.status(folder.path)
      let ready = try operations.status(work.ready)
      return (try operations.status(work.path) != .missing, site == .folder && ready == .folder)
    }
    guard isThere else { return [] }
    var notices: [Diagnostic] = []
    if isBegun {
      switch try InPlace(self).complete() {
      case .completed(let told):
        notices = told
        notices.append(
          Diagnostic(.note, "an earlier run was stopped while it published: its site is complete now"))
      case .refused(let reason):
        notices.append(
          Diagnostic(
            .warning, "the site in \(work.ready) is not published, and removed: \(reason)",
            hint: "if a run was stopped while it published, \(folder.path) may have parts of two sites until"
              + " this one has published"))
      }
    }
    try files { () throws(FileError) in try work.close(using: operations) }
    return notices
  }

  /// Chooses how to publish, and tries what that will need.
  private func rehearse(replacing exists: Bool) throws(PublishingError) -> [Diagnostic] {
    let obstacle = try choose(replacing: exists)
    guard chosen.isInPlace == true else { return [] }
    try files { () throws(FileError) in
      try createFolder(work.staging, using: operations)
      let file = joinPath(work.staging, "rehearsal")
      try createFile([], at: file, using: operations)
      try work.close(using: operations)
    }
    guard let obstacle else { return [] }
    return [Diagnostic(.note, "\(folder.path) is published in place, file by file: it \(obstacle)")]
  }

  /// Decides between the two ways.
  /// - Returns: Why an exchange would not do, where nobody asked for the other way.
  private func choose(replacing exists: Bool) throws(PublishingError) -> ExchangeObstacle? {
    guard exists else {
      chosen.isInPlace = false
      try rehearsePlacing()
      return nil
    }
    let manifest = try SiteManifest.load(from: folder.path, using: operations)
    let found = try FoundSite(folder.path, manifest: manifest, using: operations)
    if let locked = found.lockedFolder {
      let path = locked.text.isEmpty ? folder.path : joinPath(folder.path, locked.text)
      throw .notWritable(path, folder: folder.path)
    }
    if let path = found.mountedFile(in: folder.path, using: operations) {
      throw .mountedFile(joinPath(folder.path, path.text))
    }
    if mode == .inPlace {
      chosen.isInPlace = true
      return nil
    }
    var obstacle = found.obstacle(in: folder.path, using: operations)
    if obstacle == nil { obstacle = try rehearsedExchange(of: found) }
    if mode == .exchange, let obstacle {
      if case .refused(let error) = obstacle { throw .cannotBeReplaced(folder.path, error) }
      throw .exchangeRefused(folder.path, obstacle)
    }
    chosen.isInPlace = obstacle != nil
    return obstacle
  }

  /// Writes beside the site, and asks for the site to be renamed in a way that cannot succeed.
  /// - Returns: Why an exchange would not do; nil where it would.
  private func rehearsedExchange(of found: FoundSite) throws(PublishingError) -> ExchangeObstacle? {
    let path: String
    do throws(FileError) {
      path = try folder.freePath(.staging)
      try operations.createFolder(path)
    } catch {
      guard [EACCES, EPERM, EROFS].contains(error.errno) else { throw .file(error) }
      return .refused(error)
    }
    defer { try? removeTree(path, using: operations) }
    let isLikeIt = try files { () throws(FileError) in
      let inner = joinPath(path, "rehearsal")
      try operations.createFolder(inner)
      let group = try operations.details(inner)?.group
      return try operations.details(path)?.group == operations.details(folder.path)?.group
        && found.groups.allSatisfy { $0 == group }
    }
    if !isLikeIt || found.hasAccessList { return .rights }
    do throws(FileError) {
      // A folder never replaces one that is not empty; a mount point is refused before that is seen.
      try operations.rename(folder.path, path)
    } catch {
      return [EBUSY, EXDEV, EPERM, EACCES, EROFS].contains(error.errno) ? .refused(error) : nil
    }
    // A file system that did it all the same is asked to undo it.
    try files { () throws(FileError) in try operations.rename(path, folder.path) }
    return nil
  }

  /// Writes where a first site would be.
  private func rehearsePlacing() throws(PublishingError) {
    try files { () throws(FileError) in
      let path = try folder.freePath(.staging)
      try operations.createFolder(path)
      defer { try? removeTree(path, using: operations) }
      try createFile([], at: joinPath(path, "rehearsal"), using: operations)
    }
  }
}

/// Which way was chosen, from the preflight on.
private final class Chosen: Sendable {
  private let state = Mutex<Bool?>(nil)

  /// Nil before the choice.
  var isInPlace: Bool? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
