import CCurl

/// What libcurl means by the way in which it ended a transfer.
extension Transfer {
  var tooLarge: HTTPFailure {
    HTTPFailure(.tooLarge, "the answer is larger than \(request.sizeLimit >> 20) MiB")
  }

  var headTooLarge: HTTPFailure {
    HTTPFailure(.tooLarge, "the answer's head is larger than \(Self.headLimit >> 10) KiB")
  }

  func failure(_ code: CURLcode) -> HTTPFailure {
    // What libcurl says of a single line that is as long as that.
    if code == CURLE_OUT_OF_MEMORY, isSent, body.isEmpty { return headTooLarge }
    let said = unsafe String(cString: errorText)
    let words = said.utf8.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : said
    let reason = reason(code, words)
    if reason == .tooLarge { return tooLarge }
    let text = FailureText(url: request.url, peers: peers, proxies: network.proxyTexts)
    return HTTPFailure(reason, text.cleaned(words), body: head.isEmpty ? nil : body)
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

  private func reason(_ code: CURLcode, _ words: String) -> HTTPFailure.Reason {
    // The codes for this are those of a connection that fails.
    if Array(words.utf8).firstRange(of: "chunked-encod".utf8) != nil { return .unreadable }
    return switch code {
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_OPERATION_TIMEDOUT: isSent ? .timeout : .connection(.other)
    case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .unreadable
    case CURLE_HTTP2, CURLE_HTTP2_STREAM: head.isEmpty ? .connection(.other) : .unreadable
    // Without a verdict of ours: what is decompressed goes on behind its end.
    case CURLE_WRITE_ERROR: .unreadable
    case CURLE_COULDNT_RESOLVE_HOST: .connection(.name)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .connection(.proxy)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
      .connection(.certificate)
    default: head.isEmpty ? .connection(proxy == nil ? .other : .proxy) : .cutOff
    }
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe ccurl_get_long(handle, info, &value)
    return value
  }
}
