/// Sends requests and reads answers through libcurl; retries nothing, follows nothing, keeps nothing but connections.
///
/// Requests of one client share their connections. Whoever makes a client closes it.
public final class HTTPClient: Sendable {
  private let driver: Driver
  private let network: NetworkEnvironment

  /// - Parameters:
  ///   - connections: How many are kept open at most.
  ///   - network: The proxies and certificates of the environment.
  /// - Throws: ``HTTPFailure`` where libcurl cannot be started.
  public init(connections: Int, network: NetworkEnvironment) throws(HTTPFailure) {
    driver = try Driver(connections: connections)
    self.network = network
    driver.start()
  }

  deinit {
    driver.close()
  }

  /// Asks once, and returns the whole answer whatever its status is.
  /// - Parameter outlivesTask: Whether the answer is waited for though the task was cancelled, until ``abandon()``: it may
  ///   be paid for. Else a cancelled task gives its request up.
  /// - Throws: ``HTTPFailure``.
  public func get(
    _ request: HTTPRequest, outlivesTask: Bool = false
  ) async throws(HTTPFailure) -> HTTPResponse {
    try await driver.answer(to: request, network, outlivesTask: outlivesTask).get()
  }

  /// Gives up what is under way and takes nothing more: there is nowhere left to put an answer.
  public func abandon() {
    driver.close()
  }

  /// Gives up what is under way, ends all connections, and returns when nothing of them is left.
  public func close() async {
    driver.close()
    await driver.ended()
  }

  /// Makes a client, and closes it however `body` ends.
  public static func with<Result>(
    connections: Int, network: NetworkEnvironment, _ body: (HTTPClient) async throws -> Result
  ) async throws -> Result {
    let client = try HTTPClient(connections: connections, network: network)
    do {
      let result = try await body(client)
      await client.close()
      return result
    } catch {
      await client.close()
      throw error
    }
  }
}
