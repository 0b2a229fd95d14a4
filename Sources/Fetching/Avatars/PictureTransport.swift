import HTTP
import Model

/// What a host said when it was asked for a picture.
enum PictureAnswer: Sendable, Hashable {
  case bytes([UInt8])
  case redirect(location: String?)
  case problem(AvatarProblem)
}

/// Asks for one picture and reads no more of it than may be kept. It knows no token, no cookie and no referrer.
struct PictureTransport: Sendable {
  let client: HTTPClient
  let userAgent: String
  /// From the start of connecting to the last byte of the picture.
  let timeout: Duration
  /// In bytes.
  let sizeLimit: Int

  func answer(to url: String, by route: HTTPRequest.Route) async -> PictureAnswer {
    let request = HTTPRequest(
      url: url,
      headers: [
        ("Accept", "image/jpeg, image/png, image/webp, image/gif"), ("User-Agent", userAgent),
      ],
      timeout: timeout, sizeLimit: sizeLimit, acceptsCompression: false, allowsHTTP2: false, route: route)
    do throws(HTTPFailure) {
      let response = try await client.get(request)
      switch response.status {
      case 200: return .bytes(response.body)
      case 301, 302, 303, 307, 308: return .redirect(location: response.header("Location"))
      default: return .problem(.status)
      }
    } catch {
      switch error.reason {
      case .tooLarge: return .problem(.tooLarge)
      case .timeout: return .problem(.timeout)
      case .connection, .cutOff, .unreadable, .abandoned: return .problem(.connection)
      }
    }
  }
}
