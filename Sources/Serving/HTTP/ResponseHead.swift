/// An answer's status and fields, and how its body is put on the wire for the request.
struct ResponseHead: Sendable {
  let status: Int
  let fields: [(name: String, value: String)]
  private let request: RequestHead

  init(status: Int, fields: [(name: String, value: String)], to request: RequestHead) {
    self.status = status
    self.fields = fields
    self.request = request
  }

  /// Whether a body may follow the head; the client would read another one as the next answer.
  var hasBody: Bool { request.method != "HEAD" && !isBodiless }

  /// The head.
  ///
  /// - Parameter length: The body's length in bytes; nil for a body that is sent in pieces.
  func head(length: Int?) -> [UInt8] {
    var fields = fields
    switch length {
    case _ where isBodiless: break
    case let length?: fields.append(("Content-Length", String(length)))
    case nil where request.isVersion11: fields.append(("Transfer-Encoding", "chunked"))
    // The end of the connection is the end of the body.
    case nil: break
    }
    if !request.keepsConnection { fields.append(("Connection", "close")) }
    return Self.head(status: status, fields: fields)
  }

  /// A piece of the body, which is not empty, after a head without a length.
  func piece(_ bytes: some Collection<UInt8>) -> [UInt8] {
    guard request.isVersion11 else { return Array(bytes) }
    return Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
  }

  /// What follows the last piece.
  var end: [UInt8] { request.isVersion11 ? Array("0\r\n\r\n".utf8) : [] }

  /// A head with exactly these fields.
  static func head(status: Int, fields: [(name: String, value: String)]) -> [UInt8] {
    var head = Array("HTTP/1.1 \(status) \(reasons[status] ?? "")\r\n".utf8)
    for field in fields {
      // A line's end in a value would begin a field of its own.
      head += "\(field.name): ".utf8
      head += field.value.utf8.map { isControl($0) ? UInt8(ascii: " ") : $0 }
      head += "\r\n".utf8
    }
    return head + "\r\n".utf8
  }

  private var isBodiless: Bool { status < 200 || status == 204 || status == 304 }

  private static let reasons = [
    200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone",
    421: "Misdirected Request", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}
