import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file that grows at its end; what was appended is on the disk when the call returns.
///
/// After a failed write or sync nobody knows what the disk holds, so the file refuses every later
/// append with that same error: open it again and check its end.
public final class AppendFile: Sendable {
  public let path: String
  private let operations: FileOperations
  private let state: Mutex<State>

  private struct State {
    var file: OpenFile?
    var length: Int
    var failure: FileError?
  }

  /// Opens the file at its end; creates it with mode 0644 where it is missing.
  public init(path: String, using operations: FileOperations = .real) throws(FileError) {
    let isNew = try operations.status(path) == .missing
    let file = try operations.openForAppending(path)
    do throws(FileError) {
      if isNew { try operations.syncFolder(parentFolder(of: path)) }
      guard case .file(let size, _) = try operations.status(path) else {
        throw FileError(path: path, operation: .append, errno: ENOTSUP)
      }
      state = Mutex(State(file: file, length: size, failure: nil))
    } catch {
      Self.close(file)
      throw error
    }
    self.path = path
    self.operations = operations
  }

  deinit {
    state.withLock { $0.file.map(Self.close) }
  }

  /// The file's length in bytes.
  public var length: Int { state.withLock { $0.length } }

  /// Appends all of the bytes and waits until they are on the disk.
  ///
  /// When the write fails, the file is cut back to what it was, as far as the disk lets it.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    try state.withLock { (state) throws(FileError) in
      let file = try Self.usable(state, path)
      do throws(FileError) {
        try writeAll(bytes, to: file, using: operations)
        try operations.sync(file)
      } catch {
        try? operations.truncate(file, state.length)
        state.failure = error
        throw error
      }
      state.length += bytes.count
    }
  }

  /// Cuts the file to a length in bytes, at most its own, and waits until that is on the disk.
  public func truncate(to length: Int) throws(FileError) {
    try state.withLock { (state) throws(FileError) in
      let file = try Self.usable(state, path)
      guard (0...state.length).contains(length) else {
        throw FileError(path: path, operation: .truncate, errno: EINVAL)
      }
      do throws(FileError) {
        try operations.truncate(file, length)
        try operations.sync(file)
      } catch {
        state.failure = error
        throw error
      }
      state.length = length
    }
  }

  /// Closes the file; a second time does nothing.
  public func close() {
    state.withLock { state in
      state.file.map(Self.close)
      state.file = nil
    }
  }

  private static func usable(_ state: State, _ path: String) throws(FileError) -> OpenFile {
    if let failure = state.failure { throw failure }
    guard let file = state.file else {
      throw FileError(path: path, operation: .append, errno: EBADF)
    }
    return file
  }

  private static func close(_ file: OpenFile) {
    closeDescriptor(file.descriptor)
  }
}

/// The system's call; a method named `close` hides it from the class above.
func closeDescriptor(_ descriptor: Int32) {
  _ = close(descriptor)
}
