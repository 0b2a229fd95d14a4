/// What a run gets from the process around it.
public struct RunEnvironment: Sendable {
  /// The token for requests, as it was given; nil where none is set. It goes nowhere else.
  let token: String?
  /// What may be in no published file: the real token, also in a run that asks the sandbox.
  let secrets: [[UInt8]]
  /// Takes progress and diagnostics as they come.
  let show: @Sendable (ProgressEvent) -> Void

  /// - Parameter token: The real API token; white space around it is not part of the secret.
  public init(token: String?, show: @escaping @Sendable (ProgressEvent) -> Void) {
    self.init(token: token, secrets: token.map { [Self.trimmed($0)] } ?? [], show: show)
  }

  private init(
    token: String?, secrets: [[UInt8]], show: @escaping @Sendable (ProgressEvent) -> Void
  ) {
    self.token = token
    self.secrets = secrets
    self.show = show
  }

  /// The same with another token for requests, which is no secret.
  func asking(with token: String) -> RunEnvironment {
    RunEnvironment(token: token, secrets: secrets, show: show)
  }

  private static func trimmed(_ token: String) -> [UInt8] {
    var bytes = Array(token.utf8)[...]
    while let last = bytes.last, last <= UInt8(ascii: " ") { bytes.removeLast() }
    while let first = bytes.first, first <= UInt8(ascii: " ") { bytes.removeFirst() }
    return Array(bytes)
  }
}
