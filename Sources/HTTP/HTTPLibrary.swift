import CCurl

/// The library that carries the requests.
public enum HTTPLibrary {
  /// libcurl's version that is loaded, with its TLS and what else it was built with: `7.88.1 OpenSSL/3.0.15 …`.
  public static var version: String {
    let text = unsafe Array(String(cString: curl_version()).utf8)
    let name = Array("libcurl/".utf8)
    return String(decoding: text.starts(with: name) ? text[name.count...] : text[...], as: UTF8.self)
  }

  /// Where it was built to look for the system's certificates; nil where it was not told.
  static var certificateFile: String? {
    unsafe ccurl_certificate_file().map { unsafe String(cString: $0) }
  }
}
