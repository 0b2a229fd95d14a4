import AsyncHTTPClient
import Model
import NIOCore
import NIOHTTP1

/// Sends one request and reads one answer, within a time and a size limit; retries nothing, follows nothing.
struct Transport: Sendable {
  /// The largest body that is read.
  static let sizeLimit = 8 * 1024 * 1024

  let client: HTTPClient
  let baseURL: String
  let token: APIToken
  let userAgent: String
  let sandboxDay: CalendarDay?
  /// From the start of connecting to the last byte of the body.
  let timeout: Duration

  /// One retry layer only, which is ours; no redirects, no proxy, no decompression.
  /// - Parameter concurrency: How many requests may be under way; the client's own limit would be eight.
  static func configuration(concurrency: Int) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(10))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
    configuration.decompression = .disabled
    return configuration
  }

  /// - Returns: The answer, or a failure that names neither the address nor the query.
  func exchange(_ request: ProfileRequest) async -> Exchange {
    await withTaskGroup(of: Exchange.self) { group in
      group.addTask { await send(request) }
      group.addTask {
        try? await Task.sleep(for: timeout)
        return outOfTime
      }
      let first = await group.next() ?? outOfTime
      group.cancelAll()
      return first
    }
  }

  private func send(_ request: ProfileRequest) async -> Exchange {
    var message = HTTPClientRequest(url: request.url(base: baseURL, token: token))
    message.headers.add(name: "Accept", value: "application/json")
    message.headers.add(name: "User-Agent", value: userAgent)
    if let sandboxDay { message.headers.add(name: "X-Sandbox-Date", value: "\(sandboxDay)") }
    var hasBegun = false
    do {
      let response = try await client.execute(message, deadline: .distantFuture)
      hasBegun = true
      var body: [UInt8] = []
      for try await chunk in response.body {
        guard body.count + chunk.readableBytes <= Self.sizeLimit else {
          return .failure(.tooLarge, detail: "the answer is larger than 8 MiB")
        }
        chunk.withUnsafeReadableBytes { body.append(contentsOf: $0) }
      }
      return .answer(
        HTTPAnswer(
          status: Int(response.status.code), location: response.headers.first(name: "Location"),
          retryAfter: response.headers.first(name: "Retry-After"), body: body))
    } catch {
      // An error's own text may hold the address; the name of its type never does.
      let name = (error as? HTTPClientError)?.shortDescription ?? "\(type(of: error))"
      return hasBegun
        ? .failure(.cutOff, detail: "the answer was cut off (\(name))")
        : .failure(.connection, detail: "the connection failed (\(name))")
    }
  }

  private var outOfTime: Exchange {
    .failure(.timeout, detail: "no whole answer within \(timeout)")
  }
}
