import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder of the test's own, removed with the object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/kolsite-files-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileError(path: "/tmp", operation: .createFolder, errno: errno)
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    try? removeTree(path)
  }

  func callAsFunction(_ name: String) -> String { joinPath(path, name) }
}

/// The permission bits of a path.
func mode(_ path: String) -> mode_t {
  var status = stat()
  return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
}
