/// A file that is open for writing.
public struct OpenFile: Sendable, Hashable {
  public let descriptor: Int32
  /// For messages.
  public let path: String

  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }
}

/// The calls that touch the file system, as values, so that a test can refuse any one of them.
///
/// Files and folders at the end of a symbolic link are not touched: a link is an error, or is itself meant.
/// Only `list` and `syncFolder` can follow one.
public struct FileOperations: Sendable {
  /// Creates a file of mode 0644, whatever the umask; `EEXIST` where anything is there.
  public var create: @Sendable (_ path: String) throws(FileError) -> OpenFile
  /// Opens a file for appending; creates it where it is missing.
  public var openForAppending: @Sendable (_ path: String) throws(FileError) -> OpenFile
  /// Writes some of the bytes and returns how many.
  public var write: @Sendable (OpenFile, UnsafeRawBufferPointer) throws(FileError) -> Int
  /// Waits until the file's bytes are on the disk.
  public var sync: @Sendable (OpenFile) throws(FileError) -> Void
  /// Cuts the file to a length in bytes.
  public var truncate: @Sendable (OpenFile, _ length: Int) throws(FileError) -> Void
  /// Waits until the names in a folder are on the disk.
  public var syncFolder: @Sendable (_ path: String) throws(FileError) -> Void
  /// Waits until all that was written to the path's file system is on the disk.
  public var syncFileSystem: @Sendable (_ path: String) throws(FileError) -> Void
  /// Renames; an existing file at the new path is replaced in one step.
  public var rename: @Sendable (_ from: String, _ to: String) throws(FileError) -> Void
  /// Gives a file a second name; `EEXIST` where anything is there.
  public var link: @Sendable (_ existing: String, _ new: String) throws(FileError) -> Void
  /// Exchanges two paths in one step.
  public var exchange: @Sendable (_ first: String, _ second: String) throws(FileError) -> Void
  /// Removes a file or a link.
  public var removeFile: @Sendable (_ path: String) throws(FileError) -> Void
  /// Removes an empty folder.
  public var removeFolder: @Sendable (_ path: String) throws(FileError) -> Void
  /// Creates one folder of mode 0755, whatever the umask.
  public var createFolder: @Sendable (_ path: String) throws(FileError) -> Void
  public var setTime: @Sendable (_ path: String, FileTime) throws(FileError) -> Void
  /// Sets the permission bits; a link is followed.
  public var setMode: @Sendable (_ path: String, _ mode: Int) throws(FileError) -> Void
  /// Reads a regular file whole; `EFBIG` where it is longer than the limit.
  public var read: @Sendable (_ path: String, _ limit: Int) throws(FileError) -> [UInt8]
  /// Reads a part of a regular file; fewer bytes only where the file ends.
  public var readRange: @Sendable (_ path: String, _ range: Range<Int>) throws(FileError) -> [UInt8]
  /// Lists the names in a folder, sorted by bytes.
  public var list: @Sendable (_ path: String, _ followingLink: Bool) throws(FileError) -> [String]
  public var status: @Sendable (_ path: String) throws(FileError) -> FileStatus
  /// What is at a path, with its owner and its place on the disk; nil where nothing is.
  public var details: @Sendable (_ path: String) throws(FileError) -> FileDetails?
  /// Whether this user may add names to a folder and take names out of it.
  public var mayChange: @Sendable (_ folder: String) -> Bool
  /// Whether a folder has a list of who may use it, or gives one to what is made in it, beyond owner, group and mode.
  public var hasAccessList: @Sendable (_ folder: String) -> Bool
  /// What is mounted where; empty where the system does not say.
  public var mounts: @Sendable () -> MountTable
}

extension FileOperations {
  /// The same operations, each after a check that may refuse it.
  ///
  /// This is where tests count calls and inject faults.
  public func checked(
    by check: @escaping @Sendable (FileError.Operation, _ path: String) throws(FileError) -> Void
  ) -> FileOperations {
    let inner = self
    return FileOperations(
      create: { (path) throws(FileError) in
        try check(.create, path)
        return try inner.create(path)
      },
      openForAppending: { (path) throws(FileError) in
        try check(.append, path)
        return try inner.openForAppending(path)
      },
      write: { (file, bytes) throws(FileError) in
        try check(.write, file.path)
        return try inner.write(file, bytes)
      },
      sync: { (file) throws(FileError) in
        try check(.sync, file.path)
        try inner.sync(file)
      },
      truncate: { (file, length) throws(FileError) in
        try check(.truncate, file.path)
        try inner.truncate(file, length)
      },
      syncFolder: { (path) throws(FileError) in
        try check(.sync, path)
        try inner.syncFolder(path)
      },
      syncFileSystem: { (path) throws(FileError) in
        try check(.sync, path)
        try inner.syncFileSystem(path)
      },
      rename: { (from, to) throws(FileError) in
        try check(.rename, from)
        try inner.rename(from, to)
      },
      link: { (existing, new) throws(FileError) in
        try check(.link, new)
        try inner.link(existing, new)
      },
      exchange: { (first, second) throws(FileError) in
        try check(.exchange, first)
        try inner.exchange(first, second)
      },
      removeFile: { (path) throws(FileError) in
        try check(.remove, path)
        try inner.removeFile(path)
      },
      removeFolder: { (path) throws(FileError) in
        try check(.remove, path)
        try inner.removeFolder(path)
      },
      createFolder: { (path) throws(FileError) in
        try check(.createFolder, path)
        try inner.createFolder(path)
      },
      setTime: { (path, time) throws(FileError) in
        try check(.setTime, path)
        try inner.setTime(path, time)
      },
      setMode: { (path, mode) throws(FileError) in
        try check(.setMode, path)
        try inner.setMode(path, mode)
      },
      read: { (path, limit) throws(FileError) in
        try check(.read, path)
        return try inner.read(path, limit)
      },
      readRange: { (path, range) throws(FileError) in
        try check(.read, path)
        return try inner.readRange(path, range)
      },
      list: { (path, followingLink) throws(FileError) in
        try check(.list, path)
        return try inner.list(path, followingLink)
      },
      status: { (path) throws(FileError) in
        try check(.inspect, path)
        return try inner.status(path)
      },
      details: { (path) throws(FileError) in
        try check(.inspect, path)
        return try inner.details(path)
      },
      mayChange: inner.mayChange, hasAccessList: inner.hasAccessList, mounts: inner.mounts)
  }
}
