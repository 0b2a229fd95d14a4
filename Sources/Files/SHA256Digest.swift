import CCrypto

/// The SHA-256 of some bytes.
public struct SHA256Digest: Sendable, Hashable {
  /// 64 lower-case hexadecimal digits.
  public let hex: String

  public init(of bytes: [UInt8]) {
    var running = Running()
    running.update(bytes)
    self = running.digest
  }

  /// The digest of bytes that come piece by piece.
  public struct Running: Sendable {
    private var state = SHA256_CTX()

    public init() {
      SHA256_Init(&state)
    }

    public mutating func update(_ bytes: [UInt8]) {
      SHA256_Update(&state, bytes, bytes.count)
    }

    /// Of all bytes up to now.
    public var digest: SHA256Digest {
      var copy = state
      var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
      SHA256_Final(&digest, &copy)
      return SHA256Digest(finished: digest)
    }
  }

  private init(finished bytes: some Sequence<UInt8>) {
    hex = hexadecimal(bytes)
  }

  /// Reads 64 lower-case hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    let digits = Array("0123456789abcdef".utf8)
    guard hex.utf8.count == 64, hex.utf8.allSatisfy(digits.contains) else { return nil }
    self.hex = hex
  }
}

extension SHA256Digest: CustomStringConvertible {
  public var description: String { hex }
}

/// Two lower-case hexadecimal digits a byte.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
