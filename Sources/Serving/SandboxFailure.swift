/// Why a sandbox could not start.
public enum SandboxFailure: Error, Sendable, Hashable {
  /// The port is taken, or the system does not give it to this user.
  case cannotListen(port: Int, reason: String)
  /// A port is a number from 0 to 65535.
  case noSuchPort(Int)
}

extension SandboxFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotListen(let port, let reason):
      """
      the sandbox cannot listen on 127.0.0.1:\(port), most likely because another program does: \
      choose another port, or 0 for a free one; the system says: \(reason)
      """
    case .noSuchPort(let port):
      "\(port) is no port; choose one from 1 to 65535, or 0 for a free one"
    }
  }
}
