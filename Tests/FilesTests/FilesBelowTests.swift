import Files
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct FilesBelowTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try createFolder(folder("a/b"))
    try createFile(Array("text".utf8), at: folder("a/b/c"))
  }

  private func number(_ body: () throws -> Void) -> Int32? {
    do {
      try body()
      return nil
    } catch {
      return (error as? FileError)?.errno
    }
  }

  @Test func aFileIsReadWithinTheLimit() throws {
    #expect(try readFile(at: ["a", "b", "c"], below: folder.path, limit: 4) == Array("text".utf8))
    #expect(number { _ = try readFile(at: ["a", "b", "c"], below: folder.path, limit: 3) } == EFBIG)
    #expect(
      throws: FileError(path: folder("a/x"), operation: .read, errno: ENOENT),
      performing: { try readFile(at: ["a", "x"], below: folder.path, limit: 4) })
  }

  @Test func noLinkOnTheWayIsFollowed() throws {
    #expect(symlink("b", folder("a/link")) == 0 && symlink("c", folder("a/b/file")) == 0)
    #expect(number { _ = try readFile(at: ["a", "link", "c"], below: folder.path, limit: 4) } == ENOTDIR)
    #expect(number { _ = try readFile(at: ["a", "b", "file"], below: folder.path, limit: 4) } == ELOOP)
    #expect(number { _ = try listNames(at: ["a", "link"], below: folder.path) } == ELOOP)
    // The folder itself was chosen by whoever asks.
    #expect(try readFile(at: ["c"], below: folder("a/link"), limit: 4) == Array("text".utf8))
  }

  @Test func whatIsNoFileIsToldAndNotWaitedFor() throws {
    #expect(mkfifo(folder("a/pipe"), 0o600) == 0)
    #expect(number { _ = try readFile(at: ["a", "pipe"], below: folder.path, limit: 4) } == ENOTSUP)
    #expect(number { _ = try readFile(at: ["a", "b"], below: folder.path, limit: 4) } == EISDIR)
    #expect(number { _ = try listNames(at: ["a", "b", "c"], below: folder.path) } == ENOTDIR)
  }

  @Test func namesNeedNotBeUTF8() throws {
    let path = Array(folder("a/b").utf8).map(CChar.init(bitPattern:)) + [0x2F, CChar(bitPattern: 0xFF), 0]
    let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
    #expect(descriptor >= 0)
    close(descriptor)
    #expect(try listNames(at: ["a", "b"], below: folder.path) == [Array("c".utf8), [0xFF]])
    #expect(try listNames(at: [], below: folder.path) == [Array("a".utf8)])
    #expect(number { _ = try listFolder(folder("a/b")) } == EILSEQ)
  }

  @Test func aLinkSaysWhereItLeads() throws {
    #expect(symlink("../é", folder("a/link")) == 0)
    #expect(try linkTarget(folder("a/link")) == "../é")
    #expect(number { _ = try linkTarget(folder("a/b")) } == EINVAL)
    #expect(number { _ = try linkTarget(folder("nothing")) } == ENOENT)
  }
}
