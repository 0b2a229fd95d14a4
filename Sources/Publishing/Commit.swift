import Files
import Model
import Secrets

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The last step: what happens between the last page and the new site.
struct Commit {
  private let staging: Staging
  private var written: Staging.State
  private let day: CalendarDay
  private let generator: String
  private var carried: Set<SitePath> = []

  init(_ staging: Staging, asOf day: CalendarDay, generator: String) {
    self.staging = staging
    written = staging.written
    self.day = day
    self.generator = generator
  }

  private var publisher: Publisher { staging.publisher }
  private var operations: FileOperations { staging.operations }

  mutating func run() throws(PublishingError) -> Publication {
    let entries = written.entries.sorted { $0.path < $1.path }
    let paths = Set(entries.map(\.path))
    try checkSize()
    let exists = try publisher.folder.exists()
    if exists { try keepForeign() }
    let manifestSize = try writeManifest(of: entries)
    let carried = carried
    try written.links.check(
      exists: { paths.contains($0) || carried.contains($0) || $0 == SiteManifest.path },
      read: { [staging] (page) throws(PublishingError) in
        let isElsewhere = staging.isInPlace && carried.contains(page)
        let place = isElsewhere ? staging.published(page) : staging.staged(page)
        // What was written can be read again, however large it is.
        return try files { () throws(FileError) in
          try readFile(place, limit: .max, using: staging.operations)
        }
      })
    try verify(entries, manifestSize: manifestSize)
    let notices: [Diagnostic]
    if staging.isInPlace {
      notices = try InPlace(publisher).publish()
    } else {
      try files { () throws(FileError) in try operations.syncFileSystem(staging.path) }
      let replacement = Replacement(staging.path, publisher.folder, using: operations)
      notices = try exists ? replacement.replace() : replacement.place()
    }
    return Publication(
      written: entries.count - written.unchanged, unchanged: written.unchanged,
      carriedOver: carried.count, removed: staging.old.keys.count { !paths.contains($0) },
      notices: notices)
  }

  /// - Returns: Its size in bytes.
  private func writeManifest(of entries: [SiteManifest.Entry]) throws(PublishingError) -> Int {
    let manifest = SiteManifest(asOf: day.description, generator: generator, entries: entries).bytes
    if publisher.secrets.finds(in: manifest) { throw .secretFound(path: SiteManifest.path.text) }
    try files { () throws(FileError) in
      try createFile(manifest, at: staging.staged(SiteManifest.path), using: operations)
    }
    return manifest.count
  }

  /// Refuses a site of fewer than half the pages of the one before.
  private func checkSize() throws(PublishingError) {
    let pages = written.entries.count { $0.path.isPage }
    let before = staging.old.keys.count { $0.isPage }
    try publisher.checkSize(pages: pages, before: before)
  }

  /// Checks the files that kolsite did not write; an exchange takes them along into the new site.
  private mutating func keepForeign() throws(PublishingError) {
    let folder = publisher.folder.path
    let old = try SiteManifest.load(from: folder, using: operations)
    let found = try FoundSite(folder, manifest: old, using: operations)
    if let path = try found.foreignInTheWay(
      of: written.names, entries: written.entries, in: folder, using: operations)
    {
      throw .foreignFileInTheWay(staging.published(path))
    }
    if !staging.isInPlace, let path = found.folders.first ?? found.specials.first {
      // It was not there when the way of publishing was chosen.
      throw .exchangeRefused(folder, .foreign(path.text))
    }
    for (path, time) in found.files where !written.names.isTaken(path) {
      if publisher.secrets.finds(in: Array(path.text.utf8)) { throw .secretFound(path: nil) }
      let place = staging.published(path)
      let bytes = try bytes(ofForeign: place)
      if publisher.secrets.finds(in: bytes) { throw .secretFound(path: path.text) }
      carried.insert(path)
      if staging.isInPlace { continue }
      try files { () throws(FileError) in
        try staging.addFolders(of: path)
        try keep(bytes, from: place, at: staging.staged(path), time)
      }
    }
    if !staging.isInPlace { try keepModes(of: found.ownFolders) }
  }

  /// In place, what may not be read, or is too large to be, stays where it is all the same.
  private func bytes(ofForeign place: String) throws(PublishingError) -> [UInt8] {
    do throws(FileError) {
      return try readFile(place, limit: FoundSite.searched, using: operations)
    } catch {
      guard staging.isInPlace, [EACCES, EFBIG].contains(error.errno) else { throw .file(error) }
      return []
    }
  }

  /// The modes of the folder itself and of those in it are the person's too.
  private func keepModes(of folders: Set<SitePath>) throws(PublishingError) {
    let top = SitePath(found: "")
    try files { () throws(FileError) in
      for path in [top] + folders where path == top || written.names.isFolder(path) {
        let (old, new) =
          path == top
          ? (publisher.folder.path, staging.path) : (staging.published(path), staging.staged(path))
        guard let mode = try operations.details(old)?.mode, mode != 0o755 else { continue }
        try operations.setMode(new, mode)
      }
    }
  }

  /// Gives a file a second name, or copies it where the file system has no second names.
  ///
  /// The first name goes with the old site. Its mode and its time stay.
  private func keep(
    _ bytes: [UInt8], from old: String, at new: String, _ time: FileTime
  ) throws(FileError) {
    do throws(FileError) {
      try operations.link(old, new)
    } catch  where [EPERM, ENOTSUP, ENOSYS, EMLINK, EXDEV, EINVAL].contains(error.errno) {
      try createFile(bytes, at: new, using: operations)
      if let mode = try operations.details(old)?.mode, mode != 0o644 { try operations.setMode(new, mode) }
      try operations.setTime(new, time)
    }
  }

  /// Checks that the staged folder has exactly the files it should have, each of its size.
  private func verify(_ entries: [SiteManifest.Entry], manifestSize: Int) throws(PublishingError) {
    var sizes = [SiteManifest.path: manifestSize]
    for entry in entries { sizes[entry.path] = entry.size }
    let found = try files { () throws(FileError) in try listTree(staging.path, using: operations) }
    var count = 0
    for item in found {
      let path = SitePath(found: item.path)
      if carried.contains(path) { continue }
      guard case .file(let size, _) = item.status, sizes[path] == size else {
        throw .stagingChanged(staging.staged(path))
      }
      count += 1
    }
    if count != sizes.count {
      let there = Set(found.map { SitePath(found: $0.path) })
      let missing = sizes.keys.filter { !there.contains($0) }.min() ?? SiteManifest.path
      throw .stagingChanged(staging.staged(missing))
    }
  }
}
