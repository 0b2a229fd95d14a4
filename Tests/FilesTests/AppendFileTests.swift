import Files
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct AppendFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func appendsAcrossOpenings() throws {
    for bytes: [UInt8] in [[1, 2], [3], [], [4, 5]] {
      let file = try AppendFile(path: folder("a"))
      try file.append(bytes)
      file.close()
      file.close()
    }
    #expect(try readFile(folder("a")) == [1, 2, 3, 4, 5])
  }

  @Test func cutsOffAndGoesOn() throws {
    let file = try AppendFile(path: folder("a"))
    try file.append([1, 2, 3, 4])
    try file.truncate(to: 2)
    try file.append([9])
    #expect(file.length == 3)
    #expect(try readFile(folder("a")) == [1, 2, 9])
    #expect(throws: FileError(path: folder("a"), operation: .truncate, errno: EINVAL)) {
      try file.truncate(to: 4)
    }
    #expect(throws: FileError(path: folder("a"), operation: .truncate, errno: EINVAL)) {
      try file.truncate(to: -1)
    }
  }

  @Test func refusesAfterClosing() throws {
    let file = try AppendFile(path: folder("a"))
    file.close()
    #expect(throws: FileError(path: folder("a"), operation: .append, errno: EBADF)) {
      try file.append([1])
    }
  }

  @Test(arguments: [FileError.Operation.write, .sync])
  func refusesAfterAFailureAndKeepsWhatWasThere(failing: FileError.Operation) throws {
    try writeFileDurably([1, 2], to: folder("a"))
    let faults = Faults { _, operation in operation == failing ? ENOSPC : nil }
    let file = try AppendFile(path: folder("a"), using: faults.operations)
    let refusal = FileError(path: folder("a"), operation: failing, errno: ENOSPC)
    #expect(throws: refusal) { try file.append([3]) }
    let calls = faults.calls.count
    #expect(throws: refusal) { try file.append([4]) }
    // A failed sync is not tried again.
    #expect(faults.calls.count == calls)
    #expect(try readFile(folder("a")) == [1, 2])
  }

  @Test func opensNoFolderAndNoLink() throws {
    #expect(throws: FileError(path: folder.path, operation: .append, errno: EISDIR)) {
      try AppendFile(path: folder.path)
    }
    #expect(symlink("b", folder("link")) == 0)
    #expect(throws: FileError.self) { try AppendFile(path: folder("link")) }
    #expect(try fileStatus(folder("b")) == .missing)
  }

  @Test func appendsFromManyTasksWithoutMixing() async throws {
    let file = try AppendFile(path: folder("a"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { try file.append([UInt8](repeating: UInt8(number), count: 10)) }
      }
      try await group.waitForAll()
    }
    let bytes = try readFile(folder("a"))
    let runs = stride(from: 0, to: bytes.count, by: 10).map { Set(bytes[$0..<($0 + 10)]) }
    #expect(bytes.count == 200)
    #expect(Set(runs) == Set((0..<20).map { [UInt8($0)] }))
  }
}
