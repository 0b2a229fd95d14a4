import AsyncHTTPClient
import Model
import NIOCore
import NIOHTTP1

/// What a host said when it was asked for a picture.
enum PictureAnswer: Sendable, Hashable {
  case bytes([UInt8])
  case redirect(location: String?)
  case problem(AvatarProblem)
}

/// Asks for one picture and reads no more of it than may be kept. It knows no token, no cookie and no referrer.
struct PictureTransport: Sendable {
  let userAgent: String
  let sizeLimit: Int

  /// Nothing is followed, retried, decompressed or sent through a proxy.
  /// - Parameter addresses: The IP address to connect to, for each host.
  static func configuration(pinning addresses: [String: String]) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.dnsOverride = addresses
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(10))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = AvatarFetcher.concurrency
    configuration.decompression = .disabled
    configuration.httpVersion = .http1Only
    return configuration
  }

  func answer(to url: String, from client: HTTPClient) async -> PictureAnswer {
    var request = HTTPClientRequest(url: url)
    request.headers.add(name: "Accept", value: "image/jpeg, image/png, image/webp, image/gif")
    request.headers.add(name: "User-Agent", value: userAgent)
    do {
      let response = try await client.execute(request, deadline: .distantFuture)
      switch response.status.code {
      case 200: break
      case 301, 302, 303, 307, 308: return .redirect(location: response.headers.first(name: "Location"))
      default: return .problem(.status)
      }
      if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > sizeLimit
      {
        return .problem(.tooLarge)
      }
      var bytes: [UInt8] = []
      for try await chunk in response.body {
        guard bytes.count + chunk.readableBytes <= sizeLimit else { return .problem(.tooLarge) }
        chunk.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
      }
      return .bytes(bytes)
    } catch {
      // The error's text may hold the address.
      return .problem(.connection)
    }
  }
}
