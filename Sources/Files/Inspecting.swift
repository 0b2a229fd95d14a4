#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The path without links, `.` and `..`; absolute. Throws where nothing is there.
public func realPath(_ path: String) throws(FileError) -> String {
  try checkPath(path, .inspect)
  guard let resolved = realpath(path, nil) else {
    throw FileError(path: path, operation: .inspect, errno: errno)
  }
  defer { free(resolved) }
  guard let text = String(validatingCString: resolved) else {
    throw FileError(path: path, operation: .inspect, errno: EILSEQ)
  }
  return text
}

/// Where a symbolic link says that it leads.
public func linkTarget(_ path: String) throws(FileError) -> String {
  var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
    try call(.inspect, path) { buffer.baseAddress.map { readlink(path, $0, buffer.count) } ?? 0 }
  }
  guard let text = String(validating: bytes.prefix(count).lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
  else {
    throw FileError(path: path, operation: .inspect, errno: EILSEQ)
  }
  return text
}

/// The permission bits of what is at a path, links followed: `0o600` for the owner's alone.
public func fileMode(_ path: String) throws(FileError) -> Int {
  var status = stat()
  _ = try call(.inspect, path) { Int(stat(path, &status)) }
  return Int(status.st_mode) & 0o7777
}

/// The identity of what is at a path, links followed.
public func fileIdentity(_ path: String) throws(FileError) -> FileIdentity {
  var status = stat()
  _ = try call(.inspect, path) { Int(stat(path, &status)) }
  return FileIdentity(status)
}

/// How many bytes this user may still write to the file system of a path that exists.
public func freeSpace(at path: String) throws(FileError) -> Int {
  var status = statvfs()
  _ = try call(.inspect, path) { Int(statvfs(path, &status)) }
  let (bytes, overflow) = Int(clamping: status.f_bavail)
    .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
  return overflow ? .max : bytes
}
