import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What lies in the site's folder, told apart by its manifest into kolsite's and everybody else's.
///
/// No link is followed. What lies in a repository's `.git`, or in a folder that may not be read, is not looked at.
struct FoundSite {
  /// Regular files that the manifest lists, and the manifest.
  private(set) var own: Set<SitePath> = []
  /// Folders that hold, or held, files of the manifest.
  private(set) var ownFolders: Set<SitePath> = []
  /// Other regular files, sorted.
  private(set) var files: [(path: SitePath, time: FileTime)] = []
  /// Links, pipes, sockets and devices, also where the manifest has a file.
  private(set) var specials: [SitePath] = []
  /// Folders that hold nothing of the manifest, sorted.
  private(set) var folders: [SitePath] = []
  /// Files that a publication in place was about to rename when it was stopped.
  private(set) var temporary: [SitePath] = []
  /// Whether the folder is, or has at its top, what makes it a repository.
  private(set) var isRepository = false
  /// The first folder that is of another disk than the folder itself.
  private(set) var mounted: SitePath?
  /// The first path of another user; the empty one is the folder.
  private(set) var othersPath: SitePath?
  /// The first folder in which a file of kolsite's cannot be replaced; the empty one is the folder.
  private(set) var lockedFolder: SitePath?

  /// The groups of kolsite's folders in the folder.
  private(set) var groups: Set<Int> = []
  /// Whether the folder or one of kolsite's in it has an access list.
  private(set) var hasAccessList = false
  /// The first file of somebody else's that has more than ``searched``.
  private(set) var tooLarge: SitePath?

  /// How many bytes of a file of somebody else's are searched for the token.
  static let searched = 1 << 30

  private var stickyFolders: Set<SitePath> = []

  private static let git = SitePath(found: ".git")

  init(
    _ folder: String, manifest: SiteManifest?, using operations: FileOperations
  ) throws(PublishingError) {
    let written = Set((manifest?.entries ?? []).map(\.path) + (manifest == nil ? [] : [SiteManifest.path]))
    let writtenFolders = Set(written.flatMap(\.folders))
    try Publishing.files { () throws(FileError) in
      guard let top = try operations.details(folder) else { return }
      note(top, at: SitePath(found: ""), in: folder, using: operations, isOwn: true)
      var unread = [""]
      while let parent = unread.popLast() {
        let isOwn = parent.isEmpty || writtenFolders.contains(SitePath(found: parent))
        let ownNames = OwnNames(in: parent.isEmpty ? folder : joinPath(folder, parent))
        for name in try names(in: parent.isEmpty ? folder : joinPath(folder, parent), isOwn, operations) {
          let path = SitePath(found: joinPath(parent, name))
          guard let details = try operations.details(joinPath(folder, path.text)) else { continue }
          if path == Self.git { isRepository = true }
          if case .folder = details.status {
            // Of folders alone: a layered file system may give a file the device of its layer.
            if details.identity.device != top.identity.device, mounted == nil { mounted = path }
            let isOwn = writtenFolders.contains(path)
            note(details, at: path, in: folder, using: operations, isOwn: isOwn)
            if isOwn { ownFolders.insert(path) } else { folders.append(path) }
            if lastPathPart(of: path.text) != ".git" { unread.append(path.text) }
          } else {
            let isWritten = written.contains(path)
            note(details, at: path, in: folder, using: operations, isOwn: isWritten)
            if isWritten { noteSticky(details, at: path) }
            add(path, details.status, isWritten: isWritten, isTemporary: ownNames.isTemporary(name))
          }
        }
      }
    }
    files.sort { $0.path < $1.path }
    folders.sort()
    specials.sort()
    temporary.sort()
  }

  /// The names in a folder; a foreign one that may not be read has none.
  private func names(
    in folder: String, _ isOwn: Bool, _ operations: FileOperations
  ) throws(FileError) -> [String] {
    do throws(FileError) {
      return try operations.list(folder, false)
    } catch  where error.errno == EACCES && !isOwn {
      return []
    }
  }

