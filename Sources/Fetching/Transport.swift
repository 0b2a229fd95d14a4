import HTTP
import Model

/// Sends one request and reads one answer, within a time and a size limit; retries nothing, follows nothing.
///
/// A request under way outlives the cancellation of the run, because its answer may be paid for.
struct Transport: Sendable {
  /// The largest body that is read, in bytes.
  static let sizeLimit = 8 << 20

  let client: HTTPClient
  let baseURL: BaseURL
  let token: APIToken
  let userAgent: String
  let sandboxDay: CalendarDay?
  /// From the start of connecting to the last byte of the body.
  let timeout: Duration

  /// Gives up all requests under way and sends none any more: there is nowhere left to put their answers.
  func abandon() { client.abandon() }

  func exchange(_ request: ProfileRequest) async -> Exchange {
    var headers = [(name: "Accept", value: "application/json"), (name: "User-Agent", value: userAgent)]
    if let sandboxDay { headers.append((name: "X-Sandbox-Date", value: "\(sandboxDay)")) }
    let message = HTTPRequest(
      url: request.url(base: baseURL, token: token), headers: headers, timeout: timeout,
      sizeLimit: Self.sizeLimit, route: baseURL.isLoopback ? .direct : .named)
    do throws(HTTPFailure) {
      return .success(try await client.get(message, outlivesTask: true))
    } catch {
      return .failure(error)
    }
  }
}

/// What an exchange with the server brought, before anyone has read it.
typealias Exchange = Result<HTTPResponse, HTTPFailure>
