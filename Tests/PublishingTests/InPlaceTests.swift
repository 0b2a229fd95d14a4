import Files
import Model
import Publishing
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// When a site is published file by file, and what that leaves as it is.
struct InPlaceTests {
  let site: Site
  let pages = ["index.html": "<a href=\"a/b.html\">", "a/b.html": "<p>", "a/c.json": "{}"]

  init() throws {
    site = try Site()
  }

  /// What somebody may have put into the folder that an exchange would lose.
  enum Thing: CaseIterable {
    case link, linkToFolder, emptyFolder, folder, pipe, repository, worktree

    var path: String {
      switch self {
      case .link, .linkToFolder: "link"
      case .emptyFolder: "mine"
      case .folder: ".well-known"
      case .pipe: "pipe"
      case .repository, .worktree: ".git"
      }
    }

    func put(into site: Site) throws {
      let path = site.folder + "/" + path
      switch self {
      case .link: #expect(symlink("nowhere", path) == 0)
      case .linkToFolder: #expect(symlink("..", path) == 0)
      case .emptyFolder: try createFolder(path)
      case .folder: try site.put("{}", at: ".well-known/x.json")
      case .pipe: #expect(mkfifo(path, 0o600) == 0)
      case .repository:
        try createFolder(path + "/refs/heads")
        try site.put("ref: refs/heads/main", at: ".git/HEAD")
        // What is in a repository is not looked at, so it may have any name.
        var name = Array((path + "/x").utf8CString)
        name[name.count - 2] = -1
        #expect(mkdir(name, 0o700) == 0)
      case .worktree: try site.put("gitdir: ../.git/worktrees/public", at: ".git")
      }
    }
  }

