/// The names of a site's files and folders, none of which may be another's on any disk.
struct StagedNames {
  private var files: [String: SitePath]
  private var folders: Set<SitePath> = []
  private var foldedFolders: [String: SitePath] = [:]
  private var exact: Set<SitePath>

  init(reserved: SitePath) {
    files = [reserved.folded: reserved]
    exact = [reserved]
  }

  /// Adds a file that kolsite writes; returns the folders that are new with it, from the top.
  mutating func add(_ path: SitePath) throws(PublishingError) -> [SitePath] {
    if let other = files[path.folded] ?? foldedFolders[path.folded] {
      throw .conflictingPaths(other.text, path.text)
    }
    for folder in path.folders {
      if let other = files[folder.folded] { throw .conflictingPaths(other.text, path.text) }
      if let other = foldedFolders[folder.folded], other != folder {
        throw .conflictingPaths(other.text, folder.text)
      }
    }
    files[path.folded] = path
    exact.insert(path)
    return addFolders(of: path)
  }

  /// Adds the folders of a file; returns those that are new, from the top.
  mutating func addFolders(of path: SitePath) -> [SitePath] {
    let new = path.folders.filter { folders.insert($0).inserted }
    for folder in new { foldedFolders[folder.folded] = folder }
    return new
  }

  /// Whether the site has a folder of this path.
  func isFolder(_ path: SitePath) -> Bool { folders.contains(path) }

  /// Whether a folder cannot be kept, because the site has a file of its path or of one above.
  func isTaken(folder path: SitePath) -> Bool {
    exact.contains(path) || path.folders.contains(where: exact.contains)
  }

  /// Whether a file that kolsite did not write cannot be kept, because the site has its path.
  func isTaken(_ path: SitePath) -> Bool {
    exact.contains(path) || folders.contains(path) || path.folders.contains(where: exact.contains)
  }
}
