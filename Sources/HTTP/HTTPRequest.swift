/// One GET: what is asked, and what its answer may cost.
public struct HTTPRequest: Sendable {
  /// Whom a request is sent to.
  public enum Route: Sendable, Hashable {
    /// Whoever the address names, through the environment's proxy where there is one.
    case named
    /// This machine alone, never through a proxy: for addresses of the loopback.
    case direct
    /// The machine with this address, whatever the name leads to. A proxy is asked for this address, too.
    case pinned(IPAddress)
  }

  /// An http or https address with everything in it percent-encoded.
  public var url: String
  /// Names and values, sent as they are.
  public var headers: [(name: String, value: String)]
  /// From the start of connecting to the last byte of the body.
  public var timeout: Duration
  /// For a connection to come about, a proxy and TLS included.
  public var connectTimeout: Duration = .seconds(10)
  /// The most bytes of a body that are read, counted after decompression.
  public var sizeLimit: Int
  /// Whether the answer may come compressed, in whatever libcurl can decompress.
  public var acceptsCompression: Bool
  /// Whether HTTP/2 is spoken with who offers it over TLS.
  public var allowsHTTP2: Bool
  public var route: Route

  public init(
    url: String, headers: [(name: String, value: String)] = [], timeout: Duration, sizeLimit: Int,
    acceptsCompression: Bool = true, allowsHTTP2: Bool = true, route: Route = .named
  ) {
    self.url = url
    self.headers = headers
    self.timeout = timeout
    self.sizeLimit = sizeLimit
    self.acceptsCompression = acceptsCompression
    self.allowsHTTP2 = allowsHTTP2
    self.route = route
  }
}
