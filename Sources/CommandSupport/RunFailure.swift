public import Model

/// Why a command could not do its job: what to tell and with which status to end.
public struct RunFailure: Error, Sendable, Hashable {
  public let status: ExitStatus
  public let diagnostics: [Diagnostic]

  public init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
    self.status = status
    self.diagnostics = diagnostics
  }

  public init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.init(status, [Diagnostic(.error, message, hint: hint)])
  }

  /// The person who runs kolsite has stopped it.
  public static func interrupted(hint: String) -> RunFailure {
    RunFailure(.interrupted, "interrupted", hint: hint)
  }

  /// An error that nobody foresaw.
  /// - Parameter step: What went on meanwhile; nil where nobody knows.
  public static func unexpected(_ error: any Error, while step: String? = nil) -> RunFailure {
    RunFailure(
      .bug, "unexpected\(step.map { " while \($0)" } ?? ""): \(error)",
      hint: "this is a bug in kolsite; please report it")
  }
}