  private mutating func note(
    _ details: FileDetails, at path: SitePath, in top: String, using operations: FileOperations, isOwn: Bool
  ) {
    let isOthers = details.owner != Int(geteuid())
    if isOthers, othersPath == nil { othersPath = path }
    guard isOwn, case .folder = details.status else { return }
    if isOthers, details.mode & Int(S_ISVTX) != 0, geteuid() != 0 { stickyFolders.insert(path) }
    let place = path.text.isEmpty ? top : joinPath(top, path.text)
    if lockedFolder == nil, !operations.mayChange(place) { lockedFolder = path }
    if !path.text.isEmpty { groups.insert(details.group) }
    if !hasAccessList { hasAccessList = operations.hasAccessList(place) }
  }

  /// In a sticky folder of another user's, only the owner of a file may replace it.
  private mutating func noteSticky(_ details: FileDetails, at path: SitePath) {
    let folder = path.folders.last ?? SitePath(found: "")
    if lockedFolder == nil, details.owner != Int(geteuid()), stickyFolders.contains(folder) {
      lockedFolder = folder
    }
  }

  private mutating func add(_ path: SitePath, _ status: FileStatus, isWritten: Bool, isTemporary: Bool) {
    guard case .file(let size, let time) = status else {
      specials.append(path)
      return
    }
    if isWritten {
      own.insert(path)
    } else if isTemporary {
      temporary.append(path)
    } else {
      files.append((path, time))
      if size > Self.searched, tooLarge == nil { tooLarge = path }
    }
  }

  /// Why an exchange would lose something of the folder; nil where it would not.
  /// - Parameter folder: The folder's path, for looking at what is mounted.
  func obstacle(in folder: String, using operations: FileOperations) -> ExchangeObstacle? {
    if let mount = mount(of: folder, using: operations) { return mount }
    if isRepository { return .repository }
    // A folder says more than what is in it.
    if let path = folders.first ?? specials.first { return .foreign(path.text) }
    if let path = othersPath { return .otherUser(path.text) }
    if let path = tooLarge { return .tooLarge(path.text) }
    return nil
  }

  private func mount(of folder: String, using operations: FileOperations) -> ExchangeObstacle? {
    // By `..`, because the path to the folder may have links.
    if let top = try? operations.details(folder), let above = try? operations.details(joinPath(folder, "..")),
      top.identity.device != above.identity.device
    {
      return .mountPoint(folder)
    }
    if let mounted { return .mountPoint(joinPath(folder, mounted.text)) }
    guard let path = try? realPath(folder) else { return nil }
    return switch operations.mounts().use(of: path) {
    case .mountPoint(let point): .mountPoint(point)
    case .seenAt(let place): .mountedElsewhere(place)
    case nil: nil
    }
  }

  /// The first of kolsite's files on which something is mounted, so that no other file can take its place.
  /// - Parameters:
  ///   - folder: The folder's path.
  ///   - paths: Which files are looked at; nil for all.
  func mountedFile(
    in folder: String, among paths: Set<SitePath>? = nil, using operations: FileOperations
  ) -> SitePath? {
    guard let real = try? realPath(folder) else { return nil }
    let points = operations.mounts().points(in: real).map { SitePath(found: $0) }
    return points.filter { paths?.contains($0) ?? own.contains($0) }.min()
  }

  /// The first thing that is not kolsite's and stands where the new site has something else.
  ///
  /// A file that already has the bytes that kolsite would write is in nobody's way.
  /// - Parameter folder: Where this was found.
  func foreignInTheWay(
    of names: StagedNames, entries: [SiteManifest.Entry], in folder: String, using operations: FileOperations
  ) throws(PublishingError) -> SitePath? {
    let taken = files.filter { names.isTaken($0.path) }
    if !taken.isEmpty {
      let wanted = Dictionary(entries.map { ($0.path, $0) }) { first, _ in first }
      for file in taken {
        guard let entry = wanted[file.path] else { return file.path }
        let isSame = try Publishing.files { () throws(FileError) in
          try entry.isFile(at: joinPath(folder, file.path.text), using: operations)
        }
        if !isSame { return file.path }
      }
    }
    return specials.first { names.isTaken($0) } ?? folders.first { names.isTaken(folder: $0) }
  }

  /// The first of kolsite's own that a file cannot replace in one step: a folder, or a file for a folder.
  func ownInTheWay(of names: StagedNames) -> SitePath? {
    ownFolders.filter { names.isTaken(folder: $0) }.min() ?? own.filter { names.isFolder($0) }.min()
  }
}
