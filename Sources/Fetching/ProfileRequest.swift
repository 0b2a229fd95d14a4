import Model

/// One request for a KOL's profile; pure, so that what is sent can be checked without sending it.
struct ProfileRequest: Sendable, Hashable {
  let endpoint: Endpoint
  let kolID: KOLID
  /// Left out where nil, and for an endpoint that never had the parameter.
  let acceptCache: Bool?

  /// The parameters beside the token and the id, as they are recorded with the reply.
  var parameters: [String: String] {
    var parameters = endpoint.fixedParameters
    if endpoint.takesAcceptCache, let acceptCache {
      parameters["acceptCache"] = acceptCache ? "true" : "false"
    }
    return parameters
  }

  /// The whole address with the token in its query: for the HTTP client and nobody else.
  func url(base: BaseURL, token: APIToken) -> String {
    var query = "token=" + Self.percentEncoded(token.secret)
    query += "&\(endpoint.idParameter)=" + Self.percentEncoded(Array(kolID.text.utf8))
    for (name, value) in parameters.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      query += "&\(name)=" + Self.percentEncoded(Array(value.utf8))
    }
    return base.text + endpoint.path + "?" + query
  }

  /// Encodes all but the unreserved characters of RFC 3986, each byte once.
  static func percentEncoded(_ bytes: [UInt8]) -> String {
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.append(byte)
      default:
        result += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
