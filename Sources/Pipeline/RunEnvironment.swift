import HTTP
import Secrets

/// What a run gets from the process around it.
public struct RunEnvironment: Sendable {
  let tokenSource: TokenSource
  /// The sandbox's token, where a run asks the sandbox: it never sees the real one then.
  let sandboxToken: String?
  /// The proxies and certificates, or what is wrong with them.
  let network: Result<NetworkEnvironment, NetworkProblem>
  /// What must not be left in a report.
  let secrets: SecretSpellings
  /// Takes progress and diagnostics as they come.
  let show: @Sendable (ProgressEvent) -> Void

  /// - Parameter variables: The process's environment variables, of which `KOLSITE_TOKEN`, `KOLSITE_TOKEN_FILE` and
  ///   those of ``NetworkEnvironment`` are read.
  public init(variables: [String: String], show: @escaping @Sendable (ProgressEvent) -> Void) {
    self.init(
      tokenSource: TokenSource(
        token: variables["KOLSITE_TOKEN"], file: variables["KOLSITE_TOKEN_FILE"]),
      sandboxToken: nil, secrets: .known(in: variables),
      network: Result { () throws(NetworkProblem) in try NetworkEnvironment(variables) }, show: show)
  }

  private init(
    tokenSource: TokenSource, sandboxToken: String?, secrets: SecretSpellings,
    network: Result<NetworkEnvironment, NetworkProblem>,
    show: @escaping @Sendable (ProgressEvent) -> Void
  ) {
    self.tokenSource = tokenSource
    self.sandboxToken = sandboxToken
    self.secrets = secrets
    self.network = network
    self.show = show
  }

  /// The same for a run that asks the sandbox on this machine, which no proxy and no certificate stands before.
  func asking(with sandboxToken: String) -> RunEnvironment {
    RunEnvironment(
      tokenSource: tokenSource, sandboxToken: sandboxToken, secrets: secrets, network: .success(.plain),
      show: show)
  }
}
