import Files

/// What has to change in a folder for it to hold a new site; nothing is touched to find out.
struct SiteDifference {
  /// Files that are new or have other bytes, in the order in which they may appear.
  let placed: [SiteManifest.Entry]
  /// Folders that are not there yet, from the top.
  let newFolders: [SitePath]
  /// Files of the old manifest that the new site does not have, in the order in which they may go.
  let removed: [SitePath]
  /// Folders of the old manifest that the new site does not have, from the bottom.
  let leftFolders: [SitePath]
  /// What a stopped run left.
  let temporary: [SitePath]
  /// Lists what is there at any moment of the change, so that nothing of kolsite's is ever taken for a person's.
  let bothManifests: SiteManifest
  let newManifest: SiteManifest
  /// Whether the folder's manifest is already the new one.
  let hasManifest: Bool

  init(
    from old: SiteManifest?, to new: SiteManifest, in folder: String, using operations: FileOperations
  ) throws(PublishingError) {
    let found = try FoundSite(folder, manifest: old, using: operations)
    var names = StagedNames(reserved: SiteManifest.path)
    var folders: [SitePath] = []
    for entry in new.entries { folders += try names.add(entry.path) }
    if let path = try found.foreignInTheWay(of: names, entries: new.entries, in: folder, using: operations) {
      throw .foreignFileInTheWay(joinPath(folder, path.text))
    }
    if let path = found.ownInTheWay(of: names) { throw .ownFileInTheWay(joinPath(folder, path.text)) }

    let there = found.own.union(found.files.map(\.path))
    var changed: [SiteManifest.Entry] = []
    for entry in new.entries {
      let isSame = try files { () throws(FileError) in
        guard there.contains(entry.path) else { return false }
        return try entry.isFile(at: joinPath(folder, entry.path.text), using: operations)
      }
      if !isSame { changed.append(entry) }
    }
    // What pages link to comes first; a page that is new, before those that now link to it.
    func rank(_ entry: SiteManifest.Entry) -> Int {
      !entry.path.isPage ? 0 : there.contains(entry.path) ? 2 : 1
    }
    placed = changed.sorted { (rank($0), $0.path) < (rank($1), $1.path) }

    let foldersThere = found.ownFolders.union(found.folders)
    newFolders = folders.filter { !foldersThere.contains($0) }
    let kept = Set(new.entries.map(\.path))
    removed = found.own.filter { !kept.contains($0) && $0 != SiteManifest.path }
      .sorted { ($0.isPage ? 0 : 1, $0) < ($1.isPage ? 0 : 1, $1) }
    let keptFolders = Set(folders)
    leftFolders = found.ownFolders.filter { !keptFolders.contains($0) }.sorted().reversed()
    temporary = found.temporary
    hasManifest = old == new
    newManifest = new
    bothManifests = SiteManifest(
      asOf: old?.asOf ?? new.asOf, generator: new.generator,
      entries: (new.entries + (old?.entries ?? []).filter { !kept.contains($0.path) }).sorted {
        $0.path < $1.path
      })

    var touched = Set(placed.map(\.path)).union(removed).union(temporary)
    if !hasManifest { touched.insert(SiteManifest.path) }
    if let path = found.mountedFile(in: folder, among: touched, using: operations) {
      throw .mountedFile(joinPath(folder, path.text))
    }
  }
}
