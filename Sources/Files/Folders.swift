#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Creates a folder and the folders above it; one that exists already is left as it is.
///
/// The new names are on the disk when this returns.
public func createFolder(_ path: String, using operations: FileOperations = .real) throws(FileError) {
  var missing: [String] = []
  var folder = path
  while try operations.status(folder) == .missing {
    missing.append(folder)
    let parent = parentFolder(of: folder)
    if parent == folder { break }
    folder = parent
  }
  for folder in missing.reversed() {
    do throws(FileError) {
      try operations.createFolder(folder)
    } catch  where error.errno == EEXIST {
      // Someone else made it in between.
    }
    try operations.syncFolder(parentFolder(of: folder))
  }
  if missing.isEmpty, try operations.status(path) != .folder {
    // A link to a folder is a folder for whoever writes below it.
    do throws(FileError) {
      _ = try operations.list(path, true)
    } catch  where error.errno == ENOTDIR {
      throw FileError(path: path, operation: .createFolder, errno: EEXIST)
    }
  }
}

/// Lists the names in a folder, sorted by bytes, without `.` and `..`.
///
/// A name that is not UTF-8 is an error (`EILSEQ`), because no path could be made of it.
/// - Parameter followingLink: Whether `path` itself may be a symbolic link.
public func listFolder(
  _ path: String, followingLink: Bool = true, using operations: FileOperations = .real
) throws(FileError) -> [String] {
  try operations.list(path, followingLink)
}

/// Removes a file or a symbolic link; the link's target stays.
public func removeFile(_ path: String, using operations: FileOperations = .real) throws(FileError) {
  try operations.removeFile(path)
}

/// Something below a folder that is not itself a folder.
public struct TreeEntry: Sendable, Hashable {
  /// Relative to the folder, with `/`.
  public let path: String
  public let status: FileStatus

  public init(path: String, status: FileStatus) {
    self.path = path
    self.status = status
  }
}

/// Lists everything below a folder that is not a folder, sorted by the bytes of its path.
///
/// Symbolic links are listed, never followed; `path` itself may not be one.
public func listTree(
  _ path: String, using operations: FileOperations = .real
) throws(FileError) -> [TreeEntry] {
  var entries: [TreeEntry] = []
  var folders = [""]
  while let folder = folders.popLast() {
    for name in try operations.list(folder.isEmpty ? path : joinPath(path, folder), false) {
      let child = joinPath(folder, name)
      switch try operations.status(joinPath(path, child)) {
      case .missing: continue
      case .folder: folders.append(child)
      case let status: entries.append(TreeEntry(path: child, status: status))
      }
    }
  }
  return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
}

/// Removes whatever is at a path, with everything in it; nothing where nothing is there.
///
/// A symbolic link is removed, never followed. When it fails, some of the tree may be gone.
public func removeTree(_ path: String, using operations: FileOperations = .real) throws(FileError) {
  switch try operations.status(path) {
  case .missing: return
  case .folder: break
  case .file, .symbolicLink, .other:
    try operations.removeFile(path)
    return
  }
  // Folders are emptied from the top and removed from the bottom, without recursion.
  var found = [path]
  var next = 0
  while next < found.count {
    let folder = found[next]
    next += 1
    for name in try operations.list(folder, false) {
      let child = joinPath(folder, name)
      if try operations.status(child) == .folder {
        found.append(child)
      } else {
        try operations.removeFile(child)
      }
    }
  }
  for folder in found.reversed() { try operations.removeFolder(folder) }
}
