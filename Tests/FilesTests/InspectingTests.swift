import Files
import Testing

struct InspectingTests {
  @Test func aFileSystemIsToldFromAnother() throws {
    // Every system has this one of its own.
    #expect(try fileSystemNumber(of: "/dev") != fileSystemNumber(of: "/"))
    #expect(try fileSystemNumber(of: "/dev") == fileSystemNumber(of: "/dev/null"))
    #expect(throws: FileError(path: "/nonexistent", operation: .inspect, errno: 2)) {
      try fileSystemNumber(of: "/nonexistent")
    }
  }
}
