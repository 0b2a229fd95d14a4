#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Refuses a path that C would read only up to its NUL byte.
func checkPath(_ path: String, _ operation: FileError.Operation) throws(FileError) {
  if path.utf8.contains(0) { throw FileError(path: path, operation: operation, errno: EINVAL) }
}

/// Makes a system call again for as long as signals interrupt it.
func call(
  _ operation: FileError.Operation, _ path: String, _ body: () -> Int
) throws(FileError) -> Int {
  try checkPath(path, operation)
  while true {
    let result = body()
    if result >= 0 { return result }
    let number = errno
    if number != EINTR { throw FileError(path: path, operation: operation, errno: number) }
  }
}

// The names of the system's calls hide behind ours where one of ours has the same name.

func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

func systemRename(_ from: String, _ to: String) -> Int32 {
  rename(from, to)
}

func systemLink(_ existing: String, _ new: String) -> Int32 {
  link(existing, new)
}

func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}
