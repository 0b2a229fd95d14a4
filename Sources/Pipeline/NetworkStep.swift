import HTTP
import Model

extension Run {
  /// The proxies and certificates of the environment.
  /// - Throws: Where a variable names none that can be used; nothing has been asked then.
  func network() throws(RunFailure) -> NetworkEnvironment {
    do throws(NetworkProblem) {
      return try environment.network.get()
    } catch {
      throw RunFailure(.usage, error.description, hint: error.advice)
    }
  }

  /// Refuses more requests at once than the process may have connections.
  func checkDescriptors(for connections: Int) throws(RunFailure) {
    do throws(NetworkProblem) {
      try NetworkEnvironment.reserveDescriptors(forConnections: connections)
    } catch {
      throw RunFailure(.invalidInput, error.description, hint: error.advice)
    }
  }
}
