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

  @Test func aTemporaryOneLeavesNothingAndTakesNothingOfOthers() throws {
    let path = folder("state/lock")
    let lock = { (isShared: Bool) throws in try FileLock(path: path, isShared: isShared, isTemporary: true) }
    for isShared in [false, true] {
      var held: FileLock? = try lock(isShared)
      #expect(try listFolder(folder("state")) == ["lock"])
      withExtendedLifetime(held) {}
      held = nil
      #expect(try fileStatus(folder("state")) == .missing)
    }
    // The last of several.
    var first: FileLock? = try lock(true)
    var second: FileLock? = try lock(true)
    try createFile(Array("*\n".utf8), at: folder("state/.gitignore"))
    withExtendedLifetime(first) {}
    first = nil
    #expect(throws: FileLock.Failure.self) { try lock(false) }
    #expect(try listFolder(folder("state")) == [".gitignore", "lock"])
    withExtendedLifetime(second) {}
    second = nil
    #expect(try fileStatus(folder("state")) == .missing)
    // Beside something else, and where another file has taken the place.
    try createFolder(folder("state"))
    for name in [".gitignore", "journal"] { try createFile([], at: folder("state/\(name)")) }
    try withExtendedLifetime(lock(false)) {
      try removeFile(path)
      try createFile([], at: path)
    }
    #expect(try listFolder(folder("state")) == [".gitignore", "journal", "lock"])
    try withExtendedLifetime(lock(false)) {}
    #expect(try listFolder(folder("state")) == [".gitignore", "journal"])
  }

  /// Each takes it, is alone with it, and removes it.
  @Test func whoeverTakesATemporaryOneIsAlone() async throws {
    let path = folder("state/lock")
    let inside = folder("inside")
    let taken = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var taken = 0
          for _ in 0..<300 {
            guard let lock = try? FileLock(path: path, isTemporary: true) else { continue }
            // Fails where another is there.
            if (try? createFolderOnce(inside)) != nil {
              taken += 1
              try? FileOperations.real.removeFolder(inside)
            } else {
              Issue.record("two at once")
            }
            withExtendedLifetime(lock) {}
          }
          return taken
        }
      }
      return await group.reduce(0, +)
    }
    #expect(taken > 0)
    #expect(try fileStatus(folder("state")) == .missing)
  }

  private func createFolderOnce(_ path: String) throws(FileError) {
    try FileOperations.real.createFolder(path)
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
