import Files
import Model
import Publishing
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a site keeps beside the bytes of its files, whose they are, and how large they may be.
struct RightsAndSizesTests {
  let site: Site
  let pages = ["index.html": "<a href=\"kol/anna/index.html\">", "kol/anna/index.html": "<p>"]

  init() throws {
    site = try Site()
  }

  @Test func anExchangeKeepsTheModesOfTheFoldersInIt() throws {
    try site.publish(pages)
    #expect(chmod(site.folder + "/kol", 0o750) == 0)
    #expect(chmod(site.folder + "/kol/anna", 0o2775) == 0)
    var next = pages
    next["kol/bob/index.html"] = "<p>"
    for _ in 0..<2 {
      let folder = try fileIdentity(site.folder)
      try site.publish(next, mode: .exchange)
      // The two were there at once, so this is another folder.
      #expect(try fileIdentity(site.folder) != folder)
      #expect(try fileMode(site.folder + "/kol") == 0o750)
      #expect(try fileMode(site.folder + "/kol/anna") == 0o2775)
      #expect(try fileMode(site.folder + "/kol/bob") == 0o755)
    }
  }

  /// No disk has room for it here: a read of the page is refused where it is told that less than 4 GB are enough.
  @Test(arguments: Settings.Publish.Mode.allCases)
  func whatWasWrittenCanBePublishedHoweverLargeItIs(mode: Settings.Publish.Mode) throws {
    var operations = FileOperations.unsynced
    operations.read = { (path, limit) throws(FileError) in
      let bytes = try FileOperations.real.read(path, limit)
      // A file that is read with the limit of its own size is of no concern.
      guard path.hasSuffix("large.html"), limit != bytes.count, limit <= 1 << 32 else { return bytes }
      throw FileError(path: path, operation: .read, errno: EFBIG)
    }
    for text in ["<p id=x>1", "<p id=x>2", "<p id=x>2"] {
      try site.publish(
        ["index.html": "<a href='large.html#x'>", "large.html": text], mode: mode, using: operations)
      #expect(try site.texts()["large.html"] == text)
    }
  }

  @Test func aFileTooLargeToBeSearchedIsTheReasonForInPlace() throws {
    try site.publish(pages)
    try site.put("", at: "mine.iso")
    #expect(truncate(site.folder + "/mine.iso", (1 << 30) + 1) == 0)
    #expect(throws: PublishingError.exchangeRefused(site.folder, .tooLarge("mine.iso"))) {
      try Publisher(folder: site.folder, mode: .exchange, using: .unsynced).preflight()
    }
    let notices = try Publisher(folder: site.folder, using: .unsynced).preflight()
    #expect(
      notices.map(\.message) == [
        "\(site.folder) is published in place, file by file: it holds mine.iso, which is too large to be searched for"
          + " the token"
      ])
    try site.publish(pages)
  }

  /// The folder itself has its group, and one in it another, or a list.
  @Test func theGroupAndTheAccessListOfAFolderInItStay() throws {
    try site.publish(pages)
    let inner = site.folder + "/kol/anna"
    let folder = try fileIdentity(site.folder)
    var listed = FileOperations.unsynced
    listed.hasAccessList = { $0 == inner }
    for operations in [FileOperations.unsynced.owned(group: Int(getegid()) + 1, at: [inner]), listed] {
      try site.publish(pages, using: operations)
      #expect(try fileIdentity(site.folder) == folder)
      #expect(throws: PublishingError.exchangeRefused(site.folder, .rights)) {
        try site.publish(pages, mode: .exchange, using: operations)
      }
    }
  }

  @Test(arguments: Settings.Publish.Mode.allCases)
  func aFileThatIsOnlyCalledLikeATemporaryOneStays(mode: Settings.Publish.Mode) throws {
    try site.publish(pages)
    let names = [
      ".kolsite-tmp-5", "kol/anna/.kolsite-tmp-", "kol/anna/.kolsite-tmp-1-2-0123456789abcdef",
      OwnNames(in: "/").proven(".kolsite-tmp-0"),
    ]
    for name in names { try site.put("mine", at: name) }
    try site.publish(["index.html": "2", "kol/anna/index.html": "2"], mode: mode)
    for name in names { #expect(try site.texts()[name] == "mine") }
    // What carries the proof is a leftover.
    let left = joinPath("kol/anna", OwnNames(in: site.folder + "/kol/anna").proven(".kolsite-tmp-3"))
    try site.put("torn", at: left)
    try site.publish(["index.html": "3", "kol/anna/index.html": "2"], mode: .inPlace)
    #expect(try site.texts()[left] == nil)
    for name in names { #expect(try site.texts()[name] == "mine") }
  }
}
