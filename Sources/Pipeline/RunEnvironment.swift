/// What a run gets from the process around it.
public struct RunEnvironment: Sendable {
  let tokenSource: TokenSource
  /// The sandbox's token, where a run asks the sandbox: it never sees the real one then.
  let sandboxToken: String?
  /// Takes progress and diagnostics as they come.
  let show: @Sendable (ProgressEvent) -> Void

  /// - Parameter variables: The process's environment variables, of which `KOLSITE_TOKEN` and
  ///   `KOLSITE_TOKEN_FILE` are read.
  public init(variables: [String: String], show: @escaping @Sendable (ProgressEvent) -> Void) {
    self.init(
      tokenSource: TokenSource(
        token: variables["KOLSITE_TOKEN"], file: variables["KOLSITE_TOKEN_FILE"]),
      sandboxToken: nil, show: show)
  }

  private init(
    tokenSource: TokenSource, sandboxToken: String?,
    show: @escaping @Sendable (ProgressEvent) -> Void
  ) {
    self.tokenSource = tokenSource
    self.sandboxToken = sandboxToken
    self.show = show
  }

  func asking(with sandboxToken: String) -> RunEnvironment {
    RunEnvironment(tokenSource: tokenSource, sandboxToken: sandboxToken, show: show)
  }
}
