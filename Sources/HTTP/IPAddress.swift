#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An address of the Internet Protocol, version 4 or 6, without a zone.
public struct IPAddress: Sendable, Hashable {
  /// Four or sixteen, in the order of the network.
  public let bytes: [UInt8]

  /// - Returns: Nil unless there are four or sixteen.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else, short and octal forms among it.
  public init?(_ text: String) {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      let isRead = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe inet_pton(family, text, buffer.baseAddress) == 1
      }
      if isRead, !text.utf8.contains(0) {
        self.bytes = bytes
        return
      }
    }
    return nil
  }
}

extension IPAddress: CustomStringConvertible {
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    let length = socklen_t(text.count)
    unsafe bytes.withUnsafeBytes { address in
      unsafe text.withUnsafeMutableBufferPointer { buffer in
        _ = unsafe inet_ntop(family, address.baseAddress, buffer.baseAddress, length)
      }
    }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
