import CCurl

/// What libcurl means by the way in which it ended a transfer.
extension Transfer {
  var tooLarge: HTTPFailure {
    HTTPFailure(.tooLarge, "the answer is larger than \(request.sizeLimit >> 20) MiB", partial: partial)
  }

  var headTooLarge: HTTPFailure {
    HTTPFailure(.tooLarge, "the answer's head is larger than \(Self.headLimit >> 10) KiB")
  }

  func failure(_ code: CURLcode) -> HTTPFailure {
    if code == CURLE_FILESIZE_EXCEEDED { return tooLarge }
    // What libcurl says of a single line that is as long as that.
    if code == CURLE_OUT_OF_MEMORY, isSent, partial == nil { return headTooLarge }
    let said = unsafe String(cString: errorText)
    let words = said.utf8.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : said
    let text = FailureText(url: request.url, peers: peers, proxies: network.proxyTexts).cleaned(words)
    let reason = isSent ? reason(code, text) : .connection(step(code, text))
    return HTTPFailure(reason, text, partial: partial)
  }

  /// The IP addresses that libcurl's words may hold.
  private var peers: [String] {
    var peers: [String] = []
    if case .pinned(let address) = request.route { peers.append("\(address)") }
    var address: UnsafePointer<CChar>?
    if unsafe ccurl_get_text(handle, CURLINFO_PRIMARY_IP, &address) == CURLE_OK, let address = unsafe address
    {
      peers.append(unsafe String(cString: address))
    }
    return peers
  }

  /// What became of a request that was sent.
  private func reason(_ code: CURLcode, _ text: String) -> HTTPFailure.Reason {
    // The codes for this are those of a connection that fails.
    if has(text, "chunked-encod") { return .unreadable }
    return switch code {
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .unreadable
    case CURLE_HTTP2, CURLE_HTTP2_STREAM: partial == nil ? .cutOff : .unreadable
    // Without a verdict of ours: what is decompressed goes on behind its end.
    case CURLE_WRITE_ERROR: .unreadable
    default: .cutOff
    }
  }

  /// Where a request that was not sent got stuck.
  private func step(_ code: CURLcode, _ text: String) -> HTTPFailure.Step {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .name
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .certificate
    // Whether `NO_PROXY` led around the proxy is not told, but a connection to the server names that.
    default: proxy == nil || has(text, FailureText.server) ? .other : .proxy
    }
  }

  private func has(_ text: String, _ word: String) -> Bool {
    Array(text.utf8).firstRange(of: word.utf8) != nil
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe ccurl_get_long(handle, info, &value)
    return value
  }
}
