import Files
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct WholeFilesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [0, 1, 4_096, 100_000])
  func readsBackWhatItWrote(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try writeFileDurably(bytes, to: folder("a"))
    #expect(try readFile(folder("a")) == bytes)
    #expect(try readFile(folder("a"), limit: size) == bytes)
    #expect(try listFolder(folder.path) == ["a"])
    #expect(mode(folder("a")) == 0o644)
  }

  @Test func replacesOnlyWhenAsked() throws {
    try writeFileDurably([1], to: folder("a"))
    #expect(throws: FileError(path: folder("a"), operation: .create, errno: EEXIST)) {
      try writeFileDurably([2], to: folder("a"))
    }
    #expect(try readFile(folder("a")) == [1])
    try writeFileDurably([2], to: folder("a"), replacing: true)
    #expect(try readFile(folder("a")) == [2])
  }

  @Test func replacesALinkAndNotItsTarget() throws {
    try writeFileDurably([1], to: folder("target"))
    #expect(symlink("target", folder("link")) == 0)
    #expect(throws: FileError(path: folder("link"), operation: .read, errno: ELOOP)) {
      try readFile(folder("link"))
    }
    try writeFileDurably([2], to: folder("link"), replacing: true)
    #expect(try readFile(folder("target")) == [1])
    #expect(try readFile(folder("link")) == [2])
  }

  @Test func refusesWhatIsNotAFileOrTooLong() throws {
    try writeFileDurably([1, 2, 3], to: folder("a"))
    #expect(mkfifo(folder("pipe"), 0o644) == 0)
    #expect(throws: FileError(path: folder("a"), operation: .read, errno: EFBIG)) {
      try readFile(folder("a"), limit: 2)
    }
    #expect(throws: FileError(path: folder.path, operation: .read, errno: EISDIR)) {
      try readFile(folder.path)
    }
    #expect(throws: FileError(path: folder("pipe"), operation: .read, errno: ENOTSUP)) {
      try readFile(folder("pipe"))
    }
    #expect(throws: FileError(path: folder("b"), operation: .read, errno: ENOENT)) {
      try readFile(folder("b"))
    }
    #expect(throws: FileError(path: folder("a\0b"), operation: .read, errno: EINVAL)) {
      try readFile(folder("a\0b"))
    }
  }

  @Test func leavesTheOldOrTheNewBytesWhereverItFails() throws {
    let path = folder("a")
    for lasts in [false, true] {
      var number = 0
      while true {
        try writeFileDurably([1], to: path, replacing: true)
        let failing = number
        let faults = Faults { call, _ in call == failing || (lasts && call > failing) ? ENOSPC : nil }
        do {
          try writeFileDurably([2, 2], to: path, replacing: true, using: faults.operations)
          break
        } catch {
          #expect(error.errno == ENOSPC)
          let bytes = try readFile(path)
          #expect(bytes == [1] || (bytes == [2, 2] && faults.calls.last == .sync))
        }
        if !lasts { #expect(try listFolder(folder.path) == ["a"]) }
        try removeTemporaryFiles(in: folder.path)
        #expect(try listFolder(folder.path) == ["a"])
        number += 1
      }
      #expect(number == 5)
      #expect(try readFile(path) == [2, 2])
    }
  }

  @Test func writesEverythingWhenTheSystemTakesLittleAtATime() throws {
    var operations = FileOperations.real
    operations.write = { (file, bytes) throws(FileError) in
      let few = UnsafeRawBufferPointer(rebasing: bytes.prefix(3))
      return try FileOperations.real.write(file, few)
    }
    let bytes = Array<UInt8>(0...99)
    try writeFileDurably(bytes, to: folder("a"), using: operations)
    #expect(try readFile(folder("a")) == bytes)
  }

  @Test func stopsWhenTheSystemTakesNothing() throws {
    var operations = FileOperations.real
    operations.write = { (_, _) throws(FileError) in 0 }
    #expect(throws: FileError(path: folder("a"), operation: .write, errno: EIO)) {
      try writeFileDurably([1], to: folder("a"), using: operations)
    }
    #expect(try listFolder(folder.path) == [])
  }
}
