#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Reads a regular file below a folder whole.
///
/// Its path is opened a part at a time, so that no link is followed that was put there since somebody looked: that is
/// an error (`ELOOP`, or `ENOTDIR` for a link in the place of a folder), as are a folder (`EISDIR`), a device or a
/// pipe (`ENOTSUP`), and a file longer than the limit (`EFBIG`).
/// - Parameters:
///   - parts: The names on the way to it, without `.` and `..`.
///   - root: May be a link itself.
public func readFile(at parts: [String], below root: String, limit: Int) throws(FileError) -> [UInt8] {
  let path = joinedPath(root, parts)
  let descriptor = try open(parts, below: root, path, .read)
  defer { close(descriptor) }
  return try readWhole(descriptor, path, limit: limit)
}

/// Lists the names in a folder below a folder, sorted by bytes, without `.` and `..`; they need not be UTF-8.
///
/// Its path is opened as ``readFile(at:below:limit:)`` does; a file is an error (`ENOTDIR`).
public func listNames(at parts: [String], below root: String) throws(FileError) -> [[UInt8]] {
  let path = joinedPath(root, parts)
  return try nameBytes(in: open(parts, below: root, path, .list), path)
}

private func joinedPath(_ root: String, _ parts: [String]) -> String {
  parts.reduce(root) { joinPath($0, $1) }
}

private func open(
  _ parts: [String], below root: String, _ path: String, _ operation: FileError.Operation
) throws(FileError) -> Int32 {
  try checkPath(path, operation)
  let folder = O_RDONLY | O_DIRECTORY | O_CLOEXEC
  // Without O_NONBLOCK, opening a pipe would wait for a writer.
  let last = O_RDONLY | O_NONBLOCK | O_CLOEXEC
  var descriptor = try call(operation, path) { Int(systemOpen(root, folder, 0)) }
  for (index, part) in parts.enumerated() {
    let flags = index == parts.count - 1 ? last : folder
    let above = Int32(truncatingIfNeeded: descriptor)
    defer { close(above) }
    descriptor = try call(operation, path) { Int(openat(above, part, flags | O_NOFOLLOW)) }
  }
  return Int32(truncatingIfNeeded: descriptor)
}
