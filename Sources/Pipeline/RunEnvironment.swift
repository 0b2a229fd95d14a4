/// What a run gets from the process around it.
public struct RunEnvironment: Sendable {
  /// The API token as it was given; nil where none is set. It goes nowhere but into requests.
  let token: String?
  /// Takes progress and diagnostics as they come.
  let show: @Sendable (ProgressEvent) -> Void

  public init(token: String?, show: @escaping @Sendable (ProgressEvent) -> Void) {
    self.token = token
    self.show = show
  }
}
