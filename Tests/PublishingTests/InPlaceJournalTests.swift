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

/// What lies in the work folder is published only where it goes on with what a run had begun over this very site.
struct InPlaceJournalTests {
  let site: Site
  let old = ["index.html": "1", "a.html": "1", "b.html": "1", "c/d.html": "1"]
  let new = ["index.html": "2", "a.html": "2", "b.html": "2", "c/e.html": "2"]
  private var work: String { site.folder + ".publishing-k0000" }

  init() throws {
    site = try Site()
  }

  enum Moment: CaseIterable {
    /// The site lies ready, and no file has its place.
    case ready
    /// The manifest of both sites is there, and some of the files.
    case placing
    /// Only the new manifest is missing.
    case removing
  }

  @Test(arguments: Moment.allCases)
  func whatWasBegunIsCompleted(moment: Moment) throws {
    try stop(at: moment)
    let notices = try preflight()
    #expect(
      notices.map(\.message) == ["an earlier run was stopped while it published: its site is complete now"])
    #expect(try site.texts() == new)
    #expect(try site.names() == ["public"])
  }

  /// Somebody's folder, or one that came with a checkout.
  @Test func aSiteThatNoRunHadBegunIsLeftAlone() throws {
    let other = try Site()
    try other.publish(["index.html": "stray"])
    try site.publish(old)
    try copyTree(other.folder, to: work + "/ready")
    try expectRefusal("nothing shows that a run had begun to publish it over this site")
  }

  @Test(arguments: Moment.allCases)
  func whatWasBegunOverAnotherSiteIsLeftAlone(moment: Moment) throws {
    let other = try InPlaceJournalTests()
    try other.site.publish(["index.html": "other"], mode: .inPlace)
    try other.stop(at: moment, isOther: true)
    try site.publish(old)
    try copyTree(other.work, to: work)
    try expectRefusal("nothing shows that a run had begun to publish it over this site")
  }

  /// The folder was published again, by whatever way, since the run was stopped.
  @Test func whatWasBegunOverAnEarlierSiteIsLeftAlone() throws {
    try stop(at: .ready)
    try copyTree(work, to: work + ".copy")
    try removeTree(work)
    try site.publish(["index.html": "3", "a.html": "3"], mode: .inPlace)
    try FileOperations.real.rename(work + ".copy", work)
    let before = try site.tree()
    #expect(try preflight().map(\.severity) == [.warning])
    #expect(try site.tree() == before)
  }

  @Test func theSameSiteInAnotherFolderIsAnotherSite() throws {
    try stop(at: .ready)
    try copyTree(site.folder, to: site.folder + ".copy")
    try removeTree(site.folder)
    try FileOperations.real.rename(site.folder + ".copy", site.folder)
    try expectRefusal("nothing shows that a run had begun to publish it over this site")
  }

  /// The run that was stopped knew no token, or another.
  @Test(arguments: [Moment.ready, .placing])
  func theTokenIsSearchedForAgain(moment: Moment) throws {
    try stop(at: moment, writing: ["index.html": String(decoding: Site.token, as: UTF8.self)])
    try expectRefusal("index.html holds the API token in one of its spellings")
  }

  @Test func theSizeIsCheckedAgain() throws {
    try stop(at: .ready, writing: ["a.html": nil, "b.html": nil, "c/e.html": nil])
    try expectRefusal("the new site has 1 pages, the one it would replace has 4")
    try stop(at: .ready, writing: ["a.html": nil, "b.html": nil, "c/e.html": nil])
    try Publisher(folder: site.folder, mode: .inPlace, allowShrink: true, using: .unsynced).preflight()
    #expect(try site.texts() == ["index.html": "2"])
  }

  @Test(arguments: [Moment.ready, .placing], ["gone", "folder", "link", "other", "long"])
  func aFileThatIsNotAsItWasIsNotPublished(moment: Moment, change: String) throws {
    try stop(at: moment)
    let file = work + "/ready/index.html"
    try removeFile(file)
    switch change {
    case "folder": try createFolder(file)
    case "link": #expect(symlink("a.html", file) == 0)
    case "other": try writeFileDurably([0x33], to: file)
    case "long": try writeFileDurably([0x32, 0x32], to: file)
    default: break
    }
    try expectRefusal("\(file) is not as kolsite wrote it a moment ago")
    try site.publish(new, mode: .inPlace)
    #expect(try site.texts() == new)
  }

  @Test(arguments: ["", "1\n2\n3\n4\n", "x"])
  func aDamagedJournalProvesNothing(text: String) throws {
    try stop(at: .ready)
    try writeFileDurably(Array(text.utf8), to: work + "/journal", replacing: true)
    try expectRefusal("nothing shows that a run had begun to publish it over this site")
  }

  @Test func whatSomebodyPutIntoTheWorkFolderStays() throws {
    try site.publish(old)
    try createFolder(work + "/mine")
    try site.publish(new, mode: .inPlace)
    #expect(try site.names() == ["public", "public.publishing-k0000"])
    #expect(try listFolder(work) == ["mine"])
  }

  /// Runs a preflight that must leave the site alone, say why, and clear the work folder.
  private func expectRefusal(_ reason: String) throws {
    let before = try site.tree()
    let notices = try preflight()
    #expect(
      notices == [
        Diagnostic(
          .warning, "the site in \(work)/ready is not published, and removed: \(reason)",
          hint: "if a run was stopped while it published, \(site.folder) may have parts of two sites until"
            + " this one has published")
      ])
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
  }

  private func preflight() throws -> [Diagnostic] {
    try Publisher(folder: site.folder, mode: .inPlace, secrets: [Site.token], using: .unsynced).preflight()
  }

  /// Publishes the old site, and the new one until it is stopped.
  /// - Parameter changes: Files of the new site that have another text, or are not in it.
  private func stop(
    at moment: Moment, isOther: Bool = false, writing changes: [String: String?] = [:]
  ) throws {
    if !isOther { try site.publish(old, allowShrink: true) }
    let isStopped = Mutex(false)
    let manifests = Mutex(0)
    let manifest = site.folder + "/manifest.json"
    var operations = FileOperations.unsynced
    operations.rename = { (from, to) throws(FileError) in
      let count =
        to == manifest
        ? manifests.withLock { count in
          count += 1; return count
        } : 0
      let isFirst = count == 1
      let isLast = to == manifest && !isFirst
      let stops =
        switch moment {
        case .ready: isFirst
        case .placing: to.hasSuffix("/b.html") || to.hasSuffix("/index.html")
        case .removing: isLast
        }
      if stops { isStopped.withLock { $0 = true } }
      if isStopped.withLock({ $0 }) { throw FileError(path: from, operation: .rename, errno: EIO) }
      try FileOperations.real.rename(from, to)
    }
    operations.removeFile = { (path) throws(FileError) in
      if isStopped.withLock({ $0 }) { throw FileError(path: path, operation: .remove, errno: EIO) }
      try FileOperations.real.removeFile(path)
    }
    let publisher = try Publisher(folder: site.folder, mode: .inPlace, allowShrink: true, using: operations)
    try publisher.preflight()
    let staging = try publisher.stage()
    for (path, text) in new.sorted(by: { $0.key < $1.key }) {
      guard let text = changes[path, default: text] else { continue }
      try staging.write(OutputFile(path: path, bytes: Array(text.utf8)))
    }
    #expect(throws: PublishingError.self) { try staging.commit(asOf: Site.day, generator: Site.generator) }
    #expect(try fileStatus(work + "/ready") == .folder)
  }

  private func copyTree(_ from: String, to: String) throws {
    try createFolder(to)
    for entry in try listTree(from) {
      let file = to + "/" + entry.path
      try createFolder(parentFolder(of: file))
      try writeFileDurably(try readFile(from + "/" + entry.path), to: file)
    }
  }
}
