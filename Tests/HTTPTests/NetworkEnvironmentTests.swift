import Testing

@testable import HTTP

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct NetworkEnvironmentTests {
  /// A new file that looks like one of certificates.
  private static var certificate: String? {
    var path = Array("/tmp/kolsite-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    let text = "a comment\n-----BEGIN CERTIFICATE-----\n"
    defer { close(descriptor) }
    return write(descriptor, text, text.utf8.count) > 0
      ? String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  @Test(
    arguments: [
      ([:], nil, nil), (["HTTPS_PROXY": "http://p:1"], "http://p:1", nil),
      (["https_proxy": "http://small:1", "HTTPS_PROXY": "http://large:1"], "http://small:1", nil),
      (["https_proxy": "", "HTTPS_PROXY": "http://p:1"], "http://p:1", nil),
      (["ALL_PROXY": "socks5h://p"], "socks5h://p", "socks5h://p"),
      (["all_proxy": "p:8080", "https_proxy": "q"], "q", "p:8080"),
      (["http_proxy": "p"], nil, "p"), (["HTTP_PROXY": "p"], nil, "p"),
      (["HTTP_PROXY": "p", "REQUEST_METHOD": "GET"], nil, nil),
      (["http_proxy": "p", "REQUEST_METHOD": "GET"], nil, "p"),
    ] as [([String: String], String?, String?)])
  func theProxyIsTheOneThatLibcurlWouldTake(
    variables: [String: String], https: String?, http: String?
  ) throws {
    let network = try NetworkEnvironment(variables)
    #expect(network.proxy(for: "https://a.co/") == https)
    #expect(network.proxy(for: "http://a.co/") == http)
    #expect(network.proxy(for: "HTTP://a.co/") == http)
  }

  @Test(arguments: [
    "http://user:secret@proxy:notaport", "ftp://user:secret@proxy", "http://", "://", "http://pro xy",
    "http://proxy:99999",
  ])
  func whatIsNoProxysAddressIsToldByItsVariableAlone(value: String) {
    #expect(throws: NetworkProblem.proxy(variable: "ALL_PROXY")) {
      try NetworkEnvironment(["ALL_PROXY": value])
    }
    #expect(!NetworkProblem.proxy(variable: "ALL_PROXY").description.contains("secret"))
  }

  @Test func certificatesAreThoseOfCurlOrOfOpenSSL() throws {
    let file = try #require(Self.certificate)
    defer { unlink(file) }
    let own = try NetworkEnvironment(["SSL_CERT_FILE": file, "SSL_CERT_DIR": "/:/tmp"])
    #expect(own.certificateFile == file && own.certificateFolder == "/:/tmp")
    let curls = try NetworkEnvironment([
      "CURL_CA_BUNDLE": file, "SSL_CERT_FILE": "/none", "SSL_CERT_DIR": "/none",
    ])
    #expect(curls.certificateFile == file && curls.certificateFolder == nil)
    let system = try #require(HTTPLibrary.certificateFile)
    let meant = try NetworkEnvironment(["CURL_CA_BUNDLE": system, "SSL_CERT_FILE": file])
    #expect(meant.certificateFile == file)
    let none = try NetworkEnvironment(["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": ""])
    #expect(none.certificateFile == nil)
  }

  @Test(arguments: [
    (["SSL_CERT_FILE": "/none/of/these.pem"], "SSL_CERT_FILE"),
    (["CURL_CA_BUNDLE": "/none"], "CURL_CA_BUNDLE"),
    (["SSL_CERT_DIR": "/:/none"], "SSL_CERT_DIR"),
  ])
  func certificatesThatCannotBeReadAreToldBeforeAnythingIsAsked(
    variables: [String: String], name: String
  ) {
    #expect(throws: NetworkProblem.certificates(variable: name, reason: "No such file or directory")) {
      try NetworkEnvironment(variables)
    }
  }

  @Test(arguments: ["/etc/passwd", "/dev/null", "/"])
  func whatIsNoFileOfCertificatesIsToldBeforeAnythingIsAsked(path: String) {
    let problem = #expect(throws: NetworkProblem.self) { try NetworkEnvironment(["SSL_CERT_FILE": path]) }
    guard case .certificates("SSL_CERT_FILE", _)? = problem else {
      Issue.record("\(problem as Any)")
      return
    }
  }

  @Test func descriptorsAreReservedOrRefusedInWords() throws {
    try NetworkEnvironment.reserveDescriptors(forConnections: 1)
    let problem = #expect(throws: NetworkProblem.self) {
      try NetworkEnvironment.reserveDescriptors(forConnections: 1 << 40)
    }
    #expect(
      problem?.description.hasPrefix("1099511627776 requests at once may need 4398046511136 open files")
        == true)
  }
}
