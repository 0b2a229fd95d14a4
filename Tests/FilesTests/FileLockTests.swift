import Files
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct FileLockTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func aSharedLockKeepsOutOnlyWhoWantsItAlone() throws {
    let path = folder("lock")
    do {
      let first = try FileLock(path: path, isShared: true)
      let second = try FileLock(path: path, isShared: true)
      #expect(throws: FileLock.Failure.self) { try FileLock(path: path) }
      withExtendedLifetime((first, second)) {}
    }
    _ = try FileLock(path: path)
  }

  @Test func isHeldByOneAtATime() throws {
    let path = folder("state/lock")
    do {
      let lock = try FileLock(path: path)
      #expect(throws: FileLock.Failure.busy(FileLock.Busy(path: path, pid: Int(getpid())))) {
        try FileLock(path: path)
      }
      withExtendedLifetime(lock) {}
    }
    _ = try FileLock(path: path)
    #expect(try readFile(path) == Array("\(getpid())\n".utf8))
  }

  @Test func saysWhoHoldsIt() {
    #expect(
      FileLock.Failure.busy(FileLock.Busy(path: "a/lock", pid: 12)).description
        == "process 12 holds the lock a/lock: wait until it has finished")
    #expect(
      FileLock.Busy(path: "a/lock", pid: nil).description
        == "another process holds the lock a/lock: wait until it has finished")
  }

  @Test func takesNoLinkForALockFile() throws {
    #expect(symlink("target", folder("lock")) == 0)
    #expect(throws: FileLock.Failure.file(FileError(path: folder("lock"), operation: .lock, errno: ELOOP))) {
      try FileLock(path: folder("lock"))
    }
  }
}
