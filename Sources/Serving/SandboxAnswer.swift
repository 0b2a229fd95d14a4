import Model

/// What the sandbox says to a call, and how it comes over the wire.
struct SandboxAnswer: Sendable, Hashable {
  var status: Int
  var contentType: String
  var body: [UInt8]
  /// The code in the envelope; nil where the body is none.
  let code: Int?
  /// Seconds in the header `Retry-After`; nil for no such header.
  var retryAfter: Int?
  /// The header `Location`; nil for no such header.
  var location: String?
  var delivery = Delivery.whole

  /// How much of an answer comes, and how it ends.
  enum Delivery: Sendable, Hashable {
    case whole
    /// Half of the body, then the end of the connection.
    case half(isChunked: Bool)
    /// A reset connection and no answer.
    case reset
    /// Nothing at all until the client gives up.
    case hang
    /// A byte of white space now and then until the client gives up.
    case trickle
    /// The body again and again, up to so many bytes.
    case repeated(upTo: Int)
  }

  /// A profile, its envelope included.
  static func profile(_ body: [UInt8]) -> SandboxAnswer {
    SandboxAnswer(status: 200, contentType: json, body: body, code: 0)
  }

  /// An envelope without data.
  static func failure(code: Int, _ message: String, status: Int) -> SandboxAnswer {
    let text = """
      {
        "code": \(code),
        "data": null,
        "message": \(quoted(message)),
        "recordTime": null
      }

      """
    return SandboxAnswer(status: status, contentType: json, body: Array(text.utf8), code: code)
  }

  /// The body that the API's gateway gives where no endpoint answers.
  static func gateway(status: Int, _ error: String, path: String, day: CalendarDay) -> SandboxAnswer {
    let text = """
      {
        "timestamp": "\(day)T08:15:30.123+08:00",
        "status": \(status),
        "error": \(quoted(error)),
        "path": \(quoted(path))
      }

      """
    return SandboxAnswer(status: status, contentType: json, body: Array(text.utf8), code: nil)
  }

  /// Anything that is not JSON.
  static func file(_ bytes: [UInt8], contentType: String) -> SandboxAnswer {
    SandboxAnswer(status: 200, contentType: contentType, body: bytes, code: nil)
  }

  private static let json = "application/json;charset=UTF-8"
}