  @Test(arguments: Thing.allCases)
  func whatAnExchangeWouldLoseStaysAsItIs(thing: Thing) throws {
    try site.publish(pages)
    try thing.put(into: site)
    if thing == .emptyFolder { #expect(chmod(site.folder + "/mine", 0o2770) == 0) }
    try FileOperations.real.setTime(site.folder + "/" + thing.path, Site.longAgo)
    let folder = try fileIdentity(site.folder)
    let before = try site.foreign(but: pages.keys)
    #expect(!before.isEmpty)
    for _ in 0..<2 {
      let publisher = try Publisher(folder: site.folder, using: .unsynced)
      let notices = try publisher.preflight()
      #expect(notices.count == 1)
      #expect(
        try #require(notices.first).message.hasPrefix(
          "\(site.folder) is published in place, file by file: it "))
      #expect(try site.publish(["index.html": "2"], allowShrink: true).notices == [])
      #expect(try site.foreign(but: ["index.html"]) == before)
      #expect(try fileIdentity(site.folder) == folder)
      #expect(try readFile(site.folder + "/index.html") == Array("2".utf8))
      #expect(try site.names() == ["public"])
    }
    #expect(throws: PublishingError.self) { try site.publish(pages, mode: .exchange) }
    #expect(try site.foreign(but: ["index.html"]) == before)
  }

  @Test func aFolderWithFilesAloneIsExchanged() throws {
    try site.publish(pages)
    try site.put("example.com", at: "CNAME")
    let folder = try fileIdentity(site.folder)
    #expect(try Publisher(folder: site.folder, using: .unsynced).preflight() == [])
    try site.publish(pages)
    #expect(try fileIdentity(site.folder) != folder)
  }

  @Test func inPlaceOnlyWhatChangedIsTouched() throws {
    try site.publish([
      "index.html": "1", "a/b.html": "<p>", "a/c.json": "{}", "d/e/f.html": "", "d/g.html": "",
    ])
    try site.put("mine", at: "d/e/mine.txt")
    let kept = try fileIdentity(site.folder + "/a/b.html")
    let publication = try site.publish(
      pages.merging(["x/y.svg": "<svg>"]) { first, _ in first }, mode: .inPlace)
    #expect(publication == Publication(written: 2, unchanged: 2, carriedOver: 1, removed: 2, notices: []))
    #expect(try fileIdentity(site.folder + "/a/b.html") == kept)
    #expect(
      try site.texts().keys.sorted() == ["a/b.html", "a/c.json", "d/e/mine.txt", "index.html", "x/y.svg"])
    try removeFile(site.folder + "/d/e/mine.txt")
    // Those two folders are nobody's now; they stay.
    try site.publish(pages, mode: .inPlace)
    #expect(try listFolder(site.folder) == ["a", "d", "index.html", "manifest.json"])
    #expect(try site.names() == ["public"])
  }

  @Test func foldersThatBecomeEmptyGo() throws {
    try site.publish(["index.html": "1", "d/e/f.html": "2", "d/e/g.json": "3"])
    try site.publish(["index.html": "1"], mode: .inPlace)
    #expect(try listFolder(site.folder) == ["index.html", "manifest.json"])
  }

  @Test func aFileOfKolsitesThatSomebodyChangedIsWrittenAgain() throws {
    try site.publish(pages)
    try site.put("<q>", at: "a/b.html")
    try site.publish(pages, mode: .inPlace)
    #expect(try site.texts() == pages)
  }

  @Test(arguments: [
    (MountTable.Use.mountPoint("public"), "has something mounted at "),
    (.seenAt("/srv/html"), "is also mounted at /srv/html, which an exchange would leave with the old site"),
  ])
  func aMountedFolderIsNeverExchanged(use: MountTable.Use, text: String) throws {
    try site.publish(pages)
    let folder = try realPath(site.folder)
    var operations = FileOperations.unsynced
    operations.mounts = {
      let all = [Mount(device: "8:1", root: "/", point: "/")]
      return switch use {
      case .mountPoint: MountTable(own: all + [Mount(device: "8:1", root: "/x", point: folder)], others: [])
      case .seenAt(let place):
        MountTable(own: all, others: [Mount(device: "8:1", root: folder, point: place)])
      }
    }
    let publisher = try Publisher(folder: site.folder, using: operations)
    let notices = try publisher.preflight()
    #expect(try #require(notices.first).message.contains(text))
    let before = try fileIdentity(site.folder)
    try site.publish(["index.html": "2"], allowShrink: true, using: operations)
    #expect(try fileIdentity(site.folder) == before)
    let error = #expect(throws: PublishingError.self) {
      try Publisher(folder: site.folder, mode: .exchange, using: operations).preflight()
    }
    #expect(try #require(error).description.contains("mount the folder above it instead"))
  }

  @Test(arguments: [EBUSY, EXDEV, EPERM, EACCES])
  func aFolderThatCannotBeRenamedIsPublishedInPlace(errno: Int32) throws {
    try site.publish(pages)
    var operations = FileOperations.unsynced
    let folder = site.folder
    operations.rename = { (from, to) throws(FileError) in
      if from == folder { throw FileError(path: from, operation: .rename, errno: errno) }
      try FileOperations.real.rename(from, to)
    }
    try site.publish(["index.html": "2", "z.html": ""], using: operations)
    #expect(try site.texts() == ["index.html": "2", "z.html": ""])
    #expect(try site.names() == ["public"])
  }

  @Test(arguments: [EACCES, EROFS])
  func nothingIsNeededBesideTheFolder(errno: Int32) throws {
    try site.publish(pages)
    var operations = FileOperations.unsynced
    let project = site.project
    operations.createFolder = { (path) throws(FileError) in
      if parentFolder(of: path) == project {
        throw FileError(path: path, operation: .createFolder, errno: errno)
      }
      try FileOperations.real.createFolder(path)
    }
    let state = try Site()
    let publisher = try Publisher(folder: site.folder, workFolder: state.project + "/work", using: operations)
    try publisher.preflight()
    let staging = try publisher.stage()
    try staging.write(OutputFile(path: "index.html", bytes: [0x32]))
    try staging.write(OutputFile(path: "b.html", bytes: []))
    _ = try staging.commit(asOf: Site.day, generator: Site.generator)
    #expect(try site.texts() == ["index.html": "2", "b.html": ""])
    #expect(try state.names() == [])
  }

  @Test func whatIsAnotherUsersStaysTheirs() throws {
    try site.publish(pages)
    let folder = try fileIdentity(site.folder)
    let operations = FileOperations.unsynced.owned(by: Int(geteuid()) + 1, at: [site.folder])
    #expect(
      try Publisher(folder: site.folder, using: operations).preflight().map(\.message) == [
        "\(site.folder) is published in place, file by file: it belongs to another user"
      ])
    try site.publish(["index.html": "2", "a/b.html": ""], using: operations)
    #expect(try fileIdentity(site.folder) == folder)
  }

  @Test func aGroupOfTheFoldersOwnStays() throws {
    try site.publish(pages)
    let folder = try fileIdentity(site.folder)
    let operations = FileOperations.unsynced.owned(group: Int(getegid()) + 1, at: [site.folder])
    try site.publish(pages, using: operations)
    #expect(try fileIdentity(site.folder) == folder)
    #expect(throws: PublishingError.exchangeRefused(site.folder, .rights)) {
      try site.publish(pages, mode: .exchange, using: operations)
    }
  }

  @Test func anAccessListStays() throws {
    try site.publish(pages)
    let folder = try fileIdentity(site.folder)
    var operations = FileOperations.unsynced
    let path = site.folder
    operations.hasAccessList = { $0 == path }
    try site.publish(pages, using: operations)
    #expect(try fileIdentity(site.folder) == folder)
  }

  @Test func whereFilesCannotBeReplacedTheFirstBuildSaysSo() throws {
    try site.publish(pages)
    let before = try site.tree()
    var operations = FileOperations.unsynced
    let locked = site.folder + "/a"
    operations.mayChange = { $0 != locked }
    for mode in Settings.Publish.Mode.allCases + [nil] {
      let error = #expect(throws: PublishingError.notWritable(locked, folder: site.folder)) {
        try Publisher(folder: site.folder, mode: mode, using: operations).preflight()
      }
      #expect(try #require(error).description.contains("chown -R"))
    }
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
  }

  /// Only the owner of a file may replace it in a sticky folder of another user's.
  @Test(.enabled(if: geteuid() != 0), arguments: [true, false])
  func aStickyFolderIsUsableWhereItsFilesAreOurs(isOurs: Bool) throws {
    try site.publish(pages)
    #expect(chmod(site.folder, 0o1777) == 0)
    let others = isOurs ? [site.folder] : [site.folder, site.folder + "/index.html"]
    let operations = FileOperations.unsynced.owned(by: Int(geteuid()) + 1, at: others)
    if isOurs {
      try site.publish(["index.html": "2", "b.html": ""], using: operations)
    } else {
      #expect(throws: PublishingError.notWritable(site.folder, folder: site.folder)) {
        try site.publish(pages, using: operations)
      }
    }
  }

  @Test func aFolderThatMayNotBeReadIsNotKolsites() throws {
    try site.publish(pages)
    let lost = site.folder + "/lost+found"
    try createFolder(lost)
    var operations = FileOperations.unsynced
    operations.list = { (path, following) throws(FileError) in
      if path == lost { throw FileError(path: path, operation: .list, errno: EACCES) }
      return try FileOperations.real.list(path, following)
    }
    try site.publish(["index.html": "2", "b.html": ""], using: operations)
    #expect(try fileStatus(lost) == .folder)
  }

  @Test(arguments: [EACCES, EFBIG])
  func aFileThatCannotBeReadStaysInPlace(errno: Int32) throws {
    try site.publish(pages)
    try site.put("mine", at: "mine.iso")
    let before = try site.foreign(but: pages.keys)
    let mine = site.folder + "/mine.iso"
    var operations = FileOperations.unsynced
    operations.read = { (path, limit) throws(FileError) in
      if path == mine { throw FileError(path: path, operation: .read, errno: errno) }
      return try FileOperations.real.read(path, limit)
    }
    #expect(throws: PublishingError.self) { try site.publish(pages, mode: .exchange, using: operations) }
    try site.publish(pages, mode: .inPlace, using: operations)
    #expect(try site.foreign(but: pages.keys) == before)
  }

  @Test(arguments: ["a/b.html", "a"], [true, false])
  func whatIsNotKolsitesIsNeverReplaced(path: String, isLink: Bool) throws {
    try site.publish(["index.html": "1"], mode: .inPlace)
    if isLink {
      try createFolder(parentFolder(of: site.folder + "/" + path))
      #expect(symlink("/tmp", site.folder + "/" + path) == 0)
    } else {
      try site.put("mine", at: path)
    }
    let before = try site.foreign(but: [])
    #expect(throws: PublishingError.foreignFileInTheWay(site.folder + "/" + path)) {
      try site.publish(pages, mode: .inPlace)
    }
    #expect(try site.foreign(but: []) == before)
    #expect(try site.names() == ["public"])
  }

  @Test func aLinkInThePlaceOfAFileThatItWroteIsNotFollowedOrReplaced() throws {
    try site.publish(pages)
    try removeFile(site.folder + "/a/b.html")
    #expect(symlink("../index.html", site.folder + "/a/b.html") == 0)
    #expect(throws: PublishingError.foreignFileInTheWay(site.folder + "/a/b.html")) {
      try site.publish(pages)
    }
    try site.publish(["index.html": "2"], allowShrink: true)
    #expect(try fileStatus(site.folder + "/a/b.html") == .symbolicLink)
  }

  @Test(arguments: [("a", "a/b"), ("a/b", "a")])
  func aFileForAFolderIsNoSingleStep(old: String, new: String) throws {
    try site.publish(["index.html": "", old: "1"])
    let before = try site.tree()
    #expect(throws: PublishingError.ownFileInTheWay(site.folder + "/a")) {
      try site.publish(["index.html": "", new: "1"], mode: .inPlace)
    }
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
    try site.publish(["index.html": "", new: "1"], mode: .exchange)
    #expect(try site.texts() == ["index.html": "", new: "1"])
  }

  @Test func everyCheckOfASiteHoldsInPlaceToo() throws {
    try site.publish(pages, mode: .inPlace)
    try site.put("<p id=x>", at: "mine.html")
    let before = try site.tree()
    let token = String(decoding: Site.token, as: UTF8.self)
    for next in [
      ["index.html": token], ["index.html": "<a href=nowhere.html>"],
      ["index.html": "<a href='mine.html#y'>"],
    ] {
      #expect(throws: PublishingError.self) { try site.publish(next, mode: .inPlace, allowShrink: true) }
      #expect(try site.tree() == before)
      #expect(try site.names() == ["public"])
    }
    #expect(throws: PublishingError.shrunk(pages: 0, before: 2)) {
      try site.publish(["a.json": ""], mode: .inPlace)
    }
    try site.publish(["index.html": "<a href='mine.html#x'>"], mode: .inPlace, allowShrink: true)
    try site.put(token, at: "mine.txt")
    #expect(throws: PublishingError.secretFound(path: "mine.txt")) {
      try site.publish(["index.html": "1"], mode: .inPlace)
    }
  }
}
