import CCurl

/// The library that carries the requests.
public enum HTTPLibrary {
  /// libcurl's version that is loaded, with its TLS and what else it was built with: `7.88.1 OpenSSL/3.0.15 …`.
  public static var version: String {
    let text = unsafe String(cString: curl_version())
    let name = "libcurl/"
    return text.utf8.starts(with: name.utf8) ? String(text.dropFirst(name.utf8.count)) : text
  }

  /// Where it was built to look for the system's certificates; nil where it was not told.
  static var certificateFile: String? {
    unsafe ccurl_certificate_file().map { unsafe String(cString: $0) }
  }
}
