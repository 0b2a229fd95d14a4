import Dispatch
import HTTP

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Asks the system for the addresses of a host, in the order in which they should be tried.
enum HostLookup {
  /// - Returns: Empty where the host is not found or no answer comes in time.
  static func addresses(of host: String, within limit: Duration) async -> [IPAddress] {
    let (answers, answer) = AsyncStream<[IPAddress]>.makeStream()
    // The system's call can be neither hurried nor stopped, so nobody waits for its thread.
    DispatchQueue.global().async {
      answer.yield(lookUp(host))
      answer.finish()
    }
    return await withTaskGroup(of: [IPAddress].self) { group in
      group.addTask {
        for await found in answers { return found }
        return []
      }
      group.addTask {
        try? await Task.sleep(for: limit)
        return []
      }
      defer { group.cancelAll() }
      return await group.next() ?? []
    }
  }

  private static func lookUp(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_flags = AI_ADDRCONFIG
    hints.ai_family = AF_UNSPEC
    #if canImport(Darwin)
      hints.ai_socktype = SOCK_STREAM
    #else
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #endif
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "443", &hints, &first) == 0 else { return [] }
    defer { freeaddrinfo(first) }
    var found: [IPAddress] = []
    var next = first
    while let info = next?.pointee {
      if let address = info.ai_addr {
        let bytes: [UInt8]? =
          switch info.ai_family {
          case AF_INET:
            address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
              withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
            }
          case AF_INET6:
            address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
              withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
            }
          default: nil
          }
        if let address = bytes.flatMap(IPAddress.init(bytes:)) { found.append(address) }
      }
      next = info.ai_next
    }
    return found
  }
}
