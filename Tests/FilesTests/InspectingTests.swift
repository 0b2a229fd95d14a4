import Files
import Testing

struct InspectingTests {
  @Test func aFileSystemIsToldFromAnother() throws {
    // Every system has this one of its own.
    #expect(try fileIdentity("/dev").device != fileIdentity("/").device)
    #expect(try fileIdentity("/dev").device == fileIdentity("/dev/null").device)
    #expect(throws: FileError(path: "/nonexistent", operation: .inspect, errno: 2)) {
      try fileIdentity("/nonexistent").device
    }
  }
}
