import CCurl

/// A request on its way: a handle of libcurl's and what has come of the answer. One thread touches it, the driver's.
///
/// What a request may do is set here and nowhere else: http, https from TLS 1.2 on, no redirects, no cookies, no
/// `.netrc`, no signals, no second sending of what was sent once.
@safe final class Transfer {
  /// The most bytes of all heads of an answer together, those of interim answers included.
  static let headLimit = 64 << 10
  /// How many seconds a connection may have been idle to be used again.
  static let longestIdle = 30
  /// Once an answer has begun, it must not come slower than this for so long.
  static let slowest: (bytesPerSecond: Int, seconds: Int) = (100, 15)

  let handle: UnsafeMutableRawPointer
  let request: HTTPRequest
  let network: NetworkEnvironment
  private let sockets: Sockets
  let errorText: UnsafeMutablePointer<CChar>
  private var lists: [UnsafeMutablePointer<curl_slist>?] = unsafe []
  private var head: [UInt8] = []
  private var headBytes = 0
  /// Whether the head of the final answer has come whole.
  private var hasHead = false
  private var body: [UInt8] = []
  private(set) var isSent = false
  /// Why one of the callbacks has ended it; nil while none has.
  private var verdict: HTTPFailure?

  /// - Throws: Where libcurl has no handle to give, or lacks an option that is needed.
  init(_ request: HTTPRequest, _ network: NetworkEnvironment, _ sockets: Sockets) throws(HTTPFailure) {
    guard let handle = unsafe curl_easy_init() else {
      throw HTTPFailure(.connection(.other), "libcurl has no memory left")
    }
    unsafe self.handle = handle
    self.request = request
    self.network = network
    self.sockets = sockets
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = configure()
    guard code == CURLE_OK else {
      throw unsafe HTTPFailure(
        .connection(.other), "libcurl refuses: \(String(cString: curl_easy_strerror(code)))")
    }
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe lists.forEach { unsafe curl_slist_free_all($0) }
    unsafe errorText.deallocate()
  }

  /// What has come, when libcurl has ended the transfer.
  /// - Parameter isCut: Whether its connection was cut because libcurl was kept too long.
  func result(_ code: CURLcode, isCut: Bool) -> Result<HTTPResponse, HTTPFailure> {
    if let verdict { return .failure(verdict) }
    if code != CURLE_OK, isCut, isSent {
      return .failure(
        HTTPFailure(.timeout, "the server sent without end what is no part of an answer", partial: partial))
    }
    guard code == CURLE_OK else { return .failure(failure(code)) }
    return .success(HTTPResponse(status: number(CURLINFO_RESPONSE_CODE), head: head, body: body))
  }

  /// What has come of the final answer; nil where its head has not.
  var partial: HTTPResponse? {
    hasHead ? HTTPResponse(status: number(CURLINFO_RESPONSE_CODE), head: head, body: body) : nil
  }

  // MARK: Settings

  private func configure() -> CURLcode {
    var failed = CURLE_OK
    func check(_ code: CURLcode) {
      if code != CURLE_OK, failed == CURLE_OK { failed = code }
    }
    func set(_ option: CURLoption, _ value: Int) { check(unsafe ccurl_set_long(handle, option, value)) }
    func set(_ option: CURLoption, _ value: String) { check(unsafe ccurl_set_text(handle, option, value)) }
    func set(_ option: CURLoption, _ lines: [String]) {
      var list: UnsafeMutablePointer<curl_slist>?
      for line in lines {
        guard let longer = unsafe curl_slist_append(list, line) else {
          check(CURLE_OUT_OF_MEMORY)
          break
        }
        unsafe list = longer
      }
      unsafe lists.append(list)
      check(unsafe ccurl_set_list(handle, option, list))
    }

    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    set(CURLOPT_NOSIGNAL, 1)
    // Without this, ending a transfer waits for the system to look its name up.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_URL, request.url)
    set(CURLOPT_HTTPHEADER, request.headers.map { "\($0.name): \($0.value)" })
    set(
      CURLOPT_HTTP_VERSION, Int(request.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
    // A balancer forgets an idle connection without a word.
    set(CURLOPT_MAXAGE_CONN, Self.longestIdle)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    // An empty text stands for everything that libcurl can decompress.
    if request.acceptsCompression { set(CURLOPT_ACCEPT_ENCODING, "") }
    set(CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
    set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(min(request.timeout, request.connectTimeout)))
    check(unsafe ccurl_set_size(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.sizeLimit)))

    if let file = network.certificateFile {
      set(CURLOPT_CAINFO, file)
      set(CURLOPT_PROXY_CAINFO, file)
    }
    if let folder = network.certificateFolder {
      set(CURLOPT_CAPATH, folder)
      set(CURLOPT_PROXY_CAPATH, folder)
    } else if network.isSystemFileEnough {
      // With a folder beside the file libcurl reads the whole file for every connection: 20 ms and a megabyte each.
      check(unsafe ccurl_set_text(handle, CURLOPT_CAPATH, nil))
      check(unsafe ccurl_set_text(handle, CURLOPT_PROXY_CAPATH, nil))
    }
    // Set in any case: libcurl would read the environment by itself.
    set(CURLOPT_PROXY, proxy ?? "")
    set(CURLOPT_NOPROXY, network.noProxy ?? "")
    if case .pinned(let address) = request.route {
      set(CURLOPT_CONNECT_TO, [address.bytes.count == 4 ? "::\(address):" : "::[\(address)]:"])
    }
    check(unsafe ccurl_open_socket(handle, openSocket))
    check(unsafe ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, unretained))
    // A connection outlives its transfer, and the driver keeps these for as long as any is open.
    check(unsafe ccurl_close_socket(handle, closeSocket))
    check(
      unsafe ccurl_set_pointer(handle, CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(sockets).toOpaque()))

    set(CURLOPT_NOPROGRESS, 0)
    check(unsafe ccurl_on_progress(handle, noteProgress))
    check(
      unsafe ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(sockets).toOpaque()))

