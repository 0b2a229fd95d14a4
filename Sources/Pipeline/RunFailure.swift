public import Model

/// Why a run could not do its job: what to tell and with which status to end.
public struct RunFailure: Error, Sendable, Hashable {
  public let status: ExitStatus
  public let diagnostics: [Diagnostic]

  public init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
    self.status = status
    self.diagnostics = diagnostics
  }

  init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.init(status, [Diagnostic(.error, message, hint: hint)])
  }
}
