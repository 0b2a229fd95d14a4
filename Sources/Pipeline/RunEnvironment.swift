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
  /// Measures waits and limits of time.
  let clock: any Clock<Duration>
  /// Makes the random part of waits.
  let seed: UInt64
  /// Takes progress and diagnostics as they come.
  let show: @Sendable (ProgressEvent) -> Void

  /// - Parameters:
  ///   - variables: The process's environment variables, of which `KOLSITE_TOKEN`, `KOLSITE_TOKEN_FILE` and
  ///     those of ``NetworkEnvironment`` are read.
  ///   - seed: Drawn anew for each run, so that runs that begin together do not wait alike.
  public init(
    variables: [String: String], clock: any Clock<Duration> = ContinuousClock(),
    seed: UInt64 = .random(in: .min ... .max), show: @escaping @Sendable (ProgressEvent) -> Void
  ) {
    self.init(
      tokenSource: TokenSource(
        token: variables["KOLSITE_TOKEN"], file: variables["KOLSITE_TOKEN_FILE"]),
      sandboxToken: nil, secrets: .known(in: variables),
      network: Result { () throws(NetworkProblem) in try NetworkEnvironment(variables) }, clock: clock,
      seed: seed, show: show)
  }

  private init(
    tokenSource: TokenSource, sandboxToken: String?, secrets: SecretSpellings,
    network: Result<NetworkEnvironment, NetworkProblem>, clock: any Clock<Duration>, seed: UInt64,
    show: @escaping @Sendable (ProgressEvent) -> Void
  ) {
    self.tokenSource = tokenSource
    self.sandboxToken = sandboxToken
    self.secrets = secrets
    self.network = network
    self.clock = clock
    self.seed = seed
    self.show = show
  }

  /// The same for a run that asks the sandbox on this machine, which no proxy and no certificate stands before.
  func asking(with sandboxToken: String) -> RunEnvironment {
    RunEnvironment(
      tokenSource: tokenSource, sandboxToken: sandboxToken, secrets: secrets, network: .success(.plain),
      clock: clock, seed: seed, show: show)
  }
}
