#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lock on a folder itself, without a file in it or beside it; it ends with the object or with the process.
///
/// It stays with the folder wherever that is renamed to, so whoever wants a folder's place looks whether
/// ``isOn(_:)`` still holds once the lock is taken.
public final class FolderLock: Sendable {
  /// What came of trying to take a lock.
  public enum Attempt: Sendable {
    case taken(FolderLock)
    /// Another process holds it, or another lock of this one.
    case busy
    /// Nothing is there.
    case missing
    /// There are no such locks on this file system, or not for this user.
    case impossible
  }

  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    // Closing alone is not enough while a child process that is being started has the descriptor too.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Takes the lock of a folder at once, or tells why not; a link is not followed.
  public static func take(_ path: String) -> Attempt {
    guard !path.utf8.contains(0) else { return .missing }
    let descriptor = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW, 0)
    guard descriptor >= 0 else { return errno == ENOENT ? .missing : .impossible }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      if number == EINTR { continue }
      close(descriptor)
      return number == EWOULDBLOCK ? .busy : .impossible
    }
    return .taken(FolderLock(descriptor: descriptor))
  }

  /// Whether the folder is at a path.
  public func isOn(_ path: String) -> Bool {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return false }
    return FileIdentity(own) == (try? FileOperations.real.details(path))?.identity
  }
}
