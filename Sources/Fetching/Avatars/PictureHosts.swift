import AsyncHTTPClient
import NIOCore

/// The hosts that a run asks for pictures, each with a client that can connect to one checked address only.
///
/// The name is looked up once, the address is checked, and the client is told to use it for the name: nothing can
/// change between the check and the use. The certificate is still the name's.
actor PictureHosts {
  /// So many hosts a run; replies that name more want something else than pictures.
  static let limit = 64

  private let lookUp: @Sendable (String) async -> [SocketAddress]
  private var clients: [String: Task<HTTPClient?, Never>] = [:]
  private var isClosed = false

  init(lookUp: @escaping @Sendable (String) async -> [SocketAddress]) {
    self.lookUp = lookUp
  }

  /// The client for a host; nil where the host is not found or has any address that is not public.
  func client(for host: String) async -> HTTPClient? {
    if let known = clients[host] { return await known.value }
    guard !isClosed, clients.count < Self.limit else { return nil }
    let lookUp = lookUp
    let task = Task { () -> HTTPClient? in
      let addresses = await lookUp(host)
      // A name that leads to both kinds is made to confuse.
      guard let first = addresses.first?.ipAddress, addresses.allSatisfy(isPublic) else { return nil }
      return HTTPClient(configuration: PictureTransport.configuration(pinning: [host: first]))
    }
    clients[host] = task
    return await task.value
  }

  /// Ends all connections; to be called once, when no request is under way.
  func close() async {
    isClosed = true
    for task in clients.values {
      task.cancel()
      try? await task.value?.shutdown()
    }
    clients = [:]
  }
}
