#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Opens a regular file for writing.
func open(
  _ path: String, _ flags: Int32, isNew: Bool, as operation: FileError.Operation
) throws(FileError) -> OpenFile {
  // Non-blocking, so that a pipe in the file's place cannot stop the program; for files it means nothing.
  let all = flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
  let descriptor = Int32(
    truncatingIfNeeded: try call(operation, path) { Int(systemOpen(path, all, 0o644)) })
  do throws(FileError) {
    if isNew {
      // The umask has narrowed the mode.
      _ = try call(operation, path) { Int(fchmod(descriptor, 0o644)) }
    } else {
      try checkRegular(descriptor, path, operation)
    }
  } catch {
    close(descriptor)
    throw error
  }
  return OpenFile(descriptor: descriptor, path: path)
}

func openFolder(
  _ path: String, followingLink: Bool, as operation: FileError.Operation
) throws(FileError) -> Int32 {
  let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLink ? 0 : O_NOFOLLOW)
  return Int32(truncatingIfNeeded: try call(operation, path) { Int(systemOpen(path, flags, 0)) })
}

func checkRegular(
  _ descriptor: Int32, _ path: String, _ operation: FileError.Operation
) throws(FileError) {
  var status = stat()
  _ = try call(operation, path) { Int(fstat(descriptor, &status)) }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return
  case S_IFDIR: throw FileError(path: path, operation: operation, errno: EISDIR)
  default: throw FileError(path: path, operation: operation, errno: ENOTSUP)
  }
}

func flush(_ descriptor: Int32, _ path: String) throws(FileError) {
  // Not repeated after a failure: the system may have dropped the bytes and would then report success.
  #if canImport(Darwin)
    if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
  #endif
  _ = try call(.sync, path) { Int(fsync(descriptor)) }
}
