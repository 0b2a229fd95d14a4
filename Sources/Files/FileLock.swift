#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lock that one process at a time holds, or several that agree to share it; it ends with the object or
/// with the process.
///
/// The lock file stays, or goes with the lock; then whoever takes it makes sure that the file is still in its place,
/// because two processes could else lock two files of the same name.
public final class FileLock: Sendable {
  /// Another process holds the lock.
  public struct Busy: Sendable, Hashable {
    public let path: String
    /// The process that holds it; nil where it has not written its id yet.
    public let pid: Int?

    public init(path: String, pid: Int?) {
      self.path = path
      self.pid = pid
    }
  }

  /// Why the lock was not taken.
  public enum Failure: Error, Sendable, Hashable {
    case busy(Busy)
    case file(FileError)
  }

  private let descriptor: Int32
  private let path: String
  private let isTemporary: Bool

  /// Takes the lock at once or throws; creates the lock file and its folder where they are missing.
  /// - Parameters:
  ///   - isShared: Whether others who share it may hold it at the same time.
  ///   - isTemporary: Whether the file goes with the last who holds the lock, and with it its folder where nothing else
  ///     is in that but a `.gitignore`.
  public init(path: String, isShared: Bool = false, isTemporary: Bool = false) throws(Failure) {
    // The properties are set last: from then on `deinit` closes the descriptor.
    var attempt = 1
    var taken = try Self.attempt(path, isShared: isShared)
    while isTemporary {
      if let descriptor = taken {
        if Self.isInPlace(descriptor, path) { break }
        closeDescriptor(descriptor)
      }
      // Somebody may just be removing it.
      guard attempt < 10 else { throw .busy(Busy(path: path, pid: Self.holder(path))) }
      attempt += 1
      if taken == nil { usleep(10_000) }
      taken = try Self.attempt(path, isShared: isShared)
    }
    guard let descriptor = taken else { throw .busy(Busy(path: path, pid: Self.holder(path))) }
    // Only for the message of whoever finds the lock taken, so a failure here does no harm.
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    self.descriptor = descriptor
    self.path = path
    self.isTemporary = isTemporary
  }

  deinit {
    if isTemporary { removeFile() }
    // Closing alone is not enough while a child process that is being started has the descriptor too.
    _ = flock(descriptor, LOCK_UN)
    closeDescriptor(descriptor)
  }

  /// Opens and locks the file; nil where others hold the lock, or have removed the folder in between.
  private static func attempt(_ path: String, isShared: Bool) throws(Failure) -> Int32? {
    let descriptor: Int32
    do throws(FileError) {
      try createFolder(parentFolder(of: path))
      let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
      descriptor = Int32(
        truncatingIfNeeded: try call(.lock, path) { Int(open(path, flags, 0o644)) })
    } catch  where error.errno == ENOENT {
      return nil
    } catch {
      throw .file(error)
    }
    do throws(FileError) {
      _ = try call(.lock, path) { Int(flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB)) }
    } catch {
      closeDescriptor(descriptor)
      guard error.errno == EWOULDBLOCK else { throw .file(error) }
      return nil
    }
    return descriptor
  }

  private static func isInPlace(_ descriptor: Int32, _ path: String) -> Bool {
    var own = stat()
    var there = stat()
    return fstat(descriptor, &own) == 0 && lstat(path, &there) == 0 && own.st_dev == there.st_dev
      && own.st_ino == there.st_ino
  }

  private func removeFile() {
    // While it is held alone and is in its place, nobody else removes it or has another in that place.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isInPlace(descriptor, path) else { return }
    let folder = parentFolder(of: path)
    let others = (try? listFolder(folder))?.filter { !$0.utf8.elementsEqual(lastPathPart(of: path).utf8) }
    if let others, others == [".gitignore"] { unlink(joinPath(folder, ".gitignore")) }
    unlink(path)
    // Fails where something is left in it.
    rmdir(folder)
  }

  private static func holder(_ path: String) -> Int? {
    guard let bytes = try? readFile(path, limit: 64) else { return nil }
    return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}

extension FileLock.Busy: CustomStringConvertible {
  public var description: String {
    let holder = pid.map { "process \($0)" } ?? "another process"
    return "\(holder) holds the lock \(path): wait until it has finished"
  }
}

extension FileLock.Failure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy(let busy): busy.description
    case .file(let error): error.description
    }
  }
}
