#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Reads a regular file whole.
///
/// A symbolic link at the end of the path is an error (`ELOOP`), as is a folder (`EISDIR`).
/// - Parameter limit: The most bytes to read; a longer file is an error (`EFBIG`).
public func readFile(
  _ path: String, limit: Int = 1 << 30, using operations: FileOperations = .real
) throws(FileError) -> [UInt8] {
  try operations.read(path, limit)
}

/// Reads a part of a regular file; fewer bytes only where the file ends.
///
/// Links and folders are errors, as for ``readFile(_:limit:using:)``.
public func readFile(
  _ path: String, in range: Range<Int>, using operations: FileOperations = .real
) throws(FileError) -> [UInt8] {
  try operations.readRange(path, range)
}

/// Writes a file so that, whatever happens, its path holds all of the bytes or what was there before.
///
/// The bytes go to a temporary file beside the target, to the disk, and then under the name; when this
/// returns, the name is on the disk too. After a failure the temporary file is removed; a killed program
/// leaves it to ``removeTemporaryFiles(in:using:)``.
/// - Parameter replacing: Whether a file may be there already; else that is an error (`EEXIST`). Two
///   programs that write the same path need a ``FileLock``.
public func writeFileDurably(
  _ bytes: [UInt8], to path: String, replacing: Bool = false, using operations: FileOperations = .real
) throws(FileError) {
  var file = try DurableFile(path, replacing: replacing, using: operations)
  try file.append(bytes)
  try file.commit()
}

/// Puts a file in place of what is at a path, in one step and without waiting for the disk: for what can be made
/// again. Readers see the old file or the new one; after a power cut it may be neither. A killed program leaves its
/// temporary file to ``removeAbandonedFiles(in:using:)``.
public func replaceFile(
  _ bytes: [UInt8], at path: String, using operations: FileOperations = .real
) throws(FileError) {
  let file = try createTemporaryFile(in: parentFolder(of: path), using: operations)
  do throws(FileError) {
    defer { close(file.descriptor) }
    // Says that somebody is at work; where the file system has no locks, nobody removes it either.
    _ = flock(file.descriptor, LOCK_EX | LOCK_NB)
    try writeAll(bytes, to: file, using: operations)
    try operations.rename(file.path, path)
  } catch {
    try? operations.removeFile(file.path)
    throw error
  }
}

/// A file that is written piece by piece and appears under its name only when it is whole.
///
/// As ``writeFileDurably(_:to:replacing:using:)``, for files that are too large to be held in memory.
public struct DurableFile: ~Copyable {
  private let path: String
  private let operations: FileOperations
  private let file: OpenFile
  private var isCommitted = false

  /// Begins a file; its path stays as it was until ``commit()``.
  public init(
    _ path: String, replacing: Bool = false, using operations: FileOperations = .real
  ) throws(FileError) {
    if !replacing, try operations.status(path) != .missing {
      throw FileError(path: path, operation: .create, errno: EEXIST)
    }
    let file = try createTemporaryFile(in: parentFolder(of: path), using: operations)
    self.path = path
    self.operations = operations
    self.file = file
  }

  deinit {
    close(file.descriptor)
    if !isCommitted { try? operations.removeFile(file.path) }
  }

  public mutating func append(_ bytes: [UInt8]) throws(FileError) {
    try named { () throws(FileError) in try writeAll(bytes, to: file, using: operations) }
  }

  /// Gives the file its name; its bytes and the name are on the disk when this returns.
  public mutating func commit() throws(FileError) {
    try named { () throws(FileError) in
      try operations.sync(file)
      try operations.rename(file.path, path)
    }
    isCommitted = true
    try operations.syncFolder(parentFolder(of: path))
  }

  /// Errors are of the path that was asked for, not of the temporary one.
  private func named(_ body: () throws(FileError) -> Void) throws(FileError) {
    do throws(FileError) {
      try body()
    } catch {
      throw FileError(path: path, operation: error.operation, errno: error.errno)
    }
  }
}

/// Creates a file with mode 0644 and writes it, without waiting for the disk.
///
/// Anything that is there already is an error (`EEXIST`). After a failure the file is removed.
public func createFile(
  _ bytes: [UInt8], at path: String, using operations: FileOperations = .real
) throws(FileError) {
  let file = try operations.create(path)
  defer { close(file.descriptor) }
  do throws(FileError) {
    try writeAll(bytes, to: file, using: operations)
  } catch {
    try? operations.removeFile(path)
    throw error
  }
}

/// Removes what ``writeFileDurably(_:to:replacing:using:)`` left in a folder when it was killed.
///
/// Only for the holder of the folder's lock: another program's file may be under way. A file that is only called like
/// one stays; see ``OwnNames``.
public func removeTemporaryFiles(
  in folder: String, using operations: FileOperations = .real
) throws(FileError) {
  let own = OwnNames(in: folder)
  for name in try operations.list(folder, true) where own.isTemporary(name) {
    try operations.removeFile(joinPath(folder, name))
  }
}

/// Removes what ``replaceFile(_:at:using:)`` left in a folder when it was killed, for anyone and at any time: a file that
/// somebody holds stays, and so does one that is only called alike (see ``OwnNames``) or of which nothing can be found out.
public func removeAbandonedFiles(
  in folder: String, using operations: FileOperations = .real
) throws(FileError) {
  guard try operations.status(folder) == .folder else { return }
  let own = OwnNames(in: folder)
  for name in try operations.list(folder, false) where own.isTemporary(name) {
    let path = joinPath(folder, name)
    guard case .file = try operations.status(path) else { continue }
    let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0)
    guard descriptor >= 0 else { continue }
    defer { close(descriptor) }
    // Whoever has just made the file and not yet locked it makes it again some other time; another may have been quicker.
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? operations.removeFile(path) }
  }
}

/// How the names of files begin that are being written.
public let temporaryPrefix = ".kolsite-tmp-"

/// Creates a file under a name of its own; the process id keeps two programs apart.
private func createTemporaryFile(
  in folder: String, using operations: FileOperations
) throws(FileError) -> OpenFile {
  let own = OwnNames(in: folder)
  var number = 0
  while true {
    do throws(FileError) {
      let name = own.proven("\(temporaryPrefix)\(getpid())-\(number)")
      return try operations.create(joinPath(folder, name))
    } catch  where error.errno == EEXIST && number < 9_999 {
      number += 1
    }
  }
}

/// Writes every byte, however few the system takes at a time.
func writeAll(
  _ bytes: [UInt8], to file: OpenFile, using operations: FileOperations
) throws(FileError) {
  try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
    var written = 0
    while written < buffer.count {
      let count = try operations.write(
        file,
        UnsafeRawBufferPointer(
          UnsafeBufferPointer(rebasing: buffer[written...])))
      // A system that takes nothing and names no error would keep us here for ever.
      guard count > 0 else { throw FileError(path: file.path, operation: .write, errno: EIO) }
      written += count
    }
  }
}
