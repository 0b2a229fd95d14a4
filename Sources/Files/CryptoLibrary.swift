import CCrypto

/// The library that hashes.
public enum CryptoLibrary {
  /// OpenSSL's version that is loaded: `3.0.17`.
  public static var version: String {
    OpenSSL_version(OPENSSL_FULL_VERSION_STRING).map { String(cString: $0) } ?? "unknown"
  }
}
