import Files
import Testing

/// What a killed run leaves beside a file that it was replacing.
struct AbandonedFilesTests {
  @Test func whatNobodyHoldsIsRemoved() throws {
    let folder = try TemporaryFolder()
    let own = OwnNames(in: folder.path)
    for name in ["1-0", "1-1"] { try createFile([1], at: folder(own.proven("\(temporaryPrefix)\(name)"))) }
    let others = ["\(temporaryPrefix)5", "\(temporaryPrefix)1-0-0123456789abcdef", "2026-11-22.columns"]
    for name in others { try createFile([2], at: folder(name)) }
    try createFolder(folder(own.proven("\(temporaryPrefix)2-0")))
    try removeAbandonedFiles(in: folder.path)
    #expect(try Set(listFolder(folder.path)) == Set(others + [own.proven("\(temporaryPrefix)2-0")]))
    try removeAbandonedFiles(in: folder("nothing"))
    try removeAbandonedFiles(in: folder("2026-11-22.columns"))
  }

  @Test func whatIsBeingWrittenStays() throws {
    let folder = try TemporaryFolder()
    let faults = Faults { _, operation in
      // Another run comes by.
      if operation == .write || operation == .rename { try? removeAbandonedFiles(in: folder.path) }
      return nil
    }
    try replaceFile(Array("new".utf8), at: folder("a"), using: faults.operations)
    #expect(faults.calls.contains(.write) && faults.calls.contains(.rename))
    #expect(try readFile(folder("a")) == Array("new".utf8))
    #expect(try listFolder(folder.path) == ["a"])
  }
}