    check(unsafe ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
    check(unsafe ccurl_before_request(handle, beforeRequest))
    check(unsafe ccurl_set_pointer(handle, CURLOPT_PREREQDATA, unretained))
    check(unsafe ccurl_on_data(handle, CURLOPT_HEADERFUNCTION, readHead))
    check(unsafe ccurl_set_pointer(handle, CURLOPT_HEADERDATA, unretained))
    check(unsafe ccurl_on_data(handle, CURLOPT_WRITEFUNCTION, readBody))
    check(unsafe ccurl_set_pointer(handle, CURLOPT_WRITEDATA, unretained))
    return failed
  }

  /// What the callbacks get; the driver keeps the transfer while libcurl has its handle.
  private var unretained: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  var proxy: String? { request.route == .direct ? nil : network.proxy(for: request.url) }

  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, rest) = duration.components
    return Int(max(1, min(seconds, 86_400) * 1_000 + rest / 1_000_000_000_000_000))
  }

  // MARK: What libcurl tells

  /// A request is about to be sent.
  ///
  /// libcurl sends a request a second time where a kept connection ended without an answer. The first may have been
  /// charged for, so whether to ask again is not its decision.
  fileprivate func mayBeSent() -> Bool {
    defer { isSent = true }
    if isSent {
      verdict = HTTPFailure(.cutOff, "no answer began, and libcurl would have sent the request a second time")
    }
    return !isSent
  }

  /// A line of a head has come, or one that follows a body.
  fileprivate func takeHead(_ line: [UInt8]) -> Bool {
    headBytes += line.count
    guard headBytes <= Self.headLimit else {
      verdict = headTooLarge
      return false
    }
    if hasHead { return true }
    head += line
    guard line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) else { return true }
    let status = number(CURLINFO_RESPONSE_CODE)
    if (100...199).contains(status), status != 101 {
      head = []
      return true
    }
    hasHead = true
    guard status != 101 else {
      verdict = HTTPFailure(
        .unreadable, "the server switches to a protocol that nobody asked for", partial: partial)
      return false
    }
    let lengths = HeaderLines(head).values(of: "Content-Length")
    guard lengths.allSatisfy({ $0.elementsEqual(lengths[0]) }) else {
      verdict = HTTPFailure(.unreadable, "the answer says two lengths of its body", partial: partial)
      return false
    }
    // From here on silence is no longer the server's thinking.
    _ = unsafe ccurl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, Self.slowest.bytesPerSecond)
    _ = unsafe ccurl_set_long(handle, CURLOPT_LOW_SPEED_TIME, Self.slowest.seconds)
    return true
  }

  /// Some bytes of the body have come, decompressed.
  fileprivate func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= request.sizeLimit else {
      verdict = tooLarge
      return false
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  /// Opens a socket, for a pinned request only to the address that it is pinned to, or to the proxy.
  fileprivate func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    if proxy == nil, case .pinned(let pinned) = request.route {
      var bytes = [UInt8](repeating: 0, count: 16)
      let count = unsafe ccurl_ip_bytes(address, &bytes)
      guard IPAddress(bytes: Array(bytes.prefix(count))) == pinned else { return CURL_SOCKET_BAD }
    }
    return unsafe sockets.open(address)
  }
}

// MARK: C

private func transfer(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
  unsafe pointer.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let readHead: curl_write_callback = { bytes, size, count, pointer in
  let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  return unsafe transfer(pointer)?.takeHead(Array(buffer)) == true ? size * count : 0
}

private let readBody: curl_write_callback = { bytes, size, count, pointer in
  let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  return unsafe transfer(pointer)?.takeBody(buffer) == true ? size * count : 0
}

private let beforeRequest: curl_prereq_callback = { pointer, _, _, _, _ in
  unsafe transfer(pointer)?.mayBeSent() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private let openSocket: curl_opensocket_callback = { pointer, _, address in
  guard let address = unsafe address, let transfer = unsafe transfer(pointer) else { return CURL_SOCKET_BAD }
  return unsafe transfer.open(address)
}

private let noteProgress: curl_xferinfo_callback = { pointer, _, _, _, _ in
  if let pointer = unsafe pointer {
    unsafe Unmanaged<Sockets>.fromOpaque(pointer).takeUnretainedValue().moveOn()
  }
  return 0
}

private let closeSocket: curl_closesocket_callback = { pointer, socket in
  unsafe pointer.map { unsafe Unmanaged<Sockets>.fromOpaque($0).takeUnretainedValue().close(socket) } ?? -1
}
