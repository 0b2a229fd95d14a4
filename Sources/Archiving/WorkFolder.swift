import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where an archive's locks and journals are: of no worth once a run has ended, so not among what is kept.
///
///     project/Content/snapshots   ►  project/.kolsite/archive
///     /srv/numbers                ►  /srv/numbers/.kolsite, which tells git to ignore it
///
/// It hangs on where the archive really is, and not on the project that uses it: two projects that share an archive
/// exclude each other, and each completes what a killed run of the other has left.
struct WorkFolder: Sendable {
  let path: String
  /// The folder that it must not leave by a link: the project, or the archive itself.
  let home: String
  let isInArchive: Bool

  init(ofArchive folder: String) {
    let real = Self.real(folder).utf8.split(separator: UInt8(ascii: "/"))
    if let content = real.dropLast().lastIndex(where: { $0.elementsEqual("Content".utf8) }),
      let project = Self.project(Array(real[..<content]), of: folder, levels: real.count - content)
    {
      let name = real[(content + 1)...].joined(separator: "/".utf8)
      let isUsual = name.elementsEqual("snapshots".utf8)
      home = project
      path = joinPath(
        project,
        ".kolsite/archive\(isUsual ? "" : "-\(SHA256Digest(of: Array(name)).hex.prefix(8))")")
      isInArchive = false
    } else {
      home = folder
      path = joinPath(folder, ".kolsite")
      isInArchive = true
    }
  }

  /// The project's folder, as the archive's is spelled where that names the same; nil where the archive is mounted
  /// into it: then others may have it elsewhere.
  private static func project(
    _ parts: [Substring.UTF8View], of archive: String, levels: Int
  ) -> String? {
    let real = "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
    var spelled = archive
    for _ in 0..<levels { spelled = parentFolder(of: spelled) }
    let project = (try? realPath(spelled)).map { $0.utf8.elementsEqual(real.utf8) } == true ? spelled : real
    guard let there = try? fileIdentity(existing(archive)).device,
      let here = try? fileIdentity(existing(project)).device, here == there
    else { return nil }
    return project
  }

  /// The real path of a folder, of which the last parts need not exist.
  private static func real(_ folder: String) -> String {
    let there = existing(folder)
    guard let real = try? realPath(there) else { return folder }
    var rest: [String] = []
    var path = folder
    while path != there {
      rest.insert(lastPathPart(of: path), at: 0)
      path = parentFolder(of: path)
    }
    return rest.reduce(real, joinPath)
  }

  /// The folder itself, or the nearest one above it that exists.
  private static func existing(_ folder: String) -> String {
    var path = folder
    while (try? realPath(path)) == nil, parentFolder(of: path) != path { path = parentFolder(of: path) }
    return path
  }
}

extension Archive {
  /// Creates the folder for locks and journals.
  func createWorkFolder() throws(ArchiveError) {
    let work = workFolder
    for path in [parentFolder(of: work.path), work.path] where path != work.home {
      guard try status(path) == .symbolicLink else { continue }
      guard let real = try? realPath(path), let home = try? realPath(work.home),
        real.utf8.starts(with: "\(home)/".utf8)
      else { throw .file(FileError(path: path, operation: .createFolder, errno: ELOOP)) }
    }
    try onDisk { () throws(FileError) in
      try createFolder(work.path, using: operations)
    }
    let ignore = joinPath(work.path, ".gitignore")
    if work.isInArchive, try !exists(ignore) {
      // A run can do without, so it is no reason to end one.
      try? writeFileDurably(Array("*\n".utf8), to: ignore, replacing: true, using: operations)
    }
  }

  func lock(_ path: String, isShared: Bool = false) throws(ArchiveError) -> FileLock {
    do throws(FileLock.Failure) {
      return try FileLock(path: path, isShared: isShared)
    } catch {
      switch error {
      case .busy(let busy): throw .busy(busy)
      case .file(let error): throw .file(error)
      }
    }
  }
}
