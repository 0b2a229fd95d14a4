import HTTP

/// The hosts that a run asks for pictures, each with the one checked address that is connected to.
///
/// The name is looked up once, the address is checked, and requests are pinned to it: nothing can change between the
/// check and the use. The certificate is still the name's.
actor PictureHosts {
  /// So many hosts a run; replies that name more want something else than pictures.
  static let limit = 64

  private let lookUp: @Sendable (String) async -> [IPAddress]
  private var addresses: [String: Task<IPAddress?, Never>] = [:]

  init(lookUp: @escaping @Sendable (String) async -> [IPAddress]) {
    self.lookUp = lookUp
  }

  /// The address of a host; nil where the host is not found or has any address that is not public.
  func address(of host: String) async -> IPAddress? {
    if let known = addresses[host] { return await known.value }
    guard addresses.count < Self.limit else { return nil }
    let lookUp = lookUp
    let task = Task { () -> IPAddress? in
      let found = await lookUp(host)
      // A name that leads to both kinds is made to confuse.
      return found.allSatisfy(isPublic) ? found.first : nil
    }
    addresses[host] = task
    return await task.value
  }
}
