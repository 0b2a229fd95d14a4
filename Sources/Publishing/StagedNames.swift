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
    let folded = path.folded
    if let other = files[folded] ?? foldedFolders[folded] {
      throw .conflictingPaths(other.text, path.text)
    }
    // The names of a folder that is there have been compared.
    let new = path.folders.filter { !folders.contains($0) }
    for folder in new {
      if let other = files[folder.folded] { throw .conflictingPaths(other.text, path.text) }
      if let other = foldedFolders[folder.folded], other != folder {
        throw .conflictingPaths(other.text, folder.text)
      }
    }
    files[folded] = path
    exact.insert(path)
    return add(new)
  }

  /// Adds the folders of a file; returns those that are new, from the top.
  mutating func addFolders(of path: SitePath) -> [SitePath] {
    add(path.folders.filter { !folders.contains($0) })
  }

  private mutating func add(_ new: [SitePath]) -> [SitePath] {
    for folder in new {
      folders.insert(folder)
      foldedFolders[folder.folded] = folder
    }
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
