import Files
import Model
import Publishing
import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file of a tree, with all that a publication may change.
struct TreeFile: Hashable {
  let path: String
  let bytes: [UInt8]
  let modified: FileTime
}

/// A project folder of the test's own, with a site in `public`; removed with the object.
final class Site: Sendable {
  static let day = CalendarDay(daysSinceEpoch: 20_780)
  static let generator = "kolsite 1.0.0"
  static let token = Array("t0ken/with+odd%bytes".utf8)
  /// A time that no clock gives by chance.
  static let longAgo = FileTime(seconds: 1_000_000_000, nanoseconds: 123_456_000)

  let project: String
  var folder: String { project + "/public" }

  init() throws {
    var template = Array("/tmp/kolsite-publishing-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileError(path: "/tmp", operation: .createFolder, errno: errno)
    }
    project = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    try? removeTree(project)
  }

  /// Publishes pages as a run does: preflight, stage, write, commit.
  @discardableResult
  func publish(
    _ files: [String: String], mode: Settings.Publish.Mode? = nil, allowShrink: Bool = false,
    using operations: FileOperations = .unsynced
  ) throws(PublishingError) -> Publication {
    let publisher = try Publisher(
      folder: folder, mode: mode, secrets: [Self.token], allowShrink: allowShrink, using: operations)
    try publisher.preflight()
    let staging = try publisher.stage()
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      try staging.write(OutputFile(path: path, bytes: Array(text.utf8)))
    }
    return try staging.commit(asOf: Self.day, generator: Self.generator)
  }

  /// Everything below `public`; nil where there is none.
  func tree() throws -> Set<TreeFile>? {
    guard try fileStatus(folder) == .folder else { return nil }
    var files: Set<TreeFile> = []
    for entry in try listTree(folder) {
      guard case .file(_, let time) = entry.status else { continue }
      files.insert(
        TreeFile(path: entry.path, bytes: try readFile(folder + "/" + entry.path), modified: time))
    }
    return files
  }

  /// The text of each file below `public`, without the manifest.
  func texts() throws -> [String: String] {
    var texts: [String: String] = [:]
    for file in try tree() ?? [] where file.path != "manifest.json" {
      texts[file.path] = String(decoding: file.bytes, as: UTF8.self)
    }
    return texts
  }

  /// Writes a file as a person would, with an old time.
  func put(_ text: String, at path: String) throws {
    let file = folder + "/" + path
    try createFolder(parentFolder(of: file))
    try writeFileDurably(Array(text.utf8), to: file, replacing: true)
    try setTime(path)
  }

  func setTime(_ path: String, _ time: FileTime = Site.longAgo) throws {
    try FileOperations.real.setTime(folder + "/" + path, time)
  }

  func modified(_ path: String) throws -> FileTime? {
    guard case .file(_, let time) = try fileStatus(folder + "/" + path) else { return nil }
    return time
  }

  /// Where kolsite makes a folder beside the site: `staging-k0000`.
  func beside(_ role: String) -> String {
    project + "/" + OwnNames(in: project).proven("public." + role)
  }

  /// Whatever is in the project folder.
  func names() throws -> [String] { try listFolder(project) }
}

extension FileOperations {
  /// The real operations without waiting for the disk, which other programs may keep busy.
  static let unsynced: FileOperations = {
    var operations = FileOperations.real
    operations.syncFolder = { (_) throws(FileError) in }
    operations.syncFileSystem = { (_) throws(FileError) in }
    // What else is mounted on this machine is not the tests' concern.
    operations.mounts = { MountTable(own: [], others: []) }
    return operations
  }()
}

/// Refuses chosen calls of ``FileOperations``.
final class Faults: Sendable {
  private let count = Mutex(0)
  private let inner: FileOperations
  private let refuses: @Sendable (_ number: Int, FileError.Operation) -> Int32?

  init(
    _ inner: FileOperations = .unsynced,
    _ refuses: @escaping @Sendable (_ number: Int, FileError.Operation) -> Int32?
  ) {
    self.inner = inner
    self.refuses = refuses
  }

  var operations: FileOperations {
    inner.checked { (operation, path) throws(FileError) in
      let number = self.count.withLock { count in
        count += 1
        return count - 1
      }
      if let errno = self.refuses(number, operation) {
        throw FileError(path: path, operation: operation, errno: errno)
      }
    }
  }

  var calls: Int { count.withLock { $0 } }
}

extension Site {
  /// Something in the folder with all that must stay.
  struct Item: Hashable {
    let path: String
    let status: FileStatus
    let mode: Int
    /// Not of folders that hold files of kolsite's.
    let modified: FileTime?
    let identity: FileIdentity
    let bytes: [UInt8]
  }

  /// Everything below `public`, folders too, but some files, the folders that have them, and the manifest.
  func foreign(but files: some Collection<String>, andTemporary: Bool = false) throws -> Set<Item> {
    let own = Set(files + ["manifest.json"])
    let ownFolders = Set(
      own.flatMap { file in
        var folders: [String] = []
        var folder = parentFolder(of: file)
        while folder != "." {
          folders.append(folder)
          folder = parentFolder(of: folder)
        }
        return folders
      })
    var items: Set<Item> = []
    var unread = [""]
    while let parent = unread.popLast() {
      let stream = opendir(joinPath(folder, parent))
      defer { if let stream { closedir(stream) } }
      while let stream, let entry = readdir(stream) {
        let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        guard let name = String(validating: bytes, as: UTF8.self), name != ".", name != ".." else { continue }
        let path = joinPath(parent, name)
        var status = stat()
        guard lstat(folder + "/" + path, &status) == 0 else { continue }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        if isFolder { unread.append(path) }
        if own.contains(path) || (andTemporary && name.hasPrefix(temporaryPrefix)) { continue }
        if isFolder, ownFolders.contains(path) { continue }
        let place = folder + "/" + path
        let details = try #require(try FileOperations.real.details(place))
        #if canImport(Darwin)
          let time = status.st_mtimespec
        #else
          let time = status.st_mtim
        #endif
        var content: [UInt8] = []
        if case .file = details.status { content = try readFile(place) }
        items.insert(
          Item(
            path: path, status: details.status, mode: details.mode,
            modified: FileTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec), identity: details.identity,
            bytes: content))
      }
    }
    return items
  }
}

extension FileOperations {
  /// The same operations, to which some paths belong to another user or group.
  func owned(by owner: Int? = nil, group: Int? = nil, at owned: [String]) -> FileOperations {
    var operations = self
    operations.details = { (path) throws(FileError) in
      guard let found = try FileOperations.real.details(path), owned.contains(path) else {
        return try FileOperations.real.details(path)
      }
      return FileDetails(
        status: found.status, owner: owner ?? found.owner, group: group ?? found.group, mode: found.mode,
        identity: found.identity)
    }
    return operations
  }
}
