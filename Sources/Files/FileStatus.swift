/// What is at a path; a symbolic link is reported as one, never followed.
public enum FileStatus: Sendable, Hashable {
  case missing
  /// A regular file; the size is in bytes.
  case file(size: Int, modified: FileTime)
  case folder
  case symbolicLink
  /// A device, a socket or a pipe.
  case other
}

/// When a file was last changed, as the file system records it.
public struct FileTime: Sendable, Hashable {
  /// Since 1970-01-01T00:00:00Z.
  public let seconds: Int
  /// 0 to 999,999,999.
  public let nanoseconds: Int

  public init(seconds: Int, nanoseconds: Int = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}

/// Tells what is at `path`.
public func fileStatus(
  _ path: String, using operations: FileOperations = .real
) throws(FileError) -> FileStatus {
  try operations.status(path)
}
