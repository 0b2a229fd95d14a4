import CFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension FileOperations {
  /// The operations of the system.
  public static let real = FileOperations(
    create: { (path) throws(FileError) in
      try open(path, O_WRONLY | O_CREAT | O_EXCL, isNew: true, as: .create)
    },
    openForAppending: { (path) throws(FileError) in
      do throws(FileError) {
        return try open(path, O_WRONLY | O_APPEND, isNew: false, as: .append)
      } catch  where error.errno == ENOENT {
        return try open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL, isNew: true, as: .append)
      }
    },
    write: { (file, bytes) throws(FileError) in
      try call(.write, file.path) { systemWrite(file.descriptor, bytes.baseAddress, bytes.count) }
    },
    sync: { (file) throws(FileError) in
      try flush(file.descriptor, file.path)
    },
    truncate: { (file, length) throws(FileError) in
      _ = try call(.truncate, file.path) { Int(ftruncate(file.descriptor, off_t(length))) }
    },
    syncFolder: { (path) throws(FileError) in
      let descriptor = try openFolder(path, followingLink: true, as: .sync)
      defer { close(descriptor) }
      do throws(FileError) {
        try flush(descriptor, path)
      } catch  where error.errno == EINVAL || error.errno == ENOTSUP {
        // Some network and user-space file systems cannot sync a folder; there is nothing to wait for.
      }
    },
    syncFileSystem: { (path) throws(FileError) in
      let descriptor = try openFolder(path, followingLink: false, as: .sync)
      defer { close(descriptor) }
      #if canImport(Darwin)
        Darwin.sync()
        try flush(descriptor, path)
      #else
        _ = try call(.sync, path) { Int(cfiles_sync_file_system(descriptor)) }
      #endif
    },
    rename: { (from, to) throws(FileError) in
      try checkPath(to, .rename)
      _ = try call(.rename, from) { Int(systemRename(from, to)) }
    },
    link: { (existing, new) throws(FileError) in
      try checkPath(existing, .link)
      _ = try call(.link, new) { Int(systemLink(existing, new)) }
    },
    exchange: { (first, second) throws(FileError) in
      try checkPath(first, .exchange)
      try checkPath(second, .exchange)
      let number = cfiles_exchange(first, second)
      guard number == 0 else { throw FileError(path: first, operation: .exchange, errno: number) }
    },
    removeFile: { (path) throws(FileError) in
      _ = try call(.remove, path) { Int(unlink(path)) }
    },
    removeFolder: { (path) throws(FileError) in
      _ = try call(.remove, path) { Int(rmdir(path)) }
    },
    createFolder: { (path) throws(FileError) in
      _ = try call(.createFolder, path) { Int(mkdir(path, 0o755)) }
      _ = try call(.createFolder, path) { Int(chmod(path, 0o755)) }
    },
    setTime: { (path, time) throws(FileError) in
      let stamp = timespec(tv_sec: time.seconds, tv_nsec: time.nanoseconds)
      _ = try call(.setTime, path) {
        Int(utimensat(AT_FDCWD, path, [stamp, stamp], AT_SYMLINK_NOFOLLOW))
      }
    },
    setMode: { (path, mode) throws(FileError) in
      _ = try call(.setMode, path) { Int(chmod(path, mode_t(truncatingIfNeeded: mode))) }
    },
    read: { (path, limit) throws(FileError) in
      try readWhole(path, limit: limit)
    },
    readRange: { (path, range) throws(FileError) in
      try readPart(range, of: path)
    },
    list: { (path, followingLink) throws(FileError) in
      try names(in: path, followingLink: followingLink)
    },
    status: { (path) throws(FileError) in
      var status = stat()
      do throws(FileError) {
        _ = try call(.inspect, path) { Int(lstat(path, &status)) }
      } catch  where error.errno == ENOENT || error.errno == ENOTDIR {
        return .missing
      }
      return FileStatus(status)
    },
    details: { (path) throws(FileError) in
      var status = stat()
      do throws(FileError) {
        _ = try call(.inspect, path) { Int(lstat(path, &status)) }
      } catch  where error.errno == ENOENT || error.errno == ENOTDIR {
        return nil
      }
      return FileDetails(status)
    },
    mayChange: { folder in
      !folder.utf8.contains(0) && faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0
    },
    hasAccessList: { folder in !folder.utf8.contains(0) && cfiles_has_access_list(folder) != 0 },
    mounts: MountTable.current)
}

extension FileStatus {
  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      self = .file(
        size: Int(status.st_size),
        modified: FileTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec))
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .symbolicLink
    default: self = .other
    }
  }
}

extension FileDetails {
  init(_ status: stat) {
    self.init(
      status: FileStatus(status), owner: Int(status.st_uid), group: Int(status.st_gid),
      mode: Int(status.st_mode) & 0o7777, identity: FileIdentity(status))
  }
}

extension FileIdentity {
  init(_ status: stat) {
    self.init(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
  }
}
