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

/// A file of the site on which something is mounted: nothing can be put in its place.
struct MountedFileTests {
  let site: Site
  let pages = ["index.html": "<a href=\"a/b.html\">", "a/b.html": "<p>", "a/c.json": "{}"]

  init() throws {
    site = try Site()
  }

  @Test(
    arguments: [nil, .inPlace] as [Settings.Publish.Mode?], ["index.html", "a/c.json", "manifest.json"])
  func aFileOnWhichSomethingIsMountedIsFoundBeforeAnythingChanges(
    mode: Settings.Publish.Mode?, path: String
  ) throws {
    try site.publish(pages)
    let before = try site.tree()
    let operations = try mounting([path])
    let refusal = PublishingError.mountedFile(site.folder + "/" + path)
    let error = #expect(throws: refusal) {
      try Publisher(folder: site.folder, mode: mode, using: operations).preflight()
    }
    #expect(try #require(error).description.contains("unmount it"))
    // It may be mounted only after that.
    let isMounted = Flag()
    let late = try mounting([path]) { isMounted.value.withLock { $0 } }
    let staging = try Publisher(folder: site.folder, mode: .inPlace, using: late).stage()
    try staging.write(OutputFile(path: "index.html", bytes: [0x32]))
    try staging.write(OutputFile(path: "z.html", bytes: []))
    isMounted.value.withLock { $0 = true }
    #expect(throws: refusal) { try staging.commit(asOf: Site.day, generator: Site.generator) }
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
  }

  @Test func aFolderInTheSiteMayBeMounted() throws {
    try site.publish(pages)
    try site.publish(["index.html": "2", "a/b.html": "2"], using: mounting(["a"]))
    #expect(try site.texts() == ["index.html": "2", "a/b.html": "2"])
  }

  private final class Flag: Sendable {
    let value = Mutex(false)
  }

  /// Places of the site that the system does not let be replaced, because something is mounted on them.
  private func mounting(
    _ paths: [String], when isMounted: @escaping @Sendable () -> Bool = { true }
  ) throws -> FileOperations {
    let folder = try realPath(site.folder)
    let places = paths.map { joinPath(site.folder, $0) }
    var operations = FileOperations.unsynced
    operations.mounts = {
      let all = Mount(device: "8:1", root: "/", point: "/")
      let inside = (isMounted() ? paths : []).map {
        Mount(device: "8:1", root: "/x", point: joinPath(folder, $0))
      }
      return MountTable(own: [all] + inside, others: [])
    }
    operations.rename = { (from, to) throws(FileError) in
      if places.contains(to) { throw FileError(path: from, operation: .rename, errno: EBUSY) }
      try FileOperations.real.rename(from, to)
    }
    operations.removeFile = { (path) throws(FileError) in
      if places.contains(path) { throw FileError(path: path, operation: .remove, errno: EBUSY) }
      try FileOperations.real.removeFile(path)
    }
    return operations
  }
}
