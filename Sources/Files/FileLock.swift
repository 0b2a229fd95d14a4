#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lock that one process at a time holds, or several that agree to share it; it ends with the object or
/// with the process.
///
/// The lock file stays: removing it would let two processes lock two files of the same name.
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

  /// Takes the lock at once or throws; creates the lock file and its folder where they are missing.
  /// - Parameter isShared: Whether others who share it may hold it at the same time.
  public init(path: String, isShared: Bool = false) throws(Failure) {
    // The property is set last: from then on `deinit` closes the descriptor.
    let descriptor: Int32
    do throws(FileError) {
      try createFolder(parentFolder(of: path))
      let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
      descriptor = Int32(
        truncatingIfNeeded: try call(.lock, path) { Int(open(path, flags, 0o644)) })
    } catch {
      throw .file(error)
    }
    do throws(FileError) {
      _ = try call(.lock, path) { Int(flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB)) }
    } catch {
      closeDescriptor(descriptor)
      guard error.errno == EWOULDBLOCK else { throw .file(error) }
      throw .busy(Busy(path: path, pid: Self.holder(path)))
    }
    // Only for the message of whoever finds the lock taken, so a failure here does no harm.
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    self.descriptor = descriptor
  }

  deinit {
    // Closing alone is not enough while a child process that is being started has the descriptor too.
    _ = flock(descriptor, LOCK_UN)
    closeDescriptor(descriptor)
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
