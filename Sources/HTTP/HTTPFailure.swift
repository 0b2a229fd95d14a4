/// Why a request brought no answer.
public struct HTTPFailure: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The request was not sent.
    case connection(Step)
    /// The request was sent, and no whole answer came in time.
    case timeout
    /// The request was sent, and the connection ended before the answer did; the answer may not have begun.
    case cutOff
    /// An answer came that cannot be read: not HTTP, two lengths, a broken compression.
    case unreadable
    /// The answer goes beyond the request's size limit, or its head beyond any sense.
    case tooLarge
    /// Whoever asked has given up.
    case abandoned
  }

  /// At which step a connection failed.
  public enum Step: Sendable, Hashable {
    /// The name was not found.
    case name
    /// The environment's proxy did not answer or did not let the request through.
    case proxy
    /// TLS: the server's certificate is not trusted, or not the server's.
    case certificate
    case other
  }

  public let reason: Reason
  /// In libcurl's words, without the address, the query, and what a proxy's address may hold.
  public let text: String
  /// What had come of the answer; nil where not even its head had.
  public let partial: HTTPResponse?

  init(_ reason: Reason, _ text: String, partial: HTTPResponse? = nil) {
    self.reason = reason
    self.text = text
    self.partial = partial
  }
}

extension HTTPFailure: CustomStringConvertible {
  public var description: String { text }
}
