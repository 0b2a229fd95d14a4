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

/// What is at a path, whose it is, and where on the disk.
public struct FileDetails: Sendable, Hashable {
  public let status: FileStatus
  /// The user's number.
  public let owner: Int
  /// The group's number.
  public let group: Int
  /// The permission bits.
  public let mode: Int
  public let identity: FileIdentity

  public init(status: FileStatus, owner: Int, group: Int, mode: Int, identity: FileIdentity) {
    self.status = status
    self.owner = owner
    self.group = group
    self.mode = mode
    self.identity = identity
  }
}

/// What two paths of one file have in common.
public struct FileIdentity: Sendable, Hashable {
  public let device: UInt64
  public let inode: UInt64

  public init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
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
