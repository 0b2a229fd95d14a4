/// A file operation that the system refused.
public struct FileError: Error, Sendable, Hashable {
  /// What was tried.
  public enum Operation: String, Sendable, Hashable, CaseIterable {
    case read
    case list
    case inspect
    case create
    case write
    case append
    case sync
    case truncate
    case rename
    case link
    case exchange
    case remove
    case createFolder = "create folder"
    case setTime = "set the time of"
    case setMode = "set the mode of"
    case lock
  }

  /// As it was given: relative paths stay relative.
  public let path: String
  public let operation: Operation
  /// The system's error number.
  public let errno: Int32

  public init(path: String, operation: Operation, errno: Int32) {
    self.path = path
    self.operation = operation
    self.errno = errno
  }
}

extension FileError: CustomStringConvertible {
  /// What was tried, what is wrong and what to do next, in one line.
  public var description: String {
    guard let advice else { return "cannot \(operation.rawValue) \(path): \(reason)" }
    return "cannot \(operation.rawValue) \(path): \(reason); \(advice)"
  }

  /// What is wrong, in English whatever the locale; `error 71` for a number without a text of its own.
  public var reason: String {
    Self.texts[errno]?.reason ?? "error \(errno)"
  }

  /// What to do next; nil where the reason already says it or nothing general can be said.
  public var advice: String? {
    Self.texts[errno]?.advice
  }
}
