import Files
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct FoldersTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func createsFoldersWithTheirParents() throws {
    try createFolder(folder("a/b/c"))
    try createFolder(folder("a/b/c/"))
    #expect(try fileStatus(folder("a/b/c")) == .folder)
    #expect(mode(folder("a")) == 0o755)
  }

  @Test func takesALinkToAFolderForOne() throws {
    try createFolder(folder("a"))
    #expect(symlink("a", folder("link")) == 0)
    try createFolder(folder("link"))
    try createFolder(folder("link/b"))
    #expect(try fileStatus(folder("a/b")) == .folder)
  }

  @Test func refusesAFolderWhereAFileIs() throws {
    try writeFileDurably([], to: folder("a"))
    #expect(throws: FileError(path: folder("a"), operation: .createFolder, errno: EEXIST)) {
      try createFolder(folder("a"))
    }
  }

  @Test func modesDoNotDependOnTheUmask() throws {
    let before = umask(0o077)
    defer { umask(before) }
    try createFolder(folder("a"))
    try writeFileDurably([1], to: folder("a/b"))
    let file = try AppendFile(path: folder("a/c"))
    file.close()
    #expect([mode(folder("a")), mode(folder("a/b")), mode(folder("a/c"))] == [0o755, 0o644, 0o644])
  }

  @Test func listsByBytes() throws {
    for name in ["b", "é", "a", "B", "e\u{301}", "Z-"] { try writeFileDurably([], to: folder(name)) }
    #expect(
      try listFolder(folder.path).map { Array($0.utf8) }
        == ["B", "Z-", "a", "b", "e\u{301}", "é"].map { Array($0.utf8) })
  }

  @Test func refusesANameThatIsNotUTF8() throws {
    let descriptor = (Array("\(folder.path)/".utf8) + [0xFF, 0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { name in
        name.baseAddress.map { creat($0, 0o644) } ?? -1
      }
    }
    // Some file systems refuse such a name themselves.
    guard descriptor >= 0 else { return }
    close(descriptor)
    #expect(throws: FileError(path: folder.path, operation: .list, errno: EILSEQ)) {
      try listFolder(folder.path)
    }
    (Array("\(folder.path)/".utf8) + [0xFF, 0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { name in
        _ = name.baseAddress.map { unlink($0) }
      }
    }
  }

  @Test func tellsWhatIsAtAPath() throws {
    try writeFileDurably([1, 2], to: folder("a"))
    try FileOperations.real.setTime(folder("a"), FileTime(seconds: 1_000_000_000, nanoseconds: 5_000))
    #expect(symlink("nowhere", folder("link")) == 0)
    #expect(mkfifo(folder("pipe"), 0o644) == 0)
    #expect(
      try fileStatus(folder("a"))
        == .file(size: 2, modified: FileTime(seconds: 1_000_000_000, nanoseconds: 5_000)))
    #expect(try fileStatus(folder("link")) == .symbolicLink)
    #expect(try fileStatus(folder("pipe")) == .other)
    #expect(try fileStatus(folder.path) == .folder)
    #expect(try fileStatus(folder("b")) == .missing)
    #expect(try fileStatus(folder("a/b")) == .missing)
  }

  @Test func removesATreeButNotWhatItLinksTo() throws {
    try createFolder(folder("outside"))
    try writeFileDurably([1], to: folder("outside/kept"))
    try createFolder(folder("tree/a/b"))
    try writeFileDurably([1], to: folder("tree/a/file"))
    #expect(symlink("../../outside", folder("tree/a/link")) == 0)
    #expect(try listTree(folder("tree")).map(\.path) == ["a/file", "a/link"])
    try removeTree(folder("tree"))
    try removeTree(folder("tree"))
    #expect(symlink("outside", folder("link")) == 0)
    try removeTree(folder("link"))
    #expect(try listTree(folder.path).map(\.path) == ["outside/kept"])
    #expect(try listFolder(folder.path) == ["outside"])
  }

  @Test func removesAVeryDeepTree() throws {
    var path = folder("deep")
    for _ in 0..<1_000 {
      try FileOperations.real.createFolder(path)
      path += "/d"
    }
    try removeTree(folder("deep"))
    #expect(try listFolder(folder.path) == [])
  }

  @Test func exchangesTwoFolders() throws {
    try createFolder(folder("a/first"))
    try createFolder(folder("b/second"))
    do throws(FileError) {
      try FileOperations.real.exchange(folder("a"), folder("b"))
      #expect(try listFolder(folder("a")) == ["second"])
      #expect(try listFolder(folder("b")) == ["first"])
    } catch {
      // Where the system cannot, nothing has moved.
      #expect([ENOSYS, EINVAL].contains(error.errno))
      #expect(try listFolder(folder("a")) == ["first"])
    }
  }

  @Test(arguments: [
    ("a", ".", "a"), ("a/b", "a", "b"), ("a/b/", "a", "b"), ("/a", "/", "a"), ("/", "/", ""),
    ("a//b", "a", "b"), ("./a", ".", "a"), ("../a", "..", "a"), ("", ".", ""),
  ])
  func takesPathsApart(path: String, parent: String, last: String) {
    #expect(parentFolder(of: path) == parent)
    #expect(lastPathPart(of: path) == last)
  }
}
