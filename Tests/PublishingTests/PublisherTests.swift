import Files
import Model
import Publishing
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct PublisherTests {
  let site: Site
  let pages = [
    "index.html": "<a href=\"kol/anna/index.html#fans\">Anna</a>",
    "kol/anna/index.html": "<h2 id=\"fans\">Fans</h2><a href=\"../../\">Top</a>",
    "kol/anna/index.json": "{}",
  ]

  init() throws {
    site = try Site()
  }

  @Test func publishesAFirstSite() throws {
    let publication = try site.publish(pages, using: .real)
    #expect(publication == Publication(written: 3, unchanged: 0, carriedOver: 0, removed: 0, notices: []))
    #expect(try site.texts() == pages)
    #expect(try site.names() == ["public"])
    let files = pages.sorted { $0.key < $1.key }.map { path, text in
      let bytes = Array(text.utf8)
      return "{\"path\": \"\(path)\", \"bytes\": \(bytes.count), \"sha256\": \"\(SHA256Digest(of: bytes))\"}"
    }
    #expect(
      String(decoding: try readFile(site.folder + "/manifest.json"), as: UTF8.self) == """
        {
        "formatVersion": 1,
        "generator": "kolsite 1.0.0",
        "asOf": "2026-11-23",
        "files": [
        \(files.joined(separator: ",\n"))
        ]
        }

        """)
  }

  @Test func keepsTheTimeOfWhatDidNotChange() throws {
    try site.publish(pages)
    for path in pages.keys { try site.setTime(path) }
    var next = pages
    next["kol/anna/index.json"] = "[]"
    next["kol/anna/new.html"] = "new"
    next["kol/anna/index.html"] = nil
    next["index.html"] = "<a href=\"kol/anna/new.html\">Anna</a>"
    try site.publish(pages)
    for path in pages.keys { #expect(try site.modified(path) == Site.longAgo) }
    let publication = try site.publish(next)
    #expect(publication == Publication(written: 3, unchanged: 0, carriedOver: 0, removed: 1, notices: []))
    next["extra.txt"] = "x"
    #expect(try site.publish(next).unchanged == 3)
    #expect(try site.texts() == next)
    #expect(try site.modified("kol/anna/index.json") != Site.longAgo)
  }

  @Test func keepsFilesThatItDidNotWrite() throws {
    try site.put("example.com", at: "CNAME")
    try site.put("{}", at: ".well-known/a/b.json")
    #expect(chmod(site.folder + "/CNAME", 0o755) == 0)
    var expected = pages
    expected["CNAME"] = "example.com"
    expected[".well-known/a/b.json"] = "{}"
    for _ in 0..<2 {
      let publication = try site.publish(pages)
      #expect(publication.carriedOver == 2)
      #expect(publication.notices == [])
      #expect(try site.texts() == expected)
    }
    #expect(try site.modified("CNAME") == Site.longAgo)
    var status = stat()
    #expect(lstat(site.folder + "/CNAME", &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o755)
    #expect(status.st_nlink == 1)
  }

  @Test func copiesForeignFilesWhereThereAreNoSecondNames() throws {
    try site.put("example.com", at: "CNAME")
    let faults = Faults { _, operation in operation == .link ? EPERM : nil }
    #expect(chmod(site.folder + "/CNAME", 0o750) == 0)
    #expect(try site.publish(pages, using: faults.operations).carriedOver == 1)
    #expect(try site.texts()["CNAME"] == "example.com")
    #expect(try site.modified("CNAME") == Site.longAgo)
    #expect(try fileMode(site.folder + "/CNAME") == 0o750)
  }

  @Test func anExchangeKeepsTheModeOfTheFolder() throws {
    try site.put("example.com", at: "CNAME")
    #expect(chmod(site.folder, 0o700) == 0)
    try site.publish(pages, mode: .exchange)
    #expect(try fileMode(site.folder) == 0o700)
  }

  @Test func linksMayLeadToForeignFiles() throws {
    try site.put("<p id=\"x\">", at: "mine/page.html")
    try site.publish(["index.html": "<a href=\"mine/page.html#x\">mine</a>"])
    #expect(throws: PublishingError.self) {
      try site.publish(["index.html": "<a href=\"mine/page.html#y\">mine</a>"])
    }
  }

  @Test func neverReplacesAFileThatItsManifestDoesNotList() throws {
    try site.publish(pages)
    try site.put("mine", at: "about.html")
    var next = pages
    next["about.html"] = "<p>"
    let before = try site.tree()
    #expect(throws: PublishingError.foreignFileInTheWay(site.folder + "/about.html")) {
      try site.publish(next)
    }
    #expect(try site.tree() == before)
    // The same bytes are in nobody's way.
    try site.put("<p>", at: "about.html")
    #expect(try site.publish(next).notices == [])
    #expect(try site.texts() == next)
  }

  @Test func refusesAFolderThatHasASiteOfSomeoneElse() throws {
    let refusals: [(String, PublishingError)] = [
      ("index.html", .foreignFileInTheWay(site.folder + "/index.html")),
      ("manifest.json", .damagedManifest(site.folder + "/manifest.json")),
    ]
    for (name, refusal) in refusals {
      try site.put("mine", at: name)
      let before = try site.tree()
      #expect(throws: refusal) { try Publisher(folder: site.folder).preflight() }
      #expect(try site.tree() == before)
      #expect(try site.names() == ["public"])
      try removeFile(site.folder + "/" + name)
    }
  }

  @Test(arguments: ["kol/anna/index.html", "kol/anna", "kol/anna/index.json/x"])
  func refusesForeignFilesInTheWay(path: String) throws {
    try site.put("mine", at: path)
    let before = try site.tree()
    #expect(throws: PublishingError.self) { try site.publish(pages) }
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
  }

  @Test func leavesLinksAndTheirTargetsAlone() throws {
    try site.put("example.com", at: "CNAME")
    try writeFileDurably([1], to: site.project + "/secret")
    #expect(symlink("../secret", site.folder + "/link") == 0)
    #expect(symlink("..", site.folder + "/up") == 0)
    #expect(try site.publish(pages).notices == [])
    #expect(try site.names() == ["public", "secret"])
    #expect(try site.texts().count == 4)
    for name in ["link", "up"] { #expect(try fileStatus(site.folder + "/" + name) == .symbolicLink) }
    #expect(try readFile(site.project + "/secret") == [1])
  }

  @Test func refusesALinkOrAFileInPlaceOfTheFolder() throws {
    try createFolder(site.project + "/real")
    #expect(symlink("real", site.folder) == 0)
    #expect(throws: PublishingError.symbolicLink(site.folder)) { try site.publish(pages) }
    try removeFile(site.folder)
    try writeFileDurably([], to: site.folder)
    #expect(throws: PublishingError.notAFolder(site.folder)) { try site.publish(pages) }
    for folder in ["", ".", "..", "/", "a/.."] {
      #expect(throws: PublishingError.unusableFolder(folder)) { try Publisher(folder: folder) }
    }
  }

  @Test func refusesToShrinkUnlessAllowed() throws {
    try site.publish(["index.html": "1", "a.html": "2", "b.html": "3", "c.html": "4", "d.html": "5"])
    let before = try site.tree()
    #expect(throws: PublishingError.shrunk(pages: 2, before: 5)) {
      try site.publish(["index.html": "1", "a.html": "2", "b.json": "3", "c.json": ""])
    }
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
    try site.publish(["index.html": "1", "a.html": "2", "b.html": "3"])
    #expect(try site.publish(["index.html": "1"], allowShrink: true).removed == 2)
  }

  @Test(arguments: [0, 1, 2, 3])
  func refusesASecretAnywhereAndKeepsTheOldSite(place: Int) throws {
    try site.publish(pages)
    let before = try site.tree()
    let token = String(decoding: Site.token, as: UTF8.self)
    var next = pages
    switch place {
    case 0: next["a.html"] = "<p>t0ken/with&#43;odd%25bytes</p>"
    case 1: next["a.bin"] = "\u{0}\(token)\u{301}"
    case 2: next[token] = "a"
    default: try site.put(token, at: "mine.txt")
    }
    let error = #expect(throws: PublishingError.self) { try site.publish(next) }
    let text = try #require(error).description
    #expect(!text.contains(token))
    guard case .secretFound = error else {
      Issue.record("another error: \(text)")
      return
    }
    if place < 3 { #expect(try site.tree() == before) }
    #expect(try site.names() == ["public"])
  }

  @Test func refusesASecretInTheManifest() throws {
    let publisher = try Publisher(folder: site.folder, secrets: [Site.token])
    let staging = try publisher.stage()
    #expect(throws: PublishingError.secretFound(path: "manifest.json")) {
      try staging.commit(asOf: Site.day, generator: String(decoding: Site.token, as: UTF8.self))
    }
    #expect(try site.names() == [])
  }

  @Test func namesABrokenLink() throws {
    let expected = [
      BrokenLink(page: "index.html", link: "kol/anna/#fams", problem: .noSuchFragment),
      BrokenLink(page: "index.html", link: "kol/bob/index.html", problem: .noSuchFile),
    ]
    var next = pages
    next["index.html"] = "<a href='kol/anna/#fams'><a href='kol/bob/index.html'>"
    #expect(throws: PublishingError.brokenLinks(expected, total: 2)) { try site.publish(next) }
    #expect(try site.names() == [])
  }

  @Test(arguments: [
    ("/a", PublishingError.PathProblem.absolute), ("../a", .dot), ("a/../b", .dot), ("a//b", .emptyPart),
    ("", .emptyPart), ("a/", .emptyPart), (".git", .dot), ("a\\b", .backslash), ("a\nb", .controlCharacter),
    ("a\0", .controlCharacter), ("\u{7F}", .controlCharacter), ("./a", .dot),
    (String(repeating: "a", count: 256), .tooLong),
    (String(repeating: "ab/", count: 400) + "c", .tooLong),
    ("/\u{301}a", .absolute), (".\u{301}a", .dot), ("a/\u{200D}/", .emptyPart),
  ])
  func refusesAPath(path: String, problem: PublishingError.PathProblem) throws {
    let staging = try Publisher(folder: site.folder).stage()
    #expect(throws: PublishingError.invalidPath(path, problem)) {
      try staging.write(OutputFile(path: path, bytes: []))
    }
    staging.discard()
    #expect(try site.names() == [])
  }

  @Test(arguments: [
    ("a.html", "a.html", "a.html"), ("a.html", "A.html", "a.html"), ("a", "a/b", "a"), ("a/b", "a", "a"),
    ("a/b", "A/c", "a"), ("é", "e\u{301}", "é"), ("x", "Manifest.JSON", "manifest.json"),
  ])
  func refusesConflictingPaths(first: String, second: String, named: String) throws {
    let staging = try Publisher(folder: site.folder).stage()
    try staging.write(OutputFile(path: first, bytes: []))
    let error = #expect(throws: PublishingError.self) {
      try staging.write(OutputFile(path: second, bytes: []))
    }
    guard case .conflictingPaths(named, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test func refusesADamagedOrLaterManifest() throws {
    let file = site.folder + "/manifest.json"
    let path = "{\"path\": \"../a\", \"bytes\": 1, \"sha256\": \"\(String(repeating: "0", count: 64))\"}"
    let cases: [(String, PublishingError)] = [
      ("{\"formatVersion\": 2, \"all\": \"else\"}", .newerManifest(file, version: 2)),
      ("{\"formatVersion\": 1}", .damagedManifest(file)),
      ("{\"formatVersion\": 0}", .damagedManifest(file)),
      ("", .damagedManifest(file)),
      (
        "{\"formatVersion\": 1, \"generator\": \"k\", \"asOf\": \"x\", \"files\": [\(path)]}",
        .damagedManifest(file)
      ),
    ]
    try site.publish(pages)
    for (text, error) in cases {
      try site.put(text, at: "manifest.json")
      let before = try site.tree()
      #expect(throws: error) { try site.publish(pages) }
      #expect(try site.tree() == before)
    }
  }

  @Test func writesTheModesOfAPublicSiteWhateverTheUmask() throws {
    let before = umask(0o077)
    defer { umask(before) }
    try site.publish(pages)
    var modes: Set<mode_t> = []
    for path in ["index.html", "kol/anna/index.json", "manifest.json"] {
      var status = stat()
      #expect(lstat(site.folder + "/" + path, &status) == 0)
      modes.insert(status.st_mode & 0o7777)
    }
    #expect(modes == [0o644])
    for path in ["", "/kol", "/kol/anna"] {
      var status = stat()
      #expect(lstat(site.folder + path, &status) == 0)
      #expect(status.st_mode & 0o7777 == 0o755)
    }
  }

  @Test func manyTasksMayWriteAtOnce() async throws {
    let site = try Site()
    let publisher = try Publisher(folder: site.folder, secrets: [Site.token], using: .unsynced)
    try publisher.preflight()
    let staging = try publisher.stage()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<400 {
        group.addTask {
          let text = "<a href=\"../\((number + 7) % 400)/\((number + 7) % 400).html\">\(number)</a>"
          let path = "kol/\(number)/\(number).html"
          try staging.write(OutputFile(path: path, bytes: Array(text.utf8)))
        }
      }
      try await group.waitForAll()
    }
    #expect(staging.count == 400)
    let publication = try staging.commit(asOf: Site.day, generator: Site.generator)
    #expect(publication.written == 400)
    #expect(try site.texts().count == 400)
  }

  @Test func aFileOfTheSameBytesIsTheOldOneUnlessSomebodyEditedIt() throws {
    let site = try Site()
    try site.publish(["index.html": "<p>a</p>", "b.html": "<p>b</p>", "c.html": "<p>c</p>"])
    // As long as before, and with the old time.
    try site.put("<p>B</p>", at: "b.html")
    try site.setTime("index.html")
    let publication = try site.publish(["index.html": "<p>a</p>", "b.html": "<p>b</p>", "c.html": "<p>C</p>"])
    #expect(publication.unchanged == 1)
    #expect(try site.modified("index.html") == Site.longAgo)
    #expect(try site.texts() == ["index.html": "<p>a</p>", "b.html": "<p>b</p>", "c.html": "<p>C</p>"])
  }

  @Test func aStagingEndsWithTheCommitOrTheDiscard() throws {
    let publisher = try Publisher(folder: site.folder)
    let staging = try publisher.stage()
    try staging.write(OutputFile(path: "a", bytes: []))
    _ = try staging.commit(asOf: Site.day, generator: Site.generator)
    staging.discard()
    #expect(try site.texts() == ["a": ""])
    #expect(throws: PublishingError.stagingClosed) {
      try staging.write(OutputFile(path: "b", bytes: []))
    }
    #expect(throws: PublishingError.stagingClosed) {
      try staging.commit(asOf: Site.day, generator: Site.generator)
    }
    do {
      let forgotten = try publisher.stage()
      try forgotten.write(OutputFile(path: "b/c", bytes: []))
    }
    #expect(try site.names() == ["public"])
  }

  @Test func noticesWhatSomethingElseWroteIntoTheStaging() throws {
    let publisher = try Publisher(folder: site.folder)
    for change in ["add", "cut", "remove"] {
      let staging = try publisher.stage()
      try staging.write(OutputFile(path: "a", bytes: [1, 2]))
      let folder = site.beside("staging-k0000") + "/"
      switch change {
      case "add": try writeFileDurably([], to: folder + "b")
      case "cut": try writeFileDurably([1], to: folder + "a", replacing: true)
      default: try removeFile(folder + "a")
      }
      #expect(throws: PublishingError.stagingChanged(folder + (change == "add" ? "b" : "a"))) {
        try staging.commit(asOf: Site.day, generator: Site.generator)
      }
    }
  }

  @Test func publishesPicturesByteForByte() throws {
    // Every byte, what looks like a tag with a link to nowhere, and no text.
    let picture = Array(0...255) + Array("<a href=\"nowhere\">".utf8) + [0xFF, 0xFE]
    let page = Array("<img src=\"assets/avatars/1.png\" alt=\"\">".utf8)
    func publish(_ picture: [UInt8]?) throws {
      let publisher = try Publisher(folder: site.folder, secrets: [Site.token], using: .unsynced)
      let staging = try publisher.stage()
      try staging.write(OutputFile(path: "index.html", bytes: page))
      if let picture { try staging.write(OutputFile(path: "assets/avatars/1.png", bytes: picture)) }
      _ = try staging.commit(asOf: Site.day, generator: Site.generator)
    }
    try publish(picture)
    #expect(try readFile(site.folder + "/assets/avatars/1.png") == picture)
    #expect(throws: PublishingError.secretFound(path: "assets/avatars/1.png")) {
      try publish(picture + Site.token + [0])
    }
    let link = BrokenLink(page: "index.html", link: "assets/avatars/1.png", problem: .noSuchFile)
    #expect(throws: PublishingError.brokenLinks([link], total: 1)) { try publish(nil) }
    #expect(try readFile(site.folder + "/assets/avatars/1.png") == picture)
  }
}
