import Files
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Refuses chosen calls of ``FileOperations``, and counts them all.
final class Faults: Sendable {
  private let state = Mutex<[FileError.Operation]>([])
  private let refuses: @Sendable (_ number: Int, FileError.Operation) -> Int32?

  /// - Parameter refuses: For the number of a call, from 0, the error it gets; nil lets it pass.
  init(_ refuses: @escaping @Sendable (_ number: Int, FileError.Operation) -> Int32?) {
    self.refuses = refuses
  }

  var operations: FileOperations {
    FileOperations.real.checked { (operation, path) throws(FileError) in
      let number = self.state.withLock { calls in
        calls.append(operation)
        return calls.count - 1
      }
      if let errno = self.refuses(number, operation) {
        throw FileError(path: path, operation: operation, errno: errno)
      }
    }
  }

  var calls: [FileError.Operation] { state.withLock { $0 } }
}
