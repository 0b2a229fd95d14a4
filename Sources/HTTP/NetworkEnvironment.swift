import CCurl

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How this machine reaches others, by the environment variables that programs with libcurl and OpenSSL share.
///
///     HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY          in capital or small letters; small ones go first
///     CURL_CA_BUNDLE, or SSL_CERT_FILE and SSL_CERT_DIR     whose certificates are trusted
///
/// An empty variable counts as none. `HTTP_PROXY` in capitals is left alone where `REQUEST_METHOD` is set: in a CGI
/// program it comes from whoever sent the request.
public struct NetworkEnvironment: Sendable {
  /// Where no variable says anything.
  public static let plain = NetworkEnvironment()

  /// Addresses as they were written, credentials included: for libcurl, and to be taken out of texts.
  private(set) var httpProxy: String?
  private(set) var httpsProxy: String?
  /// Hosts that are reached without a proxy, as libcurl reads them; nil for none.
  private(set) var noProxy: String?
  /// A file of certificates in place of the one that libcurl was built with; nil for that.
  private(set) var certificateFile: String?
  /// A folder of certificates by hash in place of the one that libcurl was built with; nil for that.
  private(set) var certificateFolder: String?

  private init() {}

  /// Reads the variables and checks what they name.
  /// - Throws: Where a proxy's address cannot be one, or certificates cannot be read.
  public init(_ variables: [String: String]) throws(NetworkProblem) {
    func value(_ names: [String]) -> (name: String, text: String)? {
      for name in names {
        if let text = variables[name], !text.utf8.isEmpty { return (name, text) }
      }
      return nil
    }
    let isCGI = variables["REQUEST_METHOD"] != nil
    httpProxy = try Self.proxy(
      value(["http_proxy"] + (isCGI ? [] : ["HTTP_PROXY"]) + ["all_proxy", "ALL_PROXY"]))
    httpsProxy = try Self.proxy(value(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]))
    noProxy = value(["no_proxy", "NO_PROXY"])?.text
    // Some machines set all of them to the system's own: those say nothing about which of them is meant.
    let system = Array((HTTPLibrary.certificateFile ?? "").utf8)
    if let bundle = value(["CURL_CA_BUNDLE"]), !bundle.text.utf8.elementsEqual(system) {
      certificateFile = try Self.readable(bundle)
    } else {
      certificateFile = try value(["SSL_CERT_FILE"]).map(Self.readable)
      certificateFolder = try value(["SSL_CERT_DIR"]).map(Self.folders)
    }
  }

  /// Whether nothing but the system's file of certificates is meant, and it is there.
  var isSystemFileEnough: Bool {
    certificateFile == nil && certificateFolder == nil && Self.hasSystemFile
  }

  private static let hasSystemFile =
    HTTPLibrary.certificateFile.map { unsafe access($0, R_OK) == 0 } ?? false

  /// The proxy for an address, before `NO_PROXY` is looked at; nil for none.
  func proxy(for url: String) -> String? {
    Array(url.utf8).starts(with: "http:".utf8, by: { lowerCased($0) == $1 }) ? httpProxy : httpsProxy
  }

  /// Every spelling of a proxy that a text may hold, with its credentials alone among them.
  var proxyTexts: [[UInt8]] {
    [httpProxy, httpsProxy].compactMap { $0 }.flatMap { proxy -> [[UInt8]] in
      let whole = Array(proxy.utf8)
      let rest = withoutScheme(whole)
      guard let at = rest.lastIndex(of: UInt8(ascii: "@")) else { return [whole, Array(rest)] }
      let credentials = rest[..<at]
      return [whole, Array(rest), Array(credentials)]
        + credentials.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { Array($0) }
    }
  }

  private static let proxySchemes = ["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"]

  /// Lets libcurl's own parser judge a proxy's address.
  private static func proxy(_ variable: (name: String, text: String)?) throws(NetworkProblem) -> String? {
    guard let variable else { return nil }
    guard let parts = URLParts(variable.text), let scheme = parts.scheme, proxySchemes.contains(scheme) else {
      throw .proxy(variable: variable.name)
    }
    return variable.text
  }

  private static func readable(_ variable: (name: String, text: String)) throws(NetworkProblem) -> String {
    let text = variable.text
    guard !text.utf8.contains(0), let file = unsafe fopen(text, "r") else {
      throw .certificates(variable: variable.name, reason: unsafe String(cString: strerror(errno)))
    }
    defer { unsafe fclose(file) }
    let mark = Array("-----BEGIN ".utf8)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= certificateLimit {
      let count = unsafe fread(&piece, 1, piece.count, file)
      guard count > 0 else { break }
      bytes += piece[..<count]
      if bytes.firstRange(of: mark) != nil { return text }
    }
    throw .certificates(variable: variable.name, reason: "it has no certificate in PEM format")
  }

  /// As far into a file a first certificate is looked for, in bytes.
  private static let certificateLimit = 1 << 20

  /// OpenSSL takes several folders with colons between them.
  private static func folders(_ variable: (name: String, text: String)) throws(NetworkProblem) -> String {
    for folder in variable.text.utf8.split(separator: UInt8(ascii: ":")) {
      guard let opened = unsafe opendir(String(decoding: folder, as: UTF8.self)) else {
        throw .certificates(variable: variable.name, reason: unsafe String(cString: strerror(errno)))
      }
      unsafe closedir(opened)
    }
    return variable.text
  }
}

/// What is wrong with the environment; it never holds a proxy's address.
public enum NetworkProblem: Error, Sendable, Hashable {
  /// The variable's value cannot be a proxy's address.
  case proxy(variable: String)
  /// What the variable names cannot be read, in the system's words.
  case certificates(variable: String, reason: String)
  /// The process may not open as many files as so many connections may need.
  case descriptors(needed: Int, allowed: Int, connections: Int)
}

extension NetworkProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .proxy(let variable): "the environment variable \(variable) holds no address of a proxy"
    case .certificates(let variable, let reason):
      "the certificates that the environment variable \(variable) names cannot be read: \(reason)"
    case .descriptors(let needed, let allowed, let connections):
      "\(connections) requests at once may need \(needed) open files, and this process may have \(allowed)"
    }
  }

  /// What to do about it.
  public var advice: String {
    switch self {
    case .proxy: "write it as http://host:port, or http://user:password@host:port, or unset it"
    case .certificates: "name a file of certificates in PEM format, or unset it for the system's own"
    case .descriptors: "lower `api.concurrency` in Content/site.yml, or raise the limit (`ulimit -n`)"
    }
  }
}

/// The parts of an address, as libcurl reads it.
private struct URLParts {
  /// In lower case.
  let scheme: String?

  /// - Returns: Nil for what libcurl takes for no address.
  init?(_ text: String) {
    guard !text.utf8.contains(0), let parser = unsafe curl_url() else { return nil }
    defer { unsafe curl_url_cleanup(parser) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME)
    guard unsafe curl_url_set(parser, CURLUPART_URL, text, flags) == CURLUE_OK else { return nil }
    var part: UnsafeMutablePointer<CChar>?
    guard unsafe curl_url_get(parser, CURLUPART_SCHEME, &part, 0) == CURLUE_OK, let found = unsafe part else {
      return nil
    }
    defer { unsafe curl_free(found) }
    scheme = unsafe String(cString: found).lowercased()
  }
}
