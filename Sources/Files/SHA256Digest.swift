import CCrypto

/// The SHA-256 of some bytes.
public struct SHA256Digest: Sendable, Hashable {
  /// Its bytes, eight in each: a site has a digest for every file.
  private let words: (UInt64, UInt64, UInt64, UInt64)

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

  /// - Parameter bytes: 32 of them.
  private init(finished bytes: [UInt8]) {
    func word(_ index: Int) -> UInt64 {
      bytes.dropFirst(index * 8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
    words = (word(0), word(1), word(2), word(3))
  }

  /// The first 64 bits.
  public var prefix: UInt64 { words.0 }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    hexadecimal(
      [words.0, words.1, words.2, words.3].flatMap { word in
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
      })
  }

  public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool { left.words == right.words }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }

  /// Reads 64 lower-case hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    guard hex.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in hex.utf8 {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.init(finished: bytes)
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
